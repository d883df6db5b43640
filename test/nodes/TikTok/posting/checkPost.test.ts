import fc from 'fast-check';
import { TikTokFailure } from '../../../../nodes/TikTok/errors/failure';
import type { PostBody } from '../../../../nodes/TikTok/posting/checkPost';
import {
	checkPhotoPost,
	publicAddress,
	checkVideoPost,
} from '../../../../nodes/TikTok/posting/checkPost';
import { gluedTag } from '../../../../nodes/TikTok/posting/gluedTag';

function refusalOf(check: () => unknown): TikTokFailure {
	try {
		check();
	} catch (error) {
		expect(error).toBeInstanceOf(TikTokFailure);
		const failure = error as TikTokFailure;
		expect(failure.origin).toBe('input');
		expect(failure.details).toMatchObject({ code: 'invalid_input', retryable: false });
		return failure;
	}
	throw new Error('The post was not refused.');
}

const video = (post: PostBody['post_info']): PostBody => ({
	post_info: { privacy_level: 'PUBLIC_TO_EVERYONE', ...post },
});

const photo = (index: number) => `https://media.example.com/${index}.jpg`;
const photos = (count: number, own: PostBody['post_info'] = {}, cover = 0): PostBody => ({
	post_info: { privacy_level: 'PUBLIC_TO_EVERYONE', ...own },
	source_info: {
		photo_images: Array.from({ length: count }, (_, index) => photo(index)),
		photo_cover_index: cover,
	},
});

describe('a video post', () => {
	it.each([0, 1, 2_199, 2_200])('takes a caption of %d characters', (length) => {
		expect(() => checkVideoPost(video({ title: 'a'.repeat(length) }), true)).not.toThrow();
	});

	it('names the length and the limit of a longer caption', () => {
		const failure = refusalOf(() => checkVideoPost(video({ title: 'a'.repeat(2_201) }), true));
		expect(failure.headline).toBe('Caption is too long: 2201/2200 characters.');
	});

	it('counts most emoji as two, as TikTok does', () => {
		expect(() => checkVideoPost(video({ title: '😀'.repeat(1_100) }), true)).not.toThrow();
		expect(
			refusalOf(() => checkVideoPost(video({ title: '😀'.repeat(1_101) }), true)).headline,
		).toBe('Caption is too long: 2202/2200 characters.');
	});

	it.each([undefined, ''])('needs a privacy level, not %j', (privacy_level) => {
		const failure = refusalOf(() => checkVideoPost(video({ privacy_level }), true));
		expect(failure.headline).toBe('Privacy Level is empty.');
	});

	it('cannot be branded and private', () => {
		const own = { privacy_level: 'SELF_ONLY', brand_content_toggle: true };
		expect(refusalOf(() => checkVideoPost(video(own), true)).headline).toContain('Branded Content');
		expect(() =>
			checkVideoPost(video({ ...own, brand_content_toggle: false }), true),
		).not.toThrow();
		expect(() =>
			checkVideoPost(video({ ...own, privacy_level: 'PUBLIC_TO_EVERYONE' }), true),
		).not.toThrow();
	});

	it('as a draft has neither caption nor privacy level to check', () => {
		expect(() => checkVideoPost({}, false)).not.toThrow();
	});
});

describe('a photo post', () => {
	it.each([1, 2, 34, 35])('takes %d photos', (count) => {
		expect(() => checkPhotoPost(photos(count), true)).not.toThrow();
	});

	it.each([0, 36, 100])('does not take %d photos', (count) => {
		expect(refusalOf(() => checkPhotoPost(photos(count), true)).headline).toBe(
			`A photo post takes 1 to 35 photos, not ${count}.`,
		);
	});

	it('without any list of photos is refused too', () => {
		expect(refusalOf(() => checkPhotoPost({}, false)).headline).toContain('not 0');
	});

	it.each<[string, string, number]>([
		['title', 'Title', 90],
		['description', 'Description', 4_000],
	])('takes a %s up to its limit', (key, label, limit) => {
		expect(() => checkPhotoPost(photos(1, { [key]: 'a'.repeat(limit) }), true)).not.toThrow();
		for (const direct of [true, false]) {
			const post = photos(1, { [key]: 'a'.repeat(limit + 1) });
			expect(refusalOf(() => checkPhotoPost(post, direct)).headline).toBe(
				`${label} is too long: ${limit + 1}/${limit} characters.`,
			);
		}
	});

	it('as a draft needs no privacy level, as a direct post it does', () => {
		const post = photos(1, { privacy_level: undefined });
		expect(() => checkPhotoPost(post, false)).not.toThrow();
		expect(refusalOf(() => checkPhotoPost(post, true)).headline).toBe('Privacy Level is empty.');
	});

	it('takes any of its photos as the cover', () => {
		for (const cover of [0, 1, 4]) {
			expect(() => checkPhotoPost(photos(5, {}, cover), true)).not.toThrow();
		}
	});

	it.each([5, -1, 1.5])('does not take %j of five photos as the cover', (cover) => {
		const failure = refusalOf(() => checkPhotoPost(photos(5, {}, cover), true));
		expect(failure.headline).toBe(`Cover Photo is ${cover + 1}, but the post has 5 photos.`);
	});
});

describe('an address TikTok downloads from', () => {
	it.each([
		'https://media.example.com/clip.mp4',
		'https://media.example.com:8443/clip.mp4?token=a%20b#x',
		'HTTPS://MEDIA.EXAMPLE.COM/clip.mp4',
		' https://media.example.com/clip.mp4 ',
		'https://medien-für-alle.example/clip.mp4',
	])('may be %s', (url) => {
		expect(new URL(publicAddress('Video URL', url)).protocol).toBe('https:');
	});

	it.each([
		['https://media.example.com/my clip.mp4', 'https://media.example.com/my%20clip.mp4'],
		['https://media.example.com/été.mp4', 'https://media.example.com/%C3%A9t%C3%A9.mp4'],
		['https://media.example.com/a%20b.mp4?x=1,2', 'https://media.example.com/a%20b.mp4?x=1,2'],
	])('%s is sent as %s', (given, sent) => {
		expect(publicAddress('Video URL', given)).toBe(sent);
	});

	it.each<[unknown, string]>([
		['', 'Video URL is empty.'],
		['   ', 'Video URL is empty.'],
		[undefined, 'Video URL is empty.'],
		['clip.mp4', 'is not an https address: clip.mp4'],
		['http://media.example.com/clip.mp4', 'is not an https address: http://media.example.com'],
		['ftp://media.example.com/clip.mp4', 'is not an https address'],
		['https://', 'is not an https address'],
		['https://localhost/clip.mp4', 'has no public domain name: localhost'],
		['https://localhost:5678/clip.mp4', 'has no public domain name: localhost'],
		['https://127.0.0.1/clip.mp4', 'has no public domain name: 127.0.0.1'],
		['https://192.168.1.20/clip.mp4', 'has no public domain name: 192.168.1.20'],
		['https://8.8.8.8/clip.mp4', 'has no public domain name: 8.8.8.8'],
		['https://2130706433/clip.mp4', 'has no public domain name'],
		['https://[::1]/clip.mp4', 'has no public domain name: [::1]'],
	])('may not be %j', (url, text) => {
		const failure = refusalOf(() => publicAddress('Video URL', url));
		expect(failure.headline).toMatch(/^Video URL /);
		expect(failure.headline).toContain(text);
		expect(failure.advice).not.toBe('');
	});

	it('what signs an address is not shown', () => {
		const failure = refusalOf(() =>
			publicAddress('Video URL', 'http://me:secret@nas.example/a.mp4?token=secret'),
		);
		expect(failure.headline).toContain('nas.example/a.mp4');
		expect(JSON.stringify({ ...failure, message: failure.explanation })).not.toContain('secret');
	});

	it('whatever is entered, only https with a name passes, and the message stays short', () => {
		const start = fc.constantFrom('', 'https://', 'http://', 'https://1.2.3.4/', 'file:///');
		fc.assert(
			fc.property(start, fc.string({ maxLength: 400 }), (prefix, rest) => {
				try {
					const url = new URL(publicAddress('Video URL', prefix + rest));
					expect(url.protocol).toBe('https:');
					expect(url.hostname).not.toMatch(/^[\d.]+$/);
				} catch (error) {
					expect(error).toBeInstanceOf(TikTokFailure);
					expect((error as TikTokFailure).headline.length).toBeLessThan(450);
				}
			}),
		);
	});
});

describe('a tag that TikTok will not link', () => {
	it.each<[string, string | undefined]>([
		['Look#studio', '#studio'],
		['Look at@ourbrand', '@ourbrand'],
		['première#été2026', '#été2026'],
		['a.#b', '#b'],
		['Look #studio @ourbrand', undefined],
		['#studio', undefined],
		['line\n#studio', undefined],
		['#one#two', '#two'],
		['100 # and @', undefined],
		['', undefined],
	])('%j: %j', (text, tag) => {
		expect(gluedTag(text)).toBe(tag);
	});

	it('is not looked for in what is no text', () => {
		expect(gluedTag(undefined)).toBeUndefined();
		expect(gluedTag(7)).toBeUndefined();
	});
});
