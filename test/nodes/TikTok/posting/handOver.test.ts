import { HandOver } from '../../../../nodes/TikTok/posting/handOver';
import { HandClock } from '../../../harness/handClock';

let clock: HandClock;
let handOver: HandOver;
beforeEach(() => {
	clock = new HandClock();
	handOver = new HandOver(clock);
});

const note = (publishId: string, accountKey = 'account') => ({
	accountKey,
	publishId,
	at: clock.now(),
	status: 'PROCESSING_UPLOAD',
	isManual: false,
});
const idsOf = ({ notes }: ReturnType<HandOver['read']>) => notes.map(({ publishId }) => publishId);

it('gives each reader everything of its account that came since it last looked', () => {
	handOver.add(note('a'));
	const late = handOver.end();
	handOver.add(note('b'));
	handOver.add(note('c', 'another'));
	const early = handOver.read('account');

	expect(idsOf(early)).toEqual(['a', 'b']);
	expect(idsOf(handOver.read('account', late))).toEqual(['b']);
	expect(idsOf(handOver.read('another', late))).toEqual(['c']);
	handOver.add(note('d'));
	expect(idsOf(handOver.read('account', early.cursor))).toEqual(['d']);
	expect(idsOf(handOver.read('account', early.cursor))).toEqual(['d']);
});

it('gives a reader from before a restart everything of the new process', () => {
	const before = handOver;
	for (const id of ['a', 'b', 'c']) before.add(note(id));
	const cursor = before.end();
	const after = new HandOver(clock);
	after.add(note('d'));
	expect(idsOf(after.read('account', cursor))).toEqual(['d']);
});

it('tells what is known of a post, to its own account only', () => {
	const origin = { mediaType: 'VIDEO' as const, workflow: { id: '1' } };
	handOver.add({ ...note('a'), origin });
	handOver.add(note('b'));
	const asked = [handOver.originOf('account', 'a'), handOver.originOf('account', 'b')];
	expect([...asked, handOver.originOf('another', 'a')]).toEqual([origin, undefined, undefined]);
});

it('is bounded in number and in age', async () => {
	for (let index = 0; index < 3_000; index += 1) handOver.add(note(String(index)));
	const ids = idsOf(handOver.read('account'));
	expect(ids).toHaveLength(2_000);
	expect(ids.pop()).toBe('2999');

	await clock.advance(7 * 24 * 3_600_000);
	handOver.add(note('young'));
	expect(idsOf(handOver.read('account'))).toEqual(['young']);
});

it('tells that a post was given up', () => {
	handOver.add(note('a'));
	handOver.withdraw('account', 'a');
	expect(handOver.read('account').notes.map(({ isWithdrawn }) => isWithdrawn ?? false)).toEqual([
		false,
		true,
	]);
});

it("keeps notes their full time, also when the computer's clock is set", async () => {
	handOver.add(note('a'));
	clock.setBy(8 * 24 * 3_600_000);
	handOver.add(note('b'));
	expect(idsOf(handOver.read('account'))).toEqual(['a', 'b']);
	clock.setBy(-30 * 24 * 3_600_000);
	await clock.advance(7 * 24 * 3_600_000);
	expect(idsOf(handOver.read('account'))).toEqual([]);
});
