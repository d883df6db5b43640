/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import fc from 'fast-check';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type * as OnceKeysModule from '../../../nodes/TikTok/run/onceKeys';
import { SavedStaticData } from '../../harness';
import { jumpThroughWaits } from '../../harness/jumpThroughWaits';
import type { MediaServer } from '../../harness/mediaServer';
import { startMediaServer } from '../../harness/mediaServer';
import { completeAt, directPost, initsAt, requestsTo } from '../../harness/posts';
import type { Setting } from '../../harness/setting';
import { createSetting } from '../../harness/setting';
import type { CredentialRef, RunOptions, RunResult } from '../../harness/types';
import type { VirtualClock } from '../../harness/virtualClock';

/** The Once Key over executions, accounts, workflows and restarts of n8n. */
let setting: Setting;
let media: MediaServer;
let clock: VirtualClock;
let saved: SavedStaticData;
let me: CredentialRef;
beforeAll(async () => {
	setting = await createSetting({ switches: { initQuotaPerMinute: 1_000 } });
	setting.chunksOf(6_000_000);
	media = await startMediaServer();
});
afterAll(async () => {
	await setting.close();
	await media.close();
});
beforeEach(() => {
	clock = jumpThroughWaits(setting);
	begin();
});
afterEach(() => clock.uninstall());

/** A TikTok without posts, and an n8n that remembers nothing. */
function begin(): void {
	const { emulator } = setting;
	emulator.reset();
	emulator.requests.length = 0;
	emulator.apps[0].verifiedUrlProperties.push('media.example.com');
	emulator.switches.pullMapping = { 'media.example.com': media.url };
	saved = new SavedStaticData();
	me = setting.connect();
	restart();
}

const MINUTE = 60_000;
const init = '/v2/post/publish/video/init/';
const chunks = { method: 'PUT', path: '/' } as const;

/** What n8n's process remembers is gone, as after a restart. */
function restart(): void {
	const { onceKeys, OnceKeys } = setting.harness.packageModule<typeof OnceKeysModule>(
		'dist/nodes/TikTok/run/onceKeys.js',
	);
	Object.assign(onceKeys, new OnceKeys());
}

const inits = () => initsAt(setting.emulator);
const complete = () => completeAt(setting.emulator);
const statusQuestions = () => requestsTo(setting.emulator, '/status/fetch/');

const post = (onceKey: unknown, own: INodeParameters): INodeParameters => ({
	...directPost,
	...own,
	options: { onceKey, ...(own.options as IDataObject) } as INodeParameters,
});
const pull = (onceKey: unknown, own: INodeParameters = {}): INodeParameters =>
	post(onceKey, {
		operation: 'publish',
		videoUrl: 'https://media.example.com/clip.mp4',
		...own,
	});
const upload = (onceKey: unknown, own: INodeParameters = {}): INodeParameters =>
	post(onceKey, { operation: 'upload', binaryPropertyName: 'data', ...own });

/** One execution of the workflow, as something else than a person starts it. */
async function run(
	parameters: INodeParameters,
	options: Partial<RunOptions> = {},
): Promise<RunResult> {
	return await setting.harness.run({
		parameters,
		credentials: [me],
		savedStaticData: saved,
		...options,
	});
}

/** For moments in the middle of an execution. */
async function until(isSo: () => boolean): Promise<void> {
	const end = Date.now() + 20_000;
	while (!isSo()) {
		if (Date.now() > end) throw new Error('It never came');
		await new Promise((resolve) => setTimeout(resolve, 2));
	}
}

const clip = async (bytes = 1_000) => [await setting.itemWithFiles(bytes)];

/** @returns the one item of a run that succeeded */
function only({ items, error }: RunResult): IDataObject {
	expect(error).toBeUndefined();
	expect(items).toHaveLength(1);
	return items[0].json;
}

describe('a post under a Once Key', () => {
	it.each(['trigger', 'manual'] as const)(
		'is not posted again by a later execution (%s): its status comes out',
		async (mode) => {
			const first = only(await run(upload('row 7'), { items: await clip(), mode }));
			expect(first).not.toHaveProperty('already_posted');
			setting.emulator.clock.advance(60_000);
			const second = only(await run(upload('row 7'), { items: await clip(), mode }));
			expect(inits()).toBe(1);
			expect(second).toMatchObject({
				publish_id: first.publish_id,
				status: 'PUBLISH_COMPLETE',
				outcome: 'published',
				is_final: true,
				already_posted: true,
				open_id: first.open_id,
			});
			expect(statusQuestions()).toBe(1);
		},
	);

	it('is one post for all operations, and the file is not even looked for', async () => {
		const first = only(await run(pull('row 7')));
		const second = only(await run(upload('row 7'), { items: [{ json: {} }] }));
		expect(second).toMatchObject({ publish_id: first.publish_id, already_posted: true });
		expect(inits()).toBe(1);
	});

	it('is waited for as a new one would be', async () => {
		setting.emulator.switches.processingMs = 20_000;
		only(await run(upload('row 7'), { items: await clip() }));
		const waiting = upload('row 7', { returnWhen: 'published' });
		expect(only(await run(waiting, { items: await clip() }))).toMatchObject({
			status: 'PUBLISH_COMPLETE',
			already_posted: true,
		});
		expect(inits()).toBe(1);
	});

	it('is posted for another account, and under another key', async () => {
		const other = setting.connect({ username: 'second.creator' });
		only(await run(pull('row 7')));
		only(await run(pull('row 7'), { credentials: [other] }));
		only(await run(pull('row 8')));
		expect(inits()).toBe(3);
	});

	it.each(['', '   ', null, undefined])('a key that is %p is no key', async (nothing) => {
		only(await run(pull(nothing)));
		only(await run(pull(nothing)));
		expect(inits()).toBe(2);
	});

	it('a number is a key, the same as its text, and so is a text with blanks around', async () => {
		only(await run(pull('={{ 7 }}')));
		expect(only(await run(pull('7')))).toHaveProperty('already_posted', true);
		expect(only(await run(pull(' 7\n')))).toHaveProperty('already_posted', true);
		expect(inits()).toBe(1);
	});

	it.each([
		[{ a: 1 }, 'Once Key is the object {"a":1}.'],
		[['a', 'b'], 'Once Key is the list ["a","b"].'],
		['x'.repeat(256), 'Once Key is too long: 256/255 characters.'],
	])('a key that cannot be one is refused: %j', async (key, message) => {
		const { error } = await run(pull(`={{ ${JSON.stringify(key)} }}`));
		expect(error?.message).toBe(message);
		expect(inits()).toBe(0);
	});

	it.each(['7678907398077074697', 'NaN', 'Infinity'])(
		'a number that may have been another one is refused: %s',
		async (number) => {
			const { error } = await run(pull(`={{ ${number} }}`));
			expect(error?.message).toMatch(/^Once Key/);
			expect(inits()).toBe(0);
		},
	);

	it('is posted anew when TikTok has failed it in the end', async () => {
		setting.emulator.account('demo.creator').failNext.push('internal');
		const first = only(await run(upload('row 7'), { items: await clip() }));
		setting.emulator.clock.advance(60_000);
		const second = only(await run(upload('row 7'), { items: await clip() }));
		expect(second).not.toHaveProperty('already_posted');
		expect(second.publish_id).not.toBe(first.publish_id);
		expect(inits()).toBe(2);
		// The new one counts from now on.
		expect(only(await run(upload('row 7'), { items: await clip() }))).toMatchObject({
			publish_id: second.publish_id,
			already_posted: true,
		});
		expect(inits()).toBe(2);
	});

	it('is not posted again when TikTok no longer tells its status, and the output says so', async () => {
		const first = only(await run(pull('row 7')));
		setting.emulator.faults.script({
			match: { path: '/v2/post/publish/status/fetch/' },
			do: { kind: 'envelope', status: 400, code: 'invalid_publish_id' },
		});
		const waiting = pull('row 7', { returnWhen: 'published' });
		expect(only(await run(waiting))).toEqual({
			publish_id: first.publish_id,
			open_id: first.open_id,
			status: 'UNKNOWN',
			outcome: 'unknown',
			is_final: true,
			post_ids: [],
			already_posted: true,
			note: expect.stringContaining('not posted again') as string,
		});
		expect(inits()).toBe(1);
	});

	it('is not posted again while its status cannot be read, and the error has its ID', async () => {
		const first = only(await run(pull('row 7')));
		setting.emulator.faults.script({
			match: { path: '/v2/post/publish/status/fetch/' },
			times: 10,
			do: { kind: 'status', status: 503 },
		});
		const { error } = await run(pull('row 7'));
		expect(error?.context?.tiktok).toMatchObject({ publish_id: first.publish_id });
		expect(inits()).toBe(1);
	});

	it('of two items of one run is one post', async () => {
		const { items } = await run(pull('row 7'), { items: [{ json: {} }, { json: {} }] });
		expect(items.map(({ json }) => json.publish_id)).toEqual(
			Array(2).fill(setting.emulator.publishes[0].publishId),
		);
		expect(inits()).toBe(1);
	});

	it('of two executions at the same time is one post: the second waits', async () => {
		setting.emulator.faults.script({ match: { path: init }, do: { kind: 'late', ms: MINUTE } });
		const both = [run(upload('row 7'), { items: await clip() })];
		both.push(run(upload('row 7'), { items: await clip() }));
		await until(() => inits() > 0);
		setting.emulator.clock.advance(MINUTE);
		const [first, second] = (await Promise.all(both)).map(only);
		expect(inits()).toBe(1);
		expect(second).toMatchObject({ publish_id: first.publish_id, already_posted: true });
	});

	it('Retry On Fail goes on by the ledger, and posts nothing twice', async () => {
		setting.emulator.faults.script({
			match: { path: init },
			nth: 2,
			do: { kind: 'envelope', status: 403, code: 'spam_risk' },
		});
		const items = [...(await clip(1_001)), ...(await clip(1_002)), ...(await clip(1_003))];
		const parameters = upload('=row {{ $itemIndex }}');
		const result = await run(parameters, { items, retryOnFail: true, maxTries: 3 });
		expect(result.error).toBeUndefined();
		expect(result.items.filter(({ json }) => json.already_posted)).toEqual([]);
		expect(complete()).toHaveLength(3);
	});

	it('Retry On Fail that goes on with an upload leaves it under its key', async () => {
		const { faults } = setting.emulator;
		// The second of three chunks fails for good; the next try brings it and the last one.
		faults.script({ match: chunks, nth: 2, times: 6, do: { kind: 'status', status: 503 } });
		faults.script({ match: { ...chunks, lastChunk: true }, do: { kind: 'resetAfter' } });
		const path = '/v2/post/publish/status/fetch/';
		// The first question is how far the file has got.
		faults.script({ match: { path }, nth: 2, times: 30, do: { kind: 'status', status: 503 } });
		const items = await clip(17_000_001);
		const { error } = await run(upload('row 7'), { items, retryOnFail: true, maxTries: 2 });
		expect(error?.context?.tiktok).toMatchObject({ code: 'upload_unconfirmed' });
		expect(complete()).toHaveLength(1);
		faults.clear();
		restart();
		expect(only(await run(upload('row 7'), { items }))).toMatchObject({
			publish_id: complete()[0].publishId,
			already_posted: true,
		});
		expect(inits()).toBe(1);
	});

	it('works in an agent’s tool', async () => {
		const call = async () =>
			await setting.harness.runTool({
				parameters: pull("={{ $fromAI('key', 'Names the post') }}"),
				args: { key: 'row 7' },
				credentials: [me],
				savedStaticData: saved,
			});
		await call();
		expect((await call()).json).toMatchObject([{ already_posted: true }]);
		restart();
		expect((await call()).json).toMatchObject([{ already_posted: true }]);
		expect(inits()).toBe(1);
	});
});

describe('an outcome that nobody knows', () => {
	const lostAnswer = () =>
		setting.emulator.faults.script({ match: { path: init }, do: { kind: 'resetAfter' } });

	it.each([false, true])(
		'is refused under its key, and another key posts (after a restart: %p)',
		async (restarts) => {
			lostAnswer();
			expect((await run(pull('row 7'))).error?.message).toMatch(/may have accepted this post/);
			if (restarts) restart();
			const { error } = await run(pull('row 7'));
			expect(error?.context?.tiktok).toMatchObject({ code: 'once_key_unclear', retryable: false });
			expect(error?.description).toMatch(/another Once Key/);
			expect(inits()).toBe(1);
			only(await run(pull('row 7 again')));
			expect(inits()).toBe(2);
		},
	);

	it('with an ID in the answer is settled by its status', async () => {
		setting.emulator.faults.script({
			match: { path: init },
			do: { kind: 'drift', key: 'error.code', to: 'brand_new_code' },
		});
		const { error } = await run(pull('row 7'));
		const [{ publishId }] = setting.emulator.publishes;
		expect(error?.context?.tiktok).toMatchObject({ publish_id: publishId });
		restart();
		expect(only(await run(pull('row 7')))).toMatchObject({
			publish_id: publishId,
			already_posted: true,
		});
		expect(inits()).toBe(1);
	});

	it('of a last chunk is settled by its status', async () => {
		setting.emulator.faults.script({ match: chunks, do: { kind: 'resetAfter' } });
		setting.emulator.faults.script({
			match: { path: '/v2/post/publish/status/fetch/' },
			times: 20,
			do: { kind: 'status', status: 503 },
		});
		const { error } = await run(upload('row 7'), { items: await clip() });
		expect(error?.context?.tiktok).toMatchObject({ code: 'upload_unconfirmed' });
		setting.emulator.faults.clear();
		restart();
		expect(only(await run(upload('row 7'), { items: await clip() }))).toMatchObject({
			publish_id: setting.emulator.publishes[0].publishId,
			already_posted: true,
		});
		expect(inits()).toBe(1);
	});

	it('an init that TikTok refuses leaves the key free', async () => {
		setting.emulator.faults.script({
			match: { path: init },
			do: { kind: 'envelope', status: 403, code: 'spam_risk' },
		});
		expect((await run(pull('row 7'))).error).toBeDefined();
		expect(only(await run(pull('row 7')))).not.toHaveProperty('already_posted');
	});
});

describe('Upload Many', () => {
	it('a run that failed half-way is repaired by running it again', async () => {
		const parameters = upload('row 7', { operation: 'uploadMany', binaryPropertyNames: '' });
		const items = [await setting.itemWithFiles(1_001, 1_002, 1_003)];
		setting.emulator.faults.script({
			match: { path: init },
			nth: 2,
			do: { kind: 'envelope', status: 403, code: 'spam_risk' },
		});
		const onError = 'continueRegularOutput';
		const first = await run(parameters, { items, onError });
		expect(first.items.filter(({ json }) => json.error)).toHaveLength(1);
		restart();
		const second = await run(parameters, { items, onError });
		expect(second.items.map(({ json }) => Boolean(json.already_posted))).toEqual(
			first.items.map(({ json }) => !json.error),
		);
		expect(new Set(complete().map(({ sha256 }) => sha256)).size).toBe(3);
		expect(complete()).toHaveLength(3);
		expect(second.items.map(({ json }) => json.file_name)).toEqual([
			'clip-0.mp4',
			'clip-1.mp4',
			'clip-2.mp4',
		]);
	});
});

describe('over a restart of n8n', () => {
	it('the workflow’s static data remember, and hold no secret', async () => {
		const items = await clip();
		const first = only(await run(upload('row 7'), { items }));
		restart();
		expect(only(await run(upload('row 7'), { items }))).toMatchObject({
			publish_id: first.publish_id,
			already_posted: true,
		});
		expect(inits()).toBe(1);
		expect(saved.json).not.toMatch(/https?:|row 7|act\.|upload/);
		expect(saved.json).toContain(String(first.publish_id));
	});

	it('it is saved at once: n8n killed after the init and before the last chunk, one post', async () => {
		setting.emulator.faults.script({
			match: { ...chunks, lastChunk: true },
			nth: 2,
			do: { kind: 'hang' },
		});
		const items = [await setting.itemWithFiles(11_000_000), ...(await clip(1_002))];
		const parameters = upload('=row {{ $itemIndex }}');
		let stop = () => {};
		const killed = new Promise<void>((resolve) => (stop = resolve));
		const running = run(parameters, { items, cancelAfter: killed });
		// Both posts are known, and one of them is complete.
		await until(() => complete().length === 1 && saved.writes >= 2);
		const atKill = saved.json;
		stop();
		await running;
		// What n8n's database held at the moment of the kill.
		saved.json = atKill;
		restart();
		setting.emulator.faults.clear();
		const { items: again, error } = await run(parameters, { items });
		expect(error).toBeUndefined();
		expect(again.filter(({ json }) => json.already_posted)).toHaveLength(1);
		expect(complete()).toHaveLength(2);
		expect(new Set(complete().map(({ sha256 }) => sha256)).size).toBe(2);
	}, 60_000);

	it('a pull that was on its way when n8n was killed is refused', async () => {
		setting.emulator.faults.script({
			match: { path: init },
			do: { kind: 'late', ms: MINUTE },
		});
		const running = run(pull('row 7'));
		await until(() => setting.emulator.publishes.length > 0);
		const atKill = saved.json;
		setting.emulator.clock.advance(MINUTE);
		await running;
		saved.json = atKill;
		restart();
		expect((await run(pull('row 7'))).error?.context?.tiktok).toMatchObject({
			code: 'once_key_unclear',
		});
		expect(inits()).toBe(1);
	});

	it('a run by hand writes nothing', async () => {
		only(await run(pull('row 7'), { mode: 'manual' }));
		expect(saved.writes).toBe(0);
	});

	it('executions of one workflow at the same time lose nothing of each other', async () => {
		setting.emulator.faults.script({ match: { path: init }, do: { kind: 'late', ms: 3_000 } });
		const rows = await Promise.all(
			[1, 2, 3].map(async (row) => ({ row, items: await clip(1_000 + row) })),
		);
		const running = rows.map(async ({ row, items }) => await run(upload(`row ${row}`), { items }));
		await until(() => inits() > 0);
		setting.emulator.clock.advance(3_000);
		await Promise.all(running);
		restart();
		for (const { row, items } of rows) {
			expect(only(await run(upload(`row ${row}`), { items }))).toHaveProperty(
				'already_posted',
				true,
			);
		}
		expect(inits()).toBe(3);
	});

	it('what other nodes keep stays', async () => {
		saved.json = JSON.stringify({ 'node:Sheet': { row: 12 }, global: { mine: [1] } });
		only(await run(pull('row 7')));
		expect(saved.read()).toMatchObject({ 'node:Sheet': { row: 12 }, global: { mine: [1] } });
	});

	it('where n8n has not loaded what another node keeps, as on workers, nothing is written', async () => {
		const trigger = {
			id: '9',
			name: 'Watch',
			type: `${setting.harness.packageName}.tikTokTrigger`,
			typeVersion: 1,
			position: [0, 0] as [number, number],
			parameters: {},
		};
		only(await run(pull('row 7'), { otherNodes: [trigger] }));
		expect(saved.writes).toBe(0);
	});

	const place = (content: unknown) => JSON.stringify({ global: { tikTokOnceKeys: content } });
	it.each([
		'{}',
		place(null),
		place('text'),
		place([1, 2]),
		place({ a: null, b: 1, c: 'x', d: {}, e: { state: 'accepted' }, __proto__: 1 }),
	])('static data that are broken or of somebody else stop no run: %s', async (json) => {
		saved.json = json;
		const first = only(await run(pull('row 7')));
		restart();
		expect(only(await run(pull('row 7')))).toMatchObject({
			publish_id: first.publish_id,
			already_posted: true,
		});
	});

	it('keeps 1,000 keys, the newest, for 30 days', async () => {
		const at = Date.now();
		const old = { state: 'accepted', publishId: 'v_pub_1', at: at - 30 * 86_400_000 };
		const list = Object.fromEntries(
			Array.from({ length: 1_100 }, (_, index) => [
				`key ${index}`,
				{ state: 'accepted', publishId: `v_pub_${index}`, at: at - 1_000 * index - 1_000 },
			]),
		);
		saved.json = place({ ...list, tooOld: old });
		only(await run(pull('row 7')));
		const kept = (saved.read().global as IDataObject).tikTokOnceKeys as IDataObject;
		expect(Object.keys(kept)).toHaveLength(1_000);
		expect(kept).toHaveProperty('key 0');
		expect(kept).not.toHaveProperty('key 1000');
		expect(kept).not.toHaveProperty('tooOld');
	});
});

/** Made-up weeks of a workflow: runs, keys, answers, crashes. */
describe('whatever happens', () => {
	const outcomes = [
		'fine',
		'refused',
		'answerLost',
		'failsLater',
		'lastAnswerLost',
		'breaksOffThenLost',
	] as const;
	const step = fc.oneof(
		{
			weight: 5,
			arbitrary: fc.record({
				kind: fc.constant('run' as const),
				keys: fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 3 }),
				operation: fc.constantFrom('publish' as const, 'upload' as const),
				account: fc.constantFrom(0, 1),
				outcome: fc.constantFrom(...outcomes),
				isByHand: fc.boolean(),
				retries: fc.boolean(),
			}),
		},
		{ weight: 2, arbitrary: fc.record({ kind: fc.constant('restart' as const) }) },
	);

	const faults = {
		fine: () => {},
		failsLater: (account: string) => setting.emulator.account(account).failNext.push('internal'),
		refused: () =>
			setting.emulator.faults.script({
				match: { path: init },
				do: { kind: 'envelope', status: 403, code: 'spam_risk' },
			}),
		answerLost: () =>
			setting.emulator.faults.script({ match: { path: init }, do: { kind: 'resetAfter' } }),
		lastAnswerLost: () =>
			setting.emulator.faults.script({
				match: { ...chunks, lastChunk: true },
				do: { kind: 'resetAfter' },
			}),
		/** A try that fails in the middle of the file, and one that cannot tell how it ended. */
		breaksOffThenLost: () => {
			const { faults: line } = setting.emulator;
			line.script({ match: chunks, nth: 2, times: 6, do: { kind: 'status', status: 503 } });
			faults.lastAnswerLost();
			const path = '/v2/post/publish/status/fetch/';
			line.script({ match: { path }, nth: 2, times: 30, do: { kind: 'status', status: 503 } });
		},
	};

	it('TikTok has one accepted post for each key and account, unless it failed', async () => {
		const file = await clip();
		await fc.assert(
			fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 8 }), async (steps) => {
				begin();
				const accounts = ['demo.creator', 'second.creator'];
				const credentials = accounts.map((account) => setting.connect({ username: account }));
				let mayForget = false;
				for (const one of steps) {
					if (one.kind === 'restart') {
						restart();
						// n8n keeps nothing of a run by hand.
						if (steps.some((other) => other.kind === 'run' && other.isByHand)) mayForget = true;
						continue;
					}
					faults[one.outcome](accounts[one.account]);
					const caption = `={{ $json.key }} of ${accounts[one.account]}`;
					await run(
						(one.operation === 'upload' ? upload : pull)('={{ $json.key }}', {
							title: caption,
						}),
						{
							items: one.keys.map((key) => ({ ...file[0], json: { key } })),
							credentials: [credentials[one.account]],
							onError: 'continueRegularOutput',
							mode: one.isByHand ? 'manual' : 'trigger',
							retryOnFail: one.retries,
							maxTries: 2,
						},
					);
					setting.emulator.faults.clear();
					await setting.emulator.settled();
					setting.emulator.clock.advance(10 * 60_000);
				}
				if (mayForget) return;
				const alive = setting.emulator.publishes.filter(
					({ source, complete: isComplete, state }) =>
						state !== 'FAILED' && (source === 'PULL_FROM_URL' || isComplete),
				);
				const names = alive.map(({ postInfo }) => postInfo?.title);
				expect(new Set(names).size).toBe(names.length);
			}),
			{ numRuns: Number(process.env.ONCE_COUNT ?? 6) },
		);
	}, 600_000);
});
