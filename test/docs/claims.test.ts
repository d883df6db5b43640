import { TikTokOAuth2Api } from '../../credentials/TikTokOAuth2Api.credentials';
import { openApiErrors } from '../../nodes/TikTok/errors/openApiErrors';
import { frameRates, MAX_PHOTO_SHORTER_SIDE, sidePixels } from '../../nodes/TikTok/limits';
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

it.each<[string, RegExp]>([
	['1080p without the side', /up to 1080p(?!")/i],
	['a PNG that only TikTok sees as refused before the request', /PNG is refused before/],
	['a loop that holds no execution: it waits in one', /without holding an execution/],
])('nothing says: %s', (_what, sentence) => {
	expect(written.filter(([, text]) => sentence.test(text)).map(([path]) => path)).toEqual([]);
});
