import fc from 'fast-check';
import { TikTokFailure } from '../../../../nodes/TikTok/errors/failure';
import { hostOf, readAddress, redirected } from '../../../../nodes/TikTok/upload/address';

function refusalOf(action: () => unknown): TikTokFailure {
	try {
		action();
	} catch (error) {
		expect(error).toBeInstanceOf(TikTokFailure);
		return error as TikTokFailure;
	}
	throw new Error('It was taken.');
}

describe('an address that a workflow names', () => {
	it.each([
		'http://minio:9000/clip.mp4',
		'https://192.168.1.20/a.mp4',
		'https://media.example.com',
	])('may be %s', (text) => expect(readAddress('Video URL', text, false).field).toBe('Video URL'));
});

describe('an address that a model chose', () => {
	it('may be a public https address', () => {
		expect(hostOf(readAddress('Video URL', 'https://media.example.com/a.mp4', true))).toBe(
			'media.example.com',
		);
	});

	it.each([
		'http://media.example.com/a.mp4',
		'https://localhost:5678/a.mp4',
		'https://169.254.169.254/latest/meta-data',
		'https://metadata.google.internal/a',
		'https://minio/a.mp4',
		'https://[::1]/a.mp4',
		'https://2130706433/a.mp4',
	])('may not be %s', (text) => {
		const { headline } = refusalOf(() => readAddress('Video URL', text, true));
		expect(headline).toBe(`Video URL is no public https address: ${new URL(text).host}`);
	});

	const start = readAddress('Video URL', 'https://media.example.com/a.mp4', true);

	it.each([
		[
			'http://media.example.com/a.mp4',
			'redirects to media.example.com, which is no public https address',
		],
		['https://127.0.0.1/a.mp4', 'redirects to 127.0.0.1, which is no public https address'],
		['//localhost/a.mp4', 'redirects to localhost, which is no public https address'],
		['file:///etc/passwd', 'redirects to no address'],
		[undefined, 'redirects to no address'],
	])('may not redirect to %s', (location, what) => {
		const { headline } = refusalOf(() => redirected(start, location));
		expect(headline).toBe(`The address in Video URL (media.example.com) ${what}.`);
	});

	it('may redirect to another public one, which errors name with where it came from', () => {
		const to = redirected(start, 'https://cdn.example.net/b.mp4?signature=secret');
		expect(to.url.href).toBe('https://cdn.example.net/b.mp4?signature=secret');
		expect(hostOf(to)).toBe('cdn.example.net, to which media.example.com redirects');
		expect(redirected(to, '/c.mp4').url.href).toBe('https://cdn.example.net/c.mp4');
	});
});

it('whatever is refused, no more of the address is told than its host', () => {
	const scheme = fc.constantFrom('http://', 'https://', 'ftp://', '');
	const host = fc.constantFrom('localhost', '10.0.0.1', 'media.example.com', 'a b');
	fc.assert(
		fc.property(scheme, host, fc.boolean(), (before, name, isChosen) => {
			try {
				readAddress('Video URL', `${before}${name}/path-secret?sig=query-secret`, isChosen);
			} catch (error) {
				expect((error as TikTokFailure).sentence).not.toContain('secret');
			}
		}),
	);
});
