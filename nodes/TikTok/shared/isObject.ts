import type { IDataObject } from 'n8n-workflow';

/** Whether a value that came from outside is an object with fields: no list, no null. */
export const isObject = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
