/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { get } from 'node:http';

import { directPost, send } from '../consumerClient';
import { createEmulator, frozenClock } from '../index';
import { api, emulator, info, init, script, until } from './faultsUnderTest';

const atInit = { match: { path: init } };
const posted = async () => await api().post(init, directPost(1000));
const accepted = () => expect(emulator.publishes).toHaveLength(1);

it('resetAfter: it happened, the answer is lost', async () => {
	script({ kind: 'resetAfter' }, atInit);
	await expect(posted()).rejects.toThrow();
	accepted();
});

it('after: it happened, but the answer says something else', async () => {
	const headers = { 'x-via': 'edge' };
	script({ kind: 'after', status: 500, body: 'oops', contentType: 'text/plain', headers }, atInit);
	const answer = await posted();
	expect([answer.status, answer.text]).toEqual([500, 'oops']);
	expect(answer.headers.get('x-via')).toBe('edge');
	accepted();
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

it('truncate: the body is cut off', async () => {
	script({ kind: 'truncate' }, atInit);
	await expect(posted()).rejects.toThrow();
	expect(emulator.requests.at(-1)!.status).toBe(200);
	accepted();
});

it('delay and late: the answer comes after so much time', async () => {
	for (const kind of ['delay', 'late'] as const) {
		script({ kind, ms: 50 });
		const start = performance.now();
		expect((await info()).status).toBe(200);
		expect(performance.now() - start).toBeGreaterThanOrEqual(49);
	}
});

describe('on a clock that a test moves', () => {
	const hour = 3_600_000;

	/** Whether TikTok had acted before the hour passed, and what was answered after it. */
	async function play(kind: 'delay' | 'late') {
		const frozen = await createEmulator({ clock: frozenClock() });
		frozen.faults.script({ ...atInit, do: { kind, ms: hour } });
		const { access_token } = frozen.grant();
		const pending = send(frozen.url + init, {
			method: 'POST',
			headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
			body: JSON.stringify(directPost(1000)),
		});
		await until(() => frozen.faults.held.count > 0);
		const before = frozen.publishes.length;
		frozen.clock.advance(hour);
		const { status } = await pending;
		const outcome = { before, status, after: frozen.publishes.length };
		await frozen.close();
		return outcome;
	}

	it('delay: TikTok acts when the time has come', async () => {
		expect(await play('delay')).toEqual({ before: 0, status: 200, after: 1 });
	});

	it('late: TikTok acts at once', async () => {
		expect(await play('late')).toEqual({ before: 1, status: 200, after: 1 });
	});
});

it('delay: TikTok acts even though the caller has given up', async () => {
	script({ kind: 'delay', ms: 60_000 }, atInit);
	const { access_token } = emulator.grant();
	const giveUp = new AbortController();
	const pending = send(emulator.url + init, {
		method: 'POST',
		headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
		body: JSON.stringify(directPost(1000)),
		signal: giveUp.signal,
	});
	await until(() => emulator.faults.held.count > 0);
	giveUp.abort();
	await expect(pending).rejects.toThrow();
	emulator.clock.advance(60_000);
	await until(() => emulator.publishes.length > 0);
	accepted();
});

it('late without end: TikTok acted, nobody hears of it', async () => {
	script({ kind: 'late', ms: Infinity }, atInit);
	const pending = posted();
	await until(() => emulator.publishes.length > 0);
	emulator.faults.clear();
	await expect(pending).rejects.toThrow();
	accepted();
});

/** Status, and the body as it comes in. */
async function receive(): Promise<{ status?: number; parts: string[]; end: Promise<string> }> {
	const { access_token } = emulator.grant();
	const headers = { authorization: `Bearer ${access_token}` };
	return await new Promise((resolve, reject) => {
		const address = `${emulator.url}/v2/user/info/?fields=open_id`;
		get(address, { headers, agent: false }, (res) => {
			const parts: string[] = [];
			res.on('data', (part: Buffer) => parts.push(part.toString('utf8')));
			const end = new Promise<string>((ended) => {
				res.once('end', () => ended('complete'));
				res.once('error', () => ended('broken'));
			});
			resolve({ status: res.statusCode, parts, end });
		}).once('error', reject);
	});
}

describe('headersOnly', () => {
	it('cut: the connection breaks after the headers', async () => {
		script({ kind: 'headersOnly', cut: true });
		const { status, parts, end } = await receive();
		expect([status, await end, parts]).toEqual([200, 'broken', []]);
	});

	it('the body never comes, until the faults are cleared', async () => {
		script({ kind: 'headersOnly' });
		const { status, parts, end } = await receive();
		expect(status).toBe(200);
		expect(emulator.faults.held.count).toBe(1);
		emulator.faults.clear();
		expect([await end, parts]).toEqual(['broken', []]);
	});
});

describe('drip', () => {
	it('sends byte by byte, then the rest at once', async () => {
		script({ kind: 'drip', pauseMs: 10, atMost: 3 });
		const start = performance.now();
		const { parts, end } = await receive();
		expect(await end).toBe('complete');
		expect(performance.now() - start).toBeGreaterThanOrEqual(29);
		expect(parts.slice(0, 2)).toEqual(['{', '"']);
		expect(JSON.parse(parts.join(''))).toMatchObject({ error: { code: 'ok' } });
	});

	it('ends when the faults are cleared', async () => {
		script({ kind: 'drip', pauseMs: 60_000 });
		const { parts, end } = await receive();
		emulator.faults.clear();
		expect([await end, parts]).toEqual(['broken', []]);
	});
});

describe('drift', () => {
	const drifted = async (key: string, to?: unknown) => {
		script({ kind: 'drift', key, to }, atInit);
		return (await posted()).json;
	};

	it('a key is gone; TikTok acted', async () => {
		const { data } = await drifted('data.upload_url');
		expect(data).toEqual({ publish_id: emulator.publishes[0].publishId });
	});

	it.each([null, 7, 'a text', [], { a: 1 }])('a key is %j', async (to) => {
		expect((await drifted('data.publish_id', to)).data.publish_id).toEqual(to);
	});

	it('a code that nobody knows', async () => {
		expect(await drifted('error.code', 'brand_new')).toMatchObject({
			error: { code: 'brand_new' },
		});
	});

	it('a function of the old value, or of the whole answer', async () => {
		const swapped = (id: unknown) => [...String(id)].reverse().join('');
		const { data } = await drifted('data.publish_id', swapped);
		expect(swapped(data.publish_id)).toBe(emulator.publishes[0].publishId);
		expect(await drifted('', (answer: object) => Object.keys(answer))).toEqual(['data', 'error']);
	});

	it('a key that the answer does not have is a defect of the test', async () => {
		expect((await drifted('data.publishId', 1)).error).toMatchObject({
			code: 'internal_error',
			message: 'Emulator defect: The answer has no "data.publishId" that could be changed',
		});
	});

	it('in the Business API and at the token endpoint too', async () => {
		const business = '/open_api/v1.3/user/info/';
		script({ kind: 'drift', key: 'code', to: '0' }, { match: { path: business } });
		const headers = { 'Access-Token': emulator.business.seed.token };
		expect((await send(emulator.url + business, { headers })).json.code).toBe('0');

		const renewal = '/v2/oauth/token/';
		script({ kind: 'drift', key: 'error', to: 'new_error' }, { match: { path: renewal } });
		const method = 'POST';
		expect((await send(emulator.url + renewal, { method })).json.error).toBe('new_error');
	});
});
