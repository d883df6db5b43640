import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { hasMore, listPage, videoList, withIsoTime } from '../../api/videos';
import { inputFailure, ownFailure } from '../../errors/ownFailure';
import { VIDEOS_PER_PAGE } from '../../limits';
import { numberOf, recordsOf } from '../../request/records';
import { requestTo } from '../../request/endpoint';
import type { Task } from '../../run/perItem';
import { inSentence, isNothing } from '../../run/readValue';
import type { Operation } from '../resource';

const fields: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { returnAll: [false] } },
	},
	{
		displayName: 'Simplify',
		name: 'simple',
		type: 'boolean',
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
	},
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		options: [
			{
				displayName: 'Published Before',
				name: 'publishedBefore',
				type: 'dateTime',
				default: '',
				description:
					"Only videos posted before this moment, read in the workflow's time zone; also as milliseconds since 1970, such as TikTok's cursor",
				hint: 'For the next page, map the create_time_iso of the last item.',
				// TikTok's cursor is a time in milliseconds; the videos posted before it follow.
				routing: {
					send: {
						type: 'body',
						property: 'cursor',
						value:
							'={{ !$value ? undefined : /^\\s*\\d{13}\\s*$/.test(String($value)) ? Number($value) : DateTime.fromISO(String($value).replace(" ", "T")).toMillis() }}',
					},
				},
			},
		],
	},
];

/** Reads page after page. TikTok lists public posts only, newest first, 20 a page. */
async function listVideos(task: Task): Promise<IDataObject[]> {
	const { parameters, session } = task;
	const wanted = parameters.flag('returnAll') ? Infinity : parameters.number('limit');
	const simple = parameters.flag('simple');
	const videos: IDataObject[] = [];
	let cursor = firstCursor(task);
	while (videos.length < wanted) {
		const count = Math.min(VIDEOS_PER_PAGE, wanted - videos.length);
		const page = await listPage(session, { cursor, count, simple });
		const records = recordsOf(page, 'videos');
		videos.push(...records);
		if (!hasMore(page, records.length)) break;
		cursor = nextCursor(page, cursor);
	}
	return videos.slice(0, wanted).map(withIsoTime);
}

/** The moment of the filter, as the fields have described it. */
function firstCursor({ parameters, request }: Task): number | undefined {
	const before = parameters.unread('publishedBefore');
	if (isNothing(before)) return undefined;
	// Of another realm, so no `instanceof`: n8n computes expressions in one of their own.
	const isDate = Object.prototype.toString.call(before) === '[object Date]';
	const described = (request.options.body as { cursor?: number | null }).cursor;
	const cursor = isDate ? Number(before) : described;
	if (typeof cursor === 'number' && Number.isInteger(cursor) && cursor > 0) return cursor;
	throw inputFailure(
		`Published Before is not a date: ${inSentence(before)}`,
		'Use a date such as 2026-11-22T09:00:00, or milliseconds since 1970.',
	);
}

/** A cursor that does not move would list the same page for ever. */
function nextCursor(page: IDataObject, previous: number | undefined): number {
	const next = numberOf(page.cursor) ?? 0;
	if (next > 0 && (previous === undefined || next < previous)) return next;
	throw ownFailure('cursor_stuck');
}

export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many videos',
	description:
		"Read the account's public videos with their numbers, newest first (changes nothing)",
	routing: { request: requestTo(videoList) },
	execute: listVideos,
	fields,
	whenEmpty: 'The account has no public videos that fit.',
};
