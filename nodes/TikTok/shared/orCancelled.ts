/**
 * Waits for work that knows nothing of cancelling, such as n8n's store; it goes on unheard.
 * @param signal of a cancelled execution, or of a deadline
 * @throws the reason of the signal, at once, when it comes while waiting
 */
export async function orCancelled<T>(work: Promise<T>, signal?: AbortSignal): Promise<T> {
	if (!signal) return await work;
	let leave = () => {};
	const cancelled = new Promise<never>((_, reject) => {
		leave = () => reject(signal.reason as Error);
		if (signal.aborted) leave();
		else signal.addEventListener('abort', leave);
	});
	try {
		return await Promise.race([work, cancelled]);
	} finally {
		signal.removeEventListener('abort', leave);
	}
}
