/** Where the lines go. */
interface Output {
	isTTY?: boolean;
	columns?: number;
	write(text: string): unknown;
}

/** Runs a step and says so: one line that moves on a terminal, one at the end in a log. */
export function step<Result>(
	title: string,
	work: (note: (text: string) => void) => Promise<Result>,
	output?: Output,
): Promise<Result>;
