import { remembered } from '../../../../nodes/TikTok/request/accountMemory';

const minute = 60_000;

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
			remembered('one', 'name', minute, told.ask),
			remembered('one', 'name', minute, told.ask),
		]),
	).toEqual(['a', 'a']);
	expect(await remembered('one', 'name', minute, told.ask)).toBe('a');
	expect(told.asked).toBe(1);
});

it('keeps accounts and questions apart', async () => {
	const told = question(() => 1);
	await remembered('apart', 'name', minute, told.ask);
	await remembered('apart', 'list', minute, told.ask);
	await remembered('other', 'name', minute, told.ask);
	expect(told.asked).toBe(3);
});

it('is over after its time', async () => {
	const told = question(() => 1);
	await remembered('aged', 'list', 0, told.ask);
	await remembered('aged', 'list', minute, told.ask);
	expect(told.asked).toBe(2);
});

it('remembers neither failures nor that nothing is known', async () => {
	const told = question<string | undefined>(
		() => {
			throw new Error('not now');
		},
		() => undefined,
		() => 'b',
	);
	const ask = async () => await remembered('late', 'name', minute, told.ask);
	await expect(ask()).rejects.toThrow('not now');
	expect(await ask()).toBeUndefined();
	expect(await ask()).toBe('b');
	expect(await ask()).toBe('b');
	expect(told.asked).toBe(3);
});

it('forgets the oldest when there are too many', async () => {
	const first = question(() => 1);
	await remembered('first', 'name', Infinity, first.ask);
	for (let index = 0; index < 500; index++) {
		await remembered(`account ${index}`, 'name', Infinity, async () => index);
	}
	const last = question(() => 499);
	await remembered('account 499', 'name', Infinity, last.ask);
	await remembered('first', 'name', Infinity, first.ask);
	expect([first.asked, last.asked]).toEqual([2, 0]);
});
