import { consumer, directPost, mp4, put } from '../consumerClient';
import { createEmulator, type Emulator, type Fault } from '../index';

let emulator: Emulator;
beforeAll(async () => {
	emulator = await createEmulator();
});
beforeEach(() => emulator.reset());
afterEach(() => expect(emulator.faults.remaining()).toEqual([]));
afterAll(async () => await emulator.close());

const path = '/v2/user/info/';
const init = '/v2/post/publish/video/init/';
const api = () => consumer(emulator.url, emulator.grant().access_token);
const info = async () => await api().get(`${path}?fields=open_id`);
const script = (action: Fault['do'], more: Partial<Fault> = {}) =>
	emulator.faults.script({ match: { path }, do: action, ...more });

it('status: a gateway page instead of the answer', async () => {
	script({ kind: 'status', status: 503, body: '<h1>Bad</h1>', headers: { 'x-via': 'edge' } });
	const answer = await info();
	expect([answer.status, answer.text]).toEqual([503, '<h1>Bad</h1>']);
	expect(answer.headers.get('content-type')).toContain('text/html');
	expect(answer.headers.get('x-via')).toBe('edge');
	expect((await info()).status).toBe(200);
});

it('status: an object becomes JSON', async () => {
	script({ kind: 'status', status: 500, body: { code: 'x' } });
	expect((await info()).json).toEqual({ code: 'x' });
});

it('envelope: a TikTok error with its own log id', async () => {
	script({ kind: 'envelope', status: 429, code: 'rate_limit_exceeded' }, { times: 2 });
	const [one, two] = [await info(), await info()];
	expect([one.status, one.json.error.code]).toEqual([429, 'rate_limit_exceeded']);
	expect(one.json.error.log_id).not.toBe(two.json.error.log_id);
});

it('reset: nothing happens at TikTok', async () => {
	emulator.faults.script({ match: { path: init, method: 'POST' }, do: { kind: 'reset' } });
	await expect(api().post(init, directPost(1000))).rejects.toThrow();
	expect(emulator.publishes).toEqual([]);
	expect(emulator.requests.at(-1)).toMatchObject({ path: init });
	expect(emulator.requests.at(-1)!.status).toBeUndefined();
});

it('resetAfter: it happened, the answer is lost', async () => {
	emulator.faults.script({ match: { path: init }, do: { kind: 'resetAfter' } });
	await expect(api().post(init, directPost(1000))).rejects.toThrow();
	expect(emulator.publishes).toHaveLength(1);
});

it('truncate: the body is cut off', async () => {
	script({ kind: 'truncate' });
	await expect(info()).rejects.toThrow();
	expect(emulator.requests.at(-1)!.status).toBe(200);
});

it('empty: a status without body', async () => {
	script({ kind: 'empty' });
	script({ kind: 'empty', status: 502 });
	const answers = [await info(), await info()];
	expect(answers.map(({ status, text }) => [status, text])).toEqual([
		[200, ''],
		[502, ''],
	]);
});

it('delay: the answer comes late', async () => {
	script({ kind: 'delay', ms: 50 });
	const start = performance.now();
	expect((await info()).status).toBe(200);
	expect(performance.now() - start).toBeGreaterThanOrEqual(49);
});

it('hang: no answer until the script is cleared', async () => {
	script({ kind: 'hang' });
	const pending = info();
	const state = await Promise.race([
		pending.then(
			() => 'answered',
			() => 'failed',
		),
		consumer(emulator.url)
			.get('/')
			.then(() => 'still waiting'),
	]);
	expect(state).toBe('still waiting');
	expect(emulator.inFlight).toBe(1);
	emulator.faults.clear();
	await expect(pending).rejects.toThrow();
});

it('after: it happened, but the answer says something else', async () => {
	const action = { kind: 'after', status: 500, body: 'oops', contentType: 'text/plain' } as const;
	emulator.faults.script({ match: { path: init }, do: action });
	const answer = await api().post(init, directPost(1000));
	expect([answer.status, answer.text]).toEqual([500, 'oops']);
	expect(emulator.publishes).toHaveLength(1);
});

describe('which request', () => {
	const blank = { kind: 'empty', status: 500 } as const;
	const statuses = async (count: number) => {
		const found: number[] = [];
		for (let index = 0; index < count; index += 1) found.push((await info()).status);
		return found;
	};

	it('nth and times count matching requests', async () => {
		script(blank, { nth: 2, times: 2 });
		await api().get('/v2/nothing/');
		expect(await statuses(4)).toEqual([200, 500, 500, 200]);
	});

	it('several faults play out one after the other', async () => {
		script(blank);
		script({ ...blank, status: 502 });
		script({ ...blank, status: 504 }, { nth: 4 });
		expect(await statuses(5)).toEqual([500, 502, 200, 504, 200]);
	});

	it('a regular expression and a method match too', async () => {
		emulator.faults.script({ match: { method: 'get', path: /info\/$/ }, do: blank });
		expect((await api().post(path)).status).toBe(404);
		expect(await statuses(2)).toEqual([500, 200]);
	});

	it('what did not happen is reported', async () => {
		script(blank, { nth: 3, times: 2 });
		await statuses(3);
		const [left] = emulator.faults.remaining();
		expect(left).toMatchObject({ match: { path }, times: 1 });
		emulator.faults.clear();
	});
});

describe('uploads', () => {
	const bytes = mp4(1_000_000);
	const match = { method: 'PUT', path: '/video/' };

	async function address(): Promise<string> {
		return (await api().post(init, directPost(bytes.length))).json.data.upload_url;
	}

	it('reset after some bytes stores nothing', async () => {
		const url = await address();
		emulator.faults.script({ match, do: { kind: 'reset', afterBytes: 100_000 } });
		await expect(put(url, bytes, 0, bytes.length)).rejects.toThrow();
		const entry = emulator.requests.at(-1)!;
		expect(entry.bytes).toBeGreaterThanOrEqual(100_000);
		expect(entry.bytes).toBeLessThan(bytes.length);
		expect(emulator.publishes[0].bytesReceived).toBe(0);
		expect((await put(url, bytes, 0, bytes.length)).status).toBe(201);
	});

	it('a gateway error reads the chunk and stores nothing', async () => {
		const url = await address();
		emulator.faults.script({ match, do: { kind: 'status', status: 503 } });
		expect((await put(url, bytes, 0, bytes.length)).status).toBe(503);
		expect(emulator.requests.at(-1)!.bytes).toBe(bytes.length);
		expect((await put(url, bytes, 0, bytes.length)).status).toBe(201);
	});

	it('the lost answer to the final chunk: stored, and 416 says so', async () => {
		const url = await address();
		emulator.faults.script({ match, do: { kind: 'resetAfter' } });
		await expect(put(url, bytes, 0, bytes.length)).rejects.toThrow();
		expect(emulator.publishes[0].complete).toBe(true);
		const again = await put(url, bytes, 0, bytes.length);
		expect(again.status).toBe(416);
		expect(again.headers.get('content-range')).toBe('bytes 0-1000000/1000000');
	});

	it('a cut-off answer without body still breaks', async () => {
		const url = await address();
		emulator.faults.script({ match, do: { kind: 'truncate' } });
		await expect(put(url, bytes, 0, bytes.length)).rejects.toThrow();
		expect(emulator.publishes[0].complete).toBe(true);
	});
});
