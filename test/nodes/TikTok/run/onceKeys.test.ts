import fc from 'fast-check';
import { OnceKeys, nameOfKey } from '../../../../nodes/TikTok/run/onceKeys';
import { readPost } from '../../../../nodes/TikTok/run/rememberedPost';
import { HandClock } from '../../../harness/handClock';

const day = 24 * 60 * 60 * 1000;
const post = { state: 'accepted', publishId: 'v_pub_1', at: 0 } as const;

let clock: HandClock;
let keys: OnceKeys;
beforeEach(() => {
	clock = new HandClock();
	keys = new OnceKeys(clock);
});

const note = async (name: string) =>
	await keys.inTurn(name, async (key) => {
		key.post = post;
		key.isKnown = true;
	});

describe('the Once Keys of a process', () => {
	it('are remembered for 30 days after their last use', async () => {
		await note('a');
		await clock.advance(30 * day - 1);
		expect(keys.known('a')?.post).toEqual(post);
		await clock.advance(1);
		expect(keys.known('a')).toBeUndefined();
	});

	it('are 5,000 at most; one in use is never forgotten', async () => {
		let finish = () => {};
		const held = keys.inTurn('held', async (key) => {
			key.post = post;
			key.isKnown = true;
			await new Promise<void>((resolve) => (finish = resolve));
		});
		for (let index = 0; index < 5_100; index++) await note(`key ${index}`);
		expect(keys.known('key 0')).toBeUndefined();
		expect(keys.known('key 5099')).toBeDefined();
		expect(keys.known('held')).toBeDefined();
		finish();
		await held;
	});

	it('who is cancelled while waiting leaves at once, and lets nobody in too early', async () => {
		let finish = () => {};
		const order: string[] = [];
		const first = keys.inTurn('a', async () => {
			await new Promise<void>((resolve) => (finish = resolve));
			order.push('first');
		});
		const cancel = new AbortController();
		const second = keys.inTurn('a', async () => order.push('second'), cancel.signal);
		const third = keys.inTurn('a', async () => order.push('third'));
		cancel.abort(new Error('stopped'));
		await expect(second).rejects.toThrow('stopped');
		expect(order).toEqual([]);
		finish();
		await Promise.all([first, third]);
		expect(order).toEqual(['first', 'third']);
	});

	it('have names that tell accounts and keys apart', () => {
		fc.assert(
			fc.property(
				fc.tuple(fc.string(), fc.string()),
				fc.tuple(fc.string(), fc.string()),
				(a, b) => {
					const isSame = a[0] === b[0] && a[1] === b[1];
					expect(nameOfKey(...a) === nameOfKey(...b)).toBe(isSame);
				},
			),
		);
	});
});

it('whatever is kept, reading it yields a post or nothing, never an error', () => {
	const known = fc.record(
		{
			state: fc.oneof(fc.constantFrom('unclear', 'sending', 'accepted'), fc.anything()),
			publishId: fc.oneof(fc.string(), fc.anything()),
			size: fc.oneof(fc.nat(), fc.anything()),
			at: fc.oneof(fc.constant(Date.now()), fc.anything()),
		},
		{ requiredKeys: [] },
	);
	fc.assert(
		fc.property(fc.oneof(known, fc.anything()), (value) => {
			const found = readPost(value);
			if (!found) return;
			expect(['unclear', 'sending', 'accepted']).toContain(found.state);
			expect(Number.isFinite(found.at)).toBe(true);
			if (found.publishId === undefined) expect(found.state).toBe('unclear');
		}),
	);
});
