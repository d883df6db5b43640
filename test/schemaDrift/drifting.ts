/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import type { Setting } from '../harness/setting';
import type { Drift } from './drift';
import { drift, randomFrom } from './drift';

/**
 * TikTok changes its answers without notice. DRIFT_COUNT says how many answers each test file
 * changes; DRIFT_SEED plays a single one again.
 */
const count = process.env.DRIFT_COUNT ? Number(process.env.DRIFT_COUNT) : undefined;
const only = process.env.DRIFT_SEED ? Number(process.env.DRIFT_SEED) : undefined;

/** Whether every case is played, and not only some of them. */
export const playsAll = count !== undefined || only !== undefined;

/** How many answers each of several cases changes, of so many when nobody says how many. */
export const turnsEach = (cases: number, withoutCount: number) =>
	Math.ceil((count ?? withoutCount) / cases);

const ofTheApi = /^\/(v2\/(post|user|video)|open_api)\//;

/** From now on the answers of the emulator are counted, and those with one of the numbers drift. */
export class Drifting {
	answers = 0;
	readonly drifts: Drift[] = [];
	/** Every answer, as TikTok gave it and as it was sent. */
	readonly said: string[] = [];

	constructor(
		private readonly setting: Setting,
		seed: number,
		numbers: readonly number[],
		path: RegExp = ofTheApi,
	) {
		const random = randomFrom(seed);
		const to = (answer: unknown) => {
			this.answers += 1;
			const found = numbers.includes(this.answers) ? drift(answer, random) : undefined;
			if (found) this.drifts.push(found);
			const sent = found ? found.after : answer;
			this.said.push(inText(answer), inText(sent));
			return sent;
		};
		setting.emulator.faults.script({
			match: { path },
			times: Infinity,
			do: { kind: 'drift', key: '', to },
		});
	}

	/** TikTok is itself again. */
	end(): void {
		this.setting.emulator.faults.clear();
	}
}

/** What came of one turn. */
export interface Turn {
	drifts: Drift[];
	/** What is wrong with it, in a sentence. */
	complaint?: string;
}

/**
 * Plays a case again and again until so many answers have drifted.
 * @param answers how many answers it has without drift
 * @param play one turn: the answers whose number is in the list drift
 * @returns the complaints, each with the seed that plays it again
 */
export async function complaintsAbout(
	name: string,
	turns: number,
	answers: number,
	play: (seed: number, numbers: number[]) => Promise<Turn>,
): Promise<string[]> {
	const complaints: string[] = [];
	let drifted = 0;
	for (let turn = 0; drifted < turns && turn < 2 * turns + 2; turn += 1) {
		const seed = only ?? hashOf(name) + turn;
		const random = randomFrom(seed);
		const numbers = [1 + Math.floor(random() * answers)];
		// Now and then several answers of one run.
		while (random() < 0.1) numbers.push(1 + Math.floor(random() * answers));
		const { drifts, complaint } = await play(seed, numbers);
		drifted += drifts.length;
		if (complaint)
			complaints.push(`DRIFT_SEED=${seed}: ${complaint}\n${drifts.map(describeDrift).join('\n')}`);
		if (only !== undefined || complaints.length > 8) break;
	}
	expect(drifted).toBeGreaterThan(0);
	return complaints;
}

export const inText = (value: unknown) =>
	JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? `${inner}` : inner));

const describeDrift = ({ path, change, before, after }: Drift) =>
	`${path.join('.')} ${change} (was ${inText(before)?.slice(0, 60)}) -> ${inText(after)?.slice(0, 300)}`;

function hashOf(text: string): number {
	return (
		[...text].reduce((sum, letter) => (Math.imul(sum, 31) + letter.charCodeAt(0)) >>> 0, 7) % 1e6
	);
}
