import { lineOptions, timeoutOption } from '../../../../nodes/TikTok/request/lineOptions';

it.each([
	['http://proxy:3128', { host: 'proxy', port: 3128, protocol: 'http' }],
	['https://proxy.example.com', { host: 'proxy.example.com', port: 443, protocol: 'https' }],
	['http://proxy', { host: 'proxy', port: 80, protocol: 'http' }],
	[
		'http://me:p%40ss@proxy:3128',
		{ host: 'proxy', port: 3128, protocol: 'http', auth: { username: 'me', password: 'p@ss' } },
	],
])('Proxy %s', (proxy, expected) => {
	expect(lineOptions({ proxy })).toEqual({ proxy: expected });
});

it('nothing set, nothing sent', () => {
	expect(lineOptions({})).toEqual({});
	expect(lineOptions({ proxy: '', allowUnauthorizedCerts: false })).toEqual({});
});

it('Ignore SSL Issues', () => {
	expect(lineOptions({ allowUnauthorizedCerts: true })).toEqual({
		skipSslCertificateValidation: true,
	});
});

it.each(['proxy:secret', 'me:secret@proxy', ':3128', 'nothing at all'])(
	'an address that is none is refused without showing it: %s',
	(proxy) => {
		expect(() => lineOptions({ proxy })).toThrow('The option Proxy of this node is no address.');
	},
);

it.each([
	[5_000, 5_000],
	['5000', 5_000],
	[59_999.5, 60_000],
	[0.5, 1],
	[999_999_999_999, 2 ** 31 - 1],
	[Infinity, 2 ** 31 - 1],
	...[0, -1, NaN, 'soon', '', null, undefined, {}].map((nothing) => [nothing, undefined]),
])('Timeout %j is %j ms', (timeout, expected) => {
	expect(timeoutOption({ timeout: timeout as number })).toBe(expected);
});
