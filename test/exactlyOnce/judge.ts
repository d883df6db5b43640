import type { IDataObject } from 'n8n-workflow';
import type { Publish } from '../emulator';
import { mediumOf } from './media';
import type { Ending, Result, RunEnding } from './play';
import type { Failure, Report } from './report';
import { reportOf } from './report';
import type { Schedule } from './schedule';

/** Complaints about an ending; an empty list is what must come out. */
export function judge(schedule: Schedule, ending: Ending): string[] {
	return [
		...ending.leftOvers.map((what) => `still there after the run: ${what}`),
		...ending.strangers.map(({ publishId }) => `TikTok has what nobody wanted: ${publishId}`),
		...ending.runs.flatMap((run) => judgeRun(schedule, run, ending)),
	];
}

function judgeRun(schedule: Schedule, run: RunEnding, ending: Ending): string[] {
	const always = [
		...postedTwice(run),
		...unheardOf(run, ending),
		...falseSuccesses({ ...run, ...run.again }, reportOf(run.again.results)),
		...run.again.results.flatMap((result) => unanswered(result, run, schedule)),
	];
	// n8n shows nothing of a node that was stopped.
	if (run.results.some(({ isStopped }) => isStopped)) return always;
	const report = reportOf(run.results);
	return [
		...always,
		...run.results.flatMap((result) => [
			...rawErrors(result, schedule),
			...unanswered(result, run, schedule),
			...secrets(result),
		]),
		...lostPosts(run, report),
		...falseSuccesses(run, report),
		...report.failures
			.filter((failure) => !isOutdated(failure, run, report, ending))
			.flatMap((failure) => falseWords(failure, run, ending)),
	];
}

/**
 * Of two tries that overlap the second goes on with what the first has given up, or posts what TikTok
 * would not take from the first; n8n shows the last one. The same call of a model, made again within an
 * execution, is such a try as well. So one true word about a post is enough.
 */
function isOutdated(
	failure: Failure,
	run: RunEnding,
	{ successes, failures }: Report,
	ending: Ending,
): boolean {
	const { as, hasExecution } = run.run;
	if (as.kind !== 'twice' && !(as.kind === 'tool' && hasExecution)) return false;
	const { item, details } = failure;
	// What a try achieved stands in the error with which it ends, too.
	const isListed = failures.some(
		(other) =>
			other !== failure &&
			(other.details.published as IDataObject[] | undefined)?.some(
				({ publish_id, upload_state }) =>
					publish_id === details.publish_id && upload_state === undefined,
			),
	);
	if (details.publish_id && isListed) return true;
	const isOfThis = (other: { item: number }, { publish_id, index }: IDataObject) =>
		publish_id && details.publish_id
			? publish_id === details.publish_id
			: other.item === item && index === details.index;
	return (
		successes.some((success) => isOfThis(success, success.json)) ||
		failures.some(
			(other) => isOfThis(other, other.details) && falseWords(other, run, ending).length === 0,
		)
	);
}

/** Each medium as often as the input holds it; calls without an execution know nothing of each other. */
function postedTwice({ run, media, again }: RunEnding): string[] {
	// What has failed at TikTok is posted anew, under the same Once Key.
	const hasFailed = ({ state }: Publish) => again.results.length > 0 && state === 'FAILED';
	const accepted = again.accepted.filter((publish) => !hasFailed(publish));
	const calls = run.as.kind === 'tool' && !run.hasExecution ? run.as.calls : 1;
	return [...new Set(accepted.map(mediumOf))].flatMap((medium) => {
		const wanted = media.flat().filter((one) => one === medium).length * calls;
		const posted = accepted.filter((publish) => mediumOf(publish) === medium).length;
		return posted > wanted ? [`posted ${posted} times instead of ${wanted}: ${medium}`] : [];
	});
}

/** Whoever sends bytes knows the ID, also when the run is stopped. */
function unheardOf({ accepted }: RunEnding, { handedOver }: Ending): string[] {
	return accepted
		.filter(({ source, publishId }) => source === 'FILE_UPLOAD' && !handedOver.has(publishId))
		.map(({ publishId }) => `no trigger can hear of ${publishId}`);
}

/** Only what n8n itself throws comes without our details. */
function rawErrors({ error, items }: Result, { badItem }: Schedule): string[] {
	const codes = [
		error && badItem < 0 ? ((error.context?.tiktok as Coded)?.code ?? 'none') : 'fine',
		...items
			.filter(({ json, pairedItem }) => json.error && itemOf(pairedItem) !== badItem)
			.map(({ json }) => (json.details as Coded)?.code ?? 'none'),
	];
	return codes
		.filter((code) => code === 'none' || code === 'unexpected')
		.map((code) => `a raw error (code ${code}): ${error?.message ?? JSON.stringify(items)}`);
}

type Coded = { code?: string } | undefined;
const itemOf = (paired: unknown) => ((paired ?? { item: -1 }) as { item: number }).item;

/** One item out for each file or address that went in, linked to its item. */
function unanswered(
	{ error, items }: Result,
	{ run, media }: RunEnding,
	{ badItem }: Schedule,
): string[] {
	if (error) return [];
	const unlinked = items.filter(({ pairedItem }) => itemOf(pairedItem) < 0);
	if (unlinked.length > 0) return [`linked to no item: ${JSON.stringify(unlinked)}`];
	const asked = run.as.kind === 'tool' ? media.slice(0, 1) : media;
	return asked.flatMap((files, item) => {
		const answers = items.filter(({ pairedItem }) => itemOf(pairedItem) === item);
		// A failure of the whole item is one answer for all its files.
		const wholeFailed = answers.length === 1 && answers[0].json.error !== undefined;
		const wanted = wholeFailed ? 1 : files.length;
		return answers.length === wanted || item === badItem
			? []
			: [`item ${item} has ${answers.length} answers`];
	});
}

function secrets(result: Result): string[] {
	const told = JSON.stringify([result.items, result.error?.context, result.error?.description]);
	return /upload_token|act\.|rft\./.test(told) ? ['a secret is told'] : [];
}

function lostPosts({ accepted }: RunEnding, report: Report): string[] {
	const known = new Set([
		...report.successes.map(({ json }) => String(json.publish_id)),
		...report.idsInErrors,
	]);
	const lost = accepted.filter(({ publishId }) => !known.has(publishId));
	// When the answer to a pull is lost nobody can know its ID; then the error must say so.
	return lost
		.filter(({ source }) => source === 'FILE_UPLOAD' || report.unconfirmed.length === 0)
		.map(({ publishId }) => `accepted, but its publish ID is nowhere: ${publishId}`);
}

function falseSuccesses({ accepted, media }: RunEnding, report: Report): string[] {
	return report.successes.flatMap(({ item, json }) => {
		const publish = accepted.find(({ publishId }) => publishId === json.publish_id);
		const said = JSON.stringify(json);
		if (!publish) return [`reported as success, but TikTok has no such post: ${said}`];
		const isOwn = media[item]?.includes(mediumOf(publish));
		const isThere = !json.outcome || finalStates[String(json.outcome)] !== publish.state;
		return [
			...(isOwn ? [] : [`linked to item ${item}, but it is another's: ${said}`]),
			...(isThere && finalStates[String(json.outcome)]
				? [`TikTok says ${publish.state}: ${said}`]
				: []),
		];
	});
}

const finalStates: Record<string, Publish['state'] | undefined> = {
	published: 'PUBLISH_COMPLETE',
	inbox: 'SEND_TO_USER_INBOX',
	failed: 'FAILED',
};

/** What an error says, against what TikTok has. */
function falseWords(
	{ item, words, details }: Failure,
	run: RunEnding,
	{ pulled }: Ending,
): string[] {
	const publish = run.accepted.find((one) => isOf(one, item, details.publish_id, run));
	const has = publish !== undefined;
	const said = `item ${item}: "${words}" ${JSON.stringify(details)}`;
	const mayAppear = details.upload_state === 'unknown' || details.accepted === 'unknown';
	const hasFailed = details.outcome === 'failed';
	const wasAsked = run.media[item]?.some((medium) => pulled.has(medium));
	return [
		has && /nothing was posted/i.test(words) && `posted all the same, ${said}`,
		has && details.retryable && !hasFailed && `called retryable, yet TikTok has it, ${said}`,
		has && /^(none|partial)$/.test(String(details.upload_state)) && `complete, ${said}`,
		has && hasFailed && publish.state !== 'FAILED' && `not failed, ${said}`,
		!has && details.upload_state === 'complete' && `not complete, ${said}`,
		details.accepted === 'unknown' && !wasAsked && `TikTok never heard of it, ${said}`,
		mayAppear && details.retryable && `may exist and is called retryable, ${said}`,
		mayAppear !== /may (appear|have accepted)/.test(words) && `words and details differ, ${said}`,
	].filter((complaint) => typeof complaint === 'string');
}

/** By its ID; without one by its medium, where the item has no other and nobody else has it. */
function isOf(
	publish: Publish,
	item: number,
	publishId: unknown,
	{ media, run }: RunEnding,
): boolean {
	if (publishId) return publish.publishId === publishId;
	const [medium, another] = media[item] ?? [];
	const isEachCalls = run.as.kind === 'tool' && run.as.calls > 1 && !run.hasExecution;
	const isShared = isEachCalls || media.flat().filter((one) => one === medium).length > 1;
	return !another && !isShared && mediumOf(publish) === medium;
}
