/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console */
import { readFileSync } from 'node:fs';

import { createEmulator } from '../../test/emulator';

/** The emulator as a process of its own, as cheap as it can be: no second hash over the chunks. */
async function main(): Promise<void> {
	const [key, cert] = process.argv.slice(2).map((file) => readFileSync(file, 'utf8'));
	const { url, secureUrl } = await createEmulator({
		port: 0,
		tls: { key, cert },
		seed: 'demo',
		// Without processing time a publish notes the very moment of its final 201.
		switches: { hashChunks: false, processingMs: 0, initQuotaPerMinute: 1000 },
	});
	process.stdin.resume().once('close', () => process.exit());
	console.log([url, secureUrl].join(' '));
}

void main();
