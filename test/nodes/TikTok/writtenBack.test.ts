/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import type { IDataObject } from 'n8n-workflow';
import type * as OnceKeysModule from '../../../nodes/TikTok/run/onceKeys';
import { SavedStaticData } from '../../harness';
import { addPosts } from '../../harness/accounts';
import { directPost } from '../../harness/posts';
import { createSetting, type Setting } from '../../harness/setting';
import type { RunResult } from '../../harness/types';
import { eventsOf, Scene, type TriggerUnderTest } from './trigger/triggerUnderTest';

/**
 * A TikTok Trigger and a post with a Once Key in one workflow: n8n gives each a copy of the workflow's
 * static data and writes it back whole, the execution's when it ends.
 */
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

const [first, second] = [
	'v_pub_file~v2-1.7600000000000000401',
	'v_pub_file~v2-1.7600000000000000402',
];

function become(publish_id: string, status: string): void {
	addPosts(setting.emulator, scene.username, [{ publish_id, status }]);
}

function watching(): TriggerUnderTest {
	for (const publishId of [first, second]) become(publishId, 'PROCESSING_UPLOAD');
	return scene.trigger({ source: 'publishIds', publishIds: [first, second] });
}

/** An execution that the trigger has started: it begins with what n8n has saved. */
async function run({ workflowId }: TriggerUnderTest, saved: SavedStaticData): Promise<RunResult> {
	return await setting.harness.run({
		workflowId,
		savedStaticData: saved,
		parameters: {
			...directPost,
			operation: 'upload',
			binaryPropertyName: 'data',
			options: { onceKey: 'row 7' },
		},
		items: [await setting.itemWithFiles(1_000)],
		credentials: [scene.credential],
	});
}

const savedOf = ({ savedData }: TriggerUnderTest) => new SavedStaticData(JSON.stringify(savedData));

function restartProcess(): void {
	const { onceKeys, OnceKeys } = setting.harness.packageModule<typeof OnceKeysModule>(
		'dist/nodes/TikTok/run/onceKeys.js',
	);
	Object.assign(onceKeys, new OnceKeys());
}

it('what the trigger has told while the execution ran is not told again after a restart', async () => {
	const trigger = watching();
	await trigger.activate();
	become(first, 'PUBLISH_COMPLETE');
	expect(eventsOf(await trigger.polls(1))).toEqual([[first, 'published']]);

	setting.emulator.faults.script({
		match: { path: '/v2/post/publish/video/init/' },
		do: { kind: 'late', ms: 30_000 },
	});
	const before = setting.emulator.publishes.length;
	const saved = savedOf(trigger);
	await scene.passes(1);
	const running = run(trigger, saved);
	while (setting.emulator.publishes.length === before) await new Promise(setImmediate);
	become(second, 'PUBLISH_COMPLETE');
	const told = (await trigger.poll()).items.map(({ json }) => json);
	expect(eventsOf(told)).toEqual([[second, 'published']]);
	setting.emulator.clock.advance(30_000);
	expect((await running).error).toBeUndefined();

	trigger.savedData = saved.read();
	expect((await trigger.restart()).items).toEqual([]);
	expect(await trigger.polls(3)).toEqual([]);
});

it('what was posted under a Once Key is not posted again, although the trigger was saved after', async () => {
	const trigger = watching();
	await trigger.activate();
	const saved = savedOf(trigger);
	const [{ json }] = (await run(trigger, saved)).items;
	become(first, 'PUBLISH_COMPLETE');
	expect(await trigger.polls(1)).toHaveLength(1);

	restartProcess();
	const again: IDataObject = (await run(trigger, savedOf(trigger))).items[0].json;
	expect(again).toMatchObject({ publish_id: json.publish_id, already_posted: true });
});
