/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { join } from 'node:path';

import { startLoggingProxy, type LoggingProxy } from './loggingProxy';
import { createSetting, writeVideo, type Setting } from './setting';
import { chain, readFiles, start, tikTok } from './workflows';

let setting: Setting;
let proxy: LoggingProxy;
beforeAll(async () => {
	setting = await createSetting();
	proxy = await startLoggingProxy();
});
afterAll(async () => {
	await setting.close();
	await proxy.close();
});

it("sends every request of an upload through the proxy of the node's options", async () => {
	const { emulator } = setting;
	const credential = await setting.connect();
	const file = join(setting.filesFolder, 'proxy.mp4');
	const { sha256 } = await writeVideo(file, 60_000_000);
	const from = emulator.requests.length;
	await setting.runToSuccess(
		chain('Upload through a proxy', [
			start(),
			readFiles(file),
			tikTok(
				{
					resource: 'video',
					operation: 'upload',
					postMode: 'DIRECT_POST',
					binaryPropertyName: 'data',
					privacyLevel: 'PUBLIC_TO_EVERYONE',
					returnWhen: 'public',
					options: { maxWaitMinutes: 2 },
					requestOptions: { proxy: proxy.url },
				},
				credential,
			),
		]),
	);
	const received = emulator.requests.slice(from);

	expect(emulator.publishes.at(-1)).toMatchObject({ complete: true, sha256 });
	expect(received.map(({ path }) => path)).toEqual(
		expect.arrayContaining([
			'/v2/post/publish/video/init/',
			'/v2/post/publish/status/fetch/',
			expect.stringMatching(/^\/video\/|upload/),
		]),
	);
	// What TikTok received is what the proxy saw: nothing went past it.
	expect([...proxy.log].sort()).toEqual(
		received
			.map(({ method, path, rawQuery }) => {
				const query = rawQuery ? `?${rawQuery.replace(/^\?/, '')}` : '';
				return `${method} ${emulator.url}${path}${query}`;
			})
			.sort(),
	);
});
