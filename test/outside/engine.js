/**
 * n8n's engine as Node itself loads it, for the tests and for whoever writes the docs.
 */
const { createRequire } = require('node:module');
const { mkdtempSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
require('reflect-metadata');

/** Home of this process's n8n: its settings file and the binary data of all harnesses. */
const n8nFolder = mkdtempSync(join(tmpdir(), 'n8n-harness-'));

/** n8n reads its settings from the environment while its modules load. */
Object.assign(process.env, {
	NODE_ENV: 'test',
	N8N_USER_FOLDER: n8nFolder,
	N8N_ENCRYPTION_KEY: 'key-of-the-test-harness',
	N8N_BINARY_DATA_SIGNING_SECRET: 'secret-of-the-test-harness',
	N8N_LOG_LEVEL: 'silent',
	N8N_DIAGNOSTICS_ENABLED: 'false',
});

module.exports = {
	n8nFolder,
	/** As in this folder. */
	requireOutside: createRequire(__filename),
	/** With the eyes of n8n-core, which has versions of its own of some packages. */
	requireOfEngine: createRequire(require.resolve('n8n-core')),
};
