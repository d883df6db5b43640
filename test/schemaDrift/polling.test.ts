import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { addPosts, addVideos } from '../harness/accounts';
import type { Setting } from '../harness/setting';
import { createSetting } from '../harness/setting';
import type { PollResult, RunError } from '../harness/types';
import { Scene, type TriggerUnderTest } from '../nodes/TikTok/trigger/triggerUnderTest';
import type { Drift } from './drift';
import { complaintsAbout, Drifting, turnsEach } from './drifting';
import { nonsenseIn, unclear } from './judge';

/**
 * The polling trigger while answers drift, and after: whatever happened fires once, what did not
 * happen never, and no odd answer stops it for good.
 */

let setting: Setting;
beforeAll(async () => {
	setting = await createSetting();
});
afterAll(async () => await setting.close());

const complete = 'v_pub_file~v2-1.7600000000000000101';
const failed = 'v_pub_file~v2-1.7600000000000000102';
const draft = 'v_inbox_file~v2.7600000000000000103';
const postId = '7600000000000000201';
const outcomes = ['published', 'public', 'inbox', 'failed', 'expired'];

let lastVideo = 7_610_000_000_000_000_000n;

/** What one life of the trigger brings, drifted answers first. */
class Life {
	readonly items: INodeExecutionData[] = [];
	readonly errors: RunError[] = [];

	readonly trigger: TriggerUnderTest;

	constructor(
		readonly scene: Scene,
		parameters: INodeParameters,
	) {
		this.trigger = scene.trigger(parameters);
	}

	/** @returns whether it came to an end without an error */
	async hear(poll: () => Promise<PollResult>): Promise<boolean> {
		try {
			this.items.push(...(await poll()).items);
			return true;
		} catch (error) {
			this.errors.push(error as RunError);
			return false;
		}
	}

	/** n8n does not activate a workflow whose first poll fails: the user tries again. */
	async activate(): Promise<void> {
		for (let tries = 0; tries < 10; tries += 1) {
			if (await this.hear(async () => await this.trigger.activate())) return;
		}
	}

	async polls(times: number, everyMinutes: number): Promise<void> {
		for (let poll = 0; poll < times; poll += 1) {
			await this.scene.passes(everyMinutes);
			await this.hear(async () => await this.trigger.poll());
		}
	}
}

interface Case {
	name: string;
	parameters: INodeParameters;
	/** What is there before the first drifted answer. */
	before?: (life: Life) => Promise<void>;
	during: (life: Life) => Promise<void>;
	after: (life: Life) => Promise<void>;
}

function appear(life: Life, ...minutesAgo: number[]): void {
	const { emulator } = setting;
	const posts = minutesAgo.map((minutes) => ({
		id: String((lastVideo += 7n)),
		create_time: Math.floor(emulator.clock.now() / 1000 - minutes * 60),
	}));
	addVideos(emulator, life.scene.username, posts);
}

const listed = [
	{ publish_id: complete, status: 'PUBLISH_COMPLETE', publicaly_available_post_id: [postId] },
	{ publish_id: failed, status: 'FAILED', fail_reason: 'frame_rate_check_failed' },
	{ publish_id: draft, status: 'SEND_TO_USER_INBOX' },
];

const cases: Case[] = [
	{
		name: 'listed posts',
		parameters: { source: 'publishIds', publishIds: [complete, failed, draft], events: outcomes },
		before: async ({ scene }) => addPosts(setting.emulator, scene.username, listed),
		during: async (life) => {
			await life.activate();
			await life.polls(3, 2);
		},
		after: async (life) => {
			await life.polls(2, 61);
			setting.emulator.creatorPostsDraft(draft);
			await life.polls(3, 61);
		},
	},
	{
		name: 'posts of this n8n',
		parameters: { source: 'instance', events: outcomes },
		before: async (life) => {
			await life.activate();
			await life.scene.post();
			await life.scene.draft();
		},
		during: async (life) => await life.polls(4, 2),
		after: async (life) => await life.polls(4, 61),
	},
	{
		name: 'public posts of the account',
		parameters: { source: 'account' },
		before: async (life) => appear(life, 5, 30, 90),
		during: async (life) => {
			await life.activate();
			await life.scene.passes(1);
			appear(life, 0);
			await life.polls(1, 1);
			appear(life, 0);
			await life.polls(2, 1);
		},
		after: async (life) => await life.polls(3, 1),
	},
];

async function live({ parameters, before, during, after }: Case, seed: number, numbers: number[]) {
	const life = new Life(new Scene(setting), parameters);
	let drifting: Drifting | undefined;
	try {
		await before?.(life);
		drifting = new Drifting(setting, seed, numbers);
		await during(life);
		drifting.end();
		await after(life);
	} finally {
		drifting?.end();
		life.scene.end();
	}
	const { answers, drifts, said } = drifting;
	const known = [...said, JSON.stringify(setting.emulator.publishes), JSON.stringify(listed)];
	const videos = JSON.stringify(setting.emulator.account(life.scene.username).videos);
	return { ...life, answers, drifts, corpus: [...known, videos].join() };
}

/** Which post had which outcome; accounts and posts are new in each life, so their order names them. */
function eventsOf(items: INodeExecutionData[]): string[] {
	const posts = new Map<unknown, number>();
	return items.map(({ json: { publish_id, id, event } }) => {
		const post = publish_id ?? id;
		if (!posts.has(post)) posts.set(post, posts.size);
		return `${String(event)} of post ${posts.get(post)}`;
	});
}

const countOf = (items: INodeExecutionData[], outcome: string) =>
	items.filter(({ json }) => json.event === outcome).length;

/** An ID that became another one is another post, and what is no longer listed comes back as new. */
const makesOthers = ({ path, change }: Drift) =>
	path.at(-1) === 'id' || (change === 'missing' && path.at(-2) === 'videos');

function complaintOf(
	lived: Awaited<ReturnType<typeof live>>,
	usual: INodeExecutionData[],
): string | undefined {
	const { items, errors, drifts, corpus } = lived;
	const said =
		errors.map(unclear).find(Boolean) ??
		items.map(({ json }) => nonsenseIn(json, corpus)).find(Boolean);
	if (said) return said;
	const events = eventsOf(items);
	const twice = events.find((event, index) => events.indexOf(event) !== index);
	if (twice) return `twice: ${twice}`;
	for (const outcome of outcomes) {
		const [now, before] = [countOf(items, outcome), countOf(usual, outcome)];
		if (now < before) return `${outcome}: ${now} times in place of ${before}`;
		if (now > before && !drifts.some(makesOthers))
			return `${outcome}: ${now} times, where it happened ${before} times`;
	}
	return undefined;
}

it.each(cases)(
	'$name',
	async (one) => {
		const usual = await live(one, 0, []);
		expect(usual.errors).toEqual([]);
		expect(usual.items).not.toEqual([]);
		const turns = turnsEach(cases.length, 12);
		const complaints = await complaintsAbout(
			one.name,
			turns,
			usual.answers,
			async (seed, numbers) => {
				const lived = await live(one, seed, numbers);
				return { drifts: lived.drifts, complaint: complaintOf(lived, usual.items) };
			},
		);
		expect(complaints).toEqual([]);
	},
	600_000,
);

const testRuns = [
	cases[0],
	{ ...cases[1], before: async (life: Life) => void (await life.scene.post()) },
	cases[2],
].map((one) => ({
	...one,
	name: `a test run: ${one.name}`,
	during: async (life: Life) =>
		void (await life.hear(async () => await life.trigger.poll('manual'))),
	after: async () => undefined,
}));

it.each(testRuns)(
	'$name',
	async (one) => {
		const usual = await live(one, 0, []);
		expect(usual.items).toHaveLength(1);
		const turns = turnsEach(testRuns.length, 6);
		const complaints = await complaintsAbout(
			one.name,
			turns,
			usual.answers,
			async (seed, numbers) => {
				const { items, errors, drifts, corpus } = await live(one, seed, numbers);
				if (items.length + errors.length !== 1)
					return { drifts, complaint: 'neither an item nor an error' };
				const [json] = items.map((item) => item.json);
				// A sample says of itself that nobody sent it.
				const nonsense = json && !json.sample ? nonsenseIn(json, corpus) : undefined;
				return { drifts, complaint: errors.map(unclear)[0] ?? nonsense };
			},
		);
		expect(complaints).toEqual([]);
	},
	600_000,
);
