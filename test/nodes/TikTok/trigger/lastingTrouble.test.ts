import type { IDataObject } from 'n8n-workflow';
import { triggerEvents } from '../../../../nodes/TikTok/trigger/postState';
import { addPosts } from '../../../harness/accounts';
import { createSetting, type Setting } from '../../../harness/setting';
import { eventsOf, Scene, type TriggerUnderTest } from './triggerUnderTest';

/** Trouble that does not pass, with posts that are watched by their publish IDs. */
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

const statusPath = '/v2/post/publish/status/fetch/';

const down = (times: number) =>
	setting.emulator.faults.script({
		match: { path: statusPath },
		times,
		do: { kind: 'status', status: 503 },
	});

const limited = (times: number) =>
	setting.emulator.faults.script({
		match: { path: statusPath },
		times,
		do: { kind: 'envelope', status: 429, code: 'rate_limit_exceeded' },
	});
const waiting = 'v_pub_file~v2-1.7600000000000000301';
/** A post that TikTok works on for long. */
function listed(...more: string[]): TriggerUnderTest {
	const publishIds = [waiting, ...more];
	addPosts(
		setting.emulator,
		scene.username,
		publishIds.map((publish_id) => ({ publish_id, status: 'PROCESSING_UPLOAD' })),
	);
	return scene.trigger({ source: 'publishIds', publishIds, events: [...triggerEvents] });
}

it("passes over five polls that fail for TikTok's limit, then says so, again and again", async () => {
	const trigger = listed();
	await trigger.activate();
	for (let time = 0; time < 2; time += 1) {
		limited(6);
		expect(await trigger.polls(5)).toEqual([]);
		await scene.passes(1);
		await expect(trigger.poll()).rejects.toThrow(/limit/i);
	}
});

it("does not count TikTok's limit against a post, while others are answered", async () => {
	const more = Array.from({ length: 4 }, (_, index) => `${waiting}${index}`);
	const trigger = listed(...more);
	await trigger.activate();
	// Somebody else uses the same allowance: all but the first question are refused.
	for (let poll = 0; poll < 30; poll += 1) {
		setting.emulator.faults.script({
			match: { path: statusPath },
			nth: 2,
			times: 4,
			do: { kind: 'envelope', status: 429, code: 'rate_limit_exceeded' },
		});
		expect(await trigger.polls(1, 5)).toEqual([]);
		setting.emulator.faults.clear();
	}
	const kept = JSON.stringify(trigger.savedData);
	expect(kept).toContain(waiting);
	expect(kept).not.toContain('unanswered');
});

it('does not take a poll that finds no place in the line for one that went well', async () => {
	const others = Array.from({ length: 29 }, (_, index) => `v_pub_file~v2-1.${index}`);
	const trigger = listed();
	await trigger.activate();
	addPosts(
		setting.emulator,
		scene.username,
		others.map((publish_id) => ({ publish_id, status: 'PROCESSING_UPLOAD' })),
	);
	down(3);
	expect(await trigger.polls(3)).toEqual([]);
	await scene.passes(1);
	await setting.harness.run({
		parameters: { resource: 'post', operation: 'getStatus', publishIds: others },
		credentials: [scene.credential],
	});
	const before = scene.statusCalls();
	expect((await trigger.poll()).output).toBeNull();
	expect(scene.statusCalls()).toBe(before);
	await scene.passes(1);
	down(3);
	expect(await trigger.polls(2)).toEqual([]);
	await scene.passes(1);
	await expect(trigger.poll()).rejects.toThrow('TikTok answered with nothing (HTTP 503).');
});

it.each([1, 3])(
	'is an error once when none of %s posts gets an answer; they are asked for more and more seldom, and given up',
	async (count) => {
		const more = Array.from({ length: count - 1 }, (_, index) => `${waiting}${index}`);
		const trigger = listed(...more);
		await trigger.activate();
		down(count * 100);
		const before = scene.statusCalls();
		const errors: string[] = [];
		const items: IDataObject[] = [];
		for (let poll = 0; poll < 27 * 12; poll += 1) {
			await trigger.polls(1, 5).then(
				(heard) => items.push(...heard),
				(error: Error) => errors.push(error.message),
			);
		}
		const questions = scene.statusCalls() - before;
		setting.emulator.faults.clear();

		expect(errors).toEqual(['TikTok answered with nothing (HTTP 503).']);
		expect(eventsOf(items).sort()).toEqual([waiting, ...more].map((id) => [id, 'expired']));
		expect(questions / count).toBeLessThan(45);
	},
	60_000,
);

it('goes on asking at each poll while TikTok answers nothing at all', async () => {
	const trigger = listed();
	await trigger.activate();
	setting.emulator.faults.script({
		match: { path: '/v2/' },
		times: 60,
		do: { kind: 'status', status: 503 },
	});
	let errors = 0;
	const before = scene.statusCalls();
	for (let poll = 0; poll < 30; poll += 1) await trigger.polls(1).catch(() => (errors += 1));
	expect([errors, scene.statusCalls() - before]).toEqual([5, 30]);
	setting.emulator.faults.clear();
});
