/** One line for each step of a command, as the set-up has them. */
export async function step<Result>(
	title: string,
	work: (note: (text: string) => void) => Promise<Result>,
): Promise<Result> {
	const progress = await import('../test/progress.mjs');
	return await progress.step(title, work);
}
