/**
 * Jest gives every test file modules of its own. That is right for ours and dear for n8n: its
 * engine takes two seconds and half a gigabyte to load, and even express a tenth of a second for
 * each of a hundred files. So the libraries named in `jest.config.js`
 * are loaded by Node itself, once per process; the built package, which n8n loads the same way, anew
 * for each test file.
 */
const { AsyncLocalStorage } = require('node:async_hooks');
const { mkdirSync, rmSync } = require('node:fs');
const { join, resolve, sep } = require('node:path');
const vm = require('node:vm');
const NodeEnvironment = require('jest-environment-node').TestEnvironment;
const engine = require('./engine');

const built = join(resolve(__dirname, '../..'), 'dist', sep);

/**
 * Each test file runs the modules anew, but they are compiled once per process, jest's own and ours:
 * what is compiled with a context cannot be shared, a script can. `import()` is compiled away before.
 */
const scripts = new Map();
vm.compileFunction = (code, parameters, { filename, parsingContext }) => {
	const known = scripts.get(filename);
	if (known?.code === code) return known.script.runInContext(parsingContext);
	const beginning = `(function (${parameters.join()}) {`;
	const script = new vm.Script(`${beginning}${code}\n})`, {
		filename,
		columnOffset: -beginning.length,
	});
	scripts.set(filename, { code, script });
	return script.runInContext(parsingContext);
};

/** So that a test file begins without the pauses, ledgers and hand-overs of the one before. */
function forgetPackage() {
	for (const file of Object.keys(require.cache)) {
		if (file.startsWith(built)) delete require.cache[file];
	}
}

/**
 * Jest and the harness follow their calls by storages of their own for each test file, and every
 * promise of the process pays for each that ran once: by the last file a tenth of all time.
 */
const storages = new Set();
const { run } = AsyncLocalStorage.prototype;
AsyncLocalStorage.prototype.run = function (...given) {
	storages.add(this);
	return run.apply(this, given);
};

function endStorages() {
	for (const storage of storages) storage.disable();
	storages.clear();
}

module.exports = class extends NodeEnvironment {
	constructor(...given) {
		super(...given);
		mkdirSync(engine.n8nFolder, { recursive: true });
		// A copy: at the end jest empties what it finds among the globals.
		this.global.engineOutside = { ...engine };
		// What is thrown in here is an error to the libraries outside, too.
		this.global.Error = Error;
		for (const kind of ['RangeError', 'SyntaxError', 'TypeError', 'URIError', 'AggregateError']) {
			Object.setPrototypeOf(this.global[kind].prototype, Error.prototype);
		}
		// And what an asynchronous function in here returns is a promise to them.
		Object.setPrototypeOf(this.global.Promise.prototype, Promise.prototype);
	}

	async teardown() {
		endStorages();
		forgetPackage();
		rmSync(engine.n8nFolder, { recursive: true, force: true });
		await super.teardown();
	}
};
