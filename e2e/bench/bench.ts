import type { Certificate } from './certificate';
import type { FigureName, Options } from './options';
import type { MeasuredRun } from './uploads';
import type { N8nLab } from './n8nLab';
import type { Result } from './result';
import type { TikTok } from './tiktok';

/** What every figure works with. */
export interface Bench {
	options: Options;
	tiktok: TikTok;
	lab: N8nLab;
	/** What the emulator and other servers of the bench show over TLS. */
	certificate: Certificate;
	/** Uploads go here when they shall feel a round trip of 50 ms. */
	delayedUrl: string;
	/** Runs for the chart. */
	chart: { ours?: MeasuredRun; naive?: MeasuredRun; bytes?: number };
}

/** Measures; may give several lines of the table. */
export type Figure = (bench: Bench, note: (text: string) => void) => Promise<Result[]>;

export type Figures = Record<FigureName, Figure>;
