/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import type { IBinaryKeyData, IDataObject } from 'n8n-workflow';
import { isDeepStrictEqual } from 'node:util';
import type { RecordedRequest } from '../emulator';
import { token } from '../fixtures/fixture';
import type { ExpectedRequest, FixtureCase, FixtureMedia } from '../fixtures/fixture';
import { mediaSha256 } from '../fixtures/media';
import type { Setting } from './setting';
import type { CredentialRef } from './types';

/** Where n8n believes to live while photos are offered to TikTok from its files. */
export const instanceHost = 'n8n.example.net';

export interface Circumstances {
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

/** Every call but those that renew the connection. */
export function isForTikTok({ api }: RecordedRequest): boolean {
	return api === 'open' || api === 'upload' || api === 'business';
}

/** Everything that was received is expected, and everything that is expected was received. */
export async function expectRequests(
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
	const repeated = fixtureCase.repeatedRequests ?? [];
	const actual: RequestView[] = [];
	const wanted: RequestView[] = [];
	const uploadUrls = new Map<string, Set<string>>();

	for (const request of received) {
		const repeats = await Promise.all(
			repeated.map(async (one) => await compare(request, one, fixtureCase, circumstances)),
		);
		if (repeats.some(({ isEqual }) => isEqual)) continue;
		const queues = (stages.find((stage) => stage.some(isWaiting)) ?? []).filter(isWaiting);
		const heads = await Promise.all(
			queues.map(
				async (queue) => await compare(request, queue.left[0], fixtureCase, circumstances),
			),
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
		for (const missing of left)
			wanted.push(await viewOfExpected(missing, fixtureCase, circumstances));
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
	{ binary, setting }: Circumstances,
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
		body: withPublishIdToken(withSignedUrlTokens(request.body, binary), expected, setting),
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
		query[name] =
			isOnce && anyQuery.includes(name) && isListed ? anyValue : isOnce ? value : values;
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
	return { bytes: range.last - range.first + 1, sha256: await mediaSha256(file, range) };
}

export function accessTokenOf({ harness }: Setting, credential: CredentialRef): string {
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

/** Where the fixture cannot know the publish ID, any that TikTok issued will do. */
function withPublishIdToken(body: unknown, expected: ExpectedRequest, { emulator }: Setting) {
	const isOpen = (expected.body as IDataObject | undefined)?.publish_id === token.publishId;
	const sent = (body as IDataObject | undefined)?.publish_id;
	if (!isOpen || !emulator.publishes.some(({ publishId }) => publishId === sent)) return body;
	return { ...(body as IDataObject), publish_id: token.publishId };
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
