import { directPost, fileSource, form, type Answer, type consumer } from './consumerClient';

/** A rule that the emulator enforces, with a request that breaks it. */
export interface Rule {
	endpoint: string;
	rule: string;
	/** Whether TikTok documents it, or integrators saw it */
	basis: 'documented' | 'seen';
	/** What the broken rule answers */
	code: string;
	breakIt(by: Breaker): Promise<Answer>;
}

export interface Breaker {
	url: string;
	/** With every permission, with the basic profile alone, and without a token that lives */
	api: ReturnType<typeof consumer>;
	basic: ReturnType<typeof consumer>;
	nobody: ReturnType<typeof consumer>;
}

const info = 'GET /v2/user/info/';
const list = 'POST /v2/video/list/';
const query = 'POST /v2/video/query/';
const creator = 'POST /v2/post/publish/creator_info/query/';
const direct = 'POST /v2/post/publish/video/init/';
const inbox = 'POST /v2/post/publish/inbox/video/init/';
const photos = 'POST /v2/post/publish/content/init/';
const status = 'POST /v2/post/publish/status/fetch/';
const cancel = 'POST /v2/post/publish/cancel/';
const token = 'POST /v2/oauth/token/';

const pathOf = (endpoint: string) => endpoint.split(' ')[1];
const photoPost = (images: string[], more: object = {}) => ({
	media_type: 'PHOTO',
	post_mode: 'DIRECT_POST',
	post_info: { privacy_level: 'SELF_ONLY' },
	source_info: { source: 'PULL_FROM_URL', photo_images: images, photo_cover_index: 0, ...more },
});
const photo = 'https://media.example.com/a.jpg';

const rule = (
	endpoint: string,
	text: string,
	basis: Rule['basis'],
	code: string,
	breakIt: Rule['breakIt'],
): Rule => ({ endpoint, rule: text, basis, code, breakIt });

/** Every data endpoint wants a token that lives. */
const tokens = [list, query, creator, direct, inbox, photos, status, cancel].map((endpoint) =>
	rule(endpoint, 'a token that lives', 'documented', 'access_token_invalid', async ({ nobody }) =>
		nobody.post(pathOf(endpoint), {}),
	),
);

/** Those whose permission does not depend on the body. */
const permissions = [list, query, creator, direct, inbox, status, cancel].map((endpoint) =>
	rule(endpoint, 'its permission', 'documented', 'scope_not_authorized', async ({ basic }) =>
		basic.post(pathOf(endpoint), {}),
	),
);

const post =
	(endpoint: string, body: unknown) =>
	async ({ api }: Breaker) =>
		await api.post(pathOf(endpoint), body);

export const rules: Rule[] = [
	rule(token, 'a known client key', 'documented', 'invalid_client', async ({ url }) =>
		form(`${url}/v2/oauth/token/`, { client_key: 'x', client_secret: 'x', grant_type: 'x' }),
	),
	rule(info, 'a token that lives', 'documented', 'access_token_invalid', async ({ nobody }) =>
		nobody.get(`${pathOf(info)}?fields=open_id`),
	),
	rule(info, 'names of fields', 'seen', 'invalid_params', async ({ api }) => api.get(pathOf(info))),
	rule(info, 'known fields only', 'seen', 'invalid_params', async ({ api }) =>
		api.get(`${pathOf(info)}?fields=shoe_size`),
	),
	rule(info, 'the permission of each field', 'seen', 'scope_not_authorized', async ({ basic }) =>
		basic.get(`${pathOf(info)}?fields=open_id,username`),
	),
	...tokens,
	...permissions,
	rule(list, 'names of fields', 'documented', 'invalid_params', post(list, {})),
	rule(query, '1 to 20 IDs', 'documented', 'invalid_params', async ({ api }) =>
		api.post(`${pathOf(query)}?fields=id`, { filters: { video_ids: [] } }),
	),
	rule(
		direct,
		'a privacy level that the creator offers',
		'documented',
		'privacy_level_option_mismatch',
		post(direct, directPost(1000, { privacy_level: 'FOLLOWER_OF_CREATOR' })),
	),
	rule(
		direct,
		'a caption of at most 2200 characters',
		'documented',
		'invalid_params',
		post(direct, directPost(1000, { title: 'a'.repeat(2201) })),
	),
	rule(
		inbox,
		'a count of chunks that is rounded down',
		'documented',
		'invalid_params',
		post(inbox, { source_info: fileSource(15_000_000, 10_000_000, 2) }),
	),
	rule(
		inbox,
		'a single chunk that is the whole file',
		'seen',
		'invalid_params',
		post(inbox, { source_info: fileSource(15_000_000, 10_000_000, 1) }),
	),
	rule(
		direct,
		'an address of a verified domain',
		'documented',
		'url_ownership_unverified',
		post(direct, {
			post_info: { privacy_level: 'SELF_ONLY' },
			source_info: { source: 'PULL_FROM_URL', video_url: 'https://elsewhere.example/a.mp4' },
		}),
	),
	rule(
		photos,
		'at most 35 photos',
		'documented',
		'invalid_params',
		post(photos, photoPost(Array<string>(36).fill(photo))),
	),
	rule(
		photos,
		'addresses, never bytes',
		'seen',
		'invalid_params',
		post(photos, photoPost([photo], { source: 'FILE_UPLOAD' })),
	),
	rule(
		status,
		'a known publish ID',
		'documented',
		'invalid_publish_id',
		post(status, { publish_id: 'v_pub_file~v2-1.7' }),
	),
	rule(
		cancel,
		'a known publish ID',
		'documented',
		'invalid_publish_id',
		post(cancel, { publish_id: 'v_pub_file~v2-1.7' }),
	),
];
