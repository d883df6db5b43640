/* eslint-disable @n8n/community-nodes/no-restricted-globals -- the number of lives is a variable */
import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import fc from 'fast-check';
import type { Situation } from '../../../../nodes/TikTok/errors/failure';
import { TikTokFailure } from '../../../../nodes/TikTok/errors/failure';
import { HandOver } from '../../../../nodes/TikTok/posting/handOver';
import { poll } from '../../../../nodes/TikTok/trigger/pollRun';
import { triggerEvents } from '../../../../nodes/TikTok/trigger/postState';

/**
 * Whole lives of triggers, thousands of polls a second: TikTok and n8n's storage are models.
 * `npm run test:generated` lets many more of them live.
 */
const lifeCount = Number(process.env.TRIGGER_LIVES ?? 200);

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

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What becomes of a post, in minutes after its start; by TikTok's own clock. */
interface Fate {
	kind: 'public' | 'private' | 'failed' | 'draft';
	processed: number;
	/** Moderated, or posted by the creator. */
	later: number;
}

interface Post extends Fate {
	id: string;
	at: number;
}

type Trouble = 'none' | 'down' | 'flaky' | 'limited' | 'unconnected';

let lives = 0;

class World {
	/** TikTok's time. */
	time = 1_800_000_000_000;
	/** How wrong the clock of n8n goes. */
	skew = 0;
	trouble: Trouble = 'none';
	readonly posts: Post[] = [];
	readonly account = `account-${++lives}`;
	private questions = 0;

	get clock() {
		return this.time + this.skew;
	}

	session() {
		const session = {
			connection: { accountKey: this.account, websiteUrl: '' },
			logger: { info() {}, warn() {}, debug() {}, error() {} },
			withoutRepeats: () => session,
			call: async ({ path }: { path: string }, { body }: { body?: IDataObject }) => {
				// The answer takes its time: polls that overlap meet here.
				await Promise.resolve();
				await Promise.resolve();
				this.complain();
				return path.includes('status') ? this.statusOf(String(body?.publish_id)) : {};
			},
		};
		return session;
	}

	private complain(): void {
		this.questions += 1;
		const fail = (origin: 'tiktok' | 'credential', situation?: Situation) => {
			const details = { code: 'x', retryable: true };
			throw new TikTokFailure({ headline: 'No.', advice: '', origin, details, situation });
		};
		if (this.trouble === 'down') fail('tiktok', 'serverError');
		if (this.trouble === 'flaky' && this.questions % 3 === 0) fail('tiktok', 'serverError');
		if (this.trouble === 'limited' && this.questions % 2 === 0) fail('tiktok', 'overLimit');
		if (this.trouble === 'unconnected' && this.questions % 2 === 0) fail('credential');
	}

	private statusOf(id: string): IDataObject {
		const post = this.posts.find((one) => one.id === id) as Post;
		const age = (this.time - post.at) / MINUTE;
		if (age < post.processed) return { status: 'PROCESSING_UPLOAD' };
		if (post.kind === 'failed') return { status: 'FAILED', fail_reason: 'internal' };
		if (age < post.later && post.kind === 'draft') return { status: 'SEND_TO_USER_INBOX' };
		const isPublic = age >= post.later && post.kind !== 'private';
		return { status: 'PUBLISH_COMPLETE', publicaly_available_post_id: isPublic ? ['7'] : [] };
	}
}

const expectedOf = ({ kind }: Post): string[] =>
	({
		public: ['started', 'published', 'public'],
		private: ['started', 'published'],
		failed: ['started', 'failed'],
		draft: ['started', 'inbox', 'published', 'public'],
	})[kind];

/** n8n around one trigger: live static data, saved when a poll returns something. */
class Trigger {
	live: IDataObject = {};
	saved = '{}';
	isRegistered = false;
	activation = 'activate';
	/** Posts started while it watched, and not lost to a crash before it looked. */
	responsible = new Map<string, Post>();
	unseen: Post[] = [];
	heard: string[] = [];

	constructor(
		readonly name: string,
		readonly wanted: string[],
	) {}

	/** Switched on, or n8n was started again: what was not saved is gone. */
	async register(activation: string): Promise<void> {
		this.activation = activation;
		this.isRegistered = false;
		for (const { id } of this.unseen) this.responsible.delete(id);
		this.unseen = [];
		await this.polls(0);
	}

	/** Polls at the same time; n8n first registers again what failed to be registered. */
	async polls(together: number): Promise<void> {
		if (!this.isRegistered) {
			this.live = JSON.parse(this.saved) as IDataObject;
			await this.poll(true);
		}
		if (!this.isRegistered) return;
		const known = [...this.unseen];
		const ended = await Promise.all(
			Array.from({ length: together }, async () => await this.poll()),
		);
		// A post is safe as soon as a poll has come to its end after it.
		if (ended.length > 0 && ended.every(Boolean)) {
			this.unseen = this.unseen.filter((post) => !known.includes(post));
		}
	}

	/** @returns whether it came to its end */
	private async poll(isNew = false): Promise<boolean> {
		const { live } = this;
		let output: INodeExecutionData[][] | null;
		try {
			output = await poll(this.context(live));
		} catch {
			return false;
		}
		this.isRegistered = true;
		if (output !== null || isNew) this.saved = JSON.stringify(live);
		for (const { json } of (output ?? []).flat()) {
			this.heard.push(`${String(json.publish_id)} ${String(json.event)}`);
		}
		return true;
	}

	private context(live: IDataObject): IPollFunctions {
		const parameters: IDataObject = { source: 'instance', events: this.wanted };
		return {
			getMode: () => 'trigger',
			getActivationMode: () => this.activation,
			getWorkflow: () => ({ id: `${world.account} ${this.name}` }),
			getNode: () => ({ id: 'node', name: 'TikTok Trigger', type: '', parameters: {} }),
			getNodeParameter: (name: string, fallback: unknown) => parameters[name] ?? fallback,
			getWorkflowStaticData: () => live,
			logger: { warn() {} },
		} as unknown as IPollFunctions;
	}
}

type Step =
	| { do: 'post'; fate: Fate }
	| { do: 'poll'; minutes: number; together: number }
	| { do: 'trouble'; trouble: Trouble }
	| { do: 'clock'; back: number }
	| { do: 'restart' }
	| { do: 'reactivate'; which: number };

const fate = fc.record({
	kind: fc.constantFrom<Fate['kind']>('public', 'private', 'failed', 'draft'),
	processed: fc.integer({ min: 0, max: 180 }),
	later: fc.integer({ min: 181, max: 900 }),
});

const step: fc.Arbitrary<Step> = fc.oneof(
	{ weight: 4, arbitrary: fc.record({ do: fc.constant('post' as const), fate }) },
	{
		weight: 8,
		arbitrary: fc.record({
			do: fc.constant('poll' as const),
			minutes: fc.integer({ min: 1, max: 120 }),
			together: fc.integer({ min: 1, max: 3 }),
		}),
	},
	{
		weight: 2,
		arbitrary: fc.record({
			do: fc.constant('trouble' as const),
			trouble: fc.constantFrom<Trouble>('none', 'down', 'flaky', 'limited', 'unconnected'),
		}),
	},
	{
		weight: 1,
		arbitrary: fc.record({
			do: fc.constant('clock' as const),
			back: fc.integer({ min: 1, max: 240 }),
		}),
	},
	{ weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
	{
		weight: 1,
		arbitrary: fc.record({ do: fc.constant('reactivate' as const), which: fc.nat(1) }),
	},
);

function startProcess(): void {
	mockHandOver = new HandOver();
}

async function take(next: Step, triggers: Trigger[]): Promise<void> {
	switch (next.do) {
		case 'post': {
			const post = { ...next.fate, id: `p${world.posts.length}`, at: world.time };
			world.posts.push(post);
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
			for (const trigger of triggers) {
				trigger.responsible.set(post.id, post);
				trigger.unseen.push(post);
			}
			return;
		}
		case 'poll':
			world.time += next.minutes * MINUTE;
			await Promise.all(triggers.map(async (trigger) => await trigger.polls(next.together)));
			return;
		case 'trouble':
			world.trouble = next.trouble;
			return;
		case 'clock':
			world.skew -= next.back * MINUTE;
			return;
		case 'restart':
			startProcess();
			for (const trigger of triggers) await trigger.register('init');
			return;
		case 'reactivate': {
			const trigger = triggers[next.which];
			// While n8n cannot activate it, it watches nothing.
			world.trouble = 'none';
			await trigger.register('activate');
			trigger.responsible.clear();
			return;
		}
	}
}

it(
	`nothing twice, nothing lost, in ${lifeCount} generated lives of two triggers on one account`,
	async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 40 }), async (steps) => {
				world = new World();
				startProcess();
				const triggers = [
					new Trigger('a', [...triggerEvents]),
					new Trigger('b', ['published', 'inbox', 'failed', 'expired']),
				];
				for (const trigger of triggers) await trigger.register('activate');
				for (const next of steps) await take(next, triggers);

				// In the end everything works again, and time enough passes.
				world.trouble = 'none';
				for (let hour = 0; hour < 40; hour += 1) {
					world.time += HOUR;
					for (const trigger of triggers) await trigger.polls(1);
				}
				for (const { heard, responsible, wanted } of triggers) {
					expect(heard).toEqual([...new Set(heard)]);
					const due = [...responsible.values()].flatMap((post) =>
						expectedOf(post)
							// Over so soon that nobody saw it in the inbox.
							.filter((event) => wanted.includes(event) && event !== 'inbox')
							.map((event) => `${post.id} ${event}`),
					);
					expect(heard).toEqual(expect.arrayContaining(due));
					const possible = world.posts.flatMap((post) =>
						expectedOf(post).map((event) => `${post.id} ${event}`),
					);
					expect(possible).toEqual(expect.arrayContaining(heard));
				}
			}),
			{ numRuns: lifeCount },
		);
	},
	10 * 60_000,
);
