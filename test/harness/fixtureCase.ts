import type { IBinaryKeyData, IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Emulator, Publish, RecordedRequest } from '../emulator';
import type {
	ExpectedAnswer,
	FixtureCase,
	FixtureMedia,
	Given,
	OperationFixture,
} from '../fixtures/fixture';
import { mediaBuffer, sha256 } from '../fixtures/media';
import { accessTokenOf, expectRequests, instanceHost } from './fixtureRequests';
import { installVirtualClock, type ClockModule, type VirtualClock } from './index';
import { startMediaServer } from './mediaServer';
import type { Setting } from './setting';
import type { CredentialRef, RunResult } from './types';

const website = 'https://www.tiktok.com';

/** The cases of a fixture, each once. */
export function casesOf({ minimal, full, more = [] }: OperationFixture): FixtureCase[] {
	return [...new Set([minimal, full, ...more])];
}

/**
 * Runs a case through n8n's engine and compares both sides: what TikTok received and what the user
 * gets. The account is one that no other case has used, so that neither limits nor the names the
 * node remembers carry over.
 */
export async function runFixtureCase(
	setting: Setting,
	fixtureCase: FixtureCase,
): Promise<RunResult> {
	const { emulator, harness } = setting;
	const { given = {}, media = [], parameters } = fixtureCase;
	const credential = bringAbout(setting, given, String(parameters.authentication ?? ''));
	const binary = await storeMedia(setting, media);
	const leave = await openMediaHosts(setting, fixtureCase);
	const clock = jumpThroughWaits(setting);
	try {
		const earlier = { requests: emulator.requests.length, publishes: emulator.publishes.length };
		const result = await harness.run({
			parameters,
			credentials: [credential],
			items: [{ json: {}, binary }],
			timezone: given.timezone,
		});
		await emulator.settled();

		expect(result.error).toBeUndefined();
		expectNoSecrets(setting, credential, result);
		const received = emulator.requests.slice(earlier.requests).filter(isForTikTok);
		await expectRequests(fixtureCase, received, { setting, credential, binary });
		await expectArrival(result, media, emulator.publishes.slice(earlier.publishes));
		if (fixtureCase.answer) expectAnswer(result.items, fixtureCase.answer, emulator);
		return result;
	} finally {
		clock.uninstall();
		await leave();
	}
}

/** Lets the node's waits pass at once, and as much time at TikTok. */
export function jumpThroughWaits({ harness, emulator }: Setting): VirtualClock {
	return installVirtualClock({
		clockModule: harness.packageModule<ClockModule>('dist/nodes/TikTok/shared/clock.js'),
		busy: () => emulator.inFlight > 0,
		onAdvance: (ms) => emulator.clock.advance(ms),
	});
}

/** Every call but those that renew the connection. */
export function isForTikTok({ api }: RecordedRequest): boolean {
	return api === 'open' || api === 'upload' || api === 'business';
}

let accounts = 0;

/** A name that no account of this process has had. */
export function freshUsername(): string {
	accounts += 1;
	return `creator.${accounts}`;
}

function bringAbout(setting: Setting, given: Given, authentication: string): CredentialRef {
	if (authentication === 'tikTokBusinessApi') return setting.businessToken;
	if (authentication === 'tikTokBusinessOAuth2Api') return setting.businessOAuth2;
	const { emulator } = setting;
	const username = given.username ?? freshUsername();
	emulator.addAccount({ username, isPrivate: given.isPrivate ?? false });
	addVideos(emulator, username, given.videos ?? []);
	addPosts(emulator, username, given.posts ?? []);
	return setting.connect({ username, scopes: given.grantedScopes });
}

/** Public videos of the account. */
export function addVideos(
	emulator: Emulator,
	username: string,
	videos: NonNullable<Given['videos']>,
): void {
	for (const { id, create_time } of videos) {
		emulator.account(username).videos.push({
			id,
			createdAtMs: create_time * 1000,
			title: `Video ${id}`,
			description: `About ${id}`,
			durationSec: 21,
			width: 1080,
			height: 1920,
			likes: 3,
			comments: 2,
			shares: 1,
			views: 500,
			privacy: 'PUBLIC_TO_EVERYONE',
			kind: 'video',
		});
	}
}

/** Posts of the account as TikTok knows them, in the state given. */
export function addPosts(
	emulator: Emulator,
	username: string,
	posts: NonNullable<Given['posts']>,
): void {
	const [app] = emulator.apps;
	const openId = emulator.grant({ username }).open_id;
	for (const { publish_id, status, fail_reason, publicaly_available_post_id: ids } of posts) {
		forgetPost(emulator, publish_id);
		const source = publish_id.includes('_url') ? 'PULL_FROM_URL' : 'FILE_UPLOAD';
		const isFinal = !status.startsWith('PROCESSING');
		emulator.publishes.push({
			publishId: publish_id,
			account: username,
			openId,
			clientKey: app.clientKey,
			flow: publish_id.includes('inbox') ? 'inbox' : 'direct',
			source,
			createdAt: emulator.clock.now(),
			postInfo: {},
			sourceInfo: {},
			isAigc: false,
			state: status as Publish['state'],
			failReason: fail_reason as Publish['failReason'],
			bytesReceived: 0,
			complete: isFinal,
			postIds: ids ?? [],
			media: [],
		});
		addVideos(
			emulator,
			username,
			(ids ?? []).map((id) => ({ id, create_time: Math.floor(emulator.clock.now() / 1000) })),
		);
		for (const video of emulator.account(username).videos) video.publicAtMs ??= 0;
	}
}

/** Fixtures use the same publish IDs again, for other accounts. */
function forgetPost({ publishes }: Emulator, publishId: string): void {
	const known = publishes.findIndex((publish) => publish.publishId === publishId);
	if (known >= 0) publishes.splice(known, 1);
}

async function storeMedia(setting: Setting, media: FixtureMedia[]): Promise<IBinaryKeyData> {
	const binary: IBinaryKeyData = {};
	for (const file of media) {
		const { mimeType, fileName } = file;
		binary[file.property] = await setting.harness.storeBinary({
			bytes: mediaBuffer(file),
			mimeType,
			fileName,
		});
	}
	return binary;
}

/** Every host of the case's addresses, and n8n's own, is served from this machine for a while. */
async function openMediaHosts(
	{ emulator, harness }: Setting,
	{ parameters, given }: FixtureCase,
): Promise<() => Promise<void>> {
	const server = await startMediaServer();
	const [app] = emulator.apps;
	const original = {
		mapping: emulator.switches.pullMapping,
		properties: [...app.verifiedUrlProperties],
	};
	const hosts = JSON.stringify(parameters).match(/(?<=https:\/\/)[^/"]+/g) ?? [];
	emulator.switches.pullMapping = Object.fromEntries(
		[...hosts, instanceHost].map((host) => [host, server.url]),
	);
	const properties = [...(given?.urlProperties ?? []), instanceHost];
	app.verifiedUrlProperties.splice(0, Infinity, ...properties);
	harness.setInstanceUrl(`https://${instanceHost}`);
	return async () => {
		emulator.switches.pullMapping = original.mapping;
		app.verifiedUrlProperties.splice(0, Infinity, ...original.properties);
		harness.setInstanceUrl('http://localhost:5678');
		await server.close();
	};
}

/** Neither the items nor the log tell how to get at the account or the upload. */
function expectNoSecrets(setting: Setting, credential: CredentialRef, { items, log }: RunResult) {
	const visible = JSON.stringify([items, log]);
	expect(visible).not.toContain(accessTokenOf(setting, credential));
	expect(visible).not.toContain('upload_token');
}

/** Whole files are at TikTok under the publish IDs of the items, and downloads found what they should. */
async function expectArrival(
	{ items }: RunResult,
	media: FixtureMedia[],
	publishes: Publish[],
): Promise<void> {
	const uploads = publishes.filter(({ source }) => source === 'FILE_UPLOAD');
	if (uploads.length > 0) {
		const arrived = items.map(({ json }) => ({
			publish_id: json.publish_id,
			sha256: uploads.find(({ publishId }) => publishId === json.publish_id)?.sha256,
		}));
		const sent = await Promise.all(
			media.map(async (file) => ({
				publish_id: expect.any(String) as unknown,
				sha256: await sha256(mediaBuffer(file)),
			})),
		);
		expect(arrived).toEqual(sent);
	}
	const pulls = publishes.filter(({ source }) => source === 'PULL_FROM_URL');
	expect(pulls.map(({ complete, verdict }) => ({ complete, verdict }))).toEqual(
		pulls.map(() => ({ complete: true, verdict: undefined })),
	);
}

function expectAnswer(items: INodeExecutionData[], answer: ExpectedAnswer, emulator: Emulator) {
	expect(items.map(({ pairedItem }) => pairedItem)).toEqual(items.map(() => ({ item: 0 })));
	if (answer.items !== undefined) expect(items).toHaveLength(answer.items);

	const entries = answer.list ? entriesOf(items, answer.list) : items.map(({ json }) => json);
	expect(
		entries.map((entry) => ({
			missing: answer.outputKeys.filter((key) => !(key in entry)),
			unwanted: keysOf(entry).filter((key) => answer.absentKeys?.includes(key)),
		})),
	).toEqual(entries.map(() => ({ missing: [], unwanted: [] })));

	if (!answer.values) return;
	// The fixtures name TikTok's website; the credential of a test points to the emulator's.
	const values = JSON.stringify(answer.values).replaceAll(website, emulator.url);
	expect(entries).toMatchObject(JSON.parse(values) as object[]);
}

function entriesOf(items: INodeExecutionData[], list: string): IDataObject[] {
	const [first] = items;
	const inside = items.length === 1 ? first.json[list] : undefined;
	return Array.isArray(inside) ? (inside as IDataObject[]) : items.map(({ json }) => json);
}

function keysOf(value: unknown): string[] {
	if (typeof value !== 'object' || value === null) return [];
	const own = Array.isArray(value) ? [] : Object.keys(value);
	return [...own, ...Object.values(value).flatMap(keysOf)];
}
