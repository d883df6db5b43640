/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { existsSync } from 'node:fs';

import { findProgram, provide } from '../debian';

const ELSEWHERE = [
	'/snap/bin/chromium',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** Sees to it that there is a browser for the tests to drive. Takes minutes when there is none. */
export async function provideChromium(): Promise<string> {
	return await provide(
		{
			sentence: 'The browser tests need Chromium, which this machine lacks.',
			// The fonts are for the pictures: without any, monospaced fields fall back to a serif face.
			packages: ['chromium', 'fonts-liberation', 'fonts-dejavu-core'],
			elsewhere: { dnf: 'sudo dnf install -y chromium', brew: 'brew install --cask google-chrome' },
		},
		findChromium,
	);
}

/** The browser that `provideChromium` has seen to. */
export function chromiumPath(): string {
	const path = findChromium();
	if (!path) throw new Error('There is no Chromium: start these tests with "npm run test:e2e".');
	return path;
}

function findChromium(): string | undefined {
	for (const name of NAMES) {
		const path = findProgram(name);
		if (path) return path;
	}
	return ELSEWHERE.find((path) => existsSync(path));
}
