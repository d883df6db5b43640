/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import { outputOf, type SavedWorkflow } from '../n8n/rest';
import { waitFor } from '../waitFor';
import { chooseCredential, nodeNamed, readExample } from './exampleFiles';
import { sendForm } from './sendForm';
import { createSetting, requireSuccess, sampleVideo, sha256, type Setting } from './setting';

let setting: Setting;
beforeAll(async () => {
	setting = await createSetting();
});
afterAll(async () => await setting.close());

/** The example, published, with the address of its form. */
async function openForm(): Promise<{ saved: SavedWorkflow; address: string }> {
	const workflow = await readExample('form-upload.json');
	chooseCredential(workflow, await setting.connect());
	const path = randomUUID();
	const trigger = nodeNamed(workflow, 'Upload Form');
	trigger.parameters.options = { path };
	trigger.webhookId = path;
	const saved = await setting.publish(workflow);
	return { saved, address: `${setting.instance.url}/form/${path}` };
}

const send = async (address: string, video: Buffer, whoCanSeeIt: string) =>
	await sendForm(setting.instance.url, address, { video, whoCanSeeIt });

it('a video that a person sends with a form arrives at TikTok byte for byte, and the page shows its link', async () => {
	const { saved, address } = await openForm();
	const page = await waitFor('form page in n8n', async () => {
		const answer = await fetch(address);
		return answer.ok ? await answer.text() : undefined;
	});
	const video = await readFile(sampleVideo);
	const ending = await send(address, video, 'Everyone');
	const execution = requireSuccess(await setting.firstExecutionOf(saved));
	const [{ json }] = outputOf(execution, 'Upload to TikTok');

	expect(page).toContain('Post a video on TikTok');
	expect(json).toMatchObject({ outcome: 'published', is_final: true });
	expect(ending).toContain('Your video is on TikTok');
	expect(json.post_url).toMatch(/\/video\/\d+$/);
	expect(ending).toContain(`href="${String(json.post_url)}"`);
	expect(setting.emulator.publishes).toEqual([
		expect.objectContaining({
			publishId: json.publish_id,
			sha256: sha256(video),
			postInfo: expect.objectContaining({
				title: 'From a form #n8n',
				privacy_level: 'PUBLIC_TO_EVERYONE',
			}),
		}),
	]);
});

it('says what was refused, before the post and after it', async () => {
	const { address } = await openForm();
	await waitFor('form page in n8n', async () => ((await fetch(address)).ok ? true : undefined));
	const noVideo = await send(address, Buffer.from('<html>no video</html>'), 'Only Me');
	setting.emulator.accounts.at(-1)?.failNext.push('frame_rate_check_failed');
	const refused = await send(address, await readFile(sampleVideo), 'Only Me');

	for (const page of [noVideo, refused]) expect(page).toContain('That did not work');
	expect(noVideo).toContain('not like a video');
	expect(refused).toMatch(/frame rate/i);
	expect(refused).not.toContain('Your video is on TikTok');
});

it('says that a post which only its creator sees has no link', async () => {
	const { address } = await openForm();
	await waitFor('form page in n8n', async () => ((await fetch(address)).ok ? true : undefined));
	const page = await send(address, await readFile(sampleVideo), 'Only Me');
	expect(page).toContain('It has no link');
});
