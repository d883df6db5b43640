/* eslint-disable @n8n/community-nodes/no-restricted-globals -- the number of lives is a variable */
import fc from 'fast-check';
import { HandOver } from '../../../../nodes/TikTok/posting/handOver';
import { OnceKeys, onceKeys } from '../../../../nodes/TikTok/run/onceKeys';
import { WorkflowParts, workflowParts } from '../../../../nodes/TikTok/shared/workflowParts';
import { triggerEvents } from '../../../../nodes/TikTok/trigger/postState';
import { RunningPolls, runningPolls } from '../../../../nodes/TikTok/trigger/runningPolls';
import { fates, HOUR, MINUTE, type Post, type Trouble, troubles, World } from './model/world';
import { Trigger } from './model/trigger';

/**
 * Whole lives of triggers, hundreds of polls a second: TikTok and n8n's storage are models. The
 * environment says how many (TRIGGER_LIVES) and which (TRIGGER_SEED, TRIGGER_PATH).
 */

let mockHandOver: HandOver;
let world: World;

jest.mock('../../../../nodes/TikTok/shared/clock', () => ({
	now: () => world.clock,
	elapsed: () => world.time,
	wait: jest.fn(),
}));
jest.mock('../../../../nodes/TikTok/request/openOwnSession', () => ({
	openOwnSession: async () => world.session(),
}));
// A process has one hand-over; a restart begins a new one.
jest.mock('../../../../nodes/TikTok/posting/handOver', () => ({
	...jest.requireActual('../../../../nodes/TikTok/posting/handOver'),
	get handOver() {
		return mockHandOver;
	},
}));

const lives = Number(process.env.TRIGGER_LIVES ?? 12);
const { TRIGGER_SEED: seed, TRIGGER_PATH: path } = process.env;

function startProcess(): void {
	mockHandOver = new HandOver();
	Object.assign(runningPolls, new RunningPolls());
	Object.assign(workflowParts, new WorkflowParts());
	Object.assign(onceKeys, new OnceKeys());
}

const step = fc.oneof(
	{ weight: 4, arbitrary: fc.record({ do: fc.constant('post' as const), fate: fates }) },
	{
		weight: 8,
		arbitrary: fc.record({
			do: fc.constant('poll' as const),
			minutes: fc.integer({ min: 1, max: 120 }),
			together: fc.integer({ min: 1, max: 3 }),
		}),
	},
	{
		weight: 3,
		arbitrary: fc.record({
			do: fc.constant('trouble' as const),
			trouble: fc.constantFrom(...troubles),
		}),
	},
	{
		weight: 1,
		arbitrary: fc.record({
			do: fc.constant('clock' as const),
			/** For good: a clock that went ahead is set right. */
			back: fc.integer({ min: 0, max: 240 }),
			/** For a while; more than a watch takes would let posts expire that did not. */
			ahead: fc.integer({ min: 0, max: 300 }),
		}),
	},
	{ weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
	{
		weight: 1,
		arbitrary: fc.record({
			do: fc.constant('reactivate' as const),
			which: fc.nat(3),
			/** At that moment the clock is a year ahead. */
			isAhead: fc.boolean(),
		}),
	},
	{
		weight: 2,
		arbitrary: fc.record({
			do: fc.constant('execution' as const),
			which: fc.nat(3),
			ends: fc.boolean(),
		}),
	},
	{
		weight: 1,
		arbitrary: fc.record({
			do: fc.constant('outcomes' as const),
			events: fc.subarray([...triggerEvents], { minLength: 1 }),
		}),
	},
	{
		weight: 1,
		arbitrary: fc.record({
			do: fc.constant('rename' as const),
			which: fc.nat(3),
			name: fc.constantFrom('TikTok Trigger', 'Posts', 'Other'),
		}),
	},
	{
		weight: 2,
		arbitrary: fc.record({ do: fc.constant('list' as const), places: fc.array(fc.nat(30)) }),
	},
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** A post of a TikTok node of this n8n. */
function postFromHere(fate: Omit<Post, 'id' | 'at' | 'videoId'>): Post {
	const post = world.add(fate);
	mockHandOver.add({
		accountKey: world.account,
		publishId: post.id,
		at: world.clock,
		status: 'PROCESSING_UPLOAD',
		isManual: false,
		...(post.kind !== 'draft' && {
			privacyLevel: post.kind === 'private' ? 'SELF_ONLY' : 'PUBLIC_TO_EVERYONE',
		}),
	});
	return post;
}

const LONGEST_DEAF = 2 * HOUR;

/** One of each way of watching, and a second one on the same account. */
class Life {
	/** Since when no question about a post has been answered. */
	private troubledSince = Infinity;
	readonly listed = new Trigger(world, 'publishIds', [...triggerEvents]);
	readonly account = new Trigger(world, 'account', []);
	readonly triggers = [
		new Trigger(world, 'instance', [...triggerEvents]),
		new Trigger(world, 'instance', ['published', 'inbox', 'failed', 'expired']),
		this.listed,
		this.account,
	];

	async live(atFirst: Trouble, steps: Step[]): Promise<void> {
		this.post({ kind: 'private', processed: 1, later: 999, isBad: false });
		this.listed.publishIds = [world.posts[0].id];
		world.trouble = atFirst;
		for (const trigger of this.triggers) await trigger.activate();
		for (const next of steps) await this.take(next);
		// In the end everything works again, and time enough passes.
		world.trouble = 'none';
		await this.hours(40);
		// Whatever was before, all hear of what comes then.
		this.post({ kind: 'public', processed: 1, later: 181, isBad: false });
		await this.hours(8);
	}

	private async hours(count: number): Promise<void> {
		for (let hour = 0; hour < count; hour += 1) {
			world.time += HOUR;
			for (const trigger of this.triggers) await trigger.polls(1);
		}
	}

	private post(fate: Omit<Post, 'id' | 'at' | 'videoId'>): void {
		const post = postFromHere(fate);
		for (const trigger of this.triggers) trigger.isTold(post);
	}

	private trouble(trouble: Trouble): void {
		world.trouble = trouble;
		this.troubledSince = ['deaf', 'overLimit'].includes(trouble) ? world.time : Infinity;
	}

	/** Listed posts stay known: a year would let them expire. */
	private async reactivate(trigger: Trigger, isAhead: boolean): Promise<void> {
		const { ahead } = world;
		if (isAhead && trigger !== this.listed) world.ahead += 365 * 24 * HOUR;
		await trigger.activate();
		world.ahead = ahead;
	}

	private async take(next: Step): Promise<void> {
		switch (next.do) {
			case 'post':
				this.post(next.fate);
				return;
			case 'poll':
				world.time += next.minutes * MINUTE;
				// Posts that get no answer for longer are given up when their time is over.
				if (world.time - this.troubledSince > LONGEST_DEAF) this.trouble('none');
				await Promise.all(this.triggers.map(async (trigger) => await trigger.polls(next.together)));
				return;
			case 'trouble':
				this.trouble(next.trouble);
				return;
			case 'clock':
				world.back += next.back * MINUTE;
				world.ahead = next.ahead * MINUTE;
				return;
			case 'restart':
				startProcess();
				for (const trigger of this.triggers) await trigger.restart();
				return;
			case 'reactivate':
				// While n8n cannot activate it, it watches nothing. TikTok may well be down.
				if (world.trouble === 'unconnected') world.trouble = 'down';
				await this.reactivate(this.triggers[next.which], next.isAhead);
				return;
			case 'execution':
				await this.triggers[next.which].execution(next.ends);
				return;
			case 'outcomes':
				await this.listed.choose(next.events);
				return;
			case 'rename':
				await this.triggers[next.which].rename(next.name);
				return;
			case 'list': {
				const ids = next.places.map((place) => world.posts[place % world.posts.length].id);
				this.listed.publishIds = ids.length > 0 ? ids : [world.posts[0].id];
				await this.listed.update();
				return;
			}
		}
	}
}

/** What must have been heard of a post in the end, whatever happened on the way. */
const certainOf = ({ kind, isBad }: Post): string[] =>
	isBad
		? []
		: {
				public: ['published', 'public'],
				private: ['published'],
				failed: ['failed'],
				// The inbox may be over so soon that nobody saw it.
				draft: ['published', 'public'],
			}[kind];

/** Nothing else can be heard of it. */
const possibleOf = ({ kind, isBad }: Post): string[] =>
	isBad
		? ['started', 'expired']
		: ['started', ...(kind === 'draft' ? ['inbox'] : []), ...certainOf({ kind } as Post)];

const eventsOf = (posts: Iterable<Post>, events: (post: Post) => string[]) =>
	[...posts].flatMap((post) => events(post).map((event) => `${post.id} ${event}`));

/** Having been started is the first thing that is told of a post. */
function isStartTooLate(event: string, before: string[]): boolean {
	const [id, outcome] = event.split(' ');
	return outcome === 'started' && before.some((other) => other.startsWith(`${id} `));
}

function judge({ triggers, listed, account }: Life): void {
	for (const trigger of triggers) {
		const { heard, responsible, wanted } = trigger;
		expect(heard).toEqual([...new Set(heard)]);
		if (trigger === account) continue;
		const isOfInstance = trigger !== listed;
		const due = eventsOf(isOfInstance ? responsible : trigger.listedPosts, (post) =>
			[...(isOfInstance ? ['started'] : []), ...certainOf(post)].filter((event) =>
				isOfInstance ? wanted.includes(event) : trigger.isChosenFor(post, event),
			),
		);
		expect(heard).toEqual(expect.arrayContaining(due));
		expect(eventsOf(world.posts, possibleOf)).toEqual(expect.arrayContaining(heard));
		expect(heard.filter((event, index) => isStartTooLate(event, heard.slice(0, index)))).toEqual(
			[],
		);
	}
	const old = account.oldPosts.map(({ videoId }) => videoId);
	expect(account.heard.filter((id) => old.includes(id))).toEqual([]);
	const last = world.posts.slice(-1);
	const fresh = [...world.posts.filter((post) => account.isCertainlyNew(post)), ...last];
	expect(account.heard).toEqual(expect.arrayContaining(fresh.map(({ videoId }) => videoId)));
}

it(`nothing twice, nothing lost, nothing old, in ${lives} generated lives of four triggers on one account`, async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.constantFrom<Trouble>('none', 'down', 'odd'),
			fc.array(step, { minLength: 3, maxLength: 40 }),
			async (atFirst, steps) => {
				world = new World();
				startProcess();
				const life = new Life();
				await life.live(atFirst, steps);
				judge(life);
			},
		),
		{
			numRuns: lives,
			...(seed !== undefined && { seed: Number(seed) }),
			...(path !== undefined && { path }),
			asyncReporter: async (run) => {
				if (!run.failed) return;
				throw new Error(
					`Again: TRIGGER_LIVES=${lives} TRIGGER_SEED=${run.seed} TRIGGER_PATH=${run.counterexamplePath} npm run jest -- test/nodes/TikTok/trigger/pollSequences.test.ts\n${await fc.asyncDefaultReportMessage(run)}`,
					{ cause: run.errorInstance },
				);
			},
		},
	);
}, 3_600_000);

it('switched on again and again while TikTok is down, it watches from the last time on', async () => {
	world = new World();
	startProcess();
	world.trouble = 'down';
	const trigger = new Trigger(world, 'instance', ['published']);
	for (let times = 0; times < 10; times += 1) await trigger.activate();
	const post = postFromHere({ kind: 'public', processed: 1, later: 181, isBad: false });
	world.trouble = 'none';
	world.time += HOUR;
	await trigger.polls(1);

	expect(trigger.heard).toEqual([`${post.id} published`]);
});

it('one ID that always draws an error page is asked for more and more seldom, and holds up no other', async () => {
	world = new World();
	startProcess();
	const fate = { kind: 'public' as const, processed: 100, later: 200, isBad: false };
	const bad = Array.from({ length: 20 }, () => world.add({ ...fate, isBad: true }));
	const good = Array.from({ length: 20 }, () => world.add(fate));
	const trigger = new Trigger(world, 'publishIds', ['published']);
	trigger.publishIds = [...bad, ...good].map(({ id }) => id);
	await trigger.activate();
	for (let poll = 0; poll < 6 * 60; poll += 1) {
		world.time += MINUTE;
		await trigger.polls(1);
	}

	expect([...trigger.heard].sort()).toEqual(good.map(({ id }) => `${id} published`));
	for (const { id } of bad) expect(world.askedFor(id)).toBeLessThan(20);
});
