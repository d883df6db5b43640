import type { IDataObject } from 'n8n-workflow';
import type { Result } from './play';

/** What a run told its workflow. */
export interface Report {
	successes: Array<{ item: number; json: IDataObject }>;
	failures: Failure[];
	/** Publish IDs in error items and in the thrown error. */
	idsInErrors: string[];
	/** Items of which an error says that TikTok may have accepted them unseen. */
	unconfirmed: number[];
}

/** What an error says about its item. */
export interface Failure {
	item: number;
	words: string;
	details: IDataObject;
}

/** @param results of all tries or calls that went on at the same time */
export function reportOf(results: Result[]): Report {
	const report: Report = { successes: [], failures: [], idsInErrors: [], unconfirmed: [] };
	for (const result of results) {
		noteItems(report, result);
		noteThrown(report, result);
	}
	return report;
}

function noteItems(report: Report, { items }: Result): void {
	for (const { json, pairedItem } of items) {
		const { item } = (pairedItem ?? { item: -1 }) as { item: number };
		if (json.error === undefined) report.successes.push({ item, json });
		else {
			const details = (json.details ?? {}) as IDataObject;
			noteFailure(report, { item, words: String(json.error), details });
		}
	}
}

function noteThrown(report: Report, { error }: Result): void {
	const thrown = error?.context?.tiktok as IDataObject | undefined;
	if (!error || !thrown) return;
	const { message, description, context } = error;
	const item = Number(context?.itemIndex);
	noteFailure(report, { item, words: `${message} ${description}`, details: thrown });
	for (const { publish_id } of thrown.published as IDataObject[]) {
		report.idsInErrors.push(String(publish_id));
	}
	report.unconfirmed.push(...(thrown.unconfirmed as number[]));
}

function noteFailure(report: Report, failure: Failure): void {
	const { item, details } = failure;
	report.failures.push(failure);
	if (details.publish_id) report.idsInErrors.push(String(details.publish_id));
	if (details.accepted === 'unknown') report.unconfirmed.push(item);
}
