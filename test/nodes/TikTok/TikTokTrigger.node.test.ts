import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';
import { TikTokTrigger } from '../../../nodes/TikTok/TikTokTrigger.node';
import { TikTokWebhookTrigger } from '../../../nodes/TikTok/TikTokWebhookTrigger.node';
import { triggerEvents } from '../../../nodes/TikTok/trigger/postState';
import { addPosts } from '../../harness/accounts';
import { createSetting, type Setting } from '../../harness/setting';
import { eventsOf, Scene } from './trigger/triggerUnderTest';

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

const all = { events: [...triggerEvents] };
const statusPath = '/v2/post/publish/status/fetch/';

describe('posts of this instance', () => {
	it('fires once for a post of another workflow, with the fields of Get Publish Status', async () => {
		const trigger = scene.trigger();
		expect((await trigger.activate()).output).toBeNull();
		const publishId = await scene.post({ title: 'Behind the scenes #studio' });

		const items = await trigger.polls(30);
		const { items: asked } = await setting.harness.run({
			parameters: { resource: 'post', operation: 'getStatus', publishIds: [publishId] },
			credentials: [scene.credential],
		});
		const origin = {
			caption: 'Behind the scenes #studio',
			media_type: 'VIDEO',
			workflow: { id: 'posting', name: 'Workflow under test' },
		};
		expect(items).toEqual([{ event: 'published', ...asked[0].json, ...origin }]);
		expect(items[0].post_urls).toEqual([
			`${setting.emulator.url}/@${scene.username}/video/${(items[0].post_ids as string[])[0]}`,
		]);
	});

	it('says of photos that they are photos, and takes their description when they have no title', async () => {
		const { apps, switches, url } = setting.emulator;
		apps[0].verifiedUrlProperties.push('https://media.example.com/');
		// Nothing is there: the post fails.
		switches.pullMapping = { 'media.example.com': url };
		const trigger = scene.trigger();
		await trigger.activate();
		const { error } = await setting.harness.run({
			workflowId: 'photos',
			parameters: {
				resource: 'photo',
				operation: 'post',
				description: 'Three of us',
				photoSource: 'url',
				photoUrls: ['https://media.example.com/1.jpg'],
				postMode: 'DIRECT_POST',
				privacyLevel: 'PUBLIC_TO_EVERYONE',
			},
			credentials: [scene.credential],
		});
		apps[0].verifiedUrlProperties.pop();
		expect(error).toBeUndefined();
		expect(await trigger.polls(5)).toEqual([
			expect.objectContaining({
				event: 'failed',
				caption: 'Three of us',
				media_type: 'PHOTO',
				workflow: { id: 'photos', name: 'Workflow under test' },
			}),
		]);
	});

	it('tells each outcome once, in order', async () => {
		setting.emulator.switches.processingMs = 90_000;
		setting.emulator.switches.moderationMs = 300_000;
		const trigger = scene.trigger(all);
		await trigger.activate();
		const publishId = await scene.post();

		const items = await trigger.polls(60);
		expect(eventsOf(items)).toEqual([
			[publishId, 'started'],
			[publishId, 'published'],
			[publishId, 'public'],
		]);
		expect(items.map(({ status }) => status)).toEqual([
			'PROCESSING_UPLOAD',
			'PUBLISH_COMPLETE',
			'PUBLISH_COMPLETE',
		]);
		expect(items.map(({ post_ids }) => (post_ids as string[]).length)).toEqual([0, 0, 1]);
	});

	it('tells of a private post that it is published, and never that it is public or expired', async () => {
		const trigger = scene.trigger(all);
		await trigger.activate();
		const publishId = await scene.post({ privacyLevel: 'SELF_ONLY' });

		const items = [...(await trigger.polls(5)), ...(await trigger.polls(10, 360))];
		expect(eventsOf(items)).toEqual([
			[publishId, 'started'],
			[publishId, 'published'],
		]);
	});

	it('tells that a public post got no public ID within a day', async () => {
		setting.emulator.switches.moderationMs = 90 * 3_600_000;
		const trigger = scene.trigger(all);
		await trigger.activate();
		const publishId = await scene.post();

		const items = [...(await trigger.polls(5)), ...(await trigger.polls(15, 240))];
		expect(eventsOf(items)).toEqual([
			[publishId, 'started'],
			[publishId, 'published'],
			[publishId, 'expired'],
		]);
	});

	it('tells that TikTok never finished a post', async () => {
		setting.emulator.switches.processingMs = 90 * 3_600_000;
		const trigger = scene.trigger();
		await trigger.activate();
		const publishId = await scene.post();

		const items = await trigger.polls(60, 60);
		expect(eventsOf(items)).toEqual([[publishId, 'expired']]);
		expect(items[0]).toMatchObject({ status: 'PROCESSING_UPLOAD', is_final: false });
	});

	it('watches a draft in the inbox with one call an hour, until its creator posts it', async () => {
		const trigger = scene.trigger();
		await trigger.activate();
		const publishId = await scene.draft();
		const delivered = await trigger.polls(2);
		const before = scene.statusCalls();
		const waiting = await trigger.polls(60, 5);
		const calls = scene.statusCalls() - before;
		setting.emulator.creatorPostsDraft(publishId);
		const posted = await trigger.polls(36, 5);

		expect(eventsOf(delivered)).toEqual([[publishId, 'inbox']]);
		expect(waiting).toEqual([]);
		expect(calls).toBeGreaterThanOrEqual(4);
		expect(calls).toBeLessThanOrEqual(5);
		expect(eventsOf(posted)).toEqual([[publishId, 'published']]);
	}, 60_000);

	it('gives a draft up after seven days', async () => {
		const trigger = scene.trigger();
		await trigger.activate();
		const publishId = await scene.draft();

		const week = await trigger.polls(7 * 4, 360);
		expect(eventsOf(week)).toEqual([[publishId, 'inbox']]);
		expect(eventsOf(await trigger.polls(1, 360))).toEqual([[publishId, 'expired']]);
	}, 60_000);

	it('asks no more for a draft in the inbox when only Failed and Expired are chosen', async () => {
		const trigger = scene.trigger({ events: ['failed', 'expired'] });
		await trigger.activate();
		await scene.draft();
		const items = await trigger.polls(3);
		const before = scene.statusCalls();
		items.push(...(await trigger.polls(8 * 4, 360)));

		expect(items).toEqual([]);
		expect(scene.statusCalls() - before).toBe(0);
	}, 60_000);

	it('leaves out what was not asked for', async () => {
		const trigger = scene.trigger({ events: ['failed'] });
		await trigger.activate();
		await scene.post();
		setting.emulator.account(scene.username).failNext.push('spam_risk');
		const failed = await scene.post();

		const items = await trigger.polls(10);
		expect(eventsOf(items)).toEqual([[failed, 'failed']]);
		expect(items[0]).toMatchObject({ fail_reason: 'spam_risk', retryable: false });
	});

	it('knows nothing of posts of another account, and a second credential of the same one serves', async () => {
		setting.emulator.addAccount({ username: `${scene.username}.b` });
		const other = setting.connect({ username: `${scene.username}.b` });
		const same = setting.connect({ username: scene.username });
		const trigger = scene.trigger({}, same);
		await trigger.activate();
		await scene.post({}, { credential: other });
		const publishId = await scene.post();

		expect(eventsOf(await trigger.polls(5))).toEqual([[publishId, 'published']]);
	});

	it.each([true, false])('manual runs included: %s', async (includeManualRuns) => {
		const trigger = scene.trigger({ options: { includeManualRuns } });
		await trigger.activate();
		const publishId = await scene.post({}, { mode: 'manual' });
		const items = await trigger.polls(5);

		expect(eventsOf(items)).toEqual(includeManualRuns ? [[publishId, 'published']] : []);
		expect(items.every(({ manual_run }) => manual_run === true)).toBe(true);
	});

	it('lets two triggers on one account hear of everything, each once', async () => {
		const triggers = [scene.trigger(), scene.trigger()];
		for (const trigger of triggers) await trigger.activate();
		const first = await scene.post();
		const heard = [await triggers[0].polls(3), await triggers[1].polls(3)];
		const second = await scene.post();
		heard[1].push(...(await triggers[1].polls(3)));
		heard[0].push(...(await triggers[0].polls(3)));

		const both = [
			[first, 'published'],
			[second, 'published'],
		];
		expect(heard.map(eventsOf)).toEqual([both, both]);
	});

	it('forgets the publish ID of an upload that had to be started anew', async () => {
		setting.emulator.faults.script({
			match: { method: 'PUT', path: '/' },
			do: { kind: 'status', status: 403 },
		});
		const trigger = scene.trigger();
		await trigger.activate();
		const publishId = await scene.post();

		expect(setting.emulator.publishes).toHaveLength(2);
		expect(eventsOf(await trigger.polls(30, 60))).toEqual([[publishId, 'published']]);
	});
});

describe('switching on, restarting, crashing', () => {
	it('fires nothing old after it was off', async () => {
		const trigger = scene.trigger(all);
		await trigger.activate();
		setting.emulator.switches.processingMs = 600_000;
		const pending = await scene.post();
		expect(eventsOf(await trigger.polls(2))).toEqual([[pending, 'started']]);
		await scene.post();

		expect((await trigger.activate()).output).toBeNull();
		expect(await trigger.polls(30)).toEqual([]);
	});

	it('still fires once for a post that was pending when n8n was killed', async () => {
		setting.emulator.switches.processingMs = 600_000;
		const trigger = scene.trigger();
		await trigger.activate();
		const publishId = await scene.post();
		await scene.passes(1);
		// Nothing fires, but n8n saves what returns a list.
		expect((await trigger.poll()).output).toEqual([[]]);
		await scene.passes(1);
		expect((await trigger.poll()).output).toBeNull();

		expect((await trigger.restart()).output).toBeNull();
		const items = await trigger.polls(15);
		expect(eventsOf(items)).toEqual([[publishId, 'published']]);
		expect(items[0].workflow).toEqual({ id: 'posting', name: 'Workflow under test' });
		await trigger.restart();
		expect(await trigger.polls(15)).toEqual([]);
	});

	it('saves nothing of its own when the user counts executions', async () => {
		const trigger = scene.trigger({ options: { keepPending: false } });
		await trigger.activate();
		setting.emulator.switches.processingMs = 600_000;
		await scene.post();
		await scene.passes(1);
		expect((await trigger.poll()).output).toBeNull();
	});

	it('starts afresh for another account and another kind of watching', async () => {
		const trigger = scene.trigger();
		await trigger.activate();
		await scene.post();
		await scene.passes(5);
		trigger.parameters = { source: 'account' };
		expect((await trigger.poll()).items).toEqual([]);
		expect(await trigger.polls(5)).toEqual([]);
	});
});

describe('when the node is renamed, moved or copied while it is active', () => {
	it('a rename keeps the posts that are pending', async () => {
		setting.emulator.switches.processingMs = 600_000;
		const trigger = scene.trigger();
		await trigger.activate();
		const publishId = await scene.post();
		await trigger.polls(2);

		expect((await trigger.rename('Posts')).output).toBeNull();
		expect(eventsOf(await trigger.polls(15))).toEqual([[publishId, 'published']]);
		await trigger.rename('TikTok Trigger');
		expect(await trigger.polls(15)).toEqual([]);
	});

	it('a rename does not fire listed IDs again', async () => {
		const publishIds = [await scene.post(), await scene.post()];
		await scene.passes(1);
		const trigger = scene.trigger({ source: 'publishIds', publishIds });
		const { items } = await trigger.activate();
		expect(items).toHaveLength(2);

		expect((await trigger.rename('Posts')).items).toEqual([]);
		expect(await trigger.polls(5)).toEqual([]);
	});

	it('a node that gets the name of a removed one begins anew', async () => {
		const publishId = await scene.post();
		await scene.passes(1);
		const removed = scene.trigger({ source: 'publishIds', publishIds: [publishId] });
		await removed.activate();
		const other = scene.trigger({ source: 'publishIds', publishIds: [publishId] });
		const data = removed.savedData;
		const memory = data['node:TikTok Trigger'] as IDataObject;
		(memory.memory as IDataObject).node = 'another-node';
		other.savedData = { 'node:TikTok Trigger': memory };

		expect((await other.activate()).items).toHaveLength(1);
	});

	it('a copy of the workflow begins anew: n8n copies nothing of what is remembered', async () => {
		const publishId = await scene.post();
		await scene.passes(1);
		const original = scene.trigger({ source: 'publishIds', publishIds: [publishId] });
		await original.activate();
		const copy = scene.trigger({ source: 'publishIds', publishIds: [publishId] });

		expect((await copy.activate()).items).toHaveLength(1);
		expect((await original.activate()).items).toEqual([]);
	});
});

describe('what is remembered was damaged', () => {
	it.each(['instance', 'publishIds', 'account'])('a poll goes on: %s', async (source) => {
		const publishIds = [await scene.post()];
		await scene.passes(1);
		const trigger = scene.trigger({ source, publishIds });
		await trigger.activate();
		for (const memory of ['?', null, { version: 99 }, { version: 1, source, account: 5 }]) {
			trigger.savedData = {
				global: { tikTokTriggers: [] } as IDataObject,
				'node:TikTok Trigger': { memory, failedPolls: 'x' },
			};
			const { log } = await trigger.restart();
			expect(log.map(({ message }) => message)).toContain(
				'TikTok Trigger: what it remembered cannot be read, so it begins anew',
			);
			expect((await trigger.restart()).log.map(({ message }) => message)).toEqual([]);
		}
	});
});

describe('listed publish IDs', () => {
	it('an ID that was taken off the list and put back does not fire again', async () => {
		const [first, second] = [await scene.post(), await scene.post()];
		await scene.passes(1);
		const trigger = scene.trigger({ source: 'publishIds', publishIds: [first, second] });
		expect((await trigger.activate()).items).toHaveLength(2);

		await trigger.change({ source: 'publishIds', publishIds: [second] });
		await trigger.polls(3);
		await trigger.change({ source: 'publishIds', publishIds: [second, first] });
		expect(await trigger.polls(3)).toEqual([]);
	});

	it('more outcomes that are chosen later are told of posts that had nothing more to tell', async () => {
		setting.emulator.switches.moderationMs = 3 * 3_600_000;
		const publishIds = [await scene.post(), await scene.draft()];
		await scene.passes(1);
		const listed = { source: 'publishIds', publishIds };
		const trigger = scene.trigger({ ...listed, events: ['inbox', 'failed'] });
		const { items } = await trigger.activate();
		expect(eventsOf(items.map(({ json }) => json))).toEqual([[publishIds[1], 'inbox']]);
		expect(await trigger.polls(3)).toEqual([]);

		await trigger.change({ ...listed, events: [...triggerEvents] });
		setting.emulator.creatorPostsDraft(publishIds[1]);
		const later = eventsOf(await trigger.polls(50, 10));
		expect(later).toHaveLength(3);
		expect(later).toEqual(
			expect.arrayContaining([
				[publishIds[0], 'public'],
				[publishIds[1], 'published'],
				[publishIds[1], 'public'],
			]),
		);
	});

	it.each([[[null]], [[0]], [['']], [null], [0]])(
		'a post that TikTok gives the ID %j is published and has no link',
		async (publicaly_available_post_id) => {
			const publishId = await scene.post();
			await scene.passes(1);
			setting.emulator.faults.script({
				match: { path: statusPath },
				do: {
					kind: 'status',
					status: 200,
					body: {
						data: { status: 'PUBLISH_COMPLETE', publicaly_available_post_id },
						error: { code: 'ok', message: '', log_id: 'x' },
					},
				},
			});
			const trigger = scene.trigger({ source: 'publishIds', publishIds: [publishId] });
			const [{ json }] = (await trigger.activate()).items;

			expect(json).toMatchObject({ event: 'published', post_ids: [] });
			expect(json).not.toHaveProperty('post_urls');
		},
	);

	it('fires once for each, also after being switched off and on', async () => {
		const publishId = await scene.post();
		await scene.passes(1);
		const trigger = scene.trigger({ source: 'publishIds', publishIds: [publishId] });

		const { items } = await trigger.activate();
		expect(eventsOf(items.map(({ json }) => json))).toEqual([[publishId, 'published']]);
		expect((await trigger.activate()).items).toEqual([]);
		expect(await trigger.polls(5)).toEqual([]);
	});

	it('says of an ID that TikTok does not know, in the end, that nothing came of it', async () => {
		const publishIds = ['v_pub_file~v2-1.1'];
		const trigger = scene.trigger({ source: 'publishIds', publishIds });
		const { log } = await trigger.activate();
		const items = await trigger.polls(30, 60);

		expect(log.map(({ message }) => message).join()).toContain(
			'TikTok does not know this publish ID.',
		);
		expect(eventsOf(items)).toEqual([[publishIds[0], 'expired']]);
		expect(items[0]).toMatchObject({ fail_reason: 'invalid_publish_id' });
		expect(items[0].fail_message).toContain('with the credential that posted it');
	});

	it('never makes more than 30 status calls a minute for 200 pending posts, and asks for all', async () => {
		const publishIds = Array.from({ length: 200 }, (_, index) => `v_pub_file~v2-1.${index}`);
		addPosts(
			setting.emulator,
			scene.username,
			publishIds.map((publish_id) => ({ publish_id, status: 'PROCESSING_UPLOAD' })),
		);
		const trigger = scene.trigger({ source: 'publishIds', publishIds });
		await trigger.activate();
		await trigger.polls(14);

		const calls = setting.emulator.requests.filter(({ path }) => path === statusPath);
		const times = calls.map(({ time }) => time);
		const mostInAMinute = Math.max(
			...times.map((from) => times.filter((time) => time >= from && time < from + 60_000).length),
		);
		expect(mostInAMinute).toBeLessThanOrEqual(30);
		expect(calls.filter(({ status }) => status === 429)).toEqual([]);
		expect(new Set(calls.map(({ body }) => (body as IDataObject).publish_id)).size).toBe(200);
	}, 60_000);
});

describe('trouble', () => {
	const down = (times: number) =>
		setting.emulator.faults.script({
			match: { path: statusPath },
			times,
			do: { kind: 'status', status: 503 },
		});

	it('passes over five failing polls in a row, then says so', async () => {
		const trigger = scene.trigger();
		await trigger.activate();
		const publishId = await scene.post();
		// The first is taken by the poll that takes the post in, which saves it instead.
		down(7);
		expect(await trigger.polls(6)).toEqual([]);
		await scene.passes(1);
		await expect(trigger.poll()).rejects.toThrow('TikTok answered with nothing (HTTP 503).');

		expect(eventsOf(await trigger.polls(3))).toEqual([[publishId, 'published']]);
	});

	it('fires what was answered although another question of the same poll failed', async () => {
		const trigger = scene.trigger();
		await trigger.activate();
		const posts = [await scene.post(), await scene.post(), await scene.post()];
		await scene.passes(1);
		setting.emulator.faults.script({
			match: { path: statusPath },
			nth: 2,
			do: { kind: 'reset' },
		});
		const first = (await trigger.poll()).items.map(({ json }) => json);
		const later = await trigger.polls(3);

		expect(first).toHaveLength(2);
		expect(eventsOf([...first, ...later]).sort()).toEqual(
			posts.map((id) => [id, 'published']).sort(),
		);
	});

	it('does not fire twice when polls overlap', async () => {
		const trigger = scene.trigger();
		await trigger.activate();
		const publishId = await scene.post();
		await scene.passes(1);
		const outputs = await Promise.all([trigger.poll(), trigger.poll(), trigger.poll()]);

		expect(outputs.filter(({ output }) => output !== null)).toHaveLength(1);
		expect(eventsOf(outputs.flatMap(({ items }) => items.map(({ json }) => json)))).toEqual([
			[publishId, 'published'],
		]);
		expect(await trigger.polls(3)).toEqual([]);
	});

	it('renews an expired token while it watches', async () => {
		const trigger = scene.trigger();
		await trigger.activate();
		const publishId = await scene.post();
		setting.emulator.expireAccessTokens();

		expect(eventsOf(await trigger.polls(3))).toEqual([[publishId, 'published']]);
	});

	it.each(['instance', 'publishIds', 'account'])(
		'is an error at activation when TikTok refuses the connection: %s',
		async (source) => {
			setting.emulator.removeAuthorization({ username: scene.username });
			const trigger = scene.trigger({ source, publishIds: ['v_pub_file~v2-1.1'] });
			await expect(trigger.activate()).rejects.toThrow(/^Reconnect the credential/);
		},
	);

	it.each([
		['instance', ['video.list'], 'This account did not grant video.publish or video.upload.'],
		['account', ['video.publish'], 'This account did not grant video.list.'],
	])(
		'is an error at activation when a permission is missing: %s',
		async (source, scopes, message) => {
			const credential = setting.connect({ username: scene.username, scopes });
			await expect(scene.trigger({ source }, credential).activate()).rejects.toThrow(message);
		},
	);

	it('is no error that there is nothing yet, or that TikTok is down at activation', async () => {
		setting.emulator.faults.script({
			match: { path: '/v2/user/info/' },
			do: { kind: 'status', status: 503 },
		});
		const trigger = scene.trigger();
		expect((await trigger.activate()).output).toBeNull();
		const publishId = await scene.post();
		expect(eventsOf(await trigger.polls(3))).toEqual([[publishId, 'published']]);
	});

	it('tells the error workflow the reason and what to do', async () => {
		const trigger = scene.trigger();
		await trigger.activate();
		setting.emulator.removeAuthorization({ username: scene.username });
		await scene.passes(1);
		await trigger.restart().then(
			() => expect('no error').toBe('an error'),
			(error: unknown) => {
				// n8n hands it on as JSON.
				expect(JSON.parse(JSON.stringify(error))).toMatchObject({
					message: expect.stringMatching(/^Reconnect the credential/) as string,
					description: expect.stringMatching(/credential/) as string,
					context: { tiktok: { code: 'reconnect', retryable: false } },
				});
			},
		);
	});
});

describe('testing the trigger in the editor', () => {
	it('shows a sample that says so while there is nothing', async () => {
		const { items } = await scene.trigger({ events: ['inbox'] }).poll('manual');
		expect(items).toHaveLength(1);
		expect(items[0].json).toMatchObject({
			event: 'inbox',
			sample: 'This is no real post: there is none to show with this outcome.',
			status: 'SEND_TO_USER_INBOX',
		});
	});

	it('shows the latest post, and leaves it to the active trigger all the same', async () => {
		const trigger = scene.trigger();
		await trigger.activate();
		await scene.post();
		const latest = await scene.post();
		await scene.passes(1);
		const { items } = await trigger.poll('manual');

		expect(items.map(({ json }) => json)).toEqual([
			expect.objectContaining({ event: 'published', publish_id: latest, outcome: 'published' }),
		]);
		expect(items[0].json).not.toHaveProperty('sample');
		expect(await trigger.polls(2)).toHaveLength(2);
	});

	it('shows a listed post, or why it cannot', async () => {
		const publishId = await scene.draft();
		await scene.passes(1);
		const shown = await scene
			.trigger({ source: 'publishIds', publishIds: [publishId] })
			.poll('manual');
		expect(shown.items[0].json).toMatchObject({ event: 'inbox', publish_id: publishId });

		await expect(
			scene.trigger({ source: 'publishIds', publishIds: ['v_pub_file~v2-1.1'] }).poll('manual'),
		).rejects.toThrow('TikTok does not know this publish ID.');
	});
});

describe('in the node panel', () => {
	const { properties } = new TikTokTrigger().description;
	/** n8n makes its entries of the first property with one of these labels (n8n browser sheet §4.3). */
	const labelled = properties.find(({ displayName }) =>
		['event', 'events', 'trigger on'].includes(displayName.toLowerCase()),
	);

	it('each source is an entry of its own, a new video on the account among them', () => {
		const entries = (labelled?.options ?? []) as INodePropertyOptions[];
		expect(entries.map(({ value, action }) => [value, action])).toEqual([
			['instance', 'On outcome of a post from this n8n'],
			['publishIds', 'On outcome of a listed publish ID'],
			['account', 'On new video or photos on my account'],
		]);
	});
});

it.each([new TikTokTrigger(), new TikTokWebhookTrigger()].map(({ description }) => description))(
	'no text of a list is cut off: $displayName',
	({ properties }) => {
		const options = properties
			.filter(({ type }) => /options$/i.test(type))
			.flatMap((field) => field.options as INodePropertyOptions[]);
		expect(options.length).toBeGreaterThan(0);
		expect(options.filter(({ name }) => name.length > 33)).toEqual([]);
		// n8n shows two lines of each (n8n browser sheet §7.1).
		expect(options.filter(({ description = '' }) => description.length > 100)).toEqual([]);
		// An entry of the node panel names the node.
		expect(options.filter(({ action = '' }) => action.length > 40)).toEqual([]);
	},
);
