/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import axios from 'axios';
import FormData from 'form-data';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { examples } from '../folders';
import { outputOf } from '../n8n/rest';
import type { Credential, Execution, Workflow } from '../n8n/rest';
import { waitFor } from '../waitFor';
import { createPublicSetting } from './ownSetting';
import { photoNames } from './photoPost';
import { PUBLIC_ADDRESS, requireSuccess, sha256, type Setting } from './setting';
import { chain, tikTok, webhook } from './workflows';

describe('photos that came by webhook', () => {
	let setting: Setting;
	beforeAll(async () => {
		setting = await createPublicSetting();
	});
	afterAll(async () => await setting.close());

	/** Posts what arrives, without waiting for TikTok. */
	function postWhatArrives(path: string, credential: Credential): Workflow {
		return chain('Photos from a webhook', [
			webhook(path),
			tikTok(
				{
					resource: 'photo',
					operation: 'post',
					photoSource: 'binary',
					binaryPropertyNames: '',
					postMode: 'DIRECT_POST',
					privacyLevel: 'PUBLIC_TO_EVERYONE',
				},
				credential,
			),
		]);
	}

	/** Sends the photos as a browser's form does, to the field that n8n renames and to another one. */
	async function send(path: string): Promise<Buffer[]> {
		const files = await Promise.all(
			photoNames.map(async (name) => await readFile(join(examples, 'media', name))),
		);
		await waitFor('webhook of the photos', async () => {
			const form = new FormData();
			files.forEach((bytes, index) => {
				const field = index === 0 ? 'data' : `data_${index}`;
				form.append(field, bytes, { filename: photoNames[index], contentType: 'image/jpeg' });
			});
			const answer = await axios.post(`${setting.instance.url}/webhook/${path}`, form, {
				headers: form.getHeaders(),
				proxy: false,
				validateStatus: () => true,
			});
			// n8n publishes in the background: until then the address is unknown.
			return answer.status === 404 ? undefined : answer.status === 200;
		});
		return files;
	}

	/** n8n has moved the files of the execution: nothing refers to the temporary folder any more. */
	const temporaryIds = (execution: Execution) =>
		outputOf(execution, 'Webhook').flatMap(({ binary }) =>
			Object.values(binary ?? {}).filter(({ id }) => String(id).includes('/executions/temp/')),
		);

	it('are served after the execution has ended, byte for byte', async () => {
		const path = randomUUID();
		const credential = await setting.connect({ appType: 'web' });
		const saved = await setting.publish(postWhatArrives(path, credential));
		const files = await send(path);
		const execution = requireSuccess(await setting.firstExecutionOf(saved));

		const [{ json }] = outputOf(execution, 'TikTok');
		expect(json).toMatchObject({ status: 'PROCESSING_DOWNLOAD' });
		// The field `data` was moved; the links were made before.
		expect(temporaryIds(execution).length).toBeLessThan(files.length);

		const publish = setting.emulator.publishes.find(
			({ publishId }) => publishId === json.publish_id,
		);
		const urls = publish?.sourceInfo.photo_images as string[];
		const served = await Promise.all(
			urls.map(async (url) => {
				const answer = await axios.get<ArrayBuffer>(
					url.replace(PUBLIC_ADDRESS, setting.instance.url),
					{
						responseType: 'arraybuffer',
						proxy: false,
					},
				);
				return sha256(Buffer.from(answer.data));
			}),
		);
		expect(served.sort()).toEqual(files.map(sha256).sort());
	});
});
