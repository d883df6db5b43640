import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { fixtures } from '../fixtures';
import type { FixtureCase } from '../fixtures/fixture';
import { casesOf, prepareFixtureCase } from '../harness/fixtureCase';
import { jumpThroughWaits } from '../harness/jumpThroughWaits';
import type { Setting } from '../harness/setting';
import { createSetting } from '../harness/setting';
import type { RunResult } from '../harness/types';
import type { VirtualClock } from '../harness/virtualClock';
import type { Drift } from './drift';
import { complaintsAbout, Drifting, playsAll, turnsEach } from './drifting';
import { complaint, postsAmong } from './judge';

/**
 * Every answer of a run is changed at random, in every way that an API can change: the run ends with
 * a right item, or with an error in the user's terms.
 */

/** Without a count one case in three is played. */
const share = playsAll ? 1 : 3;

/** Those whose files are small: every case is played very often. */
const cases = fixtures
	.flatMap((fixture) => casesOf(fixture).map((one) => ({ ...one, fixture })))
	.filter(({ media = [] }) => media.reduce((sum, { bytes }) => sum + bytes, 0) < 2_000_000)
	.filter((_, index) => index % share === 0)
	.map(({ fixture, ...one }) => ({
		name: `${fixture.resource}.${fixture.operation}: ${one.name}`,
		one: waitingForAll(one),
	}));

/** A post is followed to its link, so that the answers about it drift as well. */
function waitingForAll(one: FixtureCase): FixtureCase {
	const { parameters } = one;
	if (!parameters.postMode && parameters.operation !== 'getStatus') return one;
	const options = { ...(parameters.options as INodeParameters), maxWaitMinutes: 2 };
	return { ...one, parameters: { ...parameters, returnWhen: 'public', options } };
}

let setting: Setting;
let clock: VirtualClock;
beforeAll(async () => {
	setting = await createSetting();
	clock = jumpThroughWaits(setting);
});
afterAll(async () => {
	clock.uninstall();
	await setting.close();
});

interface Play extends RunResult {
	answers: number;
	drifts: Drift[];
	corpus: string;
	publishes: Setting['emulator']['publishes'];
}

/** One run; the answers whose number is in the list drift. */
async function play(one: FixtureCase, seed: number, numbers: number[]): Promise<Play> {
	const { emulator, harness } = setting;
	emulator.reset();
	// What is told at one account must not be known at the next.
	const { credential, parameters, binary, leave } = await prepareFixtureCase(setting, one);
	const drifting = new Drifting(setting, seed, numbers);
	try {
		const result = await harness.run({
			parameters,
			credentials: [credential],
			items: [{ json: {}, binary }],
			timezone: one.given?.timezone,
		});
		await emulator.settled();
		const { publishes } = emulator;
		const corpus = [JSON.stringify(one), ...drifting.said, JSON.stringify(publishes)].join();
		// Posts that the fixture brought about are no work of this run.
		const own = publishes.filter(({ sourceInfo }) => Object.keys(sourceInfo).length > 0);
		const { answers, drifts } = drifting;
		return { ...result, answers, drifts, corpus, publishes: own };
	} finally {
		drifting.end();
		await leave();
	}
}

it.each(cases)(
	'$name',
	async ({ one, name }) => {
		const usual = await play(one, 0, []);
		expect(usual.error).toBeUndefined();
		const turns = turnsEach(cases.length, 51);
		const complaints = await complaintsAbout(name, turns, usual.answers, async (seed, numbers) => {
			const result = await play(one, seed, numbers);
			const { drifts } = result;
			return {
				drifts,
				complaint: complaint({
					...result,
					usual: { items: usual.items, posts: postsAmong(usual.publishes) },
					hidesPublishId: drifts.some(hidesPublishId),
					lost: drifts.reduce((sum, one) => sum + lostBy(one), 0),
				}),
			};
		});
		expect(complaints).toEqual([]);
	},
	600_000,
);

/** The ID itself, or what it stands in. */
function hidesPublishId({ path, before }: Drift): boolean {
	return (
		path.at(-1) === 'publish_id' ||
		((before as IDataObject | null)?.publish_id !== undefined && path.join('.') === 'data')
	);
}

/** Endpoints that drop what is null may drop an empty list. */
const droppable = ['data.occupied_custom_shop_ads', 'data.store_list'];

/** How many records the answer no longer holds, or holds in a form that is none. */
function lostBy({ path, change }: Drift): number {
	if (/^\d+$/.test(path.at(-1) ?? '')) return 1;
	const isDropped = droppable.includes(path.join('.')) && ['missing', 'null'].includes(change);
	return isDropped ? Infinity : 0;
}
