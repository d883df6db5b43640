/* eslint-disable @n8n/community-nodes/no-restricted-globals, no-console */

const STILL_THERE_EVERY_MS = 10_000;

/** Says what begins, that it still goes on, and how long it took. */
export async function step<Result>(
	title: string,
	work: (note: (text: string) => void) => Promise<Result>,
): Promise<Result> {
	const start = Date.now();
	const seconds = () => ((Date.now() - start) / 1000).toFixed(1);
	let latest = '';

	console.log(`▸ ${title}`);
	const timer = setInterval(() => {
		console.log(`  … ${Math.round(Number(seconds()))} s${latest && `: ${latest}`}`);
	}, STILL_THERE_EVERY_MS);

	try {
		const result = await work((text) => (latest = text));
		console.log(`  done in ${seconds()} s`);
		return result;
	} finally {
		clearInterval(timer);
	}
}
