import type { INodeParameters } from 'n8n-workflow';
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

const sourcesOf = (publishId: string) => [
	{ source: 'publishIds', publishIds: [publishId] },
	{ source: 'instance' },
];

describe('the test event of a post that is public by now', () => {
	it.each([
		['published', ['published', 'failed'], 'published'],
		['public', ['public'], 'public'],
		['both', ['published', 'public'], 'public'],
	])('with %s chosen is one that would fire', async (_chosen, events, expected) => {
		const publishId = await scene.post();
		await scene.passes(DAY_IN_MINUTES / 2);
		for (const source of sourcesOf(publishId)) {
			const [item] = (await scene.trigger({ ...source, events }).poll('manual')).items;

			expect(item.json).toMatchObject({ event: expected, publish_id: publishId });
			expect(item.json.post_ids).toHaveLength(1);
			expect(item.json).not.toHaveProperty('sample');
		}
	});

	it.each([
		['failed', ['failed'], { event: 'failed', outcome: 'failed' }],
		['two others', ['inbox', 'failed'], { event: 'inbox', outcome: 'inbox' }],
		['started', ['started'], { event: 'started', outcome: 'in_progress' }],
	])(
		'with only %s chosen is a sample of the first that fires',
		async (_chosen, events, expected) => {
			const publishId = await scene.post();
			await scene.passes(DAY_IN_MINUTES / 2);
			for (const source of sourcesOf(publishId)) {
				const [item] = (await scene.trigger({ ...source, events }).poll('manual')).items;

				expect(item.json).toMatchObject({
					...expected,
					sample: expect.stringContaining('no real post') as unknown,
				});
				expect(item.json.publish_id).not.toBe(publishId);
			}
		},
	);
});

it('a post that is not public yet gives a sample when only public is chosen', async () => {
	const publishId = await scene.post({ privacyLevel: 'SELF_ONLY' });
	await scene.passes(DAY_IN_MINUTES / 2);
	for (const source of sourcesOf(publishId)) {
		const [item] = (await scene.trigger({ ...source, events: ['public'] }).poll('manual')).items;

		expect(item.json).toMatchObject({ event: 'public', sample: expect.any(String) as unknown });
	}
});

it.each<[string, unknown]>([
	['one value', '={{ "failed" }}'],
	['JSON text', '={{ \'["failed"]\' }}'],
	['a label', ['Post Failed']],
	['a list by expression', '={{ ["failed"] }}'],
])('outcomes given as %s are read as a scheduled poll reads them', async (_, events) => {
	const publishId = await scene.post();
	await scene.passes(DAY_IN_MINUTES / 2);
	for (const source of sourcesOf(publishId)) {
		const trigger = scene.trigger({ ...source, events } as INodeParameters);
		const [item] = (await trigger.poll('manual')).items;

		expect(item.json).toMatchObject({ event: 'failed', sample: expect.any(String) as unknown });
	}
});

it('outcomes that are nothing are those that the field begins with', async () => {
	const publishId = await scene.post();
	await scene.passes(DAY_IN_MINUTES / 2);
	for (const source of sourcesOf(publishId)) {
		const trigger = scene.trigger({ ...source, events: '={{ null }}' });
		const [item] = (await trigger.poll('manual')).items;

		expect(item.json).toMatchObject({ event: 'published', publish_id: publishId });
	}
});
