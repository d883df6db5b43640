/**
 * `node test/start.mjs <file.ts> [arguments]`: sets up, then runs a TypeScript file in this very
 * process. One process, so that a signal to npm, which npm passes on to what it has started and no
 * further, reaches the file itself.
 */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { resolve } from 'node:path';
import process, { argv, exit } from 'node:process';

import { setUp } from './setUp.mjs';

const [, , file] = argv;
// Said before anything is downloaded: nobody should have to guess whether it hangs.
if (file.startsWith('e2e/') && !existsSync('e2e/node_modules/n8n')) {
	console.log(`The first time takes six to ten minutes on two cores: packages and n8n are downloaded (about
4 GB on disk) and its database driver compiled. From then on nothing is downloaded.`);
}

// While it installs, a signal ends npm too: by the way out of this process.
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const end = (signal) => exit(128 + constants.signals[signal]);
for (const signal of signals) process.on(signal, end);
await setUp();
for (const signal of signals) process.off(signal, end);

// The file reads its arguments where a program started by its name finds them.
argv.splice(1, 2, resolve(file));
const { register } = await import('tsx/cjs/api');
register();
createRequire(import.meta.url)(argv[1]);
