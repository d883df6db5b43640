/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import type { IDataObject, INodeParameters, INodeProperties } from 'n8n-workflow';
import { TikTok } from '../../nodes/TikTok/TikTok.node';
import type { RecordedRequest } from '../emulator';
import { fixtures } from '../fixtures';
import type { FixtureCase, OperationFixture } from '../fixtures/fixture';
import { casesOf, prepareFixtureCase } from '../harness/fixtureCase';
import { jumpThroughWaits } from '../harness/jumpThroughWaits';
import type { Setting } from '../harness/setting';
import { createSetting } from '../harness/setting';
import type { RunResult } from '../harness/types';
import type { VirtualClock } from '../harness/virtualClock';
import type { Kind, Verdict } from './kinds';
import { kinds, shapeOf } from './kinds';

/**
 * Every field of every operation meets every kind of value, through n8n's engine. The outcome is the
 * value as the field declares it, on the wire in TikTok's type, or a refusal before any request that
 * names label and value. FIELD_SHARE=1 plays all of them, otherwise one in 37.
 */
const share = Number(process.env.FIELD_SHARE ?? 37);

const { properties } = new TikTok().description;

interface Field {
	declaration: INodeProperties;
	/** Of the collection that holds it. */
	collection?: string;
}

function fieldsOf({ resource, operation }: OperationFixture): Field[] {
	const shown = properties.filter(
		({ displayOptions }) =>
			displayOptions?.show?.resource?.includes(resource) &&
			displayOptions.show.operation?.includes(operation),
	);
	return shown
		.flatMap((field): Field[] =>
			field.type === 'collection'
				? (field.options as INodeProperties[]).map((declaration) => ({
						declaration,
						collection: field.name,
					}))
				: [{ declaration: field }],
		)
		.filter(({ declaration }) => declaration.type !== 'notice');
}

/** The case of the fixture in which the field is shown. */
function caseShowing(fixture: OperationFixture, { declaration }: Field): FixtureCase {
	const conditions = Object.entries(declaration.displayOptions?.show ?? {})
		.map(([name, values]) => [name.replace('/', ''), values as unknown[]] as const)
		.filter(([name]) => !['resource', 'operation'].includes(name));
	const fits = ({ parameters }: FixtureCase) =>
		conditions.every(([name, values]) => {
			const options = (parameters.options ?? {}) as INodeParameters;
			// A field that opens otherwise as an agent's tool stands there twice.
			const fallback = properties.find(
				(one) => one.name === name && !one.displayOptions?.show?.['@tool'],
			)?.default;
			return values.includes(parameters[name] ?? options[name] ?? fallback);
		});
	return casesOf(fixture).find(fits) ?? fixture.full;
}

interface Play {
	name: string;
	fixture: OperationFixture;
	field: Field;
	kind: Kind;
}

const plays = fixtures
	.flatMap((fixture) =>
		fieldsOf(fixture).flatMap((field) =>
			kinds.map((kind): Play => {
				const { name } = field.declaration;
				return {
					name: `${fixture.resource}.${fixture.operation}: ${name} = ${kind.name}`,
					fixture,
					field,
					kind,
				};
			}),
		),
	)
	.filter((_, index) => index % share === 0);

let setting: Setting;
let clock: VirtualClock;
beforeAll(async () => {
	setting = await createSetting();
	clock = jumpThroughWaits(setting);
});
beforeEach(() => setting.emulator.reset());
afterAll(async () => {
	clock.uninstall();
	await setting.close();
});

it.each(plays)('$name', async ({ fixture, field, kind }) => {
	const base = caseShowing(fixture, field);
	const { credential, parameters, binary, leave } = await prepareFixtureCase(setting, base);
	const earlier = setting.emulator.requests.length;
	try {
		const result = await setting.harness.run({
			parameters: withExpression(parameters, field),
			credentials: [credential],
			items: [{ json: { value: kind.value as IDataObject }, binary }],
			timezone: base.given?.timezone,
		});
		await setting.emulator.settled();
		const sent = setting.emulator.requests
			.slice(earlier)
			.filter(({ api }) => api === 'open' || api === 'business');
		expectOutcome(field.declaration, kind, result, sent);
	} finally {
		await leave();
	}
});

/** n8n itself refuses some literals before a node runs, but hands over whatever an expression yields. */
function withExpression(
	base: INodeParameters,
	{ declaration, collection }: Field,
): INodeParameters {
	const own = { [declaration.name]: '={{ $json.value }}' };
	if (!collection) return { ...base, ...own };
	// What shows the option: a slash leads to the top, where the case has its own values.
	const shownBy = Object.entries(declaration.displayOptions?.show ?? {})
		.filter(([name]) => name.startsWith('/'))
		.map(([name, values]) => [name.slice(1), values?.[0]]);
	const others = base[collection] as INodeParameters;
	return { ...Object.fromEntries(shownBy), ...base, [collection]: { ...others, ...own } };
}

/** Messages may use the label in the singular or in lower case. */
const label = ({ displayName }: INodeProperties) => new RegExp(displayName.split(' ')[0], 'i');

function expectOutcome(
	field: INodeProperties,
	kind: Kind,
	{ error, items }: RunResult,
	sent: RecordedRequest[],
): void {
	const verdict: Verdict = kind.verdicts[shapeOf(field)] ?? 'refused';
	const told = error?.context?.tiktok as { code: string; log_id?: string } | undefined;
	const isAnswer = told?.log_id !== undefined || told?.code === 'video_not_found';
	if (error && !isAnswer) {
		expect(error.message).toMatch(label(field));
		expect(told?.code).not.toBe('unexpected');
		expect(sent).toEqual([]);
		// What the field can hold is refused for another rule only, such as a length or an address.
		if (verdict !== 'refused') expect(error.description).not.toMatch(/^It takes (a|true)/);
		return;
	}
	expect(verdict).not.toBe('refused');
	expect(sent.length).toBeGreaterThan(0);
	// Lists may be empty; a post is something.
	const isPost = sent.some(({ path }) => path.includes('/init/'));
	if (!error && isPost) expect(items.length).toBeGreaterThan(0);
	expectOnWire(field, verdict, sent);
}

/** The value where the field's routing says that it goes. */
function expectOnWire(field: INodeProperties, verdict: Verdict, sent: RecordedRequest[]): void {
	const { property, type } = field.routing?.send ?? {};
	if (!property || field.type === 'dateTime') return;
	const found = sent.map(({ body, query }) =>
		property
			.split('.')
			.reduce<unknown>(
				(at, step) => (at as Record<string, unknown> | undefined)?.[step],
				type === 'query' ? query : body,
			),
	);
	const there = found.filter((value) => value !== undefined);
	if (typeof verdict === 'object') expect(there).toContainEqual(verdict.becomes);
	else expect(there.filter((value) => value === null || value === '')).toEqual([]);
}
