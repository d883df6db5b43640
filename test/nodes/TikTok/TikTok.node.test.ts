/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import type {
	INodeParameters,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
} from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';
import { TikTok } from '../../../nodes/TikTok/TikTok.node';
import { fixtures } from '../../fixtures';
import type { Setting } from '../../harness/setting';
import { createSetting } from '../../harness/setting';

const repository = resolve(__dirname, '../../..');
const nodeFolder = join(repository, 'nodes/TikTok');
const { description } = new TikTok();
const { properties } = description;

function filesBelow(folder: string, end: string): string[] {
	return readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((path) => path.endsWith(end))
		.map((path) => join(folder, path))
		.sort();
}

/** Without comments: they may name what the code must not. */
const source = (path: string) =>
	readFileSync(path, 'utf8')
		.replace(/\/\*[^]*?\*\//g, '')
		.replace(/^\s*\/\/.*$/gm, '');
const named = (path: string) => relative(nodeFolder, path);

/** The table of the product's operations: values never change once released. */
const promised: Record<string, string[]> = {
	adAccount: ['getActionCategories', 'getOccupiedShopAds', 'getTerms'],
	creator: ['getPostingOptions', 'getStats'],
	photo: ['post'],
	post: ['cancel', 'getStatus'],
	video: ['get', 'getAll', 'publish', 'upload', 'uploadMany'],
};

function shownFor(property: INodeProperties, key: string): unknown[] {
	return (property.displayOptions?.show?.[key] ?? []) as unknown[];
}

function optionsOf(property: INodeProperties | undefined): INodePropertyOptions[] {
	return (property?.options ?? []) as INodePropertyOptions[];
}

const resourceList = properties.find(({ name }) => name === 'resource');
const operationLists = properties.filter(({ name }) => name === 'operation');
const fields = properties
	.filter(({ name }) => !['resource', 'operation', 'authentication'].includes(name))
	.filter(({ isNodeSetting }) => !isNodeSetting);

interface Listed {
	resource: string;
	operation: INodePropertyOptions;
	fields: INodeProperties[];
}

const operations: Listed[] = operationLists.flatMap((list) => {
	const [resource] = shownFor(list, 'resource') as string[];
	return optionsOf(list).map((operation) => ({
		resource,
		operation,
		fields: fields.filter(
			(field) =>
				shownFor(field, 'resource').includes(resource) &&
				shownFor(field, 'operation').includes(operation.value),
		),
	}));
});

const cases = operations.map((listed): [string, Listed] => [
	`${listed.resource} → ${String(listed.operation.value)}`,
	listed,
]);

/** A field and everything inside it. */
function withInner(property: INodeProperties): INodeProperties[] {
	const inner = (property.options ?? []).flatMap((option) => {
		if ('displayName' in option && 'type' in option) return withInner(option);
		const { values } = option as INodePropertyCollection;
		return (values ?? []).flatMap(withInner);
	});
	return [property, ...inner];
}

describe('resources and operations', () => {
	it('are exactly the promised ones', () => {
		const offered = Object.fromEntries(
			operationLists.map((list) => [
				shownFor(list, 'resource')[0],
				optionsOf(list)
					.map(({ value }) => value)
					.sort(),
			]),
		);
		expect(offered).toEqual(promised);
		expect(
			optionsOf(resourceList)
				.map(({ value }) => value)
				.sort(),
		).toEqual(Object.keys(promised));
	});

	it.each(
		operationLists.map((list): [string, INodeProperties] => [
			String(shownFor(list, 'resource')),
			list,
		]),
	)('names and values of %s are unique, in order, and the default is one of them', (_, list) => {
		const names = optionsOf(list).map(({ name }) => name);
		const values = optionsOf(list).map(({ value }) => value);
		expect(new Set(names).size).toBe(names.length);
		expect(new Set(values).size).toBe(values.length);
		expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
		expect(values).toContain(list.default);
	});

	it('actions, which name the node on the canvas, are unique over all resources', () => {
		const actions = operations.map(({ operation }) => operation.action);
		expect(new Set(actions).size).toBe(actions.length);
	});

	it('every resource says what it is for', () => {
		for (const option of optionsOf(resourceList)) expect(option.description).toMatch(/^[A-Z]/);
	});

	it.each(cases)('%s has a short action and description', (_, { operation }) => {
		expect(operation.action).toMatch(/^[A-Z][^A-Z]/);
		expect(operation.action?.length).toBeLessThanOrEqual(40);
		expect(operation.description).toMatch(/^[A-Z]/);
		expect(operation.description?.length).toBeLessThanOrEqual(100);
	});

	it.each(cases)('%s says whether it changes something', (_, { operation }) => {
		expect(operation.description).toMatch(/\((changes nothing|changes the account)/);
	});
});

describe('fields', () => {
	it.each(cases)('%s names no field twice', (_, listed) => {
		const names = listed.fields.map(({ name }) => name);
		expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
	});

	it('every field is shown for exactly one operation of one resource', () => {
		const strays = fields.filter(
			(field) =>
				shownFor(field, 'resource').length !== 1 || shownFor(field, 'operation').length !== 1,
		);
		expect(strays.map(({ name }) => name)).toEqual([]);
		const known = new Set(cases.map(([name]) => name));
		for (const field of fields) {
			const place = `${String(shownFor(field, 'resource'))} → ${String(shownFor(field, 'operation'))}`;
			expect(known).toContain(place);
		}
	});

	it.each(cases)('%s explains every field, and shows an example where one types', (_, listed) => {
		const all = listed.fields.flatMap(withInner);
		const explainsItself = ['collection', 'notice'];
		const unexplained = all.filter(
			({ type, description: text }) => !explainsItself.includes(type) && !text,
		);
		expect(unexplained.map(({ name }) => name)).toEqual([]);
		const withoutExample = all.filter(({ type, placeholder }) => type === 'string' && !placeholder);
		expect(withoutExample.map(({ name }) => name)).toEqual([]);
	});

	it.each(cases)('%s has short labels in its collections, in order', (_, listed) => {
		for (const collection of listed.fields.filter(({ type }) => type === 'collection')) {
			const labels = (collection.options as INodeProperties[]).map(
				({ displayName }) => displayName,
			);
			expect(labels.filter((label) => label.length > 30)).toEqual([]);
			expect(labels).toEqual([...labels].sort((a, b) => a.localeCompare(b)));
		}
	});

	it.each(cases)('%s has switches that say "Whether"', (_, listed) => {
		const switches = listed.fields.flatMap(withInner).filter(({ type }) => type === 'boolean');
		for (const { description: text } of switches) expect(text).toMatch(/^Whether /);
	});

	it('Get Many offers Return All, Limit and Simplify, as everywhere in n8n', () => {
		const many = operations.filter(({ operation }) => operation.value === 'getAll');
		expect(many).toHaveLength(1);
		for (const { operation, fields: shown } of many) {
			expect(operation.name).toBe('Get Many');
			expect(shown.map(({ name }) => name)).toEqual(
				expect.arrayContaining(['returnAll', 'limit', 'simple']),
			);
			const labels = shown.map(({ displayName }) => displayName);
			expect(labels).toEqual(expect.arrayContaining(['Return All', 'Limit', 'Simplify']));
			const limit = shown.find(({ name }) => name === 'limit');
			expect(limit).toMatchObject({ default: 50, typeOptions: { minValue: 1 } });
			expect(limit?.displayOptions?.show).toMatchObject({ returnAll: [false] });
		}
	});

	it.each(cases)('%s has at most one notice at a time, of one sentence', (_, listed) => {
		const notices = listed.fields.filter(({ type }) => type === 'notice');
		const modes = notices.flatMap((notice) => shownFor(notice, 'postMode'));
		expect(new Set(modes).size).toBe(notices.length);
		for (const { displayName } of notices) expect(displayName).toMatch(/^[A-Z][^.]*\.$/);
	});

	const optionsShown = (listed: Listed, postMode: string) => {
		const [options] = listed.fields.filter(({ type }) => type === 'collection');
		const values = {
			...{ resource: listed.resource },
			operation: listed.operation.value,
			postMode,
		};
		return (options.options as INodeProperties[])
			.filter((option) =>
				NodeHelpers.displayParameter({}, option, null, description, values as INodeParameters),
			)
			.map(({ name }) => name);
	};

	it.each(cases.filter(([, { fields: all }]) => all.some(({ name }) => name === 'postMode')))(
		'%s offers in draft mode no option that has no effect',
		(name, listed) => {
			const isFile = name.startsWith('video → upload');
			const own = name === 'video → uploadMany' ? ['maxConcurrency'] : [];
			expect(optionsShown(listed, 'MEDIA_UPLOAD').sort()).toEqual(
				[...(isFile ? ['preflight'] : []), ...own, 'waitForCompletion'].sort(),
			);
			expect(optionsShown(listed, 'DIRECT_POST')).toEqual(
				expect.arrayContaining(['preflight', 'disableComment', 'brandContent']),
			);
		},
	);

	it('Batching, which n8n adds and pacing makes needless, is explained beside it', () => {
		const settings = properties.filter(({ isNodeSetting }) => isNodeSetting);
		expect(settings.map(({ name, type }) => [name, type])).toEqual([['batchingNotice', 'notice']]);
		expect(settings[0].displayName).toContain('Batching is not needed');
	});

	it.each(['publish', 'upload', 'uploadMany'])(
		'video → %s hides in draft mode what a draft would silently drop',
		(value) => {
			const listed = operations.find(
				({ resource, operation }) => resource === 'video' && operation.value === value,
			);
			const shown = (postMode: string) => {
				const parameters = NodeHelpers.getNodeParameters(
					properties,
					{ resource: 'video', operation: value, postMode } as INodeParameters,
					true,
					false,
					null,
					description,
				);
				return Object.keys(parameters ?? {});
			};
			expect(listed).toBeDefined();
			expect(shown('DIRECT_POST')).toEqual(expect.arrayContaining(['title', 'privacyLevel']));
			expect(shown('MEDIA_UPLOAD')).not.toContain('title');
			expect(shown('MEDIA_UPLOAD')).not.toContain('privacyLevel');
		},
	);

	it.each([
		['SELF_ONLY', ['brandNotice'], []],
		['PUBLIC_TO_EVERYONE', [], ['waitForPublicId']],
	])('with %s chosen only what has an effect is shown', (privacyLevel, notices, waits) => {
		const chosen = {
			resource: 'video',
			operation: 'upload',
			postMode: 'DIRECT_POST',
			privacyLevel,
			options: { brandContent: true, waitForCompletion: true, waitForPublicId: true },
		};
		const kept = NodeHelpers.getNodeParameters(properties, chosen, true, false, null, description);
		const shown = properties.filter(
			(property) =>
				property.name === 'brandNotice' &&
				NodeHelpers.displayParameter(chosen, property, null, description),
		);
		expect(shown.map(({ name }) => name)).toEqual(notices);
		const options = (kept?.options ?? {}) as INodeParameters;
		expect(Object.keys(options).filter((name) => name === 'waitForPublicId')).toEqual(waits);
	});

	it('privacy level has no default, as TikTok demands', () => {
		const levels = fields.filter(({ name }) => name === 'privacyLevel');
		expect(levels).toHaveLength(4);
		for (const level of levels) {
			expect(level).toMatchObject({ default: '', displayName: 'Privacy Level Name or ID' });
		}
	});
});

describe('files that belong together', () => {
	const operationFiles = filesBelow(join(nodeFolder, 'resources'), '.operation.ts').map((path) => {
		const [resource, file] = relative(join(nodeFolder, 'resources'), path).split('/');
		return { path, resource, operation: basename(file, '.operation.ts') };
	});

	it('each operation has one file, and each such file is an operation', () => {
		const files = operationFiles.map(({ resource, operation }) => `${resource} → ${operation}`);
		expect(files).toEqual(cases.map(([name]) => name).sort());
	});

	it.each(operationFiles)('$resource → $operation has a test', ({ resource, operation }) => {
		const path = join(__dirname, 'resources', resource, `${operation}.test.ts`);
		const mirrored = join(__dirname, 'resources', resource, `${operation}.operation.test.ts`);
		expect([path, mirrored].filter((file) => existsSync(file))).toHaveLength(1);
	});

	it.each(operationFiles)('$resource → $operation has a fixture', (file) => {
		const found = fixtures.filter(
			({ resource, operation }) => resource === file.resource && operation === file.operation,
		);
		expect(found).toHaveLength(1);
	});
});

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

describe('what the node remembers between runs', () => {
	/** Outside of functions and classes, so at the beginning of a line; empty, so no table of facts. */
	const state =
		/^(?:export )?(?:(?:let|var) |const \w+(?:: .+)? = (?:new \w+(?:<.+>)?\(\)|\[\];|\{\};))/m;

	it('is kept in the designed places only', () => {
		const found = filesBelow(nodeFolder, '.ts')
			.filter((path) => state.test(source(path)))
			.map((path) => basename(path, '.ts'))
			.sort();
		expect(found).toEqual([
			'accountMemory',
			'governor',
			'handOver',
			// Events that TikTok delivers at the same time: static data alone is too slow for them.
			'knownEvents',
			'ledger',
			'runningPolls',
			'uploadSlots',
		]);
	});
});

describe('the credential', () => {
	let setting: Setting;
	beforeAll(async () => {
		setting = await createSetting();
	});
	beforeEach(() => setting.emulator.reset());
	afterAll(async () => await setting.close());

	const authentication = properties.filter(({ name }) => name === 'authentication');

	it.each(Object.keys(promised))('is chosen for the resource %s', (resource) => {
		const shown = authentication.filter((property) =>
			NodeHelpers.displayParameter({ resource }, property, null, description),
		);
		expect(shown).toHaveLength(1);
		const parameters = NodeHelpers.getNodeParameters(
			properties,
			{ resource },
			true,
			false,
			null,
			description,
		);
		const value = parameters?.authentication;
		expect(value).toBe(resource === 'adAccount' ? 'tikTokBusinessOAuth2Api' : 'tikTokOAuth2Api');
		expect(optionsOf(shown[0]).map((option) => option.value)).toContain(value);
	});

	it('names are the values of Authentication, each shown for its own value', () => {
		// "none" keeps the editor from merging the field into the selector; no resource shows it.
		const values = authentication
			.flatMap(optionsOf)
			.map(({ value }) => value)
			.filter((value) => value !== 'none');
		const names = (description.credentials ?? []).map(({ name }) => name);
		expect([...names].sort()).toEqual([...values].sort());
		for (const credential of description.credentials ?? []) {
			expect(credential.displayOptions?.show?.authentication).toEqual([credential.name]);
		}
	});

	const readOnly: Array<[string, INodeParameters]> = [
		['video', { resource: 'video', operation: 'getAll' }],
		['creator', { resource: 'creator', operation: 'getStats' }],
		['post', { resource: 'post', operation: 'getStatus', publishIds: ['v_pub_url~v2.1'] }],
		[
			'photo',
			{
				resource: 'photo',
				operation: 'post',
				photoUrls: ['https://media.example.com/1.jpg'],
				privacyLevel: 'SELF_ONLY',
			},
		],
		[
			'adAccount',
			{ resource: 'adAccount', operation: 'getTerms', advertiserId: '7000000000000000001' },
		],
	];

	it.each(readOnly)('works for %s without touching the field', async (resource, parameters) => {
		await setting.harness.run({
			node: 'tikTok',
			parameters,
			credentials: [setting.tikTok, setting.businessOAuth2, setting.businessToken],
		});
		const calls = setting.emulator.requests.filter(
			({ api }) => api === 'open' || api === 'business',
		);
		expect(calls.length).toBeGreaterThan(0);
		for (const { api } of calls) expect(api).toBe(resource === 'adAccount' ? 'business' : 'open');
	});

	it.each(
		readOnly.flatMap(([resource, parameters]): Array<[string, string, INodeParameters]> => {
			const stale =
				resource === 'adAccount'
					? ['tikTokOAuth2Api']
					: ['tikTokBusinessApi', 'tikTokBusinessOAuth2Api'];
			return stale.map((value) => [resource, value, { ...parameters, authentication: value }]);
		}),
	)(
		'%s with %s left over from another resource is a clear error',
		async (resource, type, parameters) => {
			const { error } = await setting.harness.run({
				node: 'tikTok',
				parameters,
				credentials: [setting.tikTok, setting.businessOAuth2, setting.businessToken],
			});
			expect(error?.message).toBe(
				`The credential type "${type}" does not fit the resource "${resource}".`,
			);
			expect(error?.description).toMatch(/Choose/);
			expect(setting.emulator.requests).toEqual([]);
		},
	);
});

describe('the node as a whole', () => {
	it('is described for people and for lists', () => {
		expect(description).toMatchObject({
			name: 'tikTok',
			displayName: 'TikTok',
			usableAsTool: true,
			inputs: ['main'],
			outputs: ['main'],
		});
		expect(description.subtitle).toContain('$parameter["operation"]');
		// It would end the expression in the middle of the labels.
		expect(description.subtitle?.slice(0, -2)).not.toContain('}}');
	});

	it('has its dropdown loaders', () => {
		const asked = fields
			.flatMap(withInner)
			.map(({ typeOptions }) => typeOptions?.loadOptionsMethod)
			.filter((method) => method !== undefined);
		const offered = Object.keys(new TikTok().methods.loadOptions);
		expect([...new Set(asked)].sort()).toEqual(offered.sort());
		const searched = fields
			.flatMap(({ modes }) => modes ?? [])
			.map(({ typeOptions }) => typeOptions?.searchListMethod)
			.filter((method) => method !== undefined);
		const searches = Object.keys(new TikTok().methods.listSearch);
		expect([...new Set(searched)].sort()).toEqual(searches.sort());
	});

	it('lets every ID of a list be entered by hand too', () => {
		const locators = fields.filter(({ type }) => type === 'resourceLocator');
		expect(locators.length).toBeGreaterThan(0);
		for (const { modes } of locators) {
			expect(modes?.map(({ name }) => name)).toEqual(['list', 'id']);
		}
	});
});
