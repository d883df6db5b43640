import { createSetting, type Setting } from '../../../harness/setting';
import { Scene } from './triggerUnderTest';

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

const DAY_IN_MINUTES = 24 * 60;

describe('the test event of a post that is public by now', () => {
	it.each([
		['published', ['published', 'failed'], 'published'],
		['public', ['public'], 'public'],
		['both', ['published', 'public'], 'public'],
	])('with %s chosen is one that would fire', async (_chosen, events, expected) => {
		const publishId = await scene.post();
		await scene.passes(DAY_IN_MINUTES / 2);
		const sources = [{ source: 'publishIds', publishIds: [publishId] }, { source: 'instance' }];
		for (const source of sources) {
			const [item] = (await scene.trigger({ ...source, events }).poll('manual')).items;

			expect(item.json).toMatchObject({ event: expected, publish_id: publishId });
			expect(item.json.post_ids).toHaveLength(1);
		}
	});
});
