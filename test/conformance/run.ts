import { differences } from './facts';
import { Skipped, type Facts, type Probe } from './probe';
import type { Exchange, Side } from './side';

export type Verdict = 'agrees' | 'differs' | 'answers' | 'skipped';

/** What came of one probe. */
export interface Finding {
	id: string;
	tier: string;
	asks: string;
	verdict: Verdict;
	/** Of the open question that the probe is about */
	question?: number;
	/** The switch of the emulator that holds the difference */
	switch?: string;
	/** Why it was not asked */
	why?: string;
	differing: Array<{
		fact: string;
		target: Facts[string] | undefined;
		emulator: Facts[string] | undefined;
	}>;
	exchanges: { target: Exchange[]; emulator: Exchange[] };
}

interface Told {
	facts?: Facts;
	why?: string;
	exchanges: Exchange[];
}

/** Puts one probe to both. */
export async function runProbe(probe: Probe, target: Side, emulator: Side): Promise<Finding> {
	const { id, tier, asks, question, switch: name } = probe;
	const what = { id, tier, asks };
	const told = await ask(probe, target);
	const own = told.facts ? await ask(probe, emulator) : { exchanges: [] };
	const exchanges = { target: told.exchanges, emulator: own.exchanges };
	if (!told.facts) {
		return { ...what, verdict: 'skipped', why: told.why, differing: [], exchanges };
	}
	const facts = own.facts ?? { asked: own.why ?? 'no' };
	const differing = differences(told.facts, facts).map((fact) => ({
		fact,
		target: told.facts?.[fact],
		emulator: facts[fact],
	}));
	const verdict =
		differing.length === 0 ? 'agrees' : question === undefined ? 'differs' : 'answers';
	return {
		...what,
		verdict,
		question,
		...(differing.length > 0 && { switch: name }),
		differing,
		exchanges,
	};
}

async function ask({ run }: Probe, side: Side): Promise<Told> {
	const before = side.exchanges.length;
	const since = () => side.exchanges.slice(before);
	try {
		const facts = await run(side);
		return { facts, exchanges: since() };
	} catch (error) {
		const { message } = error as Error;
		const why = error instanceof Skipped ? message : `it could not be asked: ${message}`;
		return { why, exchanges: since() };
	}
}
