import { openQuestions } from '../emulator/questions';
import type { Tier } from './probe';
import type { Finding } from './run';
import type { Scrubber } from './scrub';

/** What a report is about. */
export interface Asked {
	/** Of today, in ISO form */
	day: string;
	/** Who was asked */
	apiUrl: string;
	tiers: readonly Tier[];
	/** Of the connection; absent where only the Business API was asked */
	permissions?: readonly string[];
}

/** For programs: every finding with both sides' requests and answers. */
export function reportJson(findings: Finding[], scrubber: Scrubber, asked: Asked): string {
	const clean = findings.map(({ exchanges, ...finding }) => ({
		...finding,
		target: exchanges.target.map((one) => scrubber.exchange(one)),
		emulator: exchanges.emulator.map((one) => scrubber.exchange(one)),
	}));
	const report = { ...asked, summary: summaryOf(findings), findings: clean };
	// The facts are compared as they came; they may name what the exchanges no longer do.
	const scrubbed = (_: string, value: unknown) =>
		typeof value === 'string' ? scrubber.text(value) : value;
	return `${JSON.stringify(report, scrubbed, '\t')}\n`;
}

/** For people: what differs first. */
export function reportPage(findings: Finding[], scrubber: Scrubber, asked: Asked): string {
	const told = (verdict: string) => findings.filter((finding) => finding.verdict === verdict);
	const differing = [...told('differs'), ...told('answers')];
	const page = [
		`# TikTok and its emulator, ${asked.day}`,
		...introOf(asked, differing.length),
		summaryOf(findings),
		...differing.map((finding) => differencePart(finding, scrubber)),
		...table('Where both agree', ['Probe', 'Asks', 'Open question'], told('agrees'), (one) => [
			`\`${one.id}\``,
			one.asks,
			String(one.question ?? ''),
		]),
		...table('What was not asked', ['Probe', 'Asks', 'Why'], told('skipped'), (one) => [
			`\`${one.id}\``,
			one.asks,
			one.why ?? '',
		]),
	];
	return `${scrubber.text(page.join('\n\n'))}\n`;
}

function introOf({ apiUrl, tiers, permissions }: Asked, differing: number): string[] {
	const granted = permissions ? `, with the permissions ${permissions.join(', ')}` : '';
	return [
		`Asked was ${apiUrl}, in the tiers ${tiers.join(', ')}${granted}. Each question was put to the emulator as well; below, *TikTok* is whoever was asked.`,
		differing > 0
			? 'Where TikTok *differs* the emulator is wrong; where it *answers*, nobody knew. Both are of use to everybody: read this page and the JSON beside it, then send them in an issue.'
			: 'Nothing differs: the emulator does what TikTok does, as far as it was asked.',
	];
}

function table(
	title: string,
	heads: string[],
	findings: Finding[],
	cells: (finding: Finding) => string[],
): string[] {
	if (findings.length === 0) return [];
	const rows = [heads, heads.map(() => '---'), ...findings.map(cells)];
	return [`## ${title}`, rows.map(rowOf).join('\n')];
}

const rowOf = (cells: string[]) => `| ${cells.join(' | ')} |`;

export function summaryOf(findings: Finding[]): string {
	const count = (verdict: string) => findings.filter((one) => one.verdict === verdict).length;
	return `Of ${findings.length} probes ${count('agrees')} agree, ${count('differs')} differ, ${count('answers')} answer an open question, ${count('skipped')} were not asked.`;
}

function differencePart(finding: Finding, scrubber: Scrubber): string {
	const question = openQuestions.find(({ number }) => number === finding.question);
	const requests = finding.exchanges.target.map(
		({ method, url, body, status }) =>
			`- \`${method} ${new URL(url).pathname}${scrubber.text(new URL(url).search)}\`${body ? ` with \`${scrubber.text(body).slice(0, 300)}\`` : ''}: HTTP ${status}`,
	);
	const rows = finding.differing.map(({ fact, target, emulator }) => [
		fact,
		inWords(target),
		inWords(emulator),
	]);
	return [
		`## ${finding.verdict}: ${finding.asks} (\`${finding.id}\`)`,
		question &&
			`Answers question ${question.number}: ${question.question} The emulator assumes: ${question.assumes}.`,
		finding.switch && `The emulator's switch: \`${finding.switch}\``,
		requests.join('\n'),
		[['', 'TikTok', 'Emulator'], ['---', '---', '---'], ...rows].map(rowOf).join('\n'),
	]
		.filter(Boolean)
		.join('\n\n');
}

const inWords = (value: unknown) => {
	if (value === undefined) return '(nothing)';
	return Array.isArray(value) ? value.join('<br>') : String(value);
};
