/**
 * `npm test`: all checks side by side, each with one line when it holds and with all it says when it
 * does not; jest as soon as there is the build that it needs. Arguments go to jest.
 */
import { spawn } from 'node:child_process';
import { argv, env as processEnv, exit, platform, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';

const shell = platform === 'win32';
/** Room for young objects, of which all of these make many: a tenth less to do. */
const room = '--max-semi-space-size=64';
const flags = `--require ${JSON.stringify(fileURLToPath(new URL('engineFlags.cjs', import.meta.url)))}`;
const NODE_OPTIONS = [processEnv.NODE_OPTIONS, room, flags].filter(Boolean).join(' ');
const started = Date.now();
const secondsSince = (moment) => Math.round((Date.now() - moment) / 1000);

/** Runs an npm script; what it says goes to the terminal, or into `output`. */
async function runScript(script, { quietly, more = [] }) {
	const begun = Date.now();
	const env = { ...processEnv, NODE_OPTIONS };
	const stdio = quietly ? ['ignore', 'pipe', 'pipe'] : 'inherit';
	const npm = spawn('npm', ['run', '--silent', script, '--', ...more], { stdio, shell, env });
	const output = [];
	for (const stream of [npm.stdout, npm.stderr]) stream?.on('data', (part) => output.push(part));
	const code = await new Promise((ended) => {
		npm.once('error', ended);
		npm.once('close', ended);
	});
	return { isGood: code === 0, seconds: secondsSince(begun), output: Buffer.concat(output) };
}

async function check(script) {
	const { isGood, seconds, output } = await runScript(script, { quietly: true });
	if (!isGood) stdout.write(output);
	console.log(`[test] ${script}: ${isGood ? 'good' : 'FAILED'} after ${seconds} s`);
	return isGood;
}

async function buildAndJest() {
	if (!(await check('build'))) return false;
	const { isGood, seconds } = await runScript('jest', { quietly: false, more: argv.slice(2) });
	console.log(`[test] jest: ${isGood ? 'good' : 'FAILED'} after ${seconds} s`);
	return isGood;
}

const outcomes = await Promise.all([buildAndJest(), check('typecheck'), check('lint')]);
const isGood = !outcomes.includes(false);
console.log(`[test] all together: ${isGood ? 'good' : 'FAILED'} after ${secondsSince(started)} s`);
exit(isGood ? 0 : 1);
