import type { IWebhookFunctions } from 'n8n-workflow';
import { eventNamed, eventNames } from './events';
import { refusal } from './refusal';
import { isObject } from '../shared/isObject';

/** What the user set in the node, read and checked. */
export interface Settings {
	/** TikTok's names of the events that start the workflow; at least one. */
	events: string[];
	/** The open_id of each account that counts; empty when all do. */
	accounts: string[];
	/** How far the time of a signature may be from now; `Infinity` without a limit. */
	maximumAgeMs: number;
}

/**
 * A filter or a limit that cannot be read must not let everything through, and must not lose an
 * event either: such a delivery is refused as one with an unreadable credential, and TikTok tries
 * again for 72 hours while the user mends the field.
 * @throws Refusal 503
 */
export function readSettings(context: Pick<IWebhookFunctions, 'getNodeParameter'>): Settings {
	const options = compute(context, 'options', 'Options');
	if (!isObject(options)) throw unreadable('Options', options);
	return {
		events: eventsOf(compute(context, 'events', 'Trigger On')),
		// An option that was not added is no filter; one that was added and holds nothing is a mistake.
		accounts: 'openIds' in options ? accountsOf(options.openIds) : [],
		maximumAgeMs: 'maximumAgeMinutes' in options ? ageFrom(options.maximumAgeMinutes) : Infinity,
	};
}

function compute(
	context: Pick<IWebhookFunctions, 'getNodeParameter'>,
	name: string,
	field: string,
): unknown {
	try {
		return context.getNodeParameter(name);
	} catch (error) {
		throw unreadable(field, error instanceof Error ? error.message : error);
	}
}

function eventsOf(value: unknown): string[] {
	const events = textsOf(value)?.map(eventNamed);
	if (!events || events.length === 0) throw unreadable('Trigger On', value);
	const stranger = events.find((event) => !eventNames.has(event));
	if (stranger !== undefined) throw unreadable('Trigger On', stranger);
	return events;
}

/** What an expression makes of a value that is missing, and texts that no open_id looks like. */
const NO_ACCOUNT = /^(?:null|undefined|NaN|true|false)$|[{}[\]"']/;

function accountsOf(value: unknown): string[] {
	const accounts = textsOf(value);
	if (accounts?.length === 0 && isEmptyList(value)) return [];
	if (!accounts || accounts.length === 0 || accounts.some((one) => NO_ACCOUNT.test(one))) {
		throw unreadable('Only These Accounts', value);
	}
	return accounts;
}

const DECIMAL = /^\s{0,9}\d{1,9}(?:\.\d{1,9})?\s{0,9}$/;

function ageFrom(minutes: unknown): number {
	const isNumber =
		typeof minutes === 'number' || (typeof minutes === 'string' && DECIMAL.test(minutes));
	const age = isNumber ? Number(minutes) * 60_000 : NaN;
	if (!(age > 0 && age < Infinity)) throw unreadable('Maximum Age (Minutes)', minutes);
	return age;
}

/**
 * A list as users give it: list, JSON text of a list, texts separated by commas or blanks, and any
 * of these within each other. `undefined` when something in it is no text.
 */
function textsOf(value: unknown): string[] | undefined {
	if (Array.isArray(value)) {
		const lists = value.map(textsOf);
		return lists.some((list) => list === undefined)
			? undefined
			: lists.flatMap((list) => list ?? []);
	}
	if (typeof value !== 'string') return undefined;
	if (value.trim().startsWith('[')) return textsOf(listFrom(value));
	return value.split(/[,\s]/).filter((text) => text !== '');
}

function listFrom(json: string): unknown {
	try {
		return JSON.parse(json) as unknown;
	} catch {
		return undefined;
	}
}

function isEmptyList(value: unknown): boolean {
	const list = typeof value === 'string' ? listFrom(value) : value;
	return Array.isArray(list) && list.length === 0;
}

function unreadable(field: string, value: unknown) {
	return refusal(
		503,
		`The field "${field}" cannot be read: ${shown(value)}. Nothing passes until it is mended; TikTok tries again for 72 hours.`,
	);
}

const MAX_SHOWN = 100;

function shown(value: unknown): string {
	const text = typeof value === 'number' ? String(value) : jsonOf(value);
	return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}

function jsonOf(value: unknown): string {
	try {
		return JSON.stringify(value) ?? typeof value;
	} catch {
		return typeof value;
	}
}
