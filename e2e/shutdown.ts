/* eslint-disable @n8n/community-nodes/no-restricted-globals, no-console */
import { whenLauncherEnds } from './launcher';
import { leftovers } from './leftovers';

type Release = () => Promise<unknown> | unknown;

const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
const releases: Release[] = [];
let running: Promise<void> | undefined;

/** Remembers how to let go of something; returns a function that forgets it again. */
export function onShutdown(release: Release): () => void {
	releases.push(release);
	return () => {
		const index = releases.indexOf(release);
		if (index >= 0) releases.splice(index, 1);
	};
}

/** Lets go of everything, the newest first; a failing release does not stop the others. */
export function shutDown(): Promise<void> {
	return (running ??= (async () => {
		while (releases.length > 0) {
			try {
				await releases.pop()?.();
			} catch (error) {
				console.error(`While stopping: ${error instanceof Error ? error.message : String(error)}`);
			}
		}
	})());
}

/** Runs the story; whatever ends it (its end, an error, a signal), nothing stays behind. */
export async function runAndLeaveNothingBehind(story: () => Promise<void>): Promise<never> {
	const leave = async (code: number) => {
		await shutDown();
		const left = await leftovers();
		for (const what of left) console.error(`Left behind: ${what}`);
		process.exit(left.length > 0 && code === 0 ? 1 : code);
	};
	for (const [signal, code] of Object.entries(SIGNALS)) {
		process.on(signal, () => {
			if (!running) console.log('\nStopping …');
			void leave(code);
		});
	}
	whenLauncherEnds(() => void leave(SIGNALS.SIGTERM));

	const fail = (error: unknown) => {
		// A command that dies because we are stopping is no news.
		if (!running) console.error(`\n${error instanceof Error ? error.message : String(error)}`);
		return leave(1);
	};
	process.on('uncaughtException', (error) => void fail(error));
	process.on('unhandledRejection', (error) => void fail(error));

	try {
		await story();
		await leave(0);
	} catch (error) {
		await fail(error);
	}
	return await new Promise<never>(() => {});
}
