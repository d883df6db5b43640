/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import axios from 'axios';
import FormData from 'form-data';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import { outputOf } from '../n8n/rest';
import { waitFor } from '../waitFor';
import { chooseCredential, nodeNamed, readExample } from './exampleFiles';
import { createSetting, requireSuccess, sampleVideo, sha256, type Setting } from './setting';

let setting: Setting;
beforeAll(async () => {
	setting = await createSetting();
});
afterAll(async () => await setting.close());

it('a video that a person sends with a form arrives at TikTok byte for byte', async () => {
	const workflow = await readExample('form-upload.json');
	chooseCredential(workflow, await setting.connect());
	const path = randomUUID();
	const trigger = nodeNamed(workflow, 'Upload Form');
	trigger.parameters.options = { path };
	trigger.webhookId = path;
	const saved = await setting.publish(workflow);
	const address = `${setting.instance.url}/form/${path}`;
	const page = await waitFor('form page in n8n', async () => {
		const answer = await fetch(address);
		return answer.ok ? await answer.text() : undefined;
	});

	const video = await readFile(sampleVideo);
	const form = new FormData();
	form.append('field-0', video, { filename: 'holiday.mp4', contentType: 'video/mp4' });
	form.append('field-1', 'From a form #n8n');
	form.append('field-2', 'Only Me');
	const answer = await axios.post(address, form, { headers: form.getHeaders(), proxy: false });
	const execution = requireSuccess(await setting.firstExecutionOf(saved));
	const [{ json }] = outputOf(execution, 'Upload to TikTok');

	expect(page).toContain('Post a video on TikTok');
	expect(answer.status).toBe(200);
	expect(json).toMatchObject({ outcome: 'published', is_final: true });
	expect(setting.emulator.publishes).toEqual([
		expect.objectContaining({
			publishId: json.publish_id,
			sha256: sha256(video),
			postInfo: expect.objectContaining({
				title: 'From a form #n8n',
				privacy_level: 'SELF_ONLY',
			}),
		}),
	]);
});
