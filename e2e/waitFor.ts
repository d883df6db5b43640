/* eslint-disable @n8n/community-nodes/no-restricted-globals */

const POLL_MS = 200;
/** What is waited for may hang on a post, and a post up to a minute on its turn. */
const LIMIT_MS = 90_000;

/** Asks again and again for something outside this process, until it is there or time is up. */
export async function waitFor<Result>(
	what: string,
	look: () => Promise<Result | undefined> | Result | undefined,
	limitMs = LIMIT_MS,
): Promise<Result> {
	const deadline = Date.now() + limitMs;
	for (;;) {
		const found = await look();
		if (found !== undefined) return found;
		if (Date.now() > deadline) {
			throw new Error(`After ${Math.round(limitMs / 1000)} s there is still no ${what}`);
		}
		await new Promise((resolve) => setTimeout(resolve, POLL_MS));
	}
}
