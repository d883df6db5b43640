import type {
	IBinaryKeyData,
	IDataObject,
	INodeExecutionData,
	INodeParameters,
} from 'n8n-workflow';
import type { Emulator, Publish } from '../emulator';
import type {
	ExpectedAnswer,
	FixtureCase,
	FixtureMedia,
	Given,
	OperationFixture,
} from '../fixtures/fixture';
import { mediaSha256, mediaStream } from '../fixtures/media';
import { addPosts, addVideos, freshUsername } from './accounts';
import { accessTokenOf, expectRequests, instanceHost, isForTikTok } from './fixtureRequests';
import { jumpThroughWaits } from './jumpThroughWaits';
import { startMediaServer } from './mediaServer';
import type { Setting } from './setting';
import type { CredentialRef, RunResult } from './types';

const website = 'https://www.tiktok.com';

/** The cases of a fixture, each once. */
export function casesOf({ minimal, full, example, more = [] }: OperationFixture): FixtureCase[] {
	return [...new Set([minimal, full, example, ...more])];
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
	const { given = {}, media = [] } = fixtureCase;
	const { credential, parameters, binary, leave } = await prepareFixtureCase(setting, fixtureCase);
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

/** What holds before a case runs: an account of its own, the files of the item, hosts that serve media. */
export async function prepareFixtureCase(
	setting: Setting,
	fixtureCase: FixtureCase,
): Promise<Prepared> {
	const { given = {}, media = [], parameters } = fixtureCase;
	const { mediaUrl, leave } = await openMediaHosts(setting, fixtureCase);
	return {
		credential: bringAbout(setting, given, String(parameters.authentication ?? '')),
		parameters: parameters.videoSource === 'url' ? askedAt(mediaUrl, parameters) : parameters,
		binary: await storeMedia(
			setting,
			media.filter(({ property }) => !isPath(property)),
		),
		leave,
	};
}

interface Prepared {
	credential: CredentialRef;
	/** Those of the case; addresses that the node itself asks lead to this machine. */
	parameters: INodeParameters;
	binary: IBinaryKeyData;
	leave: () => Promise<void>;
}

/** Media of an address are named by their path, those of the item by their field. */
const isPath = (property: string) => property.startsWith('/');

function askedAt(url: string, parameters: INodeParameters): INodeParameters {
	const text = JSON.stringify(parameters).replace(/https:\/\/[^/"]+/g, url);
	return JSON.parse(text) as INodeParameters;
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

async function storeMedia(setting: Setting, media: FixtureMedia[]): Promise<IBinaryKeyData> {
	const binary: IBinaryKeyData = {};
	for (const file of media) {
		const { mimeType, fileName } = file;
		binary[file.property] = await setting.harness.storeBinary({
			bytes: mediaStream(file),
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
): Promise<{ mediaUrl: string; leave: () => Promise<void> }> {
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
	const leave = async () => {
		emulator.switches.pullMapping = original.mapping;
		app.verifiedUrlProperties.splice(0, Infinity, ...original.properties);
		harness.setInstanceUrl('http://localhost:5678');
		await server.close();
	};
	return { mediaUrl: server.url, leave };
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
				sha256: await mediaSha256(file),
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
