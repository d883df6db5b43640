import fc from 'fast-check';
import { BoundedMap } from '../../../../nodes/TikTok/shared/boundedMap';
import { HandClock } from '../../../harness/handClock';

let clock: HandClock;
beforeEach(() => {
	clock = new HandClock();
});

/** Sets keys to themselves. */
function mapOf(keys: string[], bounds: Partial<ConstructorParameters<typeof BoundedMap>[0]> = {}) {
	const map = new BoundedMap<string, string>({ maxCount: 3, ...bounds }, clock);
	for (const key of keys) map.set(key, key);
	return map;
}

describe('a bounded map', () => {
	it('forgets the longest unused when there are too many', () => {
		const map = mapOf(['a', 'b', 'c']);
		expect(map.get('a')).toBe('a');
		map.set('d', 'd');
		expect(map.values()).toEqual(['c', 'a', 'd']);
	});

	it('looking at all of them is no use of any', () => {
		const map = mapOf(['a', 'b', 'c']);
		map.values();
		map.set('d', 'd');
		expect(map.get('a')).toBeUndefined();
	});

	it('forgets what is too old, counted from when it was set', async () => {
		const map = mapOf(['a'], { maxAgeMs: 1_000 });
		await clock.advance(999);
		expect(map.get('a')).toBe('a');
		map.set('b', 'b');
		await clock.advance(1);
		expect([map.get('a'), map.get('b')]).toEqual([undefined, 'b']);
		map.set('b', 'b');
		await clock.advance(999);
		expect(map.values()).toEqual(['b']);
		await clock.advance(1);
		expect(map.size).toBe(0);
	});

	it('an entry may have an age of its own', async () => {
		const map = mapOf([]);
		map.set('short', 'short', 10);
		map.set('long', 'long', Infinity);
		await clock.advance(10);
		expect(map.values()).toEqual(['long']);
	});

	it("does not care how the computer's clock is set", async () => {
		const map = mapOf(['a'], { maxAgeMs: 1_000 });
		clock.setBy(5_000);
		expect(map.get('a')).toBe('a');
		clock.setBy(-10_000);
		await clock.advance(1_000);
		expect(map.get('a')).toBeUndefined();
	});

	it('whatever is done with it: what is in use stays, and the rest is within the bounds', async () => {
		const key = fc.constantFrom(...'abcdefgh');
		const step = fc.oneof(
			fc.record({ do: fc.constantFrom('set', 'get', 'delete', 'use', 'leave'), key }),
			fc.record({ do: fc.constant('pass'), key, ms: fc.nat(80) }),
		);
		await fc.assert(
			fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
				const inUse = new Set<string>();
				const map = mapOf([], { maxAgeMs: 100, isInUse: (value) => inUse.has(value as string) });
				for (const { do: what, key: name, ...more } of steps) {
					if (what === 'set') map.set(name, name);
					if (what === 'get') map.get(name);
					if (what === 'use' && map.get(name)) inUse.add(name);
					if (what === 'leave') inUse.delete(name);
					if (what === 'pass') await clock.advance((more as { ms: number }).ms);
					if (what === 'delete') {
						map.delete(name);
						inUse.delete(name);
					}
					const values = map.values();
					expect([...inUse].filter((used) => !values.includes(used))).toEqual([]);
					if (what === 'set') expect(values.at(-1)).toBe(name);
					if (what === 'set')
						expect(values.length).toBeLessThanOrEqual(Math.max(3, inUse.size + 1));
				}
			}),
		);
	});
});
