import { endingWith } from './endingWith';

/** One at a time: who comes later waits, and then finds what the earlier ones have done. */
export class Turn {
	private last: Promise<unknown> = Promise.resolve();

	/** @param signal ends waiting for the turn, at once; the work itself minds its own signal */
	async take<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
		const earlier = this.last;
		const own = (async () => {
			await endingWith(earlier, signal);
			return await work();
		})();
		// Who leaves early does not let the next one in before the earlier ones are done.
		this.last = Promise.allSettled([earlier, own]);
		return await own;
	}
}
