/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

import type { FigureName } from './options';
import type { Result } from './result';

export type Facts = Array<[string, string]>;
type Kept = Partial<Record<FigureName, Result[]>>;

/** All figures of one n8n, and what a reader must know of the machine, by name. */
export interface Table {
	facts: Facts;
	results: Result[];
}

/**
 * What was measured last, figure by figure, so that one can be measured anew without the others.
 * Figures of another machine, Node.js or n8n do not belong beside these and are dropped.
 */
export class KeptResults {
	private constructor(
		private readonly file: string,
		/** Those of a whole table, in their order. */
		private readonly figures: readonly FigureName[],
		private readonly facts: Facts,
		private readonly kept: Kept,
	) {}

	/** @param facts of today; when not given, those of the kept figures */
	static async open(
		file: string,
		figures: readonly FigureName[],
		facts?: Facts,
	): Promise<KeptResults> {
		const text = await readFile(file, 'utf8').catch(() => '{}');
		const before = JSON.parse(text) as { facts?: Facts; kept?: Kept };
		const isSame = !facts || isDeepStrictEqual(before.facts, facts);
		return new KeptResults(
			file,
			figures,
			facts ?? before.facts ?? [],
			(isSame && before.kept) || {},
		);
	}

	async keep(name: FigureName, results: Result[]): Promise<void> {
		const day = new Date().toISOString().slice(0, 10);
		this.kept[name] = results.map((result) => ({ ...result, day }));
		await mkdir(dirname(this.file), { recursive: true });
		await writeFile(this.file, JSON.stringify({ facts: this.facts, kept: this.kept }, null, 1));
	}

	/** Once each figure was measured. */
	get table(): Table | undefined {
		const lines = this.figures.map((name) => this.kept[name]);
		if (lines.includes(undefined)) return undefined;
		return { facts: this.facts, results: lines.flatMap((results) => results ?? []) };
	}
}
