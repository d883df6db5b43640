/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
	createHarness,
	installVirtualClock,
	type ClockModule,
	type CredentialRef,
	type Harness,
} from '.';
import { writeThrowawayPackage } from './throwawayPackage';

/** Answers like an API with single-use refresh tokens. */
const api = {
	token: 'fresh-0',
	refreshToken: 'refresh-0',
	tokenCalls: [] as string[],
	requests: [] as string[],
	inFlight: 0,
	bad: new Set<string>(),
	failures: 0,
};

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
	const pieces: Buffer[] = [];
	for await (const piece of request) pieces.push(piece as Buffer);
	return Buffer.concat(pieces);
}

async function answer(request: IncomingMessage): Promise<[number, unknown]> {
	const url = new URL(request.url ?? '/', 'http://localhost');
	const body = await bodyOf(request);
	if (url.pathname === '/file') {
		return [200, { bytes: body.length, hash: createHash('sha256').update(body).digest('hex') }];
	}
	if (url.pathname === '/token') {
		api.tokenCalls.push(body.toString());
		if (new URLSearchParams(body.toString()).get('refresh_token') !== api.refreshToken) {
			return [400, { error: 'invalid_grant' }];
		}
		const turn = api.tokenCalls.length;
		api.token = `fresh-${turn}`;
		api.refreshToken = `refresh-${turn}`;
		return [200, { access_token: api.token, refresh_token: api.refreshToken, expires_in: 86_400 }];
	}
	const name = url.searchParams.get('name') ?? '';
	api.requests.push(name);
	if (request.headers.authorization !== `Bearer ${api.token}`) return [401, { error: 'expired' }];
	if (api.failures > 0) {
		api.failures -= 1;
		return [500, { error: 'not now' }];
	}
	return [200, { name, bad: api.bad.has(name) }];
}

let server: Server;
let harness: Harness;
let credential: CredentialRef;
let packageDirectory: string;

beforeAll(async () => {
	server = createServer((request, response) => {
		api.inFlight += 1;
		response.once('close', () => (api.inFlight -= 1));
		void answer(request).then(([status, json]) => {
			response.writeHead(status, { 'content-type': 'application/json' });
			response.end(JSON.stringify(json));
		});
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	packageDirectory = writeThrowawayPackage();
	harness = await createHarness({ packageDirectory });
});

afterAll(async () => {
	server.close();
	server.closeAllConnections();
	rmSync(packageDirectory, { recursive: true, force: true });
});

beforeEach(() => {
	Object.assign(api, { tokenCalls: [], requests: [], failures: 0 });
	api.bad.clear();
	harness.setBinaryMode('filesystem');
	credential = connected();
});

function connected(accessToken = api.token): CredentialRef {
	return harness.addCredential('toyOAuth2Api', {
		baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		clientId: 'key',
		clientSecret: 'secret',
		oauthTokenData: { access_token: accessToken, refresh_token: api.refreshToken },
	});
}

function named(...names: string[]) {
	return names.map((name) => ({ json: { name } }));
}

const byItem = { name: '={{ $json.name }}' };

describe('a declarative node', () => {
	it('gets its defaults and links its items', async () => {
		const { items, error, log, status } = await harness.run({
			node: 'toy',
			parameters: byItem,
			credentials: [credential],
			items: named('a', 'b'),
			timezone: 'Asia/Tokyo',
		});

		expect(error).toBeUndefined();
		expect(status).toBe('success');
		expect(items).toEqual([
			expect.objectContaining({ pairedItem: { item: 0 } }),
			expect.objectContaining({ pairedItem: { item: 1 } }),
		]);
		expect(items.map(({ json }) => [json.name, json.zone])).toEqual([
			['a', 'Asia/Tokyo'],
			['b', 'Asia/Tokyo'],
		]);
		expect(log).toContainEqual({ level: 'info', message: 'asked', meta: { item: 1 } });
	});

	it('keeps the lines of overlapping runs apart', async () => {
		const runs = await Promise.all(
			[1, 3].map(async (count) =>
				harness.run({
					node: 'toy',
					parameters: {},
					credentials: [credential],
					items: named('a', 'b', 'c').slice(0, count),
				}),
			),
		);
		expect(runs.map(({ log }) => log.length)).toEqual([1, 3]);
		expect(new Set(runs.map(({ executionId }) => executionId)).size).toBe(2);
	});

	it('loads options', async () => {
		const names = await harness.loadOptions({
			node: 'toy',
			method: 'names',
			parameters: { name: 'duck' },
			credentials: [credential],
		});
		expect(names).toEqual([{ name: 'duck', value: harness.credentialData(credential).baseUrl }]);
	});
});

describe('an expired token', () => {
	it('is refreshed once for eight items and the rotated one is stored', async () => {
		const expired = connected('stale');
		const { items, error } = await harness.run({
			node: 'toy',
			parameters: byItem,
			credentials: [expired],
			items: named('1', '2', '3', '4', '5', '6', '7', '8'),
		});

		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.name)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8']);
		expect(api.tokenCalls).toHaveLength(1);
		expect(api.requests).toHaveLength(16);
		expect(harness.credentialData(expired)).toMatchObject({
			clientId: 'key',
			oauthTokenData: { access_token: api.token, refresh_token: api.refreshToken },
		});
	});

	it('that cannot be refreshed asks for a reconnect', async () => {
		const dead = harness.addCredential('toyOAuth2Api', {
			...harness.credentialData(credential),
			oauthTokenData: { access_token: 'stale', refresh_token: 'used' },
		});
		const { error } = await harness.run({ node: 'toy', parameters: {}, credentials: [dead] });
		expect(error?.message).toContain('needs to be reconnected');
	});
});

describe('binary data', () => {
	const bytes = Buffer.alloc(3_000_000, 'toy');
	const hash = createHash('sha256').update(bytes).digest('hex');

	async function* inPieces() {
		for (let start = 0; start < bytes.length; start += 100_000) {
			yield bytes.subarray(start, start + 100_000);
		}
	}

	it.each([
		['filesystem', true],
		['default', false],
	] as const)('is stored from a stream and read in %s mode', async (mode, hasId) => {
		harness.setBinaryMode(mode);
		const data = await harness.storeBinary({
			bytes: inPieces(),
			mimeType: 'video/mp4',
			fileName: 'toy.mp4',
		});
		const { items, error } = await harness.run({
			node: 'toy',
			parameters: { operation: 'upload' },
			credentials: [credential],
			items: [{ json: {}, binary: { data } }],
		});
		expect(error).toBeUndefined();
		expect(data).toMatchObject({ fileExtension: 'mp4', fileType: 'video', bytes: bytes.length });
		expect(items[0].json).toEqual({ bytes: bytes.length, hash, hasId });
	});

	it('does not survive pinning', async () => {
		const data = await harness.storeBinary({ bytes });
		const { error } = await harness.run({
			node: 'toy',
			parameters: { operation: 'upload' },
			credentials: [credential],
			items: [{ json: {}, binary: { data } }],
			pinnedInput: true,
		});
		expect(error?.message ?? '').toMatch(/no binary|binary file/i);
	});
});

describe('one bad item among three', () => {
	const options = () => ({
		node: 'toy',
		parameters: byItem,
		credentials: [credential],
		items: named('a', 'bad', 'c'),
	});
	beforeEach(() => api.bad.add('bad'));

	it('stops the node by default', async () => {
		const { error, items, status } = await harness.run(options());
		expect(status).toBe('error');
		expect(items).toEqual([]);
		expect(error).toMatchObject({
			message: 'The toy is broken',
			description: 'Buy a new one',
			context: { itemIndex: 1 },
		});
	});

	it('becomes an item with an error on continue', async () => {
		const { error, items } = await harness.run({
			...options(),
			onError: 'continueRegularOutput',
		});
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.error)).toEqual([
			undefined,
			'The toy is broken',
			undefined,
		]);
	});

	it('leaves through the error output', async () => {
		const result = await harness.run({ ...options(), onError: 'continueErrorOutput' });
		expect(result.items.map(({ json }) => json.name)).toEqual(['a', 'c']);
		expect(result.itemsOf(1).map(({ json }) => json.error)).toEqual(['The toy is broken']);
	});
});

describe('retry on fail', () => {
	it('repeats within the same execution and run', async () => {
		api.failures = 2;
		const started = performance.now();
		const { items, error, executionId, runData } = await harness.run({
			node: 'toy',
			parameters: {},
			credentials: [credential],
			retryOnFail: true,
			maxTries: 3,
			waitBetweenTries: 0,
		});
		expect(error).toBeUndefined();
		expect(api.requests).toHaveLength(3);
		expect(items[0].json.execution).toBe(executionId);
		expect(runData.Toy).toHaveLength(1);
		expect(performance.now() - started).toBeLessThan(900);
	});
});

describe('as a tool', () => {
	const options = () => ({
		node: 'toy',
		parameters: { name: "={{ $fromAI('name', 'Name of the toy', 'string') }}" },
		credentials: [credential],
		args: { name: 'duck' },
	});

	it.each(['current', 'classic'] as const)('answers a %s agent', async (agent) => {
		const { json, tool, error } = await harness.runTool({ ...options(), agent });
		expect(error).toBeUndefined();
		expect(json).toEqual([expect.objectContaining({ name: 'duck' })]);
		expect(tool).toMatchObject({ name: 'Toy', argumentNames: ['name'] });
		expect(tool.description).toBe('Get a toy in Toy');
	});

	it('is known to the node by its type', async () => {
		expect(harness.nodeType('toyTool').description).toMatchObject({
			name: 'toyTool',
			inputs: [],
			outputs: ['ai_tool'],
		});
		expect(harness.nodeType('toy').description).toMatchObject({ name: 'toy', inputs: ['main'] });
	});

	it('refreshes the token too', async () => {
		const { json } = await harness.runTool({ ...options(), credentials: [connected('stale')] });
		expect(json).toEqual([expect.objectContaining({ name: 'duck' })]);
		expect(api.tokenCalls).toHaveLength(1);
	});

	it('shows a current agent only the message of a thrown error', async () => {
		api.bad.add('duck');
		const { text } = await harness.runTool(options());
		expect(text).toBe('[{"error":"The toy is broken"}]');
	});
});

describe('polling', () => {
	it('keeps one live static data object', async () => {
		const staticData = {};
		const poll = async () =>
			await harness.poll({
				node: 'toyTrigger',
				parameters: {},
				credentials: [credential],
				staticData,
				activation: 'init',
			});
		expect((await poll()).items).toEqual([{ json: { polls: 1, mode: 'trigger', as: 'init' } }]);
		expect(await poll()).toMatchObject({ output: null, items: [] });
		expect(staticData).toEqual({ polls: 2 });
	});
});

describe('the virtual clock', () => {
	const clockModule = () => harness.packageModule<ClockModule>('dist/clock.js');

	it('passes an hour in a moment and wakes sleepers in order', async () => {
		const jumps: number[] = [];
		const clock = installVirtualClock({
			clockModule: clockModule(),
			busy: () => api.inFlight > 0,
			onAdvance: (ms) => jumps.push(ms),
		});
		try {
			const started = performance.now();
			const { error } = await harness.run({
				node: 'toy',
				parameters: { ...byItem, waitMs: 3_600_000 },
				credentials: [credential],
				items: named('a', 'b'),
			});
			expect(error).toBeUndefined();
			expect(clock.elapsed()).toBe(3_600_000);
			expect(clock.waits).toEqual([3_600_000, 3_600_000]);
			expect(jumps).toEqual([3_600_000]);
			expect(api.requests).toEqual(['a', 'b']);

			const woken: string[] = [];
			await Promise.all(
				[
					['late', 20],
					['early', 10],
					['early too', 10],
				].map(async ([name, ms]) => {
					await clockModule().wait(ms as number);
					woken.push(name as string);
				}),
			);
			expect(woken).toEqual(['early', 'early too', 'late']);
			expect(performance.now() - started).toBeLessThan(1000);
		} finally {
			clock.uninstall();
		}
	});

	it('waits while the outside is busy', async () => {
		let working = true;
		const clock = installVirtualClock({ clockModule: clockModule(), busy: () => working });
		setTimeout(() => (working = false), 60);
		const started = performance.now();
		await clockModule().wait(5000);
		expect(performance.now() - started).toBeGreaterThanOrEqual(55);
		clock.uninstall();
	});

	it('ends a wait when the execution is cancelled', async () => {
		const clock = installVirtualClock({
			clockModule: clockModule(),
			busy: () => true,
		});
		let cancel = () => {};
		const cancelAfter = new Promise<void>((resolve) => (cancel = resolve));
		setTimeout(() => cancel(), 30);
		const { status, items } = await harness.run({
			node: 'toy',
			parameters: { waitMs: 1000 },
			credentials: [credential],
			cancelAfter,
		});
		expect(status).toBe('canceled');
		expect(items).toEqual([]);
		expect(api.requests).toEqual([]);
		clock.uninstall();
	});
});
