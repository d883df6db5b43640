import type { Result } from './result';

const HEADINGS = [
	'Figure',
	'Ours (median)',
	'Lowest – highest',
	'Control',
	'Target',
	'',
	'Measured',
];

const cells = (result: Result): string[] => [
	result.figure,
	result.ours,
	result.spread ?? '',
	result.control ?? '',
	result.target,
	result.pass ? 'pass' : 'MISS',
	result.day ?? '',
];

export function terminalTable(results: Result[]): string {
	const rows = [HEADINGS, ...results.map(cells)];
	const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column].length)));
	return rows
		.map((row) =>
			row
				.map((cell, column) => cell.padEnd(widths[column]))
				.join('  ')
				.trimEnd(),
		)
		.join('\n');
}

export function markdownTable(results: Result[]): string {
	const row = (texts: string[]) => `| ${texts.join(' | ')} |`;
	const escaped = (text: string) => text.replaceAll('<=', '≤').replaceAll(' x', ' ×');
	return [
		row(HEADINGS),
		row(HEADINGS.map(() => '---')),
		...results.map((result) => row(cells(result).map(escaped))),
	].join('\n');
}
