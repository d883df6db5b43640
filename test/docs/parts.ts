import type { IWorkflowBase } from 'n8n-workflow';
import { actionCategory } from '../../nodes/TikTok/api/business';
import { creatorInfo, userInfo } from '../../nodes/TikTok/api/creator';
import { photoPulls, videoPulls } from '../../nodes/TikTok/api/inits';
import { publishCancel, statusFetch } from '../../nodes/TikTok/api/status';
import { videoList, videoQuery } from '../../nodes/TikTok/api/videos';
import * as limits from '../../nodes/TikTok/limits';
import { properties } from '../../nodes/TikTok/resources';
import { eventOptions, wordsOfEvents } from '../../nodes/TikTok/webhook/events';
import { list, read } from './repository';

/** A part of a page that follows from the code. */
export interface PagePart {
	page: string;
	name: string;
	text: string;
}

interface Choice {
	name: string;
	value: string;
	description?: string;
}

/** What most people come for, first; the editor sorts by name. */
const resourceOrder = ['video', 'photo', 'post', 'creator', 'adAccount'];

/** Resources with their operations, as the editor lists them. */
export function operations(): Array<{ resource: Choice; operations: Choice[] }> {
	const choices = (name: string, resource?: string) =>
		properties
			.filter((property) => property.name === name)
			.filter(
				({ displayOptions }) => !resource || displayOptions?.show?.resource?.includes(resource),
			)
			.flatMap(({ options }) => options as Choice[]);
	const place = ({ value }: Choice) => resourceOrder.indexOf(value);
	return choices('resource')
		.sort((a, b) => place(a) - place(b))
		.map((resource) => ({ resource, operations: choices('operation', resource.value) }));
}

/** The heading of an operation in docs/operations.md. */
export const operationTitle = (resource: Choice, operation: Choice) =>
	`${resource.name}: ${operation.name}`;

/** What GitHub makes of a heading. */
export const anchorOf = (heading: string) =>
	heading
		.toLowerCase()
		.replace(/<[^>]*>|[`*]/g, '')
		.trim()
		.replace(/[^\p{L}\p{N}\s_-]/gu, '')
		.replace(/\s/g, '-');

export const exampleFiles = () => list('examples').filter((file) => file.endsWith('.json'));

export function pageParts(): PagePart[] {
	return [
		{ page: 'README.md', name: 'operations', text: operationTable() },
		{ page: 'README.md', name: 'examples', text: exampleTable() },
		{ page: 'docs/triggers.md', name: 'webhook events', text: eventTable() },
		{ page: 'docs/limits.md', name: 'sizes', text: sizeTable() },
		{ page: 'docs/limits.md', name: 'quotas', text: quotaTable() },
	];
}

function table(head: string[], rows: string[][]): string {
	const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line), ''].join('\n');
}

function operationTable(): string {
	const rows = operations().flatMap(({ resource, operations: list }) =>
		list.map((operation, index) => [
			index === 0 ? resource.name : '',
			`[${operation.name}](docs/operations.md#${anchorOf(operationTitle(resource, operation))})`,
			operation.description ?? '',
		]),
	);
	return table(['Resource', 'Operation', 'What it does'], rows);
}

function exampleTable(): string {
	const rows = exampleFiles().map((file) => {
		const { name } = JSON.parse(read(`examples/${file}`)) as IWorkflowBase;
		const what = name.replace(/^TikTok: /, '');
		return [`[\`${file}\`](examples/${file})`, what[0].toUpperCase() + what.slice(1)];
	});
	return table(['File', 'What it does'], rows);
}

function eventTable(): string {
	const rows = (eventOptions as Choice[]).map(({ name, value, description }) => [
		name,
		`\`${wordsOfEvents.get(value)}\``,
		`\`${value}\``,
		description ?? '',
	]);
	return table(['Trigger On', '`event`', "TikTok's event", 'Happens when'], rows);
}

const grouped = (value: number) => value.toLocaleString('en-US');

function sizeTable(): string {
	const { sidePixels, frameRates } = limits;
	const rows: Array<[string, string]> = [
		['Size of a video', `${grouped(limits.MAX_VIDEO_BYTES)} bytes (4 GiB)`],
		['File types of a video', limits.VIDEO_MIME_TYPES.map((type) => `\`${type}\``).join(', ')],
		['Width and height of a video', `${sidePixels.min} to ${sidePixels.max} pixels each`],
		['Frames per second', `${frameRates.min} to ${frameRates.max}`],
		['Length of a video, Direct Post', 'per account: Get Posting Options tells it'],
		['Length of a video, Draft to Inbox', `${grouped(limits.MAX_DRAFT_SECONDS)} s`],
		['Caption of a video', `${grouped(limits.MAX_CAPTION)} UTF-16 units`],
		['Title of a photo post', `${grouped(limits.MAX_PHOTO_TITLE)} UTF-16 units`],
		['Description of a photo post', `${grouped(limits.MAX_PHOTO_DESCRIPTION)} UTF-16 units`],
		['Photos in a post', `1 to ${limits.MAX_PHOTOS}`],
		['Size of a photo', `${grouped(limits.MAX_PHOTO_BYTES)} bytes`],
		['Shorter side of a photo', `${grouped(limits.MAX_PHOTO_SHORTER_SIDE)} pixels`],
		['File types of a photo', limits.PHOTO_MIME_TYPES.map((type) => `\`${type}\``).join(', ')],
		['Time for an upload, and for a download by TikTok', `${limits.UPLOAD_WINDOW_MS / 60_000} min`],
		[
			'Chunk of an upload',
			`about ${grouped(limits.CHUNK_BYTES)} bytes at most, all of the same size`,
		],
		['Video IDs per item of Get', `${limits.MAX_VIDEO_IDS}`],
		['Videos per request of Get Many', `${limits.VIDEOS_PER_PAGE}`],
		['Length of a Publish ID', `${limits.MAX_PUBLISH_ID} characters`],
	];
	return table(['What', 'Limit'], rows);
}

/** One endpoint for each allowance, in the order of the page. */
const paced = [
	videoPulls.DIRECT_POST,
	videoPulls.MEDIA_UPLOAD,
	photoPulls.DIRECT_POST,
	statusFetch,
	creatorInfo,
	userInfo,
	videoList,
	videoQuery,
	publishCancel,
	actionCategory,
];

function quotaTable(): string {
	const rows = paced.map(({ quota: { name, calls, windowMs } }) => [
		name[0].toUpperCase() + name.slice(1),
		`${grouped(calls)} in ${windowMs / 1000} s`,
	]);
	return table(['What', 'Paced to'], rows);
}
