import type * as HandOver from '../../../../nodes/TikTok/posting/handOver';

let time = 0;
jest.mock('../../../../nodes/TikTok/shared/clock', () => ({ now: () => time }));

/** A process of its own. */
function start(): typeof HandOver {
	let module: typeof HandOver | undefined;
	jest.isolateModules(() => {
		module = jest.requireActual<typeof HandOver>('../../../../nodes/TikTok/posting/handOver');
	});
	return module as typeof HandOver;
}

const note = (publishId: string, accountKey = 'account') => ({
	accountKey,
	publishId,
	at: time,
	status: 'PROCESSING_UPLOAD',
	isManual: false,
});
const idsOf = ({ notes }: ReturnType<typeof HandOver.handedOver>) =>
	notes.map(({ publishId }) => publishId);

beforeEach(() => {
	time = 0;
});

it('gives each reader everything of its account that came since it last looked', () => {
	const { handOver, handedOver, endOfHandOver } = start();
	handOver(note('a'));
	const late = endOfHandOver();
	handOver(note('b'));
	handOver(note('c', 'another'));
	const early = handedOver('account');

	expect(idsOf(early)).toEqual(['a', 'b']);
	expect(idsOf(handedOver('account', late))).toEqual(['b']);
	expect(idsOf(handedOver('another', late))).toEqual(['c']);
	handOver(note('d'));
	expect(idsOf(handedOver('account', early.cursor))).toEqual(['d']);
	expect(idsOf(handedOver('account', early.cursor))).toEqual(['d']);
});

it('gives a reader from before a restart everything of the new process', () => {
	const before = start();
	for (const id of ['a', 'b', 'c']) before.handOver(note(id));
	const cursor = before.endOfHandOver();
	const after = start();
	after.handOver(note('d'));
	expect(idsOf(after.handedOver('account', cursor))).toEqual(['d']);
});

it('is bounded in number and in age', () => {
	const { handOver, handedOver } = start();
	for (let index = 0; index < 3_000; index += 1) handOver(note(String(index)));
	const ids = idsOf(handedOver('account'));
	expect(ids).toHaveLength(2_000);
	expect(ids.pop()).toBe('2999');

	time = 8 * 24 * 3_600_000;
	handOver(note('young'));
	expect(idsOf(handedOver('account'))).toEqual(['young']);
});

it('tells that a post was given up', () => {
	const { handOver, withdraw, handedOver } = start();
	handOver(note('a'));
	withdraw('account', 'a');
	expect(handedOver('account').notes.map(({ isWithdrawn }) => isWithdrawn ?? false)).toEqual([
		false,
		true,
	]);
});
