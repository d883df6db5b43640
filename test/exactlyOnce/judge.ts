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
}

/** Complaints about an ending; an empty list is what must come out. */
export function judge({ result, accepted }: Ending): string[] {
	const report = reportOf(result);
	return [
		...postedTwice(accepted),
		...lostPosts(accepted, report),
		...falseSuccesses(accepted, report),
	];
}

function reportOf(result: Ending['result']): Report {
	const report: Report = { succeeded: [], inErrors: [], unconfirmed: [] };
	for (const { json, pairedItem } of result.outputs.flat()) {
		if (json.error === undefined) {
			report.succeeded.push(String(json.publish_id));
			continue;
		}
		noteFailure(report, (json.details ?? {}) as IDataObject, (pairedItem as { item: number }).item);
	}
	const thrown = result.error?.context?.tiktok as IDataObject | undefined;
	if (thrown) {
		noteFailure(report, thrown, Number(result.error?.context?.itemIndex));
		for (const { publish_id } of thrown.published as IDataObject[]) {
			report.inErrors.push(String(publish_id));
		}
		report.unconfirmed.push(...(thrown.unconfirmed as number[]));
	}
	return report;
}

function noteFailure(report: Report, details: IDataObject, item: number): void {
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
