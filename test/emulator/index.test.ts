/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { startByCommand } from './command';
import { consumer, form } from './consumerClient';
import { createEmulator } from './index';

const info = '/v2/user/info/?fields=open_id';

describe('createEmulator', () => {
	it('takes a clock, switches and a seed', async () => {
		let now = Date.UTC(2026, 0, 1);
		const clock = {
			now: () => now,
			advance: (ms: number) => void (now += ms),
			set: (ms: number) => void (now = ms),
		};
		const emulator = await createEmulator({ clock, seed: 'demo', switches: { processingMs: 7 } });
		expect(emulator.switches.processingMs).toBe(7);
		expect(emulator.account('demo.creator').videos).toHaveLength(8);
		const { headers } = await consumer(emulator.url).get(info);
		expect(headers.get('x-tt-logid')).toMatch(/^20260101000000[0-9A-F]{18}$/);
		await emulator.close();
	});

	it('runs beside another one without sharing anything', async () => {
		const [one, two] = [await createEmulator(), await createEmulator()];
		const { access_token } = one.grant();
		expect((await consumer(one.url, access_token).get(info)).status).toBe(200);
		expect((await consumer(two.url, access_token).get(info)).status).toBe(401);
		await Promise.all([one.close(), two.close()]);
	});

	it('closes at once, hanging requests included', async () => {
		const emulator = await createEmulator();
		emulator.faults.script({ match: { path: '/v2/' }, do: { kind: 'hang' } });
		const pending = consumer(emulator.url).get(info);
		while (emulator.inFlight === 0) await consumer(emulator.url).get('/_emulator/faults');
		const closed = emulator.close();
		await expect(pending).rejects.toThrow();
		await closed;
	});

	it('resets in place: arrays that a test holds stay the live ones', async () => {
		const emulator = await createEmulator({ switches: { autoConsent: true } });
		const { requests, accounts, switches } = emulator;
		switches.autoConsent = false;
		accounts.pop();
		emulator.clock.advance(86_400_000);
		emulator.reset();
		await consumer(emulator.url).get(info);
		expect(requests).toHaveLength(1);
		expect(accounts).toHaveLength(3);
		expect(switches.autoConsent).toBe(true);
		expect(Math.abs(emulator.clock.now() - Date.now())).toBeLessThan(5000);
		await emulator.close();
	});
});

describe('the request log', () => {
	it('keeps query, headers, body and status', async () => {
		const emulator = await createEmulator();
		await form(`${emulator.url}/v2/oauth/token/?a=1&b=%20`, { client_key: 'x', code: 'a*b' });
		await consumer(emulator.url).post('/v2/video/list/', '{broken');
		await consumer(emulator.url).get('/open_api/v1.3/term/get/');
		expect(emulator.requests).toMatchObject([
			{
				seq: 1,
				api: 'oauth',
				method: 'POST',
				path: '/v2/oauth/token/',
				rawQuery: 'a=1&b=%20',
				query: { a: '1', b: ' ' },
				body: { client_key: 'x', code: 'a*b' },
				bytes: 'client_key=x&code=a*b'.length,
				status: 200,
			},
			{ seq: 2, api: 'open', body: '{broken', status: 401 },
			{ seq: 3, api: 'business', body: undefined, bytes: 0 },
		]);
		expect(emulator.requests[0].headers['content-type']).toContain('x-www-form-urlencoded');
		expect(emulator.inFlight).toBe(0);
		await emulator.close();
	});
});

describe('the command', () => {
	const start = (...flags: string[]) =>
		spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'main.ts'), ...flags]);
	const ended = async (child: ReturnType<typeof start>) =>
		await new Promise<number | null>((resolve) => child.once('close', resolve));

	it('prints address and keys, and stops on a signal', async () => {
		const child = start('--port', '0');
		let text = '';
		await new Promise<void>((resolve) => {
			child.stdout.on('data', (part) => {
				text += part;
				if (text.includes('Ctrl+C')) resolve();
			});
		});
		child.kill('SIGTERM');
		expect(await ended(child)).toBe(0);
		expect(text).toMatch(/listening on http:\/\/127\.0\.0\.1:\d+/);
		expect(text).toContain('awdesk0000000001');
		expect(text).toContain('desk-secret-1');
		expect(text).toMatch(
			/Access Token {2}\S+\n {2}App ID {8}\d+, secret \S+\n {2}Advertiser ID \d+\n/,
		);
	});

	it('says what to do about a port that is none, and ends', async () => {
		const child = start('--port', 'x');
		let text = '';
		child.stderr.on('data', (part) => (text += part));
		expect(await ended(child)).toBe(1);
		expect(text).toContain('is not a port');
	});

	it('says what to do about a port that is taken', async () => {
		const emulator = await createEmulator();
		const args = ['--port', new URL(emulator.url).port];
		await expect(startByCommand(args)).rejects.toThrow('already in use. Choose another');
		await emulator.close();
	});
});
