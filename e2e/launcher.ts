/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions */
import { execFileSync } from 'node:child_process';

const LOOK_EVERY_MS = 1_000;
/** The shell of the npm script, where there is one between, and npm. */
const GENERATIONS = 2;
/** npm names its process after what it runs. */
const NPM = /^npm\b/;

/**
 * A shell between npm and this process passes no signal on: the story would go on without anyone to
 * stop it. Calls back once when one of the processes that started this one is gone.
 */
export function whenLauncherEnds(callback: () => void): void {
	if (process.env.npm_lifecycle_event === undefined) return;
	const launchers = ancestors();
	const timer = setInterval(() => {
		if (launchers.every(isAlive)) return;
		clearInterval(timer);
		callback();
	}, LOOK_EVERY_MS);
	timer.unref();
}

function ancestors(): number[] {
	const found = [process.ppid];
	try {
		while (found.length < GENERATIONS) {
			const answer = execFileSync('ps', ['-o', 'ppid=,args=', '-p', String(found.at(-1))]);
			const [parent, ...command] = answer.toString().trim().split(/\s+/);
			// Whoever started npm may go: that is how a command is left running in the background.
			if (NPM.test(command.join(' '))) break;
			found.push(Number(parent));
		}
	} catch {
		// A system without ps: the nearest one has to do.
	}
	return found.filter((pid) => pid > 1);
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}
