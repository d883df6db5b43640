/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readFileSync } from 'node:fs';

const EVERY_MS = 100;

export interface Sample {
	/** Unix time in ms. */
	time: number;
	/** Resident bytes. */
	rss: number;
}

/** The process that is measured: n8n itself, not the leash that holds it, nor its task runners. */
export function pidOfN8n(leash: number): number {
	const [first] = readFileSync(`/proc/${leash}/task/${leash}/children`, 'utf8').trim().split(' ');
	const pid = Number(first);
	if (!pid) throw new Error('The process of n8n was not found');
	return pid;
}

function residentBytes(pid: number): number {
	const [, kilobytes] =
		/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
	if (!kilobytes) throw new Error(`Process ${pid} has no memory any more`);
	return Number(kilobytes) * 1024;
}

/** Samples the memory of a process while the work runs. */
export async function sampleMemory<Result>(
	pid: number,
	work: () => Promise<Result>,
): Promise<{ result: Result; samples: Sample[] }> {
	const samples: Sample[] = [];
	const take = () => {
		try {
			samples.push({ time: Date.now(), rss: residentBytes(pid) });
		} catch {
			// n8n ended: the work will say so.
		}
	};
	take();
	const timer = setInterval(take, EVERY_MS);
	try {
		const result = await work();
		take();
		return { result, samples };
	} finally {
		clearInterval(timer);
	}
}

export const peak = (samples: Sample[]) => Math.max(...samples.map(({ rss }) => rss));
