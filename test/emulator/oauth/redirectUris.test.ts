import { assertRegistrable } from './redirectUris';

const register =
	(type: 'web' | 'desktop', ...uris: string[]) =>
	() =>
		assertRegistrable(type, uris);

it.each(['https://example.com/callback', 'https://n8n.example.com:8443/rest/callback/'])(
	'a web app can register %s',
	(uri) => {
		expect(register('web', uri)).not.toThrow();
	},
);

it.each([
	'http://example.com/callback',
	'https://localhost/callback',
	'https://127.0.0.1:5678/callback',
	'https://example.com:*/callback',
	'https://example.com/callback?a=1',
	'https://example.com/callback#a',
	'example.com/callback',
	`https://example.com/${'x'.repeat(500)}`,
])('a web app cannot register %s', (uri) => {
	expect(register('web', uri)).toThrow(uri);
});

it.each(['http://localhost:5678/callback', 'https://127.0.0.1:1/', 'http://127.0.0.1:*/callback/'])(
	'a desktop app can register %s',
	(uri) => {
		expect(register('desktop', uri)).not.toThrow();
	},
);

it.each([
	'http://localhost/callback',
	'https://example.com:5678/callback',
	'http://192.168.1.5:5678/callback',
	'http://localhost:5678/callback?a=1',
	'http://localhost:5678/callback#a',
	'n8n://localhost:5678/callback',
])('a desktop app cannot register %s', (uri) => {
	expect(register('desktop', uri)).toThrow(uri);
});

it('ten URIs are the limit', () => {
	const uris = Array.from({ length: 11 }, (_, index) => `https://example.com/${index}`);
	expect(register('web', ...uris.slice(1))).not.toThrow();
	expect(register('web', ...uris)).toThrow('At most 10');
});
