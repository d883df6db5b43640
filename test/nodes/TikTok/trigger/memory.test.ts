import type { IDataObject } from 'n8n-workflow';
import fc from 'fast-check';
import { type Memory, refreshCopies, TriggerMemory } from '../../../../nodes/TikTok/trigger/memory';
import { runsOf } from '../../../generatedRuns';

const posts: Memory = {
	source: 'publishIds',
	account: 'a',
	posts: new Map([
		['p', { since: 1, dueAt: 2, happened: ['started', 'inbox'], inboxAt: 3, isClosed: true }],
		['__proto__', { since: 1, dueAt: 2, happened: [], isUnlisted: true, unanswered: 4 }],
	]),
};
const account: Memory = { source: 'account', account: 'a', floor: 5, seen: new Map([['7', 6]]) };
const instance: Memory = {
	source: 'instance',
	account: 'a',
	cursor: { log: 'l', position: 3 },
	posts: new Map([
		['p', { since: 1, dueAt: 2, happened: [], publishedAt: 9, privacyLevel: 'X', isManual: true }],
		['q', { since: 1, dueAt: 2, happened: [], origin: { mediaType: 'PHOTO', workflow: {} } }],
		[
			'r',
			{
				since: 1,
				dueAt: 2,
				happened: [],
				origin: { mediaType: 'VIDEO', caption: 'c', workflow: { id: '1', name: 'w' } },
			},
		],
	]),
};

/** n8n's static data of one workflow, as it comes back from the database. */
class StaticData {
	constructor(private data: Record<string, IDataObject> = { global: {} }) {}

	memoryOf(id: string, name = id): TriggerMemory {
		this.data = JSON.parse(JSON.stringify(this.data)) as typeof this.data;
		return new TriggerMemory((this.data[name] ??= {}), this.data.global, id);
	}

	get copies(): IDataObject {
		return this.data.global.tikTokTriggers as IDataObject;
	}
}

it.each([posts, account, instance])('comes back as it was kept: $source', (memory) => {
	const data = new StaticData();
	data.memoryOf('n').keep(memory);
	expect(data.memoryOf('n').recall()).toEqual(memory);
});

it('begins with nothing', () => {
	const memory = new StaticData().memoryOf('n');
	expect([memory.recall(), memory.isUnreadable, memory.failedPolls]).toEqual([undefined, false, 0]);
});

describe('under another name', () => {
	it('is found again, and nothing older when the old name is back', () => {
		const data = new StaticData();
		data.memoryOf('n', 'old').keep(posts);
		expect(data.memoryOf('n', 'new').recall()).toEqual(posts);
		data.memoryOf('n', 'new').keep(account);
		expect(data.memoryOf('n', 'old').recall()).toEqual(account);
	});

	it('is not taken for that of a node that has the name now', () => {
		const data = new StaticData();
		data.memoryOf('n', 'name').keep(posts);
		expect(data.memoryOf('other', 'name').recall()).toBeUndefined();
	});

	it('is kept for the 20 nodes that kept something last', () => {
		const data = new StaticData();
		for (let id = 0; id < 30; id += 1) data.memoryOf(`n${id}`).keep(account);
		expect(Object.keys(data.copies)).toEqual(Array.from({ length: 20 }, (_, i) => `n${i + 10}`));
	});

	it('is newer in the node than in the copy when n8n saves the node alone', () => {
		const ofNode: IDataObject = {};
		new TriggerMemory(ofNode, {}, 'n').keep(posts);
		const copy: IDataObject = {};
		new TriggerMemory({}, copy, 'n').keep(posts);
		new TriggerMemory(ofNode, {}, 'n').keep(account);
		expect(new TriggerMemory(ofNode, copy, 'n').recall()).toEqual(account);
	});
});

describe('in copies that are written back late', () => {
	const keptBy = (copies: Record<string, unknown>, data: IDataObject, memory: Memory) =>
		new TriggerMemory({}, data, 'n', copies).keep(memory);

	it('is as new as what was kept last, in a copy of before and of after', () => {
		const copies = {};
		const own: IDataObject = {};
		keptBy(copies, own, posts);
		const execution = JSON.parse(JSON.stringify(own)) as IDataObject;
		keptBy(copies, own, account);
		refreshCopies(copies, execution);
		expect(new TriggerMemory({}, execution, 'n').recall()).toEqual(account);
		keptBy(copies, own, instance);
		expect(new TriggerMemory({}, execution, 'n').recall()).toEqual(instance);
	});

	it('does not go over what another process has kept since', () => {
		const copies = {};
		const own: IDataObject = {};
		keptBy(copies, own, posts);
		const elsewhere = JSON.parse(JSON.stringify(own)) as IDataObject;
		keptBy({}, elsewhere, account);
		refreshCopies(copies, elsewhere);
		expect(new TriggerMemory({}, elsewhere, 'n').recall()).toEqual(account);
	});

	it('holds what was kept last, whatever an older registration had counted', () => {
		const copies = {};
		for (let times = 0; times < 3; times += 1) keptBy(copies, {}, posts);
		const registered: IDataObject = {};
		keptBy(copies, registered, account);
		const execution: IDataObject = { tikTokTriggers: { n: { revision: 3 } } };
		refreshCopies(copies, execution);
		expect(new TriggerMemory({}, execution, 'n').recall()).toEqual(account);
	});
});

describe('of another version, or broken', () => {
	const stored = (fields: IDataObject) =>
		new TriggerMemory({ memory: fields, failedPolls: 'x' }, {}, 'n');

	it('is read when the version before this one has kept it', () => {
		const happened = ['published'];
		const old = { source: 'instance', account: 'a', cursor: { log: 'l', position: 1 } };
		expect(stored({ ...old, posts: { p: { since: 1, dueAt: 2, happened } } }).recall()).toEqual({
			...old,
			posts: new Map([['p', { since: 1, dueAt: 2, happened }]]),
		});
	});

	it('begins anew after a newer version, and says so', () => {
		const memory = stored({ version: 2, source: 'account', account: 'a', floor: 1, seen: {} });
		expect([memory.recall(), memory.isUnreadable]).toEqual([undefined, true]);
	});

	it('begins anew when the floor was poisoned: NaN comes back as null', () => {
		const memory = stored({ version: 1, source: 'account', account: 'a', floor: null, seen: {} });
		expect([memory.recall(), memory.isUnreadable]).toEqual([undefined, true]);
	});

	it('leaves out of a post what cannot be read, and keeps what has happened', () => {
		const p = { since: null, dueAt: 'soon', happened: ['failed', 7, 'no event'], inboxAt: {} };
		const recalled = stored({
			version: 1,
			source: 'publishIds',
			account: 'a',
			posts: { p, q: null, r: [] },
		}).recall();
		expect(recalled).toEqual({
			source: 'publishIds',
			account: 'a',
			posts: new Map([
				['p', { since: expect.any(Number) as number, dueAt: 0, happened: ['failed'] }],
			]),
		});
	});

	it('takes no time of a post that has not come yet: the post would never grow old', () => {
		const inAYear = Date.now() + 365 * 86_400_000;
		const p = { since: inAYear, dueAt: 2, happened: [], inboxAt: inAYear, publishedAt: 9e15 };
		const before = Date.now();
		const recalled = stored({
			version: 1,
			source: 'publishIds',
			account: 'a',
			posts: { p },
		}).recall() as Extract<Memory, { posts: unknown }>;
		const { since, inboxAt, publishedAt } = recalled.posts.get('p') ?? {};
		for (const time of [since, inboxAt, publishedAt]) {
			expect(time).toBeGreaterThanOrEqual(before);
			expect(time).toBeLessThanOrEqual(Date.now());
		}
	});

	it.each([
		null,
		'text',
		[],
		{ caption: 'c' },
		{ mediaType: 'AUDIO', caption: 'c', workflow: { id: '1' } },
	])('knows no origin of a post when it cannot be read: %j', (origin) => {
		const posts = { p: { since: 1, dueAt: 2, happened: [], origin } };
		const recalled = stored({ version: 1, source: 'instance', account: 'a', posts }).recall();
		expect(recalled).toMatchObject({
			posts: new Map([['p', { since: 1, dueAt: 2, happened: [] }]]),
		});
	});

	it('reads of an origin what it can', () => {
		const origin = { mediaType: 'VIDEO', caption: 5, workflow: { id: 7, name: 'w' } };
		const posts = { p: { since: 1, dueAt: 2, happened: [], origin } };
		const recalled = stored({ version: 1, source: 'instance', account: 'a', posts }).recall();
		const read = { mediaType: 'VIDEO', workflow: { name: 'w' } };
		expect(recalled).toMatchObject({
			posts: new Map([['p', expect.objectContaining({ origin: read })]]),
		});
	});

	it('counts failing polls from none when the count cannot be read', () => {
		expect(stored({}).failedPolls).toBe(0);
	});

	it.each([null, 'text', 5, []])('keeps what it can when other data stand there: %j', (data) => {
		const node = {};
		new TriggerMemory(node, data, 'n').keep(posts);
		expect(new TriggerMemory(node, data, 'n').recall()).toEqual(posts);
		const workflow = {};
		new TriggerMemory(data, workflow, 'n').keep(posts);
		expect(new TriggerMemory(data, workflow, 'n').recall()).toEqual(posts);
	});

	it('never throws, keeps what is new, and reads it back, over anything that JSON can hold', () => {
		const nearly = fc.record(
			{
				version: fc.constantFrom<unknown>(1, undefined, 2, 'x'),
				node: fc.constantFrom<unknown>('n', 'other', 4),
				revision: fc.oneof(fc.jsonValue(), fc.nat()),
				source: fc.constantFrom<unknown>('instance', 'publishIds', 'account', null),
				account: fc.constantFrom<unknown>('a', 5),
				cursor: fc.jsonValue(),
				floor: fc.jsonValue(),
				seen: fc.jsonValue(),
				posts: fc.oneof(
					fc.jsonValue(),
					fc.dictionary(
						fc.string(),
						fc.record({
							since: fc.jsonValue(),
							dueAt: fc.jsonValue(),
							happened: fc.jsonValue(),
							origin: fc.jsonValue(),
						}),
					),
				),
			},
			{ requiredKeys: [] },
		);
		const anything = fc.oneof(fc.jsonValue(), nearly);
		fc.assert(
			fc.property(
				fc.record({ memory: anything, failedPolls: fc.jsonValue() }, { requiredKeys: [] }),
				fc.record({ tikTokTriggers: fc.oneof(fc.jsonValue(), fc.record({ n: anything })) }),
				(ofNode, ofWorkflow) => {
					const node = JSON.parse(JSON.stringify(ofNode)) as IDataObject;
					const workflow = JSON.parse(JSON.stringify(ofWorkflow)) as IDataObject;
					const memory = new TriggerMemory(node, workflow, 'n');
					memory.recall();
					expect(Number.isInteger(memory.failedPolls)).toBe(true);
					memory.keep(posts);
					expect(new TriggerMemory(node, {}, 'n').recall()).toEqual(posts);
					expect(new TriggerMemory({}, workflow, 'n').recall()).toEqual(posts);
				},
			),
			{ numRuns: runsOf(1_000) },
		);
	});
});
