/** One line of the table. */
export interface Result {
	figure: string;
	ours: string;
	/** Lowest and highest of the repetitions. */
	spread?: string;
	control?: string;
	target: string;
	pass: boolean;
	note?: string;
}
