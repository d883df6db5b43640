/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { basename, join } from 'node:path';
import { TikTok } from '../../../../nodes/TikTok/TikTok.node';
import { operations, optionsOf } from '../description/listedOperations';
import { filesBelow, named, nodeFolder, repository, source } from './sourceFiles';

describe('addresses of TikTok', () => {
	const literal =
		/(['"`])(\/(?:v2|tool|term|gmv_max|user|oauth2?|open_api|portal|advertiser|store|bc|identity|catalog|report|campaign)\/[^'"`]*)\1/g;
	const used = filesBelow(nodeFolder, '.ts').flatMap((path) =>
		[...source(path).matchAll(literal)].map((match) => ({ file: named(path), path: match[2] })),
	);

	/** A list of the editor that no operation could tell has its address in its own file. */
	const ofLists = used.filter(({ file }) => /^loadOptions\/search\w+\.ts$/.test(file));

	it('every path stands in one operation or list file and nowhere else', () => {
		expect(used.length).toBeGreaterThanOrEqual(14);
		const elsewhere = used.filter((one) => !ofLists.includes(one));
		expect(elsewhere.filter(({ file }) => !file.endsWith('.operation.ts'))).toEqual([]);
		const paths = used.map(({ path }) => path);
		expect(paths.filter((path, index) => paths.indexOf(path) !== index)).toEqual([]);
	});

	it('every path ends in a slash', () => {
		expect(used.filter(({ path }) => !path.endsWith('/'))).toEqual([]);
	});

	it('every list file is one list with one path', () => {
		const lists = filesBelow(join(nodeFolder, 'loadOptions'), '.ts')
			.map((path) => basename(path, '.ts'))
			.filter((name) => name.startsWith('search'));
		expect(ofLists.map(({ file }) => basename(file, '.ts')).sort()).toEqual(lists);
		expect(Object.keys(new TikTok().methods.listSearch).sort()).toEqual(lists);
	});

	it.each(used.filter((one) => !ofLists.includes(one)))(
		'$path appears in the routing of its operation',
		({ file, path }) => {
			const [, resource, name] = file.split('/');
			const value = basename(name, '.operation.ts');
			const listed = operations.find(
				(one) => one.resource === resource && one.operation.value === value,
			);
			const routings = [
				listed?.operation.routing,
				...(listed?.fields ?? []).flatMap((field) => [
					field.routing,
					...optionsOf(field).map(({ routing }) => routing),
				]),
			];
			expect(routings.map((routing) => routing?.request?.url)).toContain(path);
		},
	);

	it('every operation sends its request somewhere', () => {
		const silent = operations.filter(({ operation, fields: shown }) => {
			const urls = [
				operation.routing?.request?.url,
				...shown.flatMap(optionsOf).map(({ routing }) => routing?.request?.url),
			];
			return !urls.some((url) => url !== undefined);
		});
		expect(silent.map(({ operation }) => operation.value)).toEqual([]);
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
