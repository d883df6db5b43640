import type { IDataObject } from 'n8n-workflow';
import { freshUsername } from '../harness/accounts';
import { jumpThroughWaits } from '../harness/jumpThroughWaits';
import type { Setting } from '../harness/setting';
import { createSetting } from '../harness/setting';
import type { CredentialRef, RunResult } from '../harness/types';
import type { VirtualClock } from '../harness/virtualClock';
import { drift, randomFrom, type Drift } from './drift';
import { complaintsAbout, Drifting, inText, turnsEach } from './drifting';
import { nonsenseIn, unclear } from './judge';

/**
 * Answers of the token endpoints: n8n stores them as they are. What does not concern the token itself
 * changes nothing; otherwise the user is asked to reconnect, in words, and nothing secret is told.
 */

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

/** What happens once at each place where a token is asked for. */
interface Lived {
	runs: RunResult[];
	drifts: Drift[];
	/** What was asked for in all runs together. */
	requests: number;
	/** What nobody may read in an error or a log line. */
	secrets: unknown[];
	/** What is stored in the end, and what of it no drift may change. */
	kept?: { stored: IDataObject; granted: IDataObject };
}

interface Case {
	name: string;
	live: (seed: number, numbers: number[]) => Promise<Lived>;
	/** How many runs succeed although an answer has drifted there. */
	unharmed: (drift: Drift) => boolean;
}

const secretKeys = ['access_token', 'refresh_token'];
const secretsOf = (token: unknown) => secretKeys.map((key) => (token as IDataObject)[key]);

function freshGrant() {
	const username = freshUsername();
	setting.emulator.addAccount({ username, displayName: 'Demo Creator' });
	return { ...setting.emulator.grant({ username }) };
}

function connectedWith(token: IDataObject): CredentialRef {
	return setting.harness.addCredential('tikTokOAuth2Api', {
		...setting.harness.credentialData(setting.tikTok),
		oauthTokenData: token,
	});
}

const profile = async (credential: CredentialRef) =>
	await setting.harness.run({
		parameters: { resource: 'creator', operation: 'getStats', fields: ['display_name'] },
		credentials: [credential],
	});

const terms = async (credential: CredentialRef) =>
	await setting.harness.run({
		parameters: {
			authentication: credential.type,
			resource: 'adAccount',
			operation: 'getTerms',
			advertiserId: {
				__rl: true,
				mode: 'id',
				value: setting.emulator.business.seed.usAdvertiserId,
			},
		},
		credentials: [credential],
	});

const asked = () => setting.emulator.requests.length;

const isText = (value: unknown) => typeof value === 'string' && value !== '';

/** n8n's client breaks over a type that is no text, before it stores anything. */
function isTypeThatN8nCanRead({ after }: Drift): boolean {
	const { token_type } = after as IDataObject;
	return token_type === undefined || token_type === null || typeof token_type === 'string';
}

/** As n8n stores it. */
const stored = (token: unknown) => JSON.parse(inText(token)) as IDataObject;

const cases: Case[] = [
	{
		name: 'the answer that connects an account',
		async live(seed, numbers) {
			setting.emulator.reset();
			const token = freshGrant();
			const found = numbers.length > 0 ? [drift(token, randomFrom(seed))] : [];
			const told = found.length > 0 ? found[0].after : token;
			const runs = [await profile(connectedWith(stored(told)))];
			return { runs, drifts: found, requests: asked(), secrets: secretsOf(token) };
		},
		unharmed: ({ path: [key] }) => key !== 'access_token',
	},
	{
		name: 'the answer that renews a token',
		async live(seed, numbers) {
			setting.emulator.reset();
			const token = freshGrant();
			const credential = connectedWith(token);
			setting.emulator.expireAccessTokens();
			const drifting = new Drifting(setting, seed, numbers, /^\/v2\/oauth\/token\/$/);
			const first = await profile(credential);
			drifting.end();
			setting.emulator.expireAccessTokens();
			const second = await profile(credential);
			return {
				runs: [first, second],
				drifts: drifting.drifts,
				requests: asked(),
				secrets: [...secretsOf(token), ...drifting.said.flatMap(secretsIn)],
				kept: {
					stored: setting.harness.credentialData(credential).oauthTokenData as IDataObject,
					granted: { open_id: token.open_id, scope: token.scope, token_type: 'Bearer' },
				},
			};
		},
		unharmed(drift) {
			const [key] = drift.path;
			// With the new refresh token gone, the older one is kept, which the emulator takes once only.
			return key === 'token_type' ? isTypeThatN8nCanRead(drift) : !secretKeys.includes(key);
		},
	},
	{
		name: 'the answer that connects ad accounts',
		async live(seed, numbers) {
			setting.emulator.reset();
			const token = {
				code: 0,
				message: 'OK',
				request_id: '2026',
				access_token: setting.emulator.business.issueToken(),
				token_type: 'Bearer',
				advertiser_ids: [setting.emulator.business.seed.usAdvertiserId],
				scope: [1, 2],
			};
			const found = numbers.length > 0 ? [drift(token, randomFrom(seed))] : [];
			const credential = setting.harness.addCredential('tikTokBusinessOAuth2Api', {
				...setting.harness.credentialData(setting.businessOAuth2),
				oauthTokenData: stored(found.length > 0 ? found[0].after : token),
			});
			const runs = [await terms(credential)];
			return { runs, drifts: found, requests: asked(), secrets: secretsOf(token) };
		},
		unharmed: ({ path: [key] }) => key !== 'access_token',
	},
];

const secretsIn = (answer: string) => secretsOf(JSON.parse(answer));

/** More than any of these runs may need, and less than a loop would make of it. */
const MOST_REQUESTS = 20;

function complaintOf(one: Case, lived: Lived): string | undefined {
	const { runs, drifts, requests, secrets, kept } = lived;
	if (requests > MOST_REQUESTS) return `${requests} requests`;
	const lost = Object.entries(kept?.granted ?? {}).find(
		([key, value]) => kept?.stored[key] !== value,
	);
	if (lost) return `${lost[0]} is stored as ${inText(kept?.stored[lost[0]])}`;
	if (kept && !isText(kept.stored.refresh_token)) return 'no refresh token is stored';
	for (const [index, { error, items, log }] of runs.entries()) {
		if (!error && items.length !== 1) return `run ${index + 1} has neither item nor error`;
		const known = JSON.stringify(setting.emulator.business.seed);
		const said = error ? unclear(error) : nonsenseIn(items[0].json, known);
		if (said) return `run ${index + 1}: ${said}`;
		const told = JSON.stringify([error, items, log]);
		const leak = secrets.find((secret) => typeof secret === 'string' && told.includes(secret));
		if (leak) return `run ${index + 1} tells a secret`;
		if (error && drifts.every(one.unharmed)) return `run ${index + 1} failed: ${error.message}`;
	}
	return undefined;
}

it.each(cases)(
	'$name',
	async (one) => {
		const usual = await one.live(0, []);
		expect(usual.runs.map(({ error }) => error)).toEqual(usual.runs.map(() => undefined));
		const turns = turnsEach(cases.length, 18);
		const complaints = await complaintsAbout(one.name, turns, 1, async (seed) => {
			const lived = await one.live(seed, [1]);
			return { drifts: lived.drifts, complaint: complaintOf(one, lived) };
		});
		expect(complaints).toEqual([]);
	},
	600_000,
);
