import { outputOf } from '../n8n/rest';
import { chooseCredential, nodeNamed, readExample } from './exampleFiles';
import { hostMedia } from '../mediaHost';
import { createSetting, type Setting } from './setting';

let setting: Setting;
let closeMedia: () => Promise<void>;
beforeAll(async () => {
	setting = await createSetting();
	closeMedia = await hostMedia(setting.emulator);
});
afterAll(async () => {
	await setting.close();
	await closeMedia();
});

it('durable-wait-loop: asks, sleeps as long as it was told, and ends with the outcome', async () => {
	const workflow = await readExample('durable-wait-loop.json');
	chooseCredential(workflow, await setting.connect());
	nodeNamed(workflow, 'Publish to TikTok').parameters.videoUrl =
		'https://media.example.com/clips/sample.mp4';
	const execution = await setting.runToSuccess(workflow);
	const asked = execution.data.resultData.runData['Get Status'];

	expect(outputOf(execution, 'Done').map(({ json }) => json)).toEqual([
		expect.objectContaining({ status: 'PUBLISH_COMPLETE', is_final: true }),
	]);
	expect(asked.length).toBeGreaterThan(1);
	expect(asked[0].data?.main?.[0]?.[0].json).toMatchObject({
		is_final: false,
		retry_after_seconds: expect.any(Number),
	});
	expect(execution.data.resultData.runData.Wait).toHaveLength(asked.length - 1);
});
