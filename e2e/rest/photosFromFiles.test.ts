/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { examples } from '../folders';
import { outputOf } from '../n8n/rest';
import { createPublicSetting } from './ownSetting';
import { photoNames, photoPost } from './photoPost';
import { createSetting, PUBLIC_ADDRESS, sha256, type Setting } from './setting';

describe('an n8n with a public https address (WEBHOOK_URL)', () => {
	let setting: Setting;
	beforeAll(async () => {
		setting = await createPublicSetting();
	});
	afterAll(async () => await setting.close());

	it('serves photos of the item to TikTok: downloaded from n8n, byte for byte, in order', async () => {
		// The account is connected with the Web app type, which takes a public address only.
		const credential = await setting.connect({ appType: 'web' });
		const execution = await setting.runToSuccess(await photoPost(setting, credential));
		const [publish] = setting.emulator.publishes;
		const files = photoNames.map(async (name) => await readFile(join(examples, 'media', name)));

		expect(publish.media.map((photo) => photo.sha256)).toEqual(
			(await Promise.all(files)).map(sha256),
		);
		for (const { url, type } of publish.media) {
			expect(type).toBe('image/jpeg');
			expect(url).toMatch(`${PUBLIC_ADDRESS}/rest/binary-data/signed?token=`);
		}
		expect(outputOf(execution, 'TikTok').map(({ json }) => json)).toEqual([
			expect.objectContaining({ publish_id: publish.publishId, outcome: 'published' }),
		]);
	});
});

describe('an n8n without one', () => {
	let setting: Setting;
	beforeAll(async () => {
		setting = await createSetting();
	});
	afterAll(async () => await setting.close());

	it('is told to set WEBHOOK_URL, and TikTok is not asked', async () => {
		const credential = await setting.connect();
		const execution = await setting.run(await photoPost(setting, credential));
		const { error } = execution.data.resultData;

		expect(error?.message).toMatch(/^TikTok cannot download from this n8n: its address is http:/);
		expect(error?.description).toContain('Set WEBHOOK_URL to the public https address');
		expect(setting.emulator.publishes).toEqual([]);
	});
});
