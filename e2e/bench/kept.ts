/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import type { FigureName } from './options';
import { FIGURES } from './options';
import type { Result } from './result';

type Kept = Partial<Record<FigureName, Result[]>>;

/**
 * What was measured last, figure by figure, so that one can be measured anew without the others.
 * Figures of another machine, Node.js or n8n do not belong beside these and are dropped.
 */
export class KeptResults {
	private constructor(
		private readonly file: string,
		private readonly setting: string,
		private readonly kept: Kept,
	) {}

	/** @param facts what a reader must know of the machine, by name */
	static async open(file: string, facts: Array<[string, string]>): Promise<KeptResults> {
		const setting = JSON.stringify(facts);
		const text = await readFile(file, 'utf8').catch(() => '{}');
		const before = JSON.parse(text) as { setting?: string; kept?: Kept };
		return new KeptResults(file, setting, (before.setting === setting && before.kept) || {});
	}

	async keep(name: FigureName, results: Result[]): Promise<void> {
		const day = new Date().toISOString().slice(0, 10);
		this.kept[name] = results.map((result) => ({ ...result, day }));
		await mkdir(dirname(this.file), { recursive: true });
		await writeFile(this.file, JSON.stringify({ setting: this.setting, kept: this.kept }, null, 1));
	}

	/** All lines of the table, once each figure was measured. */
	get all(): Result[] | undefined {
		const lines = FIGURES.map((name) => this.kept[name]);
		return lines.includes(undefined) ? undefined : lines.flatMap((results) => results ?? []);
	}
}
