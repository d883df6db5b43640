import { createSetting, type Setting } from '../../../harness/setting';
import { Scene } from '../trigger/triggerUnderTest';

let setting: Setting;
let scene: Scene;
beforeAll(async () => {
	setting = await createSetting();
});
beforeEach(() => {
	scene = new Scene(setting);
});
afterEach(() => scene.end());
afterAll(async () => await setting.close());

async function upload(privacyLevel: string, returnWhen = 'published', postMode = 'DIRECT_POST') {
	return await setting.harness.run({
		parameters: {
			resource: 'video',
			operation: 'upload',
			postMode,
			privacyLevel,
			binaryPropertyName: 'data',
			returnWhen,
			options: { maxWaitMinutes: 3 },
		},
		items: [await setting.itemWithFiles(1000)],
		credentials: [scene.credential],
	});
}

describe('waiting after a post', () => {
	it('for a public ID: a private post does not wait for what never comes', async () => {
		const { items } = await upload('SELF_ONLY', 'public');
		expect(items[0].json).toMatchObject({ outcome: 'published', is_final: true, post_ids: [] });
		expect(items[0].json).not.toHaveProperty('retry_after_seconds');
		expect(scene.statusCalls()).toBe(1);
	});

	it('for a public ID: a public post has its link', async () => {
		setting.emulator.switches.moderationMs = 60_000;
		const { items } = await upload('PUBLIC_TO_EVERYONE', 'public');
		const [{ json }] = items;
		expect(json.post_urls).toEqual([expect.stringContaining(`/@${scene.username}/video/`)]);
		// In front, where a table shows it without scrolling.
		expect(Object.entries(json)[0]).toEqual(['post_url', (json.post_urls as string[])[0]]);
	});

	it('for a public ID: a draft is through when it is in the inbox', async () => {
		const { items } = await upload('', 'public', 'MEDIA_UPLOAD');
		expect(items[0].json).toMatchObject({ outcome: 'inbox', is_final: true });
		expect(items[0].json).not.toHaveProperty('post_url');
	});

	it.each([
		['At Once', undefined],
		['when published', 'published'],
		['With Link', 'published'],
	])('takes the label "%s" from an expression as well', async (label, outcome) => {
		const { items } = await upload('SELF_ONLY', `={{ ${JSON.stringify(label)} }}`);
		expect(items[0].json.outcome).toBe(outcome);
	});

	it('says how far the file is, in bytes and percent, when the time is up', async () => {
		setting.emulator.switches.processingMs = 600_000;
		const { items } = await upload('SELF_ONLY');
		expect(items[0].json).toMatchObject({
			status: 'PROCESSING_UPLOAD',
			is_final: false,
			uploaded_bytes: 1000,
			uploaded_percent: 100,
			retry_after_seconds: 70,
		});
	});

	it('is no error while TikTok gives no status at all: the post is accepted', async () => {
		setting.emulator.faults.script({
			match: { path: '/v2/post/publish/status/fetch/' },
			times: 100,
			do: { kind: 'status', status: 503 },
		});
		const { items, error } = await upload('SELF_ONLY');
		setting.emulator.faults.clear();
		expect(error).toBeUndefined();
		expect(items[0].json).toMatchObject({
			publish_id: setting.emulator.publishes[0].publishId,
			is_final: false,
			outcome: 'in_progress',
		});
	});

	it('is an error with the publish ID when TikTok refuses the question', async () => {
		setting.emulator.faults.script({
			match: { path: '/v2/post/publish/status/fetch/' },
			do: { kind: 'envelope', status: 400, code: 'invalid_params' },
		});
		const { error } = await upload('SELF_ONLY');
		expect(error?.context?.tiktok).toMatchObject({
			code: 'invalid_params',
			publish_id: setting.emulator.publishes[0].publishId,
		});
	});
});

describe('a label stands for its value, in upper or lower case', () => {
	it.each([
		['Direct Post', 'Only Me', '/v2/post/publish/video/init/'],
		['draft to inbox', 'ONLY ME', '/v2/post/publish/inbox/video/init/'],
		['MEDIA_UPLOAD', 'SELF_ONLY', '/v2/post/publish/inbox/video/init/'],
	])('Post Mode "%s" with Privacy Level "%s"', async (mode, level, path) => {
		const from = setting.emulator.requests.length;
		const { error } = await setting.harness.run({
			parameters: {
				resource: 'video',
				operation: 'upload',
				postMode: '={{ $json.mode }}',
				privacyLevel: '={{ $json.level }}',
				title: 'From a form',
				binaryPropertyName: 'data',
			},
			items: [{ ...(await setting.itemWithFiles(1000)), json: { mode, level } }],
			credentials: [scene.credential],
		});
		expect(error).toBeUndefined();
		const [init] = setting.emulator.requests
			.slice(from)
			.filter((request) => request.path.endsWith('/init/'));
		expect(init.path).toBe(path);
		// A draft takes neither caption nor settings, whatever the editor shows.
		const info = (init.body as { post_info?: object }).post_info;
		if (path.includes('inbox')) expect(info).toBeUndefined();
		else expect(info).toMatchObject({ privacy_level: 'SELF_ONLY', title: 'From a form' });
	});
});
