/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { existsSync } from 'node:fs';

import { run } from '../command';
import { root } from '../folders';
import { step } from '../progress';

const PLACES = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/snap/bin/chromium',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
/** The fonts are for the pictures: without any, monospaced fields fall back to a serif face. */
const PACKAGES = ['chromium', 'fonts-liberation', 'fonts-dejavu-core'];

/** The browser the tests drive; installed from Debian's packages when there is none. */
export async function chromiumPath(): Promise<string> {
	return installed() ?? (await install());
}

const installed = () => PLACES.find((path) => existsSync(path));

async function install(): Promise<string> {
	const isRoot = process.getuid?.() === 0;
	if (isRoot && existsSync('/usr/bin/apt-get')) {
		const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
		await step(`Installing ${PACKAGES.join(', ')}`, async (note) => {
			await run('apt-get', ['update'], { cwd: root, env, onLine: note });
			await run('apt-get', ['install', '-y', '--no-install-recommends', ...PACKAGES], {
				cwd: root,
				env,
				onLine: note,
			});
		});
	}
	const path = installed();
	if (path) return path;
	throw new Error(
		'The browser tests need Chromium, which this machine lacks. Install it with ' +
			`"sudo apt-get install -y ${PACKAGES.join(' ')}" or the like, then run this again.`,
	);
}
