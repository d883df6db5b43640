/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page, PageScreenshotOptions } from 'playwright-core';

import { cache, root } from '../folders';

/** Those the documentation shows. */
const PUBLISHED = new Set([
	'ad-account',
	'consent',
	'credential-connected',
	'credential-new',
	'error',
	'fields-new-expressions',
	'fields-new-fixed',
	'node-actions',
	'node-upload',
	'profile',
	'trigger',
	'webhook-trigger',
	'workflow',
]);

/** Gradients do not compress: the profile would weigh 800 KB. The list of actions would fill a page. */
const IN_HALF_RESOLUTION = new Set(['node-actions', 'profile']);

/** The detail view without its input column, which shows a path of this machine. */
export const WITHOUT_INPUT = { x: 430, y: 24, width: 826, height: 752 };

/**
 * Every run keeps its pictures for whoever looks for the reason of a failure. Those of the README are
 * written only when asked for (PICTURES=docs): a test run must not change files under version control.
 */
function folderOf(name: string): string {
	const forReadme = process.env.PICTURES === 'docs' && PUBLISHED.has(name);
	return forReadme ? join(root, 'docs', 'images') : join(cache, 'pictures');
}

export async function picture(
	name: string,
	of: Locator | Page,
	clip?: PageScreenshotOptions['clip'],
): Promise<void> {
	const folder = folderOf(name);
	await mkdir(folder, { recursive: true });
	const scale = IN_HALF_RESOLUTION.has(name) ? 'css' : 'device';
	const options: PageScreenshotOptions = { path: join(folder, `${name}.png`), clip, scale };
	await of.screenshot(options);
}
