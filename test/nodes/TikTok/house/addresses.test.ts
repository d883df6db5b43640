/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { join } from 'node:path';
import { cases, optionsOf } from '../description/listedOperations';
import { filesBelow, named, nodeFolder, repository, source } from './sourceFiles';

describe('addresses of TikTok', () => {
	const literal =
		/(['"`])(\/(?:v2|tool|term|gmv_max|user|oauth2?|open_api|portal|advertiser|store|bc|identity|catalog|report|campaign)\/[^'"`]*)\1/g;
	const used = filesBelow(nodeFolder, '.ts').flatMap((path) =>
		[...source(path).matchAll(literal)].map((match) => ({ file: named(path), path: match[2] })),
	);

	it("every path stands once, in a room of TikTok's calls", () => {
		expect(used.length).toBeGreaterThanOrEqual(14);
		expect(used.filter(({ file }) => !file.startsWith('api/'))).toEqual([]);
		const paths = used.map(({ path }) => path);
		expect(paths.filter((path, index) => paths.indexOf(path) !== index)).toEqual([]);
	});

	it('every path ends in a slash', () => {
		expect(used.filter(({ path }) => !path.endsWith('/'))).toEqual([]);
	});

	it.each(cases)('%s says in its routing where its request goes', (_, listed) => {
		const urls = [
			listed.operation.routing?.request?.url,
			...listed.fields.flatMap(optionsOf).map(({ routing }) => routing?.request?.url),
		].filter((url) => url !== undefined);
		const known = used.map(({ path }) => path);
		expect(urls.length).toBeGreaterThan(0);
		expect(urls.filter((url) => !known.includes(url as string))).toEqual([]);
	});

	it('credentials know only where to connect, and the Business one whom to ask for its test', () => {
		const paths = filesBelow(join(repository, 'credentials'), '.ts').flatMap((file) =>
			[...source(file).matchAll(/['"`](\/[a-z0-9_./-]*[a-z0-9_][a-z0-9_./-]*)['"`]/g)].map(
				(match) => match[1],
			),
		);
		expect([...new Set(paths)].sort()).toEqual([
			'/open_api/v1.3',
			'/open_api/v1.3/oauth/token/',
			'/portal/auth',
			'/user/info/',
			'/v2/auth/authorize/',
			'/v2/oauth/token/',
		]);
	});
});
