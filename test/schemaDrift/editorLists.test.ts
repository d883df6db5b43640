import type { INodeParameters } from 'n8n-workflow';
import { freshUsername } from '../harness/accounts';
import { jumpThroughWaits } from '../harness/jumpThroughWaits';
import type { Setting } from '../harness/setting';
import { createSetting } from '../harness/setting';
import type { CredentialRef, RunError } from '../harness/types';
import type { VirtualClock } from '../harness/virtualClock';
import { complaintsAbout, Drifting, turnsEach } from './drifting';
import { unclearWords } from './judge';

/** The lists of the editor: choices that can be chosen, or an error that says what is wrong. */

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

interface Choice {
	name: string;
	value: unknown;
	description?: string;
}

interface Case {
	name: string;
	/** For an account or a token that was never asked before: lists are remembered. */
	load: () => Promise<Choice[]>;
	/** Whether it may end in an error. */
	mayFail: boolean;
}

function freshAccount(): CredentialRef {
	const username = freshUsername();
	setting.emulator.addAccount({ username });
	return setting.connect({ username });
}

function freshToken(): CredentialRef {
	const { emulator, harness } = setting;
	return harness.addCredential('tikTokBusinessApi', {
		environment: 'custom',
		apiUrl: emulator.url,
		accessToken: emulator.business.issueToken(),
		appId: emulator.business.seed.appId,
		appSecret: emulator.business.seed.appSecret,
	});
}

const search =
	(method: string, parameters: INodeParameters = {}) =>
	async () => {
		const { results } = await setting.harness.searchList({
			method,
			parameters: {
				authentication: 'tikTokBusinessApi',
				resource: 'adAccount',
				operation: 'getOccupiedShopAds',
				...parameters,
			},
			credentials: [freshToken()],
		});
		return results;
	};

const privacyLevels = (resource: string, operation: string) => async () =>
	await setting.harness.loadOptions({
		method: 'getPrivacyLevels',
		parameters: { authentication: 'tikTokOAuth2Api', resource, operation },
		credentials: [freshAccount()],
	});

const cases: Case[] = [
	{ name: 'privacy levels of videos', load: privacyLevels('video', 'upload'), mayFail: false },
	{ name: 'privacy levels of photos', load: privacyLevels('photo', 'post'), mayFail: false },
	{ name: 'advertisers', load: search('searchAdvertisers'), mayFail: true },
	{
		name: 'stores',
		load: async () =>
			await search('searchStores', {
				advertiserId: {
					__rl: true,
					mode: 'id',
					value: setting.emulator.business.seed.usAdvertiserId,
				},
			})(),
		mayFail: true,
	},
];

async function open({ load }: Case, seed: number, numbers: number[]) {
	setting.emulator.reset();
	const drifting = new Drifting(setting, seed, numbers);
	const { choices, error } = await load().then(
		(choices) => ({ choices, error: undefined }),
		(error: RunError) => ({ choices: [], error }),
	);
	drifting.end();
	return {
		choices,
		error,
		answers: drifting.answers,
		drifts: drifting.drifts,
		said: drifting.said,
	};
}

function complaintOf(
	{ mayFail }: Case,
	{ choices, error, said }: Awaited<ReturnType<typeof open>>,
): string | undefined {
	if (error) {
		// n8n shows headline and advice of a NodeApiError, and of no other.
		if (!mayFail || error.name !== 'NodeApiError') return `an error: ${error.message}`;
		return unclearWords(`${error.message} ${error.description ?? ''}`);
	}
	if (choices.length === 0) return 'nothing to choose, and nobody says why';
	const corpus = said.join();
	for (const { name, value, description = '' } of choices) {
		if (typeof name !== 'string' || name.trim() === '') return 'a choice without a name';
		if (typeof value !== 'string' || value.trim() === '') return `${name} has no value`;
		if (/\d{6}/.test(value) && !corpus.includes(value)) return `nobody sent ${value}`;
		const words = unclearWords([name, value, description].join(' '));
		if (words) return words;
	}
	return undefined;
}

it.each(cases)(
	'$name',
	async (one) => {
		const usual = await open(one, 0, []);
		expect(usual.choices).not.toEqual([]);
		const turns = turnsEach(cases.length, 16);
		const complaints = await complaintsAbout(
			one.name,
			turns,
			usual.answers,
			async (seed, numbers) => {
				const opened = await open(one, seed, numbers);
				return { drifts: opened.drifts, complaint: complaintOf(one, opened) };
			},
		);
		expect(complaints).toEqual([]);
	},
	600_000,
);
