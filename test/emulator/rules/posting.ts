import { directPost, fileSource, mp4, put } from '../consumerClient';
import { pathOf, perMinute, post, rule, type Breaker, type Rule } from './rule';

const creator = 'POST /v2/post/publish/creator_info/query/';
const direct = 'POST /v2/post/publish/video/init/';
const inbox = 'POST /v2/post/publish/inbox/video/init/';
const photos = 'POST /v2/post/publish/content/init/';
const chunk = 'PUT /video/';
const status = 'POST /v2/post/publish/status/fetch/';
const cancel = 'POST /v2/post/publish/cancel/';

const photo = 'https://media.example.com/a.jpg';
const photoPost = (images: string[], source: object = {}) => ({
	media_type: 'PHOTO',
	post_mode: 'DIRECT_POST',
	post_info: { privacy_level: 'SELF_ONLY' },
	source_info: { source: 'PULL_FROM_URL', photo_images: images, photo_cover_index: 0, ...source },
});

/** The first request to the address of a new draft: two chunks of 6,000,000 bytes are announced. */
const upload =
	(first: number, bytes: number, headers?: Record<string, string>) =>
	async ({ api }: Breaker) => {
		const draft = { source_info: fileSource(12_000_000, 6_000_000, 2) };
		const { json } = await api.post(pathOf(inbox), draft);
		return await put(json.data.upload_url, mp4(bytes), first, 12_000_000, headers);
	};

export const postingRules: Rule[] = [
	perMinute(creator, 20),
	...[direct, inbox].map((endpoint) => perMinute(endpoint, 6)),
	perMinute(photos, 6),
	perMinute(status, 30),
	rule(
		direct,
		'a privacy level that the creator offers',
		'documented',
		'privacy_level_option_mismatch',
		post(direct, directPost(1000, { privacy_level: 'FOLLOWER_OF_CREATOR' })),
	),
	rule(
		direct,
		'a private account, before the audit',
		'documented',
		'unaudited_client_can_only_post_to_private_accounts',
		async ({ emulator, api }) => {
			emulator.apps[0].audited = false;
			return await api.post(pathOf(direct), directPost(1000, { privacy_level: 'SELF_ONLY' }));
		},
	),
	rule(
		direct,
		'a caption of at most 2200 characters',
		'documented',
		'invalid_params',
		post(direct, directPost(1000, { title: 'a'.repeat(2201) })),
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
		inbox,
		'at most five drafts on the way',
		'documented',
		'spam_risk_too_many_pending_share',
		async ({ api }) => {
			const draft = { source_info: fileSource(1000) };
			for (let sent = 0; sent < 5; sent += 1) await api.post(pathOf(inbox), draft);
			return await api.post(pathOf(inbox), draft);
		},
	),
	rule(
		photos,
		'the permission of the post mode',
		'documented',
		'scope_not_authorized',
		async ({ basic }) => basic.post(pathOf(photos), photoPost([photo])),
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
	rule(chunk, 'an address that an init gave', 'documented', 'HTTP 404', async ({ emulator }) =>
		put(`${emulator.url}/video/?upload_id=1&upload_token=x`, mp4(8), 0, 8),
	),
	rule(chunk, 'the chunks in their order', 'documented', 'HTTP 416', upload(6_000_000, 6_000_000)),
	rule(chunk, 'the announced size of a chunk', 'seen', 'HTTP 400', upload(0, 5_999_999)),
	rule(
		chunk,
		'a Content-Type of video',
		'documented',
		'HTTP 400',
		upload(0, 6_000_000, { 'content-type': 'application/json' }),
	),
	...[status, cancel].map((endpoint) =>
		rule(
			endpoint,
			'a known publish ID',
			'documented',
			'invalid_publish_id',
			post(endpoint, { publish_id: 'v_pub_file~v2-1.7' }),
		),
	),
];
