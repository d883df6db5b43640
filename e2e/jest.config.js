const { readdirSync } = require('node:fs');

// n8n itself lies in e2e/node_modules: 3 GB that nobody should look through for tests. Queue mode has
// a command of its own.
const left = ['node_modules', 'queue'];
const folders = readdirSync(__dirname, { withFileTypes: true })
	.filter((entry) => entry.isDirectory() && !left.includes(entry.name))
	.map((entry) => `<rootDir>/e2e/${entry.name}`);

/** @type {import('jest').Config} */
module.exports = {
	...require('../test/jest.config.js'),
	roots: folders,
	// One n8n serves all files, and its files are counted and timed: one after the other.
	maxWorkers: 1,
	testTimeout: 180_000,
	verbose: true,
	// The run has a temporary folder already, and Chromium's socket allows no longer path.
	globalSetup: undefined,
	globalTeardown: undefined,
	// A server that a failed beforeAll has left open must not keep the whole run waiting.
	forceExit: true,
};
