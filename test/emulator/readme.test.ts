/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { createEmulator, type Emulator } from './index';

/** The lines that people are told to type, with what they say. */
const lines = [
	...readFileSync(join(__dirname, 'README.md'), 'utf8').matchAll(
		/curl (?:-X (\w+) )?\$TIKTOK(\S+) -d\s+'([^']+)'/g,
	),
].map(([line, method = 'POST', path, body]) => ({ line, method, path, body }));

let emulator: Emulator;
beforeAll(async () => {
	emulator = await createEmulator();
});
afterAll(async () => await emulator.close());

it('names several ways to make it refuse', () => {
	expect(lines.length).toBeGreaterThanOrEqual(5);
});

it.each(lines)('$line works', async ({ method, path, body }) => {
	const answer = await fetch(emulator.url + path, { method, body });
	expect([answer.status, await answer.text()]).toEqual([200, expect.any(String)]);
});

it('a reason that TikTok does not know is refused', async () => {
	const answer = await fetch(`${emulator.url}/_emulator/publishes/v_pub_file~1/fail`, {
		method: 'POST',
		body: '{"reason":"nonsense"}',
	});
	expect(answer.status).toBe(400);
	expect(await answer.text()).toContain('reason must be one of');
});
