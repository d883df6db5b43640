/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import { createEmulator, frozenClock, type Emulator } from '../emulator';
import { desktopApp } from '../emulator/seed';
import { conformance, type Person } from './conformance';
import { connect } from './connect';
import { emulatorSide } from './emulatorSide';
import { openEventPort, type EventPort } from './events';
import { readOptions } from './options';
import { tiers } from './probe';
import { reportJson, reportPage } from './report';
import { Scrubber } from './scrub';
import type { Side } from './side';

/** The probes prove themselves: a TikTok that is the emulator agrees, one that is changed does not. */
let emulator: Emulator;
let port: EventPort;
beforeAll(async () => {
	emulator = await createEmulator({ clock: frozenClock(), webhooks: 'whenSettled' });
	port = await openEventPort();
});
beforeEach(() => emulator.reset());
afterAll(async () => {
	await port.close();
	await emulator.close();
});

const person: Person = {
	say: () => {},
	agrees: async () => true,
	signal: new AbortController().signal,
};

const targetOf = (granted?: string[]): Side => emulatorSide(emulator, port, granted);

it('agrees with itself, in every tier', async () => {
	const findings = await conformance(targetOf(), [...tiers], person);
	const others = findings.filter(({ verdict }) => verdict !== 'agrees');
	expect(
		others.map(({ id, verdict, why, differing }) => ({ id, verdict, why, differing })),
	).toEqual([expect.objectContaining({ id: 'profile-ungranted-field', verdict: 'skipped' })]);
	expect(findings.length).toBeGreaterThan(60);
});

it.each([
	['a private account', () => void (emulator.account('demo.creator').isPrivate = true)],
	['an app without audit', () => emulator.apps.forEach((app) => (app.audited = false))],
])('agrees on %s', async (_, make) => {
	make();
	const findings = await conformance(targetOf(), ['read', 'post'], person);
	expect(findings.filter(({ verdict }) => verdict === 'differs' || verdict === 'answers')).toEqual(
		[],
	);
});

it('agrees where permissions are missing', async () => {
	const target = targetOf(['user.info.basic', 'video.upload']);
	const findings = await conformance(target, ['read', 'drafts', 'post'], person);
	expect(findings.filter(({ verdict }) => verdict === 'differs' || verdict === 'answers')).toEqual(
		[],
	);
	const skipped = findings.filter(({ verdict }) => verdict === 'skipped').map(({ id }) => id);
	expect(skipped).toEqual(expect.arrayContaining(['videos', 'creator', 'post']));
	expect(target.access.scopes).toEqual(['user.info.basic', 'video.upload']);
});

it('names exactly what was turned', async () => {
	Object.assign(emulator.switches, {
		oauthErrorStatus: 400,
		overMaxCount: 'cap',
		progressHeader: 'index',
		finalUploadStatus: 200,
		unknownPublishIdCode: 'invalid_params',
	});
	const findings = await conformance(targetOf(), ['read', 'tokens', 'drafts', 'post'], person);
	const named = findings.filter(({ verdict }) => verdict === 'differs' || verdict === 'answers');
	expect(
		named.map(({ id, verdict, switch: name, question }) => [id, name, verdict, question]),
	).toEqual([
		['videos-page-of-21', 'overMaxCount', 'answers', 12],
		['unknown-post', 'unknownPublishIdCode', 'differs', undefined],
		['cancel-unknown-post', 'unknownPublishIdCode', 'differs', undefined],
		['oauth-error-status', 'oauthErrorStatus', 'answers', 1],
		['chunk-progress', 'progressHeader', 'answers', 4],
		['last-chunk', 'finalUploadStatus', 'differs', undefined],
	]);
});

it('asks before a tier that leaves a trace, and leaves none when told not to', async () => {
	const asked: string[] = [];
	const agrees = async (question: string) => asked.push(question) < 0;
	const findings = await conformance(targetOf(), [...tiers], { ...person, agrees });
	expect(asked.map((question) => /"(\w+)"/.exec(question)?.[1])).toEqual([
		'tokens',
		'drafts',
		'post',
		'push',
	]);
	expect(new Set(findings.map(({ tier }) => tier))).toEqual(new Set(['read', 'business']));
	expect(emulator.publishes).toEqual([]);
});

it.each([undefined, ['user.info.basic', 'video.publish', 'video.upload'], ['user.info.basic']])(
	'the tier read leaves no trace, with the permissions %p',
	async (granted) => {
		const target = targetOf(granted);
		await conformance(target, ['read'], person);
		expect(emulator.publishes).toEqual([]);
		expect(target.exchanges.filter(({ url }) => url.includes('/oauth/'))).toEqual([]);
		const inits = target.exchanges.filter(({ url }) => /\/init\/$/.test(url));
		expect(inits.filter(({ status }) => status < 400)).toEqual([]);
	},
);

it('stops after the probe that is running', async () => {
	const stopping = new AbortController();
	const say = () => stopping.abort();
	const findings = await conformance(targetOf(), ['read'], {
		...person,
		say,
		signal: stopping.signal,
	});
	expect(findings).toHaveLength(1);
});

it('reports without a secret, and without anybody', async () => {
	emulator.switches.overMaxCount = 'cap';
	const target = targetOf();
	const before = { ...target.access };
	const findings = await conformance(target, [...tiers], person);
	const { accessToken, refreshToken, clientSecret, business } = target.access;
	const secrets = [accessToken, refreshToken, clientSecret, business?.token, business?.secret];
	const scrubber = new Scrubber(() => [...secrets, before.accessToken, before.refreshToken]);
	const asked = { day: '2026-11-26', apiUrl: emulator.url, tiers, permissions: [] };
	const report = reportJson(findings, scrubber, asked);
	const page = reportPage(findings, scrubber, asked);
	for (const text of [report, page]) {
		for (const secret of [...secrets, before.accessToken!, before.refreshToken!]) {
			expect(text).not.toContain(secret);
		}
		expect(text).not.toMatch(/(act|rft)\.[0-9a-f]|upload_token=[0-9a-f]|\d{15}/);
		expect(text).not.toMatch(/demo\.creator|Demo Creator|-000/);
	}
	expect(JSON.parse(report).findings).toHaveLength(findings.length);
	expect(page).toContain('Answers question 12');
	expect(page).toContain('`POST /v2/video/list/?fields=id` with `{"max_count":21}`: HTTP 200');
	expect(page).toContain(`Asked was ${emulator.url}`);
});

describe('the connection', () => {
	const port = 20_000 + (process.pid % 20_000);
	const options = () => ({
		websiteUrl: emulator.url,
		apiUrl: emulator.url,
		clientKey: desktopApp,
		clientSecret: 'desk-secret-1',
		redirectUri: `http://127.0.0.1:${port}/rest/oauth2-credential/callback`,
		scopes: ['user.info.basic', 'video.list'],
		signal: person.signal,
	});

	it('is made as a desktop app, with the hex challenge', async () => {
		const made = await connect({
			...options(),
			// The person's browser: agrees, and follows TikTok back.
			show: (address) => void fetch(address, { method: 'POST', body: new URLSearchParams() }),
		});
		expect(made.scopes).toEqual(['user.info.basic', 'video.list']);
		expect(made.accessToken).toMatch(/^act\./);
		expect(made.refreshToken).toMatch(/^rft\./);
	});

	it('says why TikTok refuses', async () => {
		const refusal = connect({
			...options(),
			show: (address) =>
				void fetch(address, { method: 'POST', body: new URLSearchParams({ decision: 'cancel' }) }),
		});
		await expect(refusal).rejects.toThrow(/access_denied/);
	});
});

describe('the options', () => {
	it('take secrets from variables, and cut off blanks', () => {
		const env = { TIKTOK_CLIENT_KEY: 'a', TIKTOK_CLIENT_SECRET: ' b\n', TIKTOK_ACCESS_TOKEN: 'c' };
		expect(
			readOptions(['--client-key', 'x', '--tier', 'read', '--tier', 'tokens'], env),
		).toMatchObject({
			tiers: ['read', 'tokens'],
			clientKey: 'x',
			clientSecret: 'b',
			accessToken: 'c',
			apiUrl: 'https://open.tiktokapis.com',
			scopes: ['user.info.basic', 'video.publish', 'video.upload'],
			yes: false,
		});
	});

	it('refuse a tier that does not exist', () => {
		expect(() => readOptions(['--tier', 'everything'], {})).toThrow(/"everything", only read/);
	});
});
