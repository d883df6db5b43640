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
	/** When it was measured, as 2026-11-26: figures that are kept are older than those beside them. */
	day?: string;
}
