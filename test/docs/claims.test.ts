/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { basename } from 'node:path';
import type { INodeProperties } from 'n8n-workflow';
import { TikTokOAuth2Api } from '../../credentials/TikTokOAuth2Api.credentials';
import { readPublishStatus } from '../../nodes/TikTok/api/publishStatus';
import { openApiErrors } from '../../nodes/TikTok/errors/openApiErrors';
import { frameRates, MAX_PHOTO_SHORTER_SIDE, sidePixels } from '../../nodes/TikTok/limits';
import { properties } from '../../nodes/TikTok/resources';
import { returnOfStatus } from '../../nodes/TikTok/status/returnWhen';
import { isDone } from '../../nodes/TikTok/status/waitForCompletion';
import { findNew, memoryOf } from '../../nodes/TikTok/trigger/accountState';
import { list, pages, read } from './repository';
import { sources } from './sources';

/** Sentences for people that could drift away from what the code, or TikTok, does. */

const written = [
	...pages.map((page) => [page, read(page)] as const),
	...sources.map(({ path, text }) => [path, text] as const),
	...list('examples')
		.filter((file) => file.endsWith('.json'))
		.map((file) => [`examples/${file}`, read(`examples/${file}`)] as const),
];

it('what TikTok refused afterwards names the limits that the node checks before', () => {
	const { picture_size_check_failed: pixels, frame_rate_check_failed: frames } = openApiErrors;
	expect(pixels.advice).toContain(`${sidePixels.min} to ${sidePixels.max} pixels on each side`);
	expect(pixels.advice).toContain(`${MAX_PHOTO_SHORTER_SIDE} pixels on the shorter side`);
	expect(frames.advice).toContain(`between ${frameRates.min} and ${frameRates.max} frames`);
});

it('the page says of every permission which product of the app it belongs to', () => {
	const rows = [
		...read('docs/connecting-tiktok.md').matchAll(/^\| [^|]+ \| `([\w.]+)` \| (.+?) \|/gm),
	];
	const field = new TikTokOAuth2Api().properties.find(({ name }) => name === 'scopeGroups');
	const asked = (field?.options as Array<{ value: string }>).map(({ value }) => value);
	expect(rows.map(([, scope]) => scope).sort()).toEqual(asked.sort());
	for (const [, , product] of rows)
		expect(product).toMatch(/^(Login Kit|(Content Posting|Display) API)/);
});

it('the page names every place of n8n where something is stored', () => {
	const places = sources.flatMap(({ text }) =>
		[...text.matchAll(/^(?:export )?const \w+ = '(tikTok[A-Z]\w+)';$/gm)].map(([, place]) => place),
	);
	expect(places.length).toBeGreaterThan(2);
	const page = read('docs/security.md');
	expect(places.filter((place) => !page.includes(`\`${place}\``))).toEqual([]);
});

it('the page names every option of a posting operation, with the name that workflows store', () => {
	const options = properties
		.filter(({ name }) => name === 'options')
		.map((field) => field.options as INodeProperties[])
		.filter((group) => group.some(({ name }) => name === 'checkOnly'))
		.flat();
	expect(options.length).toBeGreaterThan(10);
	const page = read('docs/operations.md');
	const missing = options.filter(
		({ displayName, name }) => !page.includes(`${displayName} (\`${name}\`)`),
	);
	expect(missing.map(({ name }) => name)).toEqual([]);
});

it('the lists that are remembered are those that the pages name', () => {
	const remembered = sources
		.filter(({ path, text }) => path.includes('/loadOptions/') && text.includes('.recall('))
		.map(({ path }) => basename(path, '.ts'));
	expect(remembered.sort()).toEqual(['getPrivacyLevels', 'searchAdvertisers', 'searchStores']);
	for (const page of ['operations', 'limits', 'security']) {
		expect(read(`docs/${page}.md`)).toMatch(/privacy levels, advertisers and stores/i);
	}
});

it('a post that TikTok lists late fires as late as the page says', () => {
	const day = 86_400_000;
	const newest = { id: '1', createdAt: 100 * day };
	const memory = memoryOf([newest], true, newest.createdAt);
	const late = [
		{ id: '2', createdAt: newest.createdAt - day },
		{ id: '3', createdAt: newest.createdAt - day - 1 },
	];
	const { fresh } = findNew(memory, [newest, ...late], true, newest.createdAt);
	expect(fresh.map(({ id }) => id)).toEqual(['2']);
	expect(read('docs/triggers.md')).toContain('more than a day before the newest of them');
});

it('a private post is waited for where its level is not known, and the field says so', () => {
	const published = readPublishStatus('v_pub_url~v2.1', { status: 'PUBLISH_COMPLETE' });
	expect(isDone(published, { forPublicId: true })).toBe(false);
	const [said] = [returnOfStatus].flatMap(({ options }) => (options ?? []).slice(-1));
	expect(said).toMatchObject({ description: expect.stringContaining('Maximum Wait') });
	expect(read('docs/operations.md')).toContain('waits for the link of a private post until');
});

it('what the page says of an answer to a webhook holds for every refusal', () => {
	const statuses = /^type RefusalStatus = (.+);$/m.exec(read('nodes/TikTok/webhook/refusal.ts'));
	const [line] = /^- \*\*TikTok Webhook Trigger\*\*.+$/m.exec(read('docs/security.md')) ?? [];
	for (const status of statuses?.[1].split(' | ') ?? ['none']) expect(line).toContain(status);
});

it.each<[string, RegExp]>([
	['1080p without the side', /up to 1080p(?!")/i],
	['a PNG that only TikTok sees as refused before the request', /PNG is refused before/],
	['a loop that holds no execution: it waits in one', /without holding an execution/],
	['a file that n8n itself never loads whole', /never loaded whole/],
	[
		'a wait that is over as one of a post in progress: a link may be missing',
		/(up|over),? the item says .?is_final/,
	],
	[
		'credentials of an account as one, whatever their app',
		/credentials? of the same account (share|\|)/,
	],
	['a menu of n8n in other letters', /Refresh list/],
])('nothing says: %s', (_what, sentence) => {
	expect(written.filter(([, text]) => sentence.test(text)).map(([path]) => path)).toEqual([]);
});
