/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
/**
 * n8n reads its settings from the environment while its modules load, so this file is imported
 * before any of them: the first line of the harness.
 */
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import 'reflect-metadata';

/** Home of this process's n8n: its settings file and the binary data of all harnesses. */
export const n8nFolder = mkdtempSync(join(tmpdir(), 'n8n-harness-'));

Object.assign(process.env, {
	NODE_ENV: 'test',
	N8N_USER_FOLDER: n8nFolder,
	N8N_ENCRYPTION_KEY: 'key-of-the-test-harness',
	N8N_BINARY_DATA_SIGNING_SECRET: 'secret-of-the-test-harness',
	N8N_LOG_LEVEL: 'silent',
	N8N_DIAGNOSTICS_ENABLED: 'false',
});

let users = 0;

export function useFolder(): void {
	users += 1;
}

/** Jest ends its processes without notice, so the last harness of a file cleans up. */
export async function leaveFolder(): Promise<void> {
	users -= 1;
	if (users <= 0) await rm(n8nFolder, { recursive: true, force: true });
}
