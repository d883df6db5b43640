/** Tests leave nothing in the system's temporary folder, also those that are killed by a failure. */
const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

const VARIABLES = ['TMPDIR', 'TEMP', 'TMP'];

let folder;

module.exports = {
	create() {
		folder = mkdtempSync(join(tmpdir(), 'n8n-nodes-tiktok-suite-test-'));
		for (const variable of VARIABLES) process.env[variable] = folder;
	},
	remove() {
		if (folder) rmSync(folder, { recursive: true, force: true });
	},
};
