/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { MetadataSearch } from '../../../../nodes/TikTok/media/metadataSearch';
import { committed } from '../../../media/fileSet';
import type { Setting } from '../../../harness/setting';
import { createSetting } from '../../../harness/setting';
import { freshUsername } from '../../../harness/accounts';
import type { CredentialRef } from '../../../harness/types';
import { runsOf } from '../../../generatedRuns';

const real = (name: string) => readFileSync(join(__dirname, '../../../fixtures/media-files', name));

describe('the header of a real file tells length, pixels and frame rate', () => {
	it.each([
		['leading.mov', { duration: 2, width: 360, height: 640, frameRate: 30 }],
		['trailing.mp4', { duration: 2, width: 360, height: 640, frameRate: 30 }],
		['slow.mp4', { duration: 2, width: 360, height: 640, frameRate: 12 }],
		['real.webm', { duration: 2, width: 360, height: 640, frameRate: expect.closeTo(24, 3) }],
		['small.webm', { duration: 1, width: 200, height: 200, frameRate: expect.closeTo(24, 3) }],
	])('%s', (name, facts) => {
		expect(new MetadataSearch().look(real(name), 0)).toEqual(facts);
	});

	it('of a file whose metadata stands behind the media, from its first and its last bytes alone', () => {
		const file = real('trailing.mp4');
		const search = new MetadataSearch();
		expect(search.look(file.subarray(0, 1000), 0)).toBeUndefined();
		const start = file.length - 2000;
		expect(search.look(file.subarray(start), start)).toEqual({
			duration: 2,
			width: 360,
			height: 640,
			frameRate: 30,
		});
	});

	it('is left unknown when the file is damaged, whatever the damage', () => {
		fc.assert(
			fc.property(
				fc.constantFrom('leading.mov', 'trailing.mp4', 'real.webm'),
				fc.nat(30_000),
				fc.uint8Array({ minLength: 1, maxLength: 40 }),
				fc.nat(30_000),
				(name, at, damage, length) => {
					const file = real(name);
					file.set(
						damage.subarray(0, Math.max(0, file.length - (at % file.length))),
						at % file.length,
					);
					expect(() => new MetadataSearch().look(file.subarray(0, length), 0)).not.toThrow();
				},
			),
			{ numRuns: runsOf(2000) },
		);
	});
});

describe('before a direct post', () => {
	let setting: Setting;
	beforeAll(async () => {
		setting = await createSetting();
		setting.chunksOf(6_000_000);
	});
	afterAll(async () => await setting.close());
	beforeEach(() => {
		setting.emulator.reset();
		setting.emulator.requests.length = 0;
	});

	const paths = () => setting.emulator.requests.map(({ method, path }) => `${method} ${path}`);
	const ask = 'POST /v2/post/publish/creator_info/query/';
	const init = 'POST /v2/post/publish/video/init/';
	const put = 'PUT /video/';

	/** Others have used up what the account of all may start in a minute. */
	function unused(): CredentialRef {
		const username = freshUsername();
		setting.emulator.addAccount({ username });
		return setting.connect({ username });
	}

	async function upload(
		bytes: Buffer,
		own: object = {},
		items = 1,
		credential = setting.connect(),
	) {
		const binary = {
			data: await setting.harness.storeBinary({
				bytes,
				mimeType: 'video/mp4',
				fileName: 'clip.mp4',
			}),
		};
		return await setting.harness.run({
			parameters: {
				resource: 'video',
				operation: 'upload',
				postMode: 'DIRECT_POST',
				privacyLevel: 'SELF_ONLY',
				binaryPropertyName: 'data',
				...own,
			},
			items: Array.from({ length: items }, () => ({ json: {}, binary })),
			credentials: [credential],
		});
	}

	/** The media grows to several chunks; the metadata stays behind it. */
	function inflated(name: string, size: number): Buffer {
		const file = real(name);
		const mdat = file.indexOf('mdat') - 4;
		const at = mdat + file.readUInt32BE(mdat);
		const media = Buffer.alloc(size - (file.length - at) - mdat);
		file.copy(media, 0, mdat, at);
		media.writeUInt32BE(media.length, 0);
		return Buffer.concat([file.subarray(0, mdat), media, file.subarray(at)]);
	}

	it('TikTok is asked once per account and run, whatever the number of items', async () => {
		const { error } = await upload(real('leading.mov'), {}, 3);

		expect(error).toBeUndefined();
		expect(paths().filter((path) => path === ask)).toHaveLength(1);
		expect(paths().filter((path) => path === init)).toHaveLength(3);
	});

	it.each([
		[
			'slow.mp4',
			'The video has 12 frames per second; TikTok takes 23 to 60.',
			'frame_rate_check_failed',
		],
		[
			'small.webm',
			'The video has 200 × 200 pixels; TikTok takes 360 to 4096 on each side.',
			'picture_size_check_failed',
		],
	])(
		'%s is refused, naming the value and the limit, and nothing is posted',
		async (name, message, code) => {
			const { error } = await upload(real(name));

			expect(error?.message).toBe(message);
			expect(error?.context?.tiktok).toMatchObject({ code, retryable: false });
			expect(paths()).toEqual([ask]);
		},
	);

	it.each(['cover_first.mp4', 'frag_unknown_v1.mp4', 'chapters840.mp4', 'live.webm'])(
		'%s is posted: what its header does not mean is no reason to refuse it',
		async (name) => {
			const { error } = await upload(committed(name), {}, 1, unused());

			expect(error).toBeUndefined();
			expect(paths()).toEqual([ask, init, put]);
		},
	);

	it.each([
		['one_a_second.mp4', 'The video has 1 frame per second; TikTok takes 23 to 60.'],
		['sound_only.mp4', 'The file holds sound only, no picture.'],
	])('%s is refused in words that fit', async (name, message) => {
		const { error } = await upload(committed(name), {}, 1, unused());

		expect(error?.message).toBe(message);
		expect(paths()).toEqual([ask]);
	});

	it('a video longer than this creator may post is refused', async () => {
		setting.emulator.account('demo.creator').maxVideoPostDurationSec = 0.5;
		const { error } = await upload(real('trailing.mp4'));

		expect(error?.message).toBe('The video lasts 2 s; TikTok takes up to 0.5 s here.');
		expect(paths()).toEqual([ask]);
	});

	it('metadata behind the media is judged before the last chunk leaves: nothing is posted', async () => {
		const { error } = await upload(inflated('slow.mp4', 11_000_000));

		expect(error?.message).toBe('The video has 12 frames per second; TikTok takes 23 to 60.');
		expect(error?.description).toContain('Nothing was posted.');
		expect(error?.description).not.toContain('draft');
		expect(error?.context?.tiktok).toMatchObject({ publish_id: expect.any(String) });
		expect(paths()).toEqual([ask, init, put]);
		expect(setting.emulator.publishes.filter(({ complete }) => complete)).toEqual([]);
	});

	it('a good video with its metadata behind the media arrives whole', async () => {
		const { items, error } = await upload(inflated('trailing.mp4', 11_000_000));

		expect(error).toBeUndefined();
		expect(items[0].json.upload).toMatchObject({ bytes: 11_000_000, chunks: 2 });
	});

	it('a privacy level that the account does not offer is refused, naming those it offers', async () => {
		const { error } = await upload(real('leading.mov'), { privacyLevel: 'FOLLOWER_OF_CREATOR' });

		expect(error?.message).toBe(
			'This account does not offer the privacy level Followers (FOLLOWER_OF_CREATOR).',
		);
		expect(error?.description).toContain(
			'It offers Everyone (PUBLIC_TO_EVERYONE), Friends (MUTUAL_FOLLOW_FRIENDS), Only Me (SELF_ONLY) now.',
		);
		expect(paths()).toEqual([ask]);
	});

	describe('what the creator has switched off', () => {
		const sent = () =>
			setting.emulator.requests.find(({ path }) => path.endsWith('/init/'))?.body as {
				post_info: object;
			};
		// Others have used up what the account of all may start in a minute.
		let credential: CredentialRef;
		beforeEach(() => {
			const username = freshUsername();
			setting.emulator.addAccount({ username, commentDisabled: true, duetDisabled: true });
			credential = setting.connect({ username });
		});

		it('is switched off in the post of a file too', async () => {
			const { error } = await upload(
				real('leading.mov'),
				{ options: { disableComment: false } },
				1,
				credential,
			);

			expect(error).toBeUndefined();
			expect(sent().post_info).toMatchObject({ disable_comment: true, disable_duet: true });
			expect(sent().post_info).not.toHaveProperty('disable_stitch');
		});

		it('is switched off in a post of photos, which know no duets', async () => {
			await setting.harness.run({
				parameters: {
					resource: 'photo',
					operation: 'post',
					photoUrls: ['https://media.example.com/1.jpg'],
					privacyLevel: 'SELF_ONLY',
				},
				credentials: [credential],
			});

			expect(sent().post_info).toMatchObject({ disable_comment: true });
			expect(sent().post_info).not.toHaveProperty('disable_duet');
		});

		it('is switched off whether or not Preflight judges the file', async () => {
			await upload(real('leading.mov'), { options: { preflight: false } }, 1, credential);

			expect(sent().post_info).toMatchObject({ disable_comment: true, disable_duet: true });
		});
	});

	it('a creator who cannot post now is told why, and nothing is sent', async () => {
		setting.emulator.account('demo.creator').postingBlock = 'spam_risk_too_many_posts';
		const { error } = await upload(real('leading.mov'));

		expect(error?.message).toBe(
			'This account has used up its posts through apps for the last 24 hours.',
		);
		expect(paths()).toEqual([ask]);
	});

	describe('with Preflight switched off', () => {
		const options = { preflight: false };

		it('TikTok is asked all the same, and the file is not judged', async () => {
			const { error } = await upload(real('slow.mp4'), { options }, 1, unused());

			expect(error).toBeUndefined();
			expect(paths()).toEqual([ask, init, put]);
		});

		it('the privacy level is checked, and nothing is posted', async () => {
			const { error } = await upload(
				real('slow.mp4'),
				{ options, privacyLevel: 'FOLLOWER_OF_CREATOR' },
				1,
				unused(),
			);

			expect(error?.context?.tiktok).toMatchObject({ code: 'privacy_level_option_mismatch' });
			expect(paths()).toEqual([ask]);
		});

		it('what is no video is refused', async () => {
			const { error } = await upload(Buffer.from('<html></html>'), { options }, 1, unused());

			expect(error?.context?.tiktok).toMatchObject({ code: 'wrong_file_type' });
			expect(paths()).toEqual([ask]);
		});
	});

	it('a draft costs no question', async () => {
		await upload(real('leading.mov'), { postMode: 'MEDIA_UPLOAD' });

		expect(paths()).toEqual(['POST /v2/post/publish/inbox/video/init/', put]);
	});
});
