import type { IDataObject } from 'n8n-workflow';
import { isFirstSight } from '../../../../nodes/TikTok/webhook/knownEvents';

let trigger: string;
let count = 0;
beforeEach(() => {
	count += 1;
	trigger = `workflow-${count}|node`;
});

const keys = (stored: IDataObject) => stored.knownEvents as string[];

it('knows an event again through the stored list and through memory', () => {
	const stored: IDataObject = {};
	expect(isFirstSight(trigger, 'a', stored)).toBe(true);
	expect(isFirstSight(trigger, 'a', stored)).toBe(false);
	// Another delivery that read the database before the first was written.
	expect(isFirstSight(trigger, 'a', {})).toBe(false);
	// After a restart there is only the database.
	expect(isFirstSight(`${trigger}-restarted`, 'a', stored)).toBe(false);
});

it('writes all that was seen, also by deliveries that read an older list', () => {
	for (const key of ['a', 'b', 'c']) isFirstSight(trigger, key, {});
	const stored: IDataObject = { other: 1 };
	isFirstSight(trigger, 'd', stored);
	expect(stored).toEqual({ other: 1, knownEvents: ['a', 'b', 'c', 'd'] });
});

it('leaves the stored data alone when nothing is new', () => {
	isFirstSight(trigger, 'a', {});
	const stored: IDataObject = {};
	isFirstSight(trigger, 'a', stored);
	expect(stored).toEqual({});
});

it('keeps triggers apart', () => {
	expect(isFirstSight(trigger, 'a', {})).toBe(true);
	expect(isFirstSight(`${trigger} 2`, 'a', {})).toBe(true);
});

it('remembers the newest 500', () => {
	const stored: IDataObject = {};
	for (let index = 0; index < 520; index += 1) isFirstSight(trigger, `key ${index}`, stored);
	expect(keys(stored)).toHaveLength(500);
	expect(keys(stored)[499]).toBe('key 519');
	expect(isFirstSight(trigger, 'key 519', stored)).toBe(false);
	expect(isFirstSight(trigger, 'key 0', stored)).toBe(true);
});

it('forgets the triggers that have been quiet for longest', () => {
	isFirstSight(trigger, 'a', {});
	for (let index = 0; index < 200; index += 1) isFirstSight(`${trigger} ${index}`, 'a', {});
	expect(isFirstSight(trigger, 'a', {})).toBe(true);
});

it('survives stored data that somebody else has written', () => {
	for (const knownEvents of [undefined, 'text', 5, { a: 1 }, [1, null, 'b']]) {
		const stored = { knownEvents } as unknown as IDataObject;
		expect(isFirstSight(`${trigger} ${String(knownEvents)}`, 'a', stored)).toBe(true);
		expect(keys(stored).filter((key) => key !== 'b')).toEqual(['a']);
	}
});
