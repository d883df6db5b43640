import type { IDataObject } from 'n8n-workflow';
import type { Publish } from '../emulator';
import type { Ending } from './play';

interface Report {
	/** Publish IDs in successful items. */
	succeeded: string[];
	/** Publish IDs in error items and in the thrown error. */
	inErrors: string[];
	/** Items of which the error says that TikTok may have accepted them unseen. */
	unconfirmed: number[];
	/** What each error says about its item. */
	failures: Failure[];
}

interface Failure {
	item: number;
	words: string;
	details: IDataObject;
}

/** Complaints about an ending; an empty list is what must come out. */
export function judge({ result, accepted, sources }: Ending): string[] {
	const always = [...postedTwice(accepted), ...corrupted(accepted, sources.flat())];
	// n8n shows nothing of a node that was stopped.
	if (result.status === 'canceled') return always;
	const report = reportOf(result);
	return [
		...always,
		...lostPosts(accepted, report),
		...falseSuccesses(accepted, report),
		...report.failures.flatMap((failure) => falseWords(failure, accepted, sources)),
	];
}

function reportOf(result: Ending['result']): Report {
	const report: Report = { succeeded: [], inErrors: [], unconfirmed: [], failures: [] };
	for (const { json, pairedItem } of result.outputs.flat()) {
		if (json.error === undefined) {
			report.succeeded.push(String(json.publish_id));
			continue;
		}
		const { item } = pairedItem as { item: number };
		const details = (json.details ?? {}) as IDataObject;
		noteFailure(report, { item, words: String(json.error), details });
	}
	const thrown = result.error?.context?.tiktok as IDataObject | undefined;
	if (thrown) {
		const { message, description, context } = result.error!;
		const item = Number(context?.itemIndex);
		noteFailure(report, { item, words: `${message} ${description}`, details: thrown });
		for (const { publish_id } of thrown.published as IDataObject[]) {
			report.inErrors.push(String(publish_id));
		}
		report.unconfirmed.push(...(thrown.unconfirmed as number[]));
	}
	return report;
}

function noteFailure(report: Report, failure: Failure): void {
	const { item, details } = failure;
	report.failures.push(failure);
	if (details.publish_id) report.inErrors.push(String(details.publish_id));
	if (details.accepted === 'unknown') report.unconfirmed.push(item);
}

/** What was posted, told apart by its content: files by hash, pulls by address. */
function mediumOf(publish: Publish): string {
	if (publish.source === 'FILE_UPLOAD') return String(publish.sha256);
	const { video_url, photo_images } = publish.sourceInfo;
	return String(video_url ?? photo_images);
}

function postedTwice(accepted: Publish[]): string[] {
	const seen = new Set<string>();
	return accepted.flatMap((publish) => {
		const medium = mediumOf(publish);
		if (seen.has(medium)) return [`posted twice: ${medium}`];
		seen.add(medium);
		return [];
	});
}

function lostPosts(accepted: Publish[], report: Report): string[] {
	const known = new Set([...report.succeeded, ...report.inErrors]);
	return accepted
		.filter(({ publishId }) => !known.has(publishId))
		.filter((publish) => !isUnconfirmedPull(publish, report))
		.map(({ publishId }) => `accepted, but its publish ID is nowhere: ${publishId}`);
}

/** When the answer to a pull is lost nobody can know its ID; then the error must say so. */
function isUnconfirmedPull(publish: Publish, report: Report): boolean {
	if (publish.source !== 'PULL_FROM_URL') return false;
	const item = Number(mediumOf(publish).split('/').pop());
	return report.unconfirmed.includes(item);
}

function falseSuccesses(accepted: Publish[], report: Report): string[] {
	const real = new Set(accepted.map(({ publishId }) => publishId));
	return report.succeeded
		.filter((publishId) => !real.has(publishId))
		.map((publishId) => `reported as success, but TikTok has no such post: ${publishId}`);
}

function corrupted(accepted: Publish[], sources: string[]): string[] {
	return accepted
		.filter(({ source, sha256 }) => source === 'FILE_UPLOAD' && !sources.includes(String(sha256)))
		.map(({ publishId }) => `TikTok has other bytes than the file: ${publishId}`);
}

/** What an error says, against what TikTok has. */
function falseWords(
	{ item, words, details }: Failure,
	accepted: Publish[],
	sources: string[][],
): string[] {
	const has = accepted.some((publish) => isOf(publish, item, details, sources));
	const said = `item ${item}: "${words}" ${JSON.stringify(details)}`;
	const mayAppear = details.upload_state === 'unknown' || details.accepted === 'unknown';
	const hasFailed = details.outcome === 'failed';
	return [
		has && /nothing was posted/i.test(words) && `posted all the same, ${said}`,
		has && details.retryable && !hasFailed && `called retryable, yet TikTok has it, ${said}`,
		has && /^(none|partial)$/.test(String(details.upload_state)) && `complete, ${said}`,
		!has && details.upload_state === 'complete' && `not complete, ${said}`,
		mayAppear && details.retryable && `may exist and is called retryable, ${said}`,
		mayAppear !== /may (appear|have accepted)/.test(words) && `words and details differ, ${said}`,
	].filter((complaint) => typeof complaint === 'string');
}

/** By its ID; without one by its medium, where the item has no other. */
function isOf(
	publish: Publish,
	item: number,
	{ publish_id }: IDataObject,
	sources: string[][],
): boolean {
	if (publish_id) return publish.publishId === publish_id;
	const files = sources[item] ?? [];
	if (publish.source === 'FILE_UPLOAD') return files.length === 1 && publish.sha256 === files[0];
	return mediumOf(publish).endsWith(`/${item}`);
}
