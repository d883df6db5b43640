import { refusalFacts, shapeFacts } from '../facts';
import { Skipped, type Facts, type Probe } from '../probe';
import type { Side } from '../side';

const probe = (
	id: string,
	asks: string,
	run: Probe['run'],
	more: Partial<Pick<Probe, 'question' | 'switch'>> = {},
): Probe => ({ id, tier: 'read', asks, run, ...more });

const info = '/v2/user/info/';
const list = '/v2/video/list/';
const query = '/v2/video/query/';
const creator = '/v2/post/publish/creator_info/query/';
const status = '/v2/post/publish/status/fetch/';

/** One field of each permission that a user can leave out. */
const fieldsOfScopes = { 'user.info.profile': 'username', 'user.info.stats': 'video_count' };

async function videos(side: Side, fields: string, body?: unknown) {
	side.needs('video.list');
	return await side.post(`${list}?fields=${fields}`, body);
}

async function posting(side: Side, path: string, body?: unknown): Promise<Facts> {
	side.needs('video.publish', 'video.upload');
	return refusalFacts(await side.post(path, body));
}

const unknownPublishId = 'v_pub_file~v2-1.7000000000000000001';

export const readProbes: Probe[] = [
	probe('profile', 'What the basic profile holds', async (side) =>
		shapeFacts(await side.get(`${info}?fields=open_id,union_id,avatar_url,display_name`)),
	),
	probe('profile-without-fields', 'user/info without `fields`', async (side) =>
		refusalFacts(await side.get(info)),
	),
	probe('profile-unknown-field', 'user/info with a field that does not exist', async (side) =>
		refusalFacts(await side.get(`${info}?fields=open_id,shoe_size`)),
	),
	probe(
		'profile-ungranted-field',
		'A field whose permission was not granted',
		async (side) => {
			const { scopes = [] } = side.access;
			const missing = Object.entries(fieldsOfScopes).find(([scope]) => !scopes.includes(scope));
			if (!missing) throw new Skipped('every permission is granted');
			return refusalFacts(await side.get(`${info}?fields=open_id,${missing[1]}`));
		},
		{ question: 2, switch: 'ungrantedFieldsError' },
	),
	probe('bad-token', 'A token that was never issued', async (side) => {
		const answer = await side.get(`${info}?fields=open_id`, { authorization: 'Bearer act.none' });
		return refusalFacts(answer);
	}),
	probe(
		'data-beside-an-error',
		'Whether a refusal carries `data`',
		async (side) => {
			const { json } = await side.get(`${info}?fields=shoe_size`);
			return { hasData: json?.data !== undefined };
		},
		{ switch: 'errorsWithoutData' },
	),
	probe('wrong-path', 'A path that does not exist', async (side) => ({
		status: (await side.get('/v2/user/shoes/')).status,
	})),
	probe('videos', 'What a page of videos holds', async (side) =>
		shapeFacts(await videos(side, 'id,create_time,title,duration,share_url,view_count')),
	),
	probe('videos-wrong-type', 'A text in place of a number', async (side) =>
		refusalFacts(await videos(side, 'id', { max_count: 'ten' })),
	),
	probe(
		'videos-page-of-21',
		'A page larger than 20',
		async (side) => refusalFacts(await videos(side, 'id', { max_count: 21 })),
		{ question: 12, switch: 'overMaxCount' },
	),
	probe(
		'videos-is-aigc',
		'Whether TikTok knows the field `is_aigc`',
		async (side) => refusalFacts(await videos(side, 'id,is_aigc')),
		{ switch: 'videosTellAigc' },
	),
	probe(
		'videos-cursor-zero',
		'Whether `cursor: 0` means the newest',
		async (side) => {
			const newest = await videos(side, 'id', { max_count: 1 });
			if (!newest.json?.data?.videos?.length) throw new Skipped('the account has no public video');
			const { json } = await videos(side, 'id', { max_count: 1, cursor: 0 });
			return { isNewest: json?.data?.videos?.[0]?.id === newest.json.data.videos[0].id };
		},
		{ switch: 'cursorZero' },
	),
	probe(
		'unknown-key',
		'A key that nobody documents, in a body',
		async (side) => refusalFacts(await videos(side, 'id', { max_count: 1, shoe_size: 44 })),
		{ switch: 'unknownBodyFields' },
	),
	probe('unknown-video', 'A video that is not of the account', async (side) => {
		side.needs('video.list');
		const body = { filters: { video_ids: ['7000000000000000001'] } };
		return shapeFacts(await side.post(`${query}?fields=id`, body));
	}),
	probe('creator', 'What the posting options hold', async (side) => {
		side.needs('video.publish');
		return shapeFacts(await side.post(creator));
	}),
	probe(
		'creator-without-content-type',
		'Posting options asked for without a Content-Type',
		async (side) => {
			side.needs('video.publish');
			return refusalFacts(await side.post(creator, undefined, plain(side)));
		},
		{ switch: 'creatorInfoNeedsContentType' },
	),
	probe(
		'unknown-post',
		'The status of a post that does not exist',
		async (side) => await posting(side, status, { publish_id: unknownPublishId }),
		{ switch: 'unknownPublishIdCode' },
	),
	probe(
		'status-without-id',
		'The status of nothing',
		async (side) => await posting(side, status, {}),
	),
	probe(
		'cancel-unknown-post',
		'To cancel a post that does not exist',
		async (side) =>
			await posting(side, '/v2/post/publish/cancel/', { publish_id: unknownPublishId }),
		{ switch: 'unknownPublishIdCode' },
	),
	probe('init-without-source', 'A post of nothing', async (side) => {
		side.needs('video.publish');
		const body = { post_info: { privacy_level: 'SELF_ONLY' } };
		return refusalFacts(await side.post('/v2/post/publish/video/init/', body));
	}),
	probe(
		'photos-from-files',
		'A photo post whose bytes follow, which there is not',
		async (side) => {
			side.needs('video.publish');
			const post_info = { privacy_level: 'SELF_ONLY' };
			const source_info = { source: 'FILE_UPLOAD', photo_images: [], photo_cover_index: 0 };
			const body = { media_type: 'PHOTO', post_mode: 'DIRECT_POST', post_info, source_info };
			return refusalFacts(await side.post('/v2/post/publish/content/init/', body));
		},
	),
];

/** The token alone; what `fetch` would add by itself is named something else. */
function plain(side: Side): Record<string, string> {
	return { authorization: `Bearer ${side.access.accessToken}`, 'content-type': 'text/plain' };
}
