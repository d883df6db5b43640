import { AccountMemory } from '../../../../nodes/TikTok/request/accountMemory';
import { HandClock } from '../../../harness/handClock';

const minute = 60_000;

let clock: HandClock;
let memory: AccountMemory;
beforeEach(() => {
	clock = new HandClock();
	memory = new AccountMemory(clock);
});

/** A question that counts how often it is asked. */
function question<T>(...answers: Array<() => T>) {
	let count = 0;
	return {
		get asked() {
			return count;
		},
		ask: async () => answers[Math.min(count++, answers.length - 1)](),
	};
}

it('asks once, also when two ask at the same moment', async () => {
	const told = question(() => 'a');
	expect(
		await Promise.all([
			memory.recall('one', 'name', minute, told.ask),
			memory.recall('one', 'name', minute, told.ask),
		]),
	).toEqual(['a', 'a']);
	expect(await memory.recall('one', 'name', minute, told.ask)).toBe('a');
	expect(told.asked).toBe(1);
});

it('keeps accounts and questions apart', async () => {
	const told = question(() => 1);
	await memory.recall('apart', 'name', minute, told.ask);
	await memory.recall('apart', 'list', minute, told.ask);
	await memory.recall('other', 'name', minute, told.ask);
	expect(told.asked).toBe(3);
});

it('is over after its time', async () => {
	const told = question(() => 1);
	await memory.recall('aged', 'list', minute, told.ask);
	await clock.advance(minute - 1);
	await memory.recall('aged', 'list', minute, told.ask);
	expect(told.asked).toBe(1);
	await clock.advance(1);
	await memory.recall('aged', 'list', minute, told.ask);
	expect(told.asked).toBe(2);
});

it("is over after its time, also when the computer's clock was set back an hour", async () => {
	const told = question(() => 1);
	await memory.recall('set back', 'list', minute, told.ask);
	clock.setBy(-60 * minute);
	await clock.advance(minute);
	await memory.recall('set back', 'list', minute, told.ask);
	expect(told.asked).toBe(2);
});

it('is given up when something newer is on its way', async () => {
	const told = question(() => 1);
	await memory.recall('newer', 'list', minute, told.ask);
	memory.forget('newer', 'list');
	await memory.recall('newer', 'list', minute, told.ask);
	expect(told.asked).toBe(2);
});

it('a question that fails late takes no newer answer with it', async () => {
	let fail = () => {};
	const late = memory.recall('late', 'list', minute, async () => {
		await new Promise<void>((resolve) => (fail = resolve));
		throw new Error('late');
	});
	memory.forget('late', 'list');
	const told = question(() => 1);
	await memory.recall('late', 'list', minute, told.ask);
	fail();
	await expect(late).rejects.toThrow('late');
	await memory.recall('late', 'list', minute, told.ask);
	expect(told.asked).toBe(1);
});

it('remembers neither failures nor that nothing is known', async () => {
	const told = question<string | undefined>(
		() => {
			throw new Error('not now');
		},
		() => undefined,
		() => 'b',
	);
	const ask = async () => await memory.recall('late', 'name', minute, told.ask);
	await expect(ask()).rejects.toThrow('not now');
	expect(await ask()).toBeUndefined();
	expect(await ask()).toBe('b');
	expect(await ask()).toBe('b');
	expect(told.asked).toBe(3);
});

it('forgets the longest unused when there are too many', async () => {
	const first = question(() => 1);
	await memory.recall('first', 'name', Infinity, first.ask);
	for (let index = 0; index < 500; index++) {
		await memory.recall(`account ${index}`, 'name', Infinity, async () => index);
	}
	const last = question(() => 499);
	await memory.recall('account 499', 'name', Infinity, last.ask);
	await memory.recall('first', 'name', Infinity, first.ask);
	expect([first.asked, last.asked]).toEqual([2, 0]);
});

it.each([
	['was told nothing', async () => await Promise.resolve(undefined)],
	['was cancelled', async () => await Promise.reject(new Error('cancelled'))],
])('asks for itself when the one who asked before %s', async (_, asks) => {
	const first = memory.recall(
		'given up',
		'name',
		minute,
		asks as () => Promise<string | undefined>,
	);
	const others = [question(() => 'told'), question(() => 'told')];
	const waiting = others.map(({ ask }) => memory.recall('given up', 'name', minute, ask));
	await first.catch(() => undefined);
	expect(await Promise.all(waiting)).toEqual(['told', 'told']);
	expect(others.map(({ asked }) => asked)).toEqual([1, 0]);
});
