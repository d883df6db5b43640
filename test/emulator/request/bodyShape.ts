import type { World } from '../world';
import { invalidParams } from './envelope';

type Kind = 'string' | 'boolean' | 'integer' | 'strings' | 'object';

const checks: Record<Kind, (value: unknown) => boolean> = {
	string: (value) => typeof value === 'string',
	boolean: (value) => typeof value === 'boolean',
	integer: (value) => Number.isSafeInteger(value),
	strings: (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
	object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
};

/** Documented keys and their JSON types; a string "true" is not a boolean. */
export function checkShape(
	world: World,
	value: unknown,
	where: string,
	shape: Record<string, Kind>,
): Record<string, unknown> {
	if (!checks.object(value)) throw invalidParams(`${where} is missing or no object`);
	const object = value as Record<string, unknown>;
	checkKeys(world, object, where, Object.keys(shape));
	for (const [key, item] of Object.entries(object)) {
		const kind = shape[key];
		if (kind && !checks[kind](item)) {
			throw invalidParams(`${key} in ${where} must be of type ${kind}`);
		}
	}
	return object;
}

/** Keys that the documentation does not list. */
export function checkKeys(world: World, object: object, where: string, known: string[]): void {
	if (world.switches.unknownBodyFields === 'ignore') return;
	const unknown = Object.keys(object).find((key) => !known.includes(key));
	if (unknown !== undefined) throw invalidParams(`Unknown field ${unknown} in ${where}`);
}
