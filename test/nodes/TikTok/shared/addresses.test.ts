import {
	encodedAddress,
	hasPublicName,
	parsedAddress,
	withoutUser,
} from '../../../../nodes/TikTok/shared/addresses';

describe('an address', () => {
	it.each([
		[' https://a.example/b c.mp4 ', 'https://a.example/b%20c.mp4'],
		['https://a.example/é?x=%20', 'https://a.example/%C3%A9?x=%20'],
	])('%j is sent as %s', (text, sent) => {
		expect(encodedAddress(text)).toBe(sent);
	});

	it('is none without a scheme', () => {
		expect(parsedAddress('a.example/b.mp4')).toBeUndefined();
		expect(parsedAddress('/b.mp4', 'https://a.example/c/')?.href).toBe('https://a.example/b.mp4');
	});
});

it.each([
	['https://me:secret@nas.example/a.mp4', 'https://…@nas.example/a.mp4'],
	['http://secret@10.0.0.5/a.mp4?x=1', 'http://…@10.0.0.5/a.mp4?x=1'],
	['//me:sec@ret@nas/a.mp4', '//…@nas/a.mp4'],
	['me:secret@nas/a.mp4', '…@nas/a.mp4'],
	['https://www.example/@me/video', 'https://www.example/@me/video'],
	['Write to me@example.com: soon', 'Write to me@example.com: soon'],
])('%s is shown as %s', (text, shown) => expect(withoutUser(text)).toBe(shown));

describe('a name of the public internet', () => {
	it.each(['media.example.com', 'example.com.', 'local.example.com', 'internal-files.example.org'])(
		'%s',
		(host) => expect(hasPublicName(new URL(`https://${host}/`))).toBe(true),
	);

	it.each([
		'localhost',
		'app.localhost',
		'localhost.',
		'minio',
		'printer.local',
		'db.cluster.local.',
		'metadata.google.internal',
		'nas.home.arpa',
		'nas.lan',
		'127.0.0.1',
		'0x7f000001',
		'2130706433',
		'017700000001',
		'127.1',
		'169.254.169.254',
		'[::1]',
		'[::ffff:127.0.0.1]',
		'%6c%6fcalhost',
		'１２７.0.0.1',
	])('not %s', (host) => expect(hasPublicName(new URL(`https://${host}/`))).toBe(false));
});
