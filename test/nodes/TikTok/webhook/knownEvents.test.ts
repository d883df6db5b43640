import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { WorkflowParts } from '../../../../nodes/TikTok/shared/workflowParts';
import { KnownEvents } from '../../../../nodes/TikTok/webhook/knownEvents';

const start = Date.UTC(2026, 0, 1);
const day = 86_400_000;
let memory: KnownEvents;
beforeEach(() => {
	memory = new KnownEvents();
});

/** One delivery to the node of the workflow, unless told otherwise. */
function sees(eventKey: string, stored: unknown, more: Partial<Sighting> = {}): boolean {
	const { by = memory, ...rest } = more;
	const sighting = { workflow: 'w', node: 'n', eventKey, at: start, ...rest };
	return by.isFirstSight(sighting, stored);
}
interface Sighting {
	by: KnownEvents;
	workflow: string;
	node: string;
	at: number;
}
const storedIn = (stored: IDataObject) => stored.tikTokKnownEvents as Record<string, number>;
const count = (stored: IDataObject) => Object.keys(storedIn(stored)).length;
/** What n8n reads from its database after it has written. */
const saved = (stored: IDataObject) => JSON.parse(JSON.stringify(stored)) as IDataObject;

it('knows an event again through the stored list and through memory', () => {
	const stored: IDataObject = {};
	expect(sees('a', stored)).toBe(true);
	expect(sees('a', stored)).toBe(false);
	// Another delivery that read the database before the first was written.
	expect(sees('a', {})).toBe(false);
	// After a restart there is only the database.
	expect(sees('a', saved(stored), { by: new KnownEvents() })).toBe(false);
});

it('writes all that was seen, also by deliveries that read an older list', () => {
	for (const key of ['a', 'b', 'c']) sees(key, {});
	const stored: IDataObject = { other: 1 };
	sees('d', stored);
	expect(stored.other).toBe(1);
	for (const key of ['a', 'b', 'c', 'd'])
		expect(sees(key, saved(stored), { by: new KnownEvents() })).toBe(false);
});

it('leaves stored data alone that holds all, so that n8n need not save', () => {
	const stored: IDataObject = {};
	sees('a', stored);
	expect(sees('a', Object.freeze(saved(stored)))).toBe(false);
	const before = storedIn(stored);
	sees('a', stored);
	expect(storedIn(stored)).toBe(before);
});

it('keeps workflows apart, and the triggers of one', () => {
	expect(sees('a', {})).toBe(true);
	expect(sees('a', {}, { workflow: 'other' })).toBe(true);
	expect(sees('a', {}, { node: 'other' })).toBe(true);
});

describe('a polling trigger in the same workflow', () => {
	it('that writes back its old copy loses nothing: the next repetition writes all again', () => {
		const database: IDataObject = {};
		const copyOfPoller = saved(database);
		for (const key of ['a', 'b']) sees(key, database);
		const afterPoll = saved(copyOfPoller);
		expect(sees('a', afterPoll)).toBe(false);
		expect(sees('b', saved(afterPoll), { by: new KnownEvents() })).toBe(false);
	});

	it('carries them over in its copy, so that a restart right after its save loses nothing', () => {
		const copyOfPoller: IDataObject = { 'node:Poller': { since: 1 } };
		for (const key of ['a', 'b']) sees(key, {});
		memory.carryOver('w', copyOfPoller, start);
		expect(copyOfPoller['node:Poller']).toEqual({ since: 1 });
		for (const key of ['a', 'b'])
			expect(sees(key, saved(copyOfPoller), { by: new KnownEvents() })).toBe(false);
	});

	it('loses nothing to an execution either that began before and is saved after', () => {
		const parts = new WorkflowParts();
		const at = Date.now();
		const by = new KnownEvents(parts);
		sees('a', {}, { by, at });
		const copyOfExecution: IDataObject = { 'node:Poller': { since: 1 } };
		parts.refresh('w', copyOfExecution);
		sees('b', {}, { by, at });
		for (const key of ['a', 'b'])
			expect(sees(key, saved(copyOfExecution), { by: new KnownEvents(), at })).toBe(false);
	});

	it('loses nothing to a delivery that read an older copy', () => {
		const parts = new WorkflowParts();
		const kept = { n: { revision: 7 } };
		parts.note('w', 'tikTokTriggers', (copy) => (copy.tikTokTriggers = kept));
		const stored: IDataObject = { tikTokTriggers: { n: { revision: 6 } } };
		sees('a', stored, { by: new KnownEvents(parts) });
		expect(stored.tikTokTriggers).toBe(kept);
	});

	it('leaves the data of workflows alone that have no webhook', () => {
		const stored: IDataObject = {};
		sees('a', {});
		memory.carryOver('other', stored, start);
		expect(stored).toEqual({});
	});
});

describe('bounds', () => {
	it('remembers the newest 500 of a workflow', () => {
		const stored: IDataObject = {};
		for (let index = 0; index < 520; index += 1) sees(`${index}`, stored, { at: start + index });
		expect(count(stored)).toBe(500);
		expect(sees('519', stored, { at: start + 520 })).toBe(false);
		expect(sees('0', stored, { at: start + 520 })).toBe(true);
	});

	it('forgets the workflows that have been quiet for longest', () => {
		sees('a', {});
		for (let index = 0; index < 200; index += 1) sees('a', {}, { workflow: `w${index}` });
		expect(sees('a', {})).toBe(true);
	});

	it('forgets after 30 days; TikTok repeats for three', () => {
		const stored: IDataObject = {};
		sees('a', stored);
		expect(sees('a', stored, { at: start + 3 * day })).toBe(false);
		expect(sees('a', stored, { at: start + 31 * day })).toBe(true);
		expect(count(stored)).toBe(1);
	});

	it('keeps to them when the clock jumps back', () => {
		const stored: IDataObject = {};
		sees('a', stored, { at: start + 365 * day });
		expect(sees('a', stored)).toBe(false);
		expect(sees('b', stored)).toBe(true);
		for (let index = 0; index < 500; index += 1) sees(`${index}`, stored, { at: start + index });
		expect(sees('a', saved(stored), { by: new KnownEvents() })).toBe(true);
	});
});

describe('stored data that somebody else has written', () => {
	const trap = Object.defineProperty({}, 'tikTokKnownEvents', {
		get: () => {
			throw new Error('get');
		},
		set: () => {
			throw new Error('set');
		},
	});
	const many = Object.fromEntries(
		Array.from({ length: 100_000 }, (_, index) => [index.toString(16).padStart(64, '0'), start]),
	);
	it.each<[string, unknown]>([
		['no object', 'text'],
		['null', null],
		['nothing', undefined],
		['a number', 5],
		['a list', []],
		['a frozen object', Object.freeze({})],
		['an object with throwing accessors', trap],
		['a text for the events', { tikTokKnownEvents: 'text' }],
		['null for the events', { tikTokKnownEvents: null }],
		['a list of events', { tikTokKnownEvents: ['a', null, 5] }],
		['events without times', { tikTokKnownEvents: { ['a'.repeat(64)]: 'x', b: null } }],
		[
			'impossible times',
			{ tikTokKnownEvents: { ['a'.repeat(64)]: 1e300, ['b'.repeat(64)]: -1e300 } },
		],
		['100,000 events', { tikTokKnownEvents: many }],
	])('stops nothing: %s', (_what, stored) => {
		expect(sees('a', stored)).toBe(true);
		expect(sees('a', stored)).toBe(false);
		expect(() => memory.carryOver('w', stored, start)).not.toThrow();
	});

	it('is replaced by what is right', () => {
		const stored: IDataObject = { tikTokKnownEvents: ['a', { b: 1 }] };
		sees('a', stored);
		expect(Object.entries(storedIn(stored))).toEqual([
			[expect.stringMatching(/^[0-9a-f]{64}$/), start],
		]);
	});

	it('never crashes a delivery, whatever it is', () => {
		fc.assert(
			fc.property(fc.anything(), fc.string(), (value, key) => {
				const by = new KnownEvents();
				const nodes = { one: value, two: { tikTokKnownEvents: value } };
				for (const [node, stored] of Object.entries(nodes)) {
					expect(sees(key, stored, { by, node })).toBe(true);
					expect(sees(key, stored, { by, node })).toBe(false);
				}
			}),
		);
	});
});

it('passes each event once, however deliveries, restarts, renames and saves of a poller mix', () => {
	const step = fc.oneof(
		{ weight: 6, arbitrary: fc.record({ do: fc.constant('deliver'), key: fc.nat(12) }) },
		{ weight: 1, arbitrary: fc.record({ do: fc.constant('poll'), key: fc.constant(0) }) },
		{ weight: 1, arbitrary: fc.record({ do: fc.constant('restart'), key: fc.constant(0) }) },
	);
	fc.assert(
		fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
			let by = new KnownEvents();
			let database: IDataObject = {};
			let copyOfPoller = saved(database);
			const passed: string[] = [];
			for (const [index, { do: action, key }] of steps.entries()) {
				const at = start + index * 1000;
				if (action === 'deliver') {
					const read = saved(database);
					if (sees(String(key), read, { by, at })) passed.push(String(key));
					database = saved(read);
				} else if (action === 'poll') {
					by.carryOver('w', copyOfPoller, at);
					database = saved(copyOfPoller);
				} else {
					by = new KnownEvents();
					copyOfPoller = saved(database);
				}
			}
			expect(new Set(passed).size).toBe(passed.length);
		}),
		{ numRuns: 500 },
	);
});
