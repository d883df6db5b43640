import type { DeclarativeRestApiSettings, INodeProperties } from 'n8n-workflow';
import type { Problems } from '../errors/problems';
import { refuseFirst } from '../errors/problems';
import { holdsFileNames, holdsWords, isNothing, listOf, readValue } from './readValue';

/** Anything that tells the value of a parameter: hooks, triggers, webhooks. */
export interface ParameterSource {
	getNodeParameter(name: string, fallback?: unknown): unknown;
}

/** n8n throws for an absent parameter when the fallback is `undefined`. No value looks like this. */
const ABSENT = '\u0000absent';

type RequestOptions = DeclarativeRestApiSettings.HttpRequestOptions;

interface Declared {
	field: INodeProperties;
	/** Where n8n keeps the value: the field's name, behind that of its collection. */
	path: string;
}

/**
 * The parameters of a node, each read as its field declares it. Fields are found by name, those
 * inside of collections too.
 */
export class Parameters {
	private readonly declared: Map<string, Declared>;

	/** n8n computes an expression each time it is asked. */
	private readonly told = new Map<string, unknown>();

	/** @param problems where values go that cannot be read; where all are collected, the default is read */
	constructor(
		fields: readonly INodeProperties[],
		private readonly source: ParameterSource,
		private readonly problems: Problems = refuseFirst,
	) {
		this.declared = new Map(fields.flatMap((field) => declarationsOf(field)));
	}

	/** Whether a field of this name exists. */
	declares(name: string): boolean {
		return this.declared.has(name);
	}

	/** @throws TikTokFailure naming label, value and rule */
	text(name: string): string {
		return String(this.read(name) ?? '');
	}

	number(name: string): number {
		return this.read(name) as number;
	}

	flag(name: string): boolean {
		return this.read(name) as boolean;
	}

	/** The members of a list; of a field that declares one value, all that it was given. */
	list(name: string): string[] {
		const { field, path } = this.declarationOf(name);
		const value = this.raw(path);
		const isDeclared = field.type === 'multiOptions' || field.typeOptions?.multipleValues;
		const read = () => (isDeclared ? (readValue(field, value) as string[]) : listOf(field, value));
		// An empty box, such as a list begins with, is nothing.
		return (this.problems.attempt(read) ?? []).filter((one) => !isNothing(one));
	}

	/** As n8n hands it over. */
	unread(name: string): unknown {
		return this.raw(this.declarationOf(name).path);
	}

	/**
	 * Reads every field, so that a wrong value is refused before any request and not when it is needed.
	 * Moments are read in the workflow's time zone by their own expression, files by `itemFiles`, and
	 * of IDs and of what declares that nobody shall validate it an operation says more itself, such as
	 * how many it takes.
	 * @throws TikTokFailure
	 */
	check(): void {
		for (const { field, path } of this.declared.values()) {
			if (field.type === 'dateTime' || holdsFileNames(field) || holdsWords(field)) continue;
			if (field.ignoreValidationDuringExecution) continue;
			const value = this.raw(path);
			if (value !== undefined) this.problems.attempt(() => readValue(field, value));
		}
	}

	/**
	 * Checks all fields.
	 * @returns the request that the fields have described, with every value as TikTok's type; an
	 * optional value that is nothing is not sent
	 * @throws TikTokFailure
	 */
	typed(options: RequestOptions): RequestOptions {
		this.check();
		const body = structuredClone(options.body ?? {}) as object;
		const qs = { ...options.qs };
		for (const { field, path } of this.declared.values()) {
			const { type, property } = field.routing?.send ?? {};
			if (!property || field.type === 'dateTime') continue;
			const place = placeOf(type === 'query' ? qs : body, property);
			// n8n leaves out what is hidden.
			if (!place || !(place.key in place.holder)) continue;
			const value = this.raw(path);
			const read = this.problems.attempt(() => readValue(field, value)) ?? '';
			const isSent = field.type === 'boolean' || (isNothing(value) ? path === field.name : true);
			if (isSent && !isEmpty(read)) place.holder[place.key] = sendable(field, read);
			else delete place.holder[place.key];
		}
		return { ...options, body, qs } as RequestOptions;
	}

	private read(name: string): unknown {
		const { field, path } = this.declarationOf(name);
		const value = this.raw(path);
		return this.problems.attempt(() => readValue(field, value)) ?? field.default;
	}

	private raw(path: string): unknown {
		if (!this.told.has(path)) this.told.set(path, this.source.getNodeParameter(path, ABSENT));
		const value = this.told.get(path);
		return value === ABSENT ? undefined : value;
	}

	private declarationOf(name: string): Declared {
		const found = this.declared.get(name);
		if (!found) throw new Error(`No field is called ${name}`);
		return found;
	}
}

/** n8n adds fields of its own to a trigger's, such as Poll Times; nobody here asks for them. */
const notOurs = ['fixedCollection', 'notice'];

function declarationsOf(field: INodeProperties, parent = ''): Array<[string, Declared]> {
	if (notOurs.includes(field.type)) return [];
	const path = `${parent}${field.name}`;
	if (field.type !== 'collection') return [[field.name, { field, path }]];
	const inner = (field.options ?? []) as INodeProperties[];
	return inner.flatMap((option) => declarationsOf(option, `${path}.`));
}

/** Where a property in dot notation stands; `undefined` when the way to it is missing. */
function placeOf(root: object, property: string) {
	const keys = property.split('.');
	const key = keys.pop() as string;
	let holder = root as Record<string, unknown> | undefined;
	for (const step of keys) holder = holder?.[step] as Record<string, unknown> | undefined;
	return holder && { holder, key };
}

/** The Business API takes a list as one JSON text (business fact sheet §0). */
const sendable = (field: INodeProperties, value: unknown) =>
	field.type === 'multiOptions' ? JSON.stringify(value) : value;

const isEmpty = (value: unknown) => value === '' || (Array.isArray(value) && value.length === 0);
