import { circumstancesOf, isAudited } from './circumstances';
import { tiers, traces, type Tier } from './probe';
import { probes } from './probes';
import { createReference } from './reference';
import { runProbe, type Finding } from './run';
import type { Side } from './side';

/** The person at the terminal. */
export interface Person {
	say(text: string): void;
	/** Whether to go on. */
	agrees(question: string): Promise<boolean>;
	/** Ends after the probe that is running. */
	signal: AbortSignal;
}

/** Puts the probes of some tiers to a TikTok and, beside it, to an emulator like it. */
export async function conformance(
	target: Side,
	wanted: Tier[],
	person: Person,
): Promise<Finding[]> {
	const findings: Finding[] = [];
	const isConsumer = wanted.some((tier) => tier !== 'business');
	const like = isConsumer ? await circumstancesOf(target) : { scopes: [], isPrivate: false };
	const reference = await createReference(like);
	try {
		for (const tier of tiers.filter((one) => wanted.includes(one))) {
			const trace = traces[tier];
			if (trace && !(await person.agrees(`The tier "${tier}" ${trace}. Go on?`))) continue;
			if (tier === 'post') reference.setAudited(await isAudited(target, like.isPrivate));
			for (const probe of probes.filter((one) => one.tier === tier)) {
				if (person.signal.aborted) return findings;
				const finding = await runProbe(probe, target, reference.side);
				findings.push(finding);
				person.say(
					`${finding.verdict.padEnd(8)} ${probe.id}${finding.why ? `: ${finding.why}` : ''}`,
				);
			}
		}
		return findings;
	} finally {
		await reference.close();
	}
}
