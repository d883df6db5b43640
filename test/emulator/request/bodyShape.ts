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
	for (const [key, item] of Object.entries(object)) {
		const kind = shape[key];
		if (!kind) {
			if (world.switches.unknownBodyFields === 'ignore') continue;
			throw invalidParams(`Unknown field ${key} in ${where}`);
		}
		if (!checks[kind](item)) throw invalidParams(`${key} in ${where} must be of type ${kind}`);
	}
	return object;
}
