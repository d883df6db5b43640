/* eslint-disable @n8n/community-nodes/no-restricted-globals */
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
import { drift, randomFrom } from './drift';
import { complaint, postsAmong } from './judge';

/**
 * TikTok changes its answers without notice. Every answer of a run is changed at random, in every way
 * that an API can change: the run ends with a right item, or with an error in the user's terms.
 * DRIFT_COUNT says how many answers; DRIFT_SEED plays a single one again.
 */
const count = Number(process.env.DRIFT_COUNT ?? 51);
/** Without a count one case in three is played. */
const share = process.env.DRIFT_COUNT ? 1 : 3;
const only = process.env.DRIFT_SEED ? Number(process.env.DRIFT_SEED) : undefined;

/** Those whose files are small: every case is played very often. */
const cases = fixtures
	.flatMap((fixture) => casesOf(fixture).map((one) => ({ ...one, fixture })))
	// What the node itself downloads is no answer of TikTok.
	.filter(({ parameters }) => parameters.videoSource !== 'url')
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
	const { credential, binary, leave } = await prepareFixtureCase(setting, one);
	const random = randomFrom(seed);
	const drifts: Drift[] = [];
	const corpus: string[] = [JSON.stringify(one)];
	let answers = 0;
	emulator.faults.script({
		match: { path: /^\/(v2\/(post|user|video)|open_api)\// },
		times: Infinity,
		do: {
			kind: 'drift',
			key: '',
			to: (answer: unknown) => {
				answers += 1;
				const found = numbers.includes(answers) ? drift(answer, random) : undefined;
				if (found) drifts.push(found);
				const sent = found ? found.after : answer;
				corpus.push(inText(answer), inText(sent));
				return sent;
			},
		},
	});
	try {
		const result = await harness.run({
			parameters: one.parameters,
			credentials: [credential],
			items: [{ json: {}, binary }],
			timezone: one.given?.timezone,
		});
		await emulator.settled();
		const { publishes } = emulator;
		corpus.push(JSON.stringify(publishes));
		// Posts that the fixture brought about are no work of this run.
		const own = publishes.filter(({ sourceInfo }) => Object.keys(sourceInfo).length > 0);
		return { ...result, answers, drifts, corpus: corpus.join(), publishes: own };
	} finally {
		emulator.faults.clear();
		await leave();
	}
}

const inText = (value: unknown) =>
	JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? `${inner}` : inner));

const describeDrift = ({ path, change, before, after }: Drift) =>
	`${path.join('.')} ${change} (was ${inText(before)?.slice(0, 60)}) -> ${inText(after)?.slice(0, 300)}`;

it.each(cases)(
	'$name',
	async ({ one, name }) => {
		const usual = await play(one, 0, []);
		expect(usual.error).toBeUndefined();
		const first = hashOf(name);
		const complaints: string[] = [];
		const turns = Math.ceil(count / cases.length);
		let drifted = 0;
		for (let turn = 0; drifted < turns && turn < 2 * turns + 2; turn += 1) {
			const seed = only ?? first + turn;
			const random = randomFrom(seed);
			const numbers = [1 + Math.floor(random() * usual.answers)];
			// Now and then several answers of one run.
			while (random() < 0.1) numbers.push(1 + Math.floor(random() * usual.answers));
			const result = await play(one, seed, numbers);
			drifted += result.drifts.length;
			const said = complaint({
				...result,
				usual: { items: usual.items, posts: postsAmong(usual.publishes) },
				hidesPublishId: result.drifts.some(hidesPublishId),
				lost: result.drifts.reduce((sum, one) => sum + lostBy(one), 0),
			});
			if (said)
				complaints.push(
					`DRIFT_SEED=${seed}: ${said}\n${result.drifts.map(describeDrift).join('\n')}`,
				);
			if (only !== undefined || complaints.length > 8) break;
		}
		expect(complaints).toEqual([]);
		expect(drifted).toBeGreaterThan(0);
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

function hashOf(text: string): number {
	return (
		[...text].reduce((sum, letter) => (Math.imul(sum, 31) + letter.charCodeAt(0)) >>> 0, 7) % 1e6
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
