/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';

import { mediaSha256, mediaStream } from '../../test/fixtures/media';
import { peak, sampleMemory } from '../bench/memorySampler';
import { listenOnLoopback, type LoopbackServer } from '../loopbackServer';
import { outputOf } from '../n8n/rest';
import { createOwnSetting, type OwnSetting } from './ownSetting';
import { chain, start, START, tikTok } from './workflows';

/** `ADDRESS_BYTES=4294967296` for the largest video that TikTok takes. */
const LARGE = Number(process.env.ADDRESS_BYTES ?? 300_000_000);
/** What n8n takes for running a workflow and for chunks at all, is there after this one. */
const WARM_UP = 64_000_000;
const RISE_BYTES = 150_000_000;
const LIMIT_MS = 1_200_000;

const video = (bytes: number) => ({ property: 'address', bytes, head: 'mp4' }) as const;

let setting: OwnSetting;
let host: LoopbackServer;
beforeAll(async () => {
	setting = await createOwnSetting();
	// A video of as many bytes as the path says.
	host = await listenOnLoopback(({ url = '' }, response) => {
		const bytes = Number(/\d+/.exec(url)?.[0]);
		response.writeHead(200, { 'Content-Length': bytes, ETag: `"${bytes}"` });
		Readable.from(mediaStream(video(bytes), 1024 ** 2), { objectMode: false }).pipe(response);
	});
});
afterAll(async () => {
	await setting.close();
	await host.close();
});

it(
	'a large video from an address arrives whole, in flat memory, and n8n stores nothing of it',
	async () => {
		const credential = await setting.connect();
		const uploadOf = async (bytes: number) => {
			const upload = {
				resource: 'video',
				operation: 'upload',
				videoSource: 'url',
				videoUrl: `${host.url}/${bytes}.mp4`,
				postMode: 'DIRECT_POST',
				privacyLevel: 'SELF_ONLY',
			};
			const workflow = chain('Upload from an address', [start(), tikTok(upload, credential)]);
			return await sampleMemory(
				setting.pid(),
				async () => await setting.runToSuccess(workflow, START, LIMIT_MS),
			);
		};
		const warmUp = await uploadOf(WARM_UP);
		const { result, samples } = await uploadOf(LARGE);
		const rise = peak(samples) - (warmUp.samples.at(-1)?.rss ?? 0);
		process.stdout.write(`${LARGE} bytes, memory rose by ${Math.round(rise / 1e6)} MB\n`);

		expect(outputOf(result, 'TikTok')[0].json.upload).toMatchObject({ bytes: LARGE });
		expect(setting.emulator.publishes.at(-1)).toMatchObject({
			complete: true,
			sha256: await mediaSha256(video(LARGE)),
		});
		expect(rise).toBeLessThan(RISE_BYTES);
		expect(storedFiles()).toEqual([]);
	},
	LIMIT_MS,
);

/** What lies in n8n's store for files; n8n makes the folder when it starts. */
function storedFiles(): string[] {
	const store = join(setting.instance.folder, '.n8n', 'storage');
	return readdirSync(store, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map(({ name }) => name);
}
