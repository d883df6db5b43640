/**
 * Waits for somebody else's work no longer than until a signal; the work itself goes on unheard.
 * @throws the signal's reason, at once
 */
export async function endingWith<T>(work: Promise<T>, signal?: AbortSignal): Promise<T> {
	if (!signal) return await work;
	let leave = () => {};
	const ended = new Promise<never>((_, reject) => {
		leave = () => reject(signal.reason as Error);
	});
	signal.addEventListener('abort', leave);
	if (signal.aborted) leave();
	try {
		return await Promise.race([work, ended]);
	} finally {
		signal.removeEventListener('abort', leave);
	}
}
