/**
 * Jest gives every test file modules of its own. That is right for ours and dear for n8n: its
 * engine takes two seconds and half a gigabyte to load. So the libraries named in `jest.config.js`
 * are loaded by Node itself, once per process; the built package, which n8n loads the same way, anew
 * for each test file.
 */
const { createRequire } = require('node:module');
const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join, resolve, sep } = require('node:path');
const NodeEnvironment = require('jest-environment-node').TestEnvironment;

const repository = resolve(__dirname, '../..');

/** n8n reads its settings from the environment while its modules load. */
const settings = {
	NODE_ENV: 'test',
	N8N_USER_FOLDER: mkdtempSync(join(tmpdir(), 'n8n-harness-')),
	N8N_ENCRYPTION_KEY: 'key-of-the-test-harness',
	N8N_BINARY_DATA_SIGNING_SECRET: 'secret-of-the-test-harness',
	N8N_LOG_LEVEL: 'silent',
	N8N_DIAGNOSTICS_ENABLED: 'false',
};

/** So that a test file begins without the pauses, ledgers and hand-overs of the one before. */
function forgetPackage() {
	for (const file of Object.keys(require.cache)) {
		if (file.startsWith(join(repository, 'dist', sep))) delete require.cache[file];
	}
}

module.exports = class extends NodeEnvironment {
	constructor(...given) {
		super(...given);
		Object.assign(process.env, settings);
		// What is thrown in here is an error to the libraries outside, too.
		this.global.Error = Error;
		for (const kind of ['RangeError', 'SyntaxError', 'TypeError', 'URIError', 'AggregateError']) {
			Object.setPrototypeOf(this.global[kind].prototype, Error.prototype);
		}
		this.global.requireOutside = createRequire(__filename);
		this.global.requireOfEngine = createRequire(require.resolve('n8n-core'));
		this.global.n8nFolder = settings.N8N_USER_FOLDER;
	}

	async teardown() {
		forgetPackage();
		rmSync(settings.N8N_USER_FOLDER, { recursive: true, force: true });
		await super.teardown();
	}
};
