import { isObject } from './isObject';

/**
 * For what was kept earlier: by an older or newer version of this node, cut off, or edited by hand.
 */

export function recordOf(value: unknown): Record<string, unknown> | undefined {
	return isObject(value) ? value : undefined;
}

/** JSON has no NaN: it comes back as `null`. */
export function numberOf(value: unknown): number | undefined {
	return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
