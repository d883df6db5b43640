/**
 * `leash.mjs <name> <program> <arguments>`: runs a program and ends with the process that started
 * it, even when that one was killed outright: the pipe on stdin closes with its owner, whatever the
 * reason.
 *
 * It is started as the leader of its own process group, so one signal reaches the program and what
 * it starts, such as n8n's task runners.
 */
import { spawn } from 'node:child_process';

const PATIENCE_MS = 6_000;

const [, , name, program, ...args] = process.argv;
const child = spawn(program, args, {
	stdio: ['ignore', 'inherit', 'inherit'],
});
const endGroup = () => process.kill(-process.pid, 'SIGKILL');

child.once('error', (error) => {
	console.log(`${name} could not be started: ${error.message}`);
	endGroup();
});
child.once('exit', (code, signal) => {
	console.log(`${name} ended (${signal ?? `code ${code}`})`);
	endGroup();
});

let stopping = false;
const stop = () => {
	if (stopping) return;
	stopping = true;
	child.kill('SIGTERM');
	setTimeout(endGroup, PATIENCE_MS);
};
process.stdin.resume().once('end', stop).once('error', stop);
process.once('SIGTERM', stop);
// Log output goes to the starter; when that one is gone, writing to it must not end the leash.
process.stdout.on('error', stop);
