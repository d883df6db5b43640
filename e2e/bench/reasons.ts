import type { Result } from './result';

/** Why a target is out of reach, by the beginning of the figure's name. */
const REASONS: Array<[string, string]> = [
	[
		'require',
		'the package has more files than when the target was set. How fast the machine is shows in the control: n8n-workflow alone took 243 ms where the target was set.',
	],
	[
		'90 calls',
		"a CPU profile of the n8n process during 11 runs: 47 % Node's TLS and HTTP (a connection for each call, as n8n's helper opens them), 27 % n8n's request helper and axios, 10 % garbage collection, 12 % this node.",
	],
	[
		'1 GiB: upload time behind 50 ms',
		"n8n's request helper opens a connection for each request, and nothing lets a node keep one: two round trips, for TCP and TLS, before each of the 20 chunks. The control keeps its connection.",
	],
	[
		'4 GiB: memory rise',
		"the node holds one chunk at both sizes, and n8n's own copying of the file is less than half of it (the control of the second table). What else grows with four times the bytes has not been found.",
	],
	[
		'8 items of 300 MB',
		'three uploads at a time hold a chunk of 50 MB each, 150 of these MB. Smaller chunks are more requests, and each opens a connection.',
	],
];

/** @returns a line for each figure that missed its target and whose reason is known */
export function reasonsOfMisses(results: Result[]): string[] {
	return results
		.filter(({ pass }) => !pass)
		.flatMap(({ figure }) => {
			const reason = REASONS.find(([beginning]) => figure.startsWith(beginning))?.[1];
			return reason ? [`- ${figure}: ${reason}`] : [];
		});
}
