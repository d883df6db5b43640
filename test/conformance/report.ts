import { openQuestions } from '../emulator/questions';
import type { Finding } from './run';
import type { Scrubber } from './scrub';

/** For programs: every finding with both sides' requests and answers. */
export function reportJson(findings: Finding[], scrubber: Scrubber, day: string): string {
	const clean = findings.map(({ exchanges, ...finding }) => ({
		...finding,
		target: exchanges.target.map((one) => scrubber.exchange(one)),
		emulator: exchanges.emulator.map((one) => scrubber.exchange(one)),
	}));
	const report = { day, summary: summaryOf(findings), findings: clean };
	// The facts are compared as they came; they may name what the exchanges no longer do.
	const scrubbed = (_: string, value: unknown) =>
		typeof value === 'string' ? scrubber.text(value) : value;
	return `${JSON.stringify(report, scrubbed, '\t')}\n`;
}

/** For people: what differs first. */
export function reportPage(findings: Finding[], scrubber: Scrubber, day: string): string {
	const told = (verdict: string) => findings.filter((finding) => finding.verdict === verdict);
	const differing = [...told('differs'), ...told('answers')].map(differencePart);
	const rest = [...told('agrees'), ...told('skipped')].map(
		({ id, asks, verdict, why, question }) =>
			`| ${id} | ${asks} | ${why ?? verdict}${question && !why ? `, question ${question}` : ''} |`,
	);
	const page = [
		`# TikTok and its emulator, ${day}`,
		summaryOf(findings),
		...differing,
		'## Where both agree, and what was not asked',
		['| Probe | Asks | |', '| --- | --- | --- |', ...rest].join('\n'),
	];
	return `${scrubber.text(page.join('\n\n'))}\n`;
}

export function summaryOf(findings: Finding[]): string {
	const count = (verdict: string) => findings.filter((one) => one.verdict === verdict).length;
	return `${count('agrees')} agree, ${count('differs')} differ, ${count('answers')} answer an open question, ${count('skipped')} were not asked.`;
}

function differencePart(finding: Finding): string {
	const question = openQuestions.find(({ number }) => number === finding.question);
	return [
		`## ${finding.id}: ${finding.asks}`,
		question && `Answers question ${question.number}: ${question.question}`,
		finding.switch && `The emulator's switch: \`${finding.switch}\``,
		['| | TikTok | Emulator |', '| --- | --- | --- |']
			.concat(
				finding.differing.map(
					({ fact, target, emulator }) => `| ${fact} | ${inWords(target)} | ${inWords(emulator)} |`,
				),
			)
			.join('\n'),
	]
		.filter(Boolean)
		.join('\n\n');
}

const inWords = (value: unknown) => (Array.isArray(value) ? value.join('<br>') : String(value));
