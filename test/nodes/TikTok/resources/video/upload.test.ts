/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import type { IBinaryData, INodeExecutionData } from 'n8n-workflow';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fixture } from '../../../../fixtures/video/upload';
import { mediaBuffer, sha256 } from '../../../../fixtures/media';
import { n8nFolder } from '../../../../harness/outside';
import {
	errorItem,
	expectError,
	expectTikTokError,
	hidePrivacyLevels,
	operationUnderTest,
} from '../operationUnderTest';

type UploadSlots = typeof import('../../../../../nodes/TikTok/upload/uploadSlots');

const upload = operationUnderTest(fixture);

const direct = {
	postMode: 'DIRECT_POST',
	options: { preflight: false },
	privacyLevel: 'SELF_ONLY',
	binaryPropertyName: 'data',
};
const draft = { postMode: 'MEDIA_UPLOAD', binaryPropertyName: 'data' };
const publicPost = { ...direct, privacyLevel: 'PUBLIC_TO_EVERYONE' };

const file = { property: 'data', bytes: 1000, head: 'mp4' } as const;

async function itemWith(
	bytes = mediaBuffer(file),
	named: { mimeType?: string; fileName?: string } = {},
): Promise<INodeExecutionData> {
	const data = await upload.setting.harness.storeBinary({
		bytes,
		mimeType: 'video/mp4',
		fileName: 'clip.mp4',
		...named,
	});
	return { json: {}, binary: { data } };
}

/** n8n keeps a file's size beside the file; so a file need not be that large to count as it. */
async function claimSize({ id }: IBinaryData, fileSize: number): Promise<void> {
	const fileId = (id ?? '').replace('filesystem-v2:', '');
	const path = join(n8nFolder, 'binary-data', `${fileId}.metadata`);
	const metadata = JSON.parse(await readFile(path, 'utf8')) as object;
	await writeFile(path, JSON.stringify({ ...metadata, fileSize }));
}

async function itemOfSize(fileSize: number, stored = 1000): Promise<INodeExecutionData> {
	const item = await itemWith(mediaBuffer({ ...file, bytes: stored }));
	await claimSize(item.binary!.data, fileSize);
	return item;
}

/** How many bytes the upload before left to be filled again; 0 when it left nothing. */
async function bytesLeft(): Promise<number> {
	const { uploadSlots } = upload.setting.harness.packageModule<UploadSlots>(
		'dist/nodes/TikTok/upload/uploadSlots.js',
	);
	const slot = await uploadSlots.take();
	const { length } = slot.buffer(0);
	slot.giveBack();
	return length;
}

const statusCalls = () => upload.sent().filter(({ path }) => path.includes('/status/fetch/'));

describe('the memory of an upload', () => {
	/** Takes what an earlier test left. */
	beforeEach(async () => void (await bytesLeft()));

	it('is left to the next one when TikTok confirmed every chunk', async () => {
		const left: number[] = [];
		// A collection in between may take it, hardly three times.
		for (let run = 1; run <= 3; run++) {
			const { error } = await upload.run(direct, { items: [await itemWith()] });
			expect(error).toBeUndefined();
			left.push(await bytesLeft());
		}
		expect(left).toContain(file.bytes);
	});

	it('is left to nobody when the answer to the last chunk was lost', async () => {
		upload.virtualClock();
		upload.setting.emulator.faults.script({
			match: { method: 'PUT', path: '/' },
			do: { kind: 'resetAfter' },
			times: 20,
		});
		const { items, error } = await upload.run(direct, { items: [await itemWith()] });
		upload.setting.emulator.faults.clear();
		expect(error).toBeUndefined();
		// TikTok's status decided.
		expect(items[0].json).toMatchObject({ uploaded_bytes: file.bytes });
		expect(await bytesLeft()).toBe(0);
	});
});

describe('two items', () => {
	it('become two posts, each linked to its item and made of its file', async () => {
		const files = [1000, 2000].map((bytes) => mediaBuffer({ ...file, bytes }));
		const items = await Promise.all(files.map(async (bytes) => await itemWith(bytes)));
		const { items: posts, error } = await upload.run(direct, { items });

		expect(error).toBeUndefined();
		expect(posts.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		const { publishes } = upload.setting.emulator;
		const arrived = posts.map(
			({ json }) => publishes.find(({ publishId }) => publishId === json.publish_id)?.sha256,
		);
		expect(arrived).toEqual(await Promise.all(files.map(async (bytes) => await sha256(bytes))));
	});
});

describe('a file that TikTok would not take is refused before any request', () => {
	it('when it is empty', async () => {
		const result = await upload.run(direct, { items: [await itemWith(Buffer.alloc(0))] });
		expectError(result, {
			message: 'The file "clip.mp4" in "data" is empty (0 bytes).',
			description: 'Check the node that delivered it.',
		});
		expect(upload.sent()).toEqual([]);
	});

	it('when it is empty and kept in memory', async () => {
		upload.setting.harness.setBinaryMode('default');
		try {
			const result = await upload.run(direct, { items: [await itemWith(Buffer.alloc(0))] });
			expectError(result, {
				message: 'The file "clip.mp4" in "data" is empty (0 bytes).',
				description: 'Check the node that delivered it.',
			});
		} finally {
			upload.setting.harness.setBinaryMode('filesystem');
		}
		expect(upload.sent()).toEqual([]);
	});

	it('when it is one byte over 4 GiB', async () => {
		const result = await upload.run(direct, { items: [await itemOfSize(4_294_967_297)] });
		expectError(result, {
			message:
				'The file "clip.mp4" in "data" has 4294967297 bytes; TikTok takes at most 4294967296 (4 GiB).',
			description: 'Make the video smaller.',
		});
		expect(upload.sent()).toEqual([]);
	});

	it.each([
		['a web page', '<!DOCTYPE html><title>502</title>', 'a web page (HTML)'],
		['JSON', '{"error":"not found"}', 'JSON'],
		["n8n's word for a store", 'filesystem-v2', "n8n's note of where it keeps a file"],
		['an AVI video', 'RIFF\0\0\0\0AVI LIST', 'an AVI video'],
		['a GIF picture', 'GIF89a', 'a GIF picture'],
	])('when it is %s, whatever label and name say', async (_what, content, reads) => {
		const item = await itemWith(Buffer.from(content));
		expectError(await upload.run(direct, { items: [item] }), {
			message: `The file "clip.mp4" in "data" looks like ${reads}, not like a video.`,
			description: 'TikTok takes videos as MP4, MOV or WebM.',
		});
		expect(upload.posted()).toEqual([]);
	});

	it('when the item has it in another field', async () => {
		const { binary } = await itemWith();
		const result = await upload.run(direct, {
			items: [{ json: {}, binary: { movie: binary!.data } }],
		});
		expectError(result, {
			message: 'The input item has no file in the field "data".',
			description: 'Its files are in: movie.',
		});
		expect(upload.sent()).toEqual([]);
	});

	it('when the input is pinned, which holds no files', async () => {
		const result = await upload.run(direct, { items: [await itemWith()], pinnedInput: true });
		expectError(result, {
			message: 'The input item has no file in the field "data".',
			description: 'Pinned data holds no files: unpin the previous node.',
		});
		expect(upload.sent()).toEqual([]);
	});
});

describe('settings that TikTok would not take are refused before any request', () => {
	it.each([
		[
			'a caption that is one unit too long',
			{ ...direct, title: 'a'.repeat(2201) },
			'Caption is too long: 2201/2200 characters.',
			'most emoji count as two',
		],
		[
			'a caption of emoji, which count twice',
			{ ...direct, title: `a${'🎬'.repeat(1100)}` },
			'Caption is too long: 2201/2200 characters.',
			'most emoji count as two',
		],
		[
			'no privacy level',
			{ ...direct, privacyLevel: '' },
			'Privacy Level is empty.',
			"TikTok's rules allow no default",
		],
		[
			'branded content that only the creator may see',
			{ ...direct, options: { brandContent: true } },
			'Branded Content cannot be combined with the privacy level Only Me (SELF_ONLY).',
			'Choose another privacy level or switch Branded Content off.',
		],
	])('%s', async (_what, parameters, message, description) => {
		const result = await upload.run(parameters, { items: [await itemWith()] });
		expectError(result, { message, description });
		expect(upload.sent()).toEqual([]);
	});

	it.each([
		['direct posts', direct, 'video.publish', 'video.upload', '"Direct Post"'],
		['drafts', draft, 'video.upload', 'video.publish', '"Drafts to Inbox"'],
	])(
		'%s without their permission, which is named',
		async (_what, parameters, missing, granted, label) => {
			const { setting, username } = upload;
			upload.credential = setting.connect({ username, scopes: ['user.info.basic', granted] });
			expectError(await upload.run(parameters, { items: [await itemWith()] }), {
				message: `This account did not grant ${missing}.`,
				description: label,
			});
			expect(upload.sent()).toEqual([]);
		},
	);
});

describe('what is just within the limits', () => {
	it('a caption of 2200 units goes to TikTok whole', async () => {
		const title = '🎬'.repeat(1100);
		const { error } = await upload.run({ ...direct, title }, { items: [await itemWith()] });
		expect(error).toBeUndefined();
		expect(upload.posted()[0].body).toMatchObject({ post_info: { title } });
	});

	it('a file of 4 GiB is announced in 86 chunks', async () => {
		const result = await upload.run(direct, {
			items: [await itemOfSize(4_294_967_296, 49_941_480)],
		});
		// Open API §7.1: floor(4,294,967,296 / 49,941,480) = 86.
		expect(upload.posted()[0].body).toMatchObject({
			source_info: {
				source: 'FILE_UPLOAD',
				video_size: 4_294_967_296,
				chunk_size: 49_941_480,
				total_chunk_count: 86,
			},
		});
		// Only its first chunk exists.
		expectError(result, {
			message:
				'The file "clip.mp4" in "data" should have 4294967296 bytes, but n8n\'s store ended after 49941480 bytes.',
			description: 'Run the node that delivers it again.',
		});
	});

	it.each([
		['application/octet-stream', 'phone.MOV', 'mov', 'video/quicktime'],
		['application/octet-stream', 'clip.mp4', 'mp4', 'video/mp4'],
		['image/png', 'clip', 'webm', 'video/webm'],
		['video/mp4', 'clip.mp4', 'mov', 'video/quicktime'],
	] as const)(
		'labelled %s and named %s, a file of the kind %s is sent as %s',
		async (mimeType, fileName, head, sentAs) => {
			const item = await itemWith(mediaBuffer({ ...file, head }), { mimeType, fileName });
			const { error } = await upload.run(draft, { items: [item] });
			expect(error).toBeUndefined();
			expect(upload.sent()[1].headers['content-type']).toBe(sentAs);
		},
	);
});

describe("TikTok's refusals", () => {
	const mismatch = { ...direct, privacyLevel: 'FOLLOWER_OF_CREATOR' };

	it('say what to do, with code and log id', async () => {
		hidePrivacyLevels(upload.setting);
		const result = await upload.run(mismatch, { items: [await itemWith()] });
		expectTikTokError(result, {
			code: 'privacy_level_option_mismatch',
			message: 'This account does not offer the chosen privacy level.',
			description: 'Choose one from the Privacy Level list',
		});
		expect(upload.posted().map(({ path }) => path)).toEqual(['/v2/post/publish/video/init/']);
	});

	it('name the full inbox after five drafts', async () => {
		const { setting, username } = upload;
		for (let draftNumber = 1; draftNumber <= 5; draftNumber++) {
			await upload.run(draft, { items: [await itemWith()] });
		}
		expectTikTokError(await upload.run(draft, { items: [await itemWith()] }), {
			code: 'spam_risk_too_many_pending_share',
			message: 'This account already has five drafts waiting in its TikTok inbox.',
			description: 'Post or dismiss drafts in the TikTok app',
		});
		const drafts = setting.emulator.publishes.filter(({ account }) => account === username);
		expect(drafts).toHaveLength(5);
	});

	it('leave the other item alone when the user goes on', async () => {
		hidePrivacyLevels(upload.setting);
		const items = [await itemWith(), await itemWith()];
		items[0].json.privacy = 'FOLLOWER_OF_CREATOR';
		items[1].json.privacy = 'SELF_ONLY';
		const { items: results, error } = await upload.run(
			{ ...direct, privacyLevel: '={{ $json.privacy }}' },
			{ items, onError: 'continueRegularOutput' },
		);
		expect(error).toBeUndefined();
		expect(results).toEqual([
			errorItem(0, 'This account does not offer the chosen privacy level.', {
				code: 'privacy_level_option_mismatch',
				http_status: 403,
				retryable: false,
				log_id: expect.any(String),
			}),
			{
				json: expect.objectContaining({ publish_id: expect.stringMatching(/^v_pub_file/) }),
				pairedItem: { item: 1 },
			},
		]);
	});
});

describe('waiting for completion', () => {
	it('asks at most seven times when the post is ready after two minutes', async () => {
		const { emulator } = upload.setting;
		emulator.switches.processingMs = 120_000;
		const clock = upload.virtualClock();
		const { items } = await upload.run(
			{ ...direct, returnWhen: 'published' },
			{ items: [await itemWith()] },
		);
		expect(items).toHaveLength(1);
		expect(items[0].json).toMatchObject({
			status: 'PUBLISH_COMPLETE',
			outcome: 'published',
			is_final: true,
			post_ids: [],
			upload: { bytes: 1000, chunks: 1, chunks_resent: 0 },
		});
		expect(items[0].json).not.toHaveProperty('retry_after_seconds');
		expect(statusCalls().length).toBeLessThanOrEqual(7);
		expect(clock.elapsed()).toBeGreaterThanOrEqual(119_000);
		expect(clock.elapsed()).toBeLessThanOrEqual(151_000);
	});

	it('hands out the exact id and the address of a public post', async () => {
		const { emulator } = upload.setting;
		upload.virtualClock();
		const { items } = await upload.run(
			{ ...publicPost, returnWhen: 'public' },
			{ items: [await itemWith()] },
		);
		const post = emulator.publishes.find(({ publishId }) => publishId === items[0].json.publish_id);
		expect(post?.postId).toMatch(/^\d{19}$/);
		expect(items[0].json).toMatchObject({
			post_ids: [post?.postId],
			post_urls: [`${emulator.url}/@${upload.username}/video/${String(post?.postId)}`],
		});
	});

	it('ends for a draft when it is in the inbox', async () => {
		upload.virtualClock();
		const { items } = await upload.run(
			{ ...draft, returnWhen: 'public' },
			{ items: [await itemWith()] },
		);
		expect(items[0].json).toMatchObject({
			status: 'SEND_TO_USER_INBOX',
			outcome: 'inbox',
			is_final: true,
		});
		expect(statusCalls()).toHaveLength(1);
	});

	it('ends with a result and not with an error when the time is up', async () => {
		const { emulator } = upload.setting;
		emulator.switches.processingMs = 3_600_000;
		const clock = upload.virtualClock();
		const { items, error } = await upload.run(
			{ ...direct, returnWhen: 'published', options: { maxWaitMinutes: 1 } },
			{ items: [await itemWith()] },
		);
		expect(error).toBeUndefined();
		expect(items[0].json).toMatchObject({
			publish_id: expect.any(String),
			status: 'PROCESSING_UPLOAD',
			is_final: false,
			retry_after_seconds: expect.any(Number),
		});
		expect(clock.elapsed()).toBe(60_000);
	});

	it('ends with an error that keeps the publish ID when TikTok gives the post up', async () => {
		const { emulator } = upload.setting;
		emulator.account(upload.username).failNext.push('frame_rate_check_failed');
		upload.virtualClock();
		const result = await upload.run(
			{ ...direct, returnWhen: 'published' },
			{ items: [await itemWith()] },
		);
		const publishId = emulator.publishes.at(-1)?.publishId;
		expectError(result, {
			message: "The frame rate of the video is outside TikTok's limits.",
			description: `(TikTok code: frame_rate_check_failed, publish ID: ${publishId})`,
		});
		expect(result.error?.context?.tiktok).toMatchObject({ publish_id: publishId });
	});
});
