/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import type { IBinaryKeyData, IDataObject, INodeExecutionData } from 'n8n-workflow';
import { isDeepStrictEqual } from 'node:util';
import type { Emulator, Publish, RecordedRequest } from '../emulator';
import { token } from '../fixtures/fixture';
import type {
	ExpectedAnswer,
	ExpectedRequest,
	FixtureCase,
	FixtureMedia,
	Given,
	OperationFixture,
} from '../fixtures/fixture';
import { mediaBuffer, mediaRange, sha256 } from '../fixtures/media';
import { installVirtualClock, type ClockModule, type VirtualClock } from './index';
import { startMediaServer } from './mediaServer';
import type { Setting } from './setting';
import type { CredentialRef, RunResult } from './types';

/** Where n8n believes to live while photos are offered to TikTok from its files. */
const instanceHost = 'n8n.example.net';
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

interface Circumstances {
	setting: Setting;
	credential: CredentialRef;
	binary: IBinaryKeyData;
}

/** A request reduced to what a fixture says about it, so that both sides compare as wholes. */
interface RequestView {
	method: string;
	path: string;
	query: Record<string, unknown>;
	headers: Record<string, string | undefined>;
	unwantedHeaders: string[];
	body: unknown;
	/** Of what a PUT carried. */
	content?: { bytes: number; sha256?: string };
}

/** What one list of requests still waits for. */
interface Queue {
	name: string;
	left: ExpectedRequest[];
	/** Number of inits so far: the chunks after each share one upload URL. */
	inits: number;
}

async function expectRequests(
	fixtureCase: FixtureCase,
	received: RecordedRequest[],
	circumstances: Circumstances,
): Promise<void> {
	const main = withCursors(fixtureCase);
	const groups = fixtureCase.parallelGroups ?? [];
	const stages: Queue[][] = [
		[{ name: 'requests', left: main, inits: 0 }],
		groups.map((group, index) => ({ name: `group ${index}`, left: [...group], inits: 0 })),
	];
	const optional = [...(fixtureCase.optionalRequests ?? [])];
	const actual: RequestView[] = [];
	const wanted: RequestView[] = [];
	const uploadUrls = new Map<string, Set<string>>();

	for (const request of received) {
		const queues = (stages.find((stage) => stage.some(isWaiting)) ?? []).filter(isWaiting);
		const heads = await Promise.all(
			queues.map(async (queue) => await compare(request, queue.left[0], fixtureCase, circumstances)),
		);
		const match = heads.findIndex(({ isEqual }) => isEqual);
		if (match < 0) {
			const views = await Promise.all(
				optional.map(async (one) => await compare(request, one, fixtureCase, circumstances)),
			);
			const known = views.findIndex(({ isEqual }) => isEqual);
			if (known >= 0) {
				optional.splice(known, 1);
				continue;
			}
		}
		const chosen = Math.max(match, 0);
		const queue = queues[chosen];
		if (!queue) {
			actual.push(viewOfUnexpected(request));
			continue;
		}
		const [expected] = queue.left.splice(0, 1);
		actual.push(heads[chosen].actual);
		wanted.push(heads[chosen].wanted);
		if (expected.path === token.uploadUrl) {
			const upload = `${queue.name}, upload ${queue.inits}`;
			uploadUrls.set(upload, (uploadUrls.get(upload) ?? new Set()).add(request.rawQuery));
		} else {
			queue.inits += 1;
		}
	}
	for (const { left } of stages.flat()) {
		for (const missing of left) wanted.push(await viewOfExpected(missing, fixtureCase, circumstances));
	}
	expect(actual).toEqual(wanted);

	// The emulator knows no upload URL but those it issued; each file goes to one of its own.
	const used = [...uploadUrls.values()].map((urls) => [...urls]);
	expect(used).toEqual(used.map(() => [expect.any(String)]));
	expect(new Set(used.flat()).size).toBe(uploadUrls.size);
}

const isWaiting = ({ left }: Queue) => left.length > 0;

async function compare(
	request: RecordedRequest,
	expected: ExpectedRequest,
	fixtureCase: FixtureCase,
	circumstances: Circumstances,
) {
	const actual = viewOfReceived(request, expected, circumstances);
	const wanted = await viewOfExpected(expected, fixtureCase, circumstances);
	return { actual, wanted, isEqual: isDeepStrictEqual(actual, wanted) };
}

function viewOfReceived(
	request: RecordedRequest,
	expected: ExpectedRequest,
	{ binary }: Circumstances,
): RequestView {
	const isPut = expected.path === token.uploadUrl;
	const isJson = expected.headers['content-type'] === 'application/json';
	const headers = Object.fromEntries(
		Object.keys(expected.headers).map((name) => [name, request.headers[name]]),
	);
	if (isJson) headers['content-type'] = headers['content-type']?.split(';')[0];
	return {
		method: request.method,
		path: isPut ? uploadPath(request) : request.path,
		query: isPut ? {} : queryOf(request, expected),
		headers,
		unwantedHeaders: (expected.absentHeaders ?? []).filter((name) => name in request.headers),
		body: withSignedUrlTokens(request.body, binary),
		...(isPut && { content: { bytes: request.bytes, sha256: request.sha256 } }),
	};
}

async function viewOfExpected(
	expected: ExpectedRequest,
	{ media = [] }: FixtureCase,
	{ setting, credential }: Circumstances,
): Promise<RequestView> {
	const accessToken = accessTokenOf(setting, credential);
	const headers = Object.fromEntries(
		Object.entries(expected.headers).map(([name, value]) => [
			name,
			value.replace(token.bearer, `Bearer ${accessToken}`).replace(token.accessToken, accessToken),
		]),
	);
	const anyQuery = (expected.anyQuery ?? []).map((name) => [name, anyValue] as const);
	return {
		method: expected.method,
		path: expected.path,
		query: { ...expected.query, ...Object.fromEntries(anyQuery) },
		headers,
		unwantedHeaders: [],
		body: expected.body,
		...(expected.range && { content: await contentOf(expected, media) }),
	};
}

function viewOfUnexpected({ method, path, rawQuery, headers, body }: RecordedRequest): RequestView {
	return {
		method,
		path,
		query: Object.fromEntries(new URLSearchParams(rawQuery)),
		headers,
		unwantedHeaders: [],
		body,
	};
}

const anyValue = '<any>';

/** Parameters that the fixture leaves open are marked when they are as it says, else left to differ. */
function queryOf(
	{ rawQuery }: RecordedRequest,
	{ anyQuery = [], listedIn = {}, optionalQuery = {} }: ExpectedRequest,
): Record<string, unknown> {
	const parameters = new URLSearchParams(rawQuery);
	const query: Record<string, unknown> = {};
	for (const name of new Set(parameters.keys())) {
		const values = parameters.getAll(name);
		const [value] = values;
		const isOnce = values.length === 1;
		if (isOnce && optionalQuery[name] === value) continue;
		const isListed = !listedIn[name] || isListOf(value, listedIn[name]);
		query[name] = isOnce && anyQuery.includes(name) && isListed ? anyValue : isOnce ? value : values;
	}
	return query;
}

function isListOf(value: string, names: readonly string[]): boolean {
	const listed = value.split(',');
	return new Set(listed).size === listed.length && listed.every((name) => names.includes(name));
}

/** Only a URL that the emulator issued is answered with success, so its words need not be known. */
function uploadPath({ api, status, path, rawQuery }: RecordedRequest): string {
	const isIssued = api === 'upload' && (status === 201 || status === 206);
	return isIssued ? token.uploadUrl : `${path}?${rawQuery} (answered with ${String(status)})`;
}

async function contentOf({ range, rangeOf }: ExpectedRequest, media: FixtureMedia[]) {
	const file = media.find(({ property }) => property === rangeOf);
	if (!file || !range) throw new Error(`The fixture has no file ${String(rangeOf)}`);
	const bytes = mediaRange(file, range.first, range.last);
	return { bytes: bytes.length, sha256: await sha256(bytes) };
}

/** Neither the items nor the log tell how to get at the account or the upload. */
function expectNoSecrets(setting: Setting, credential: CredentialRef, { items, log }: RunResult) {
	const visible = JSON.stringify([items, log]);
	expect(visible).not.toContain(accessTokenOf(setting, credential));
	expect(visible).not.toContain('upload_token');
}

function accessTokenOf({ harness }: Setting, credential: CredentialRef): string {
	const { accessToken, oauthTokenData } = harness.credentialData(credential);
	return String(accessToken ?? (oauthTokenData as IDataObject).access_token);
}

/** Names the file that a signed URL of n8n leads to; other texts stay. */
function withSignedUrlTokens(body: unknown, binary: IBinaryKeyData): unknown {
	if (body === undefined) return undefined;
	const prefix = `https://${instanceHost}/rest/binary-data/signed?token=`;
	return JSON.parse(JSON.stringify(body), (_key, value: unknown) => {
		if (typeof value !== 'string' || !value.startsWith(prefix)) return value;
		const [, claims] = value.slice(prefix.length).split('.');
		const { id, exp } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as {
			id: string;
			exp?: number;
		};
		const [property] = Object.entries(binary).find(([, file]) => file.id === id) ?? [];
		return property !== undefined && exp !== undefined ? token.signedUrl(property) : value;
	});
}

/** The cursor after a page is the moment of its last video, in milliseconds (open API §4.1). */
function withCursors({ requests, given }: FixtureCase): ExpectedRequest[] {
	const moments = (given?.videos ?? []).map(({ create_time }) => create_time * 1000);
	let cursor = Infinity;
	return requests.map((request) => {
		const body = request.body as { max_count?: number; cursor?: number | string } | undefined;
		if (body?.max_count === undefined) return request;
		if (typeof body.cursor === 'number') cursor = body.cursor;
		const resolved = body.cursor === token.cursor ? { ...body, cursor } : body;
		const page = moments.filter((moment) => moment < cursor).slice(0, body.max_count);
		cursor = page[page.length - 1] ?? 0;
		return { ...request, body: resolved };
	});
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
