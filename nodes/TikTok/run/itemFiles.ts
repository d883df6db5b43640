import type { IBinaryData, IExecuteSingleFunctions, INodeExecutionData } from 'n8n-workflow';
import type { TikTokFailure } from '../errors/failure';
import { inputFailure } from '../errors/ownFailure';
import type { Parameters } from './parameters';

/** The files of the input item, by the names of its binary fields. */

/**
 * The binary field that Input Binary Field names.
 * @throws TikTokFailure
 */
export function chosenField(context: IExecuteSingleFunctions, parameters: Parameters): string {
	const value = parameters.unread('binaryPropertyName');
	const fields = namedFields(context, value, 'Input Binary Field') ?? [
		parameters.text('binaryPropertyName').trim(),
	];
	if (fields.length === 1) return fields[0];
	throw inputFailure(
		`Input Binary Field takes one file, not ${fields.length}.`,
		'Name the field that holds it, or use Upload Many.',
		undefined,
		{ field: 'Input Binary Field', value: fields.join(', '), rule: 'It takes one file.' },
	);
}

/**
 * The binary fields that Input Binary Fields names, each once; all of the item when it is empty.
 * @throws TikTokFailure when the item has no files
 */
export function chosenFields(context: IExecuteSingleFunctions, parameters: Parameters): string[] {
	const value = parameters.unread('binaryPropertyNames');
	const fields =
		namedFields(context, value, 'Input Binary Fields') ?? parameters.list('binaryPropertyNames');
	const chosen = fields.length > 0 ? [...new Set(fields)] : binaryFields(context);
	if (chosen.length > 0) return chosen;
	throw inputFailure(
		'The input item has no files.',
		'Place a node that delivers files before this one. Pinned data holds no files: unpin the previous node. As a tool of an agent this operation has no input item: give it addresses there.',
		'no_file',
	);
}

/** An expression may yield files instead of the names of their fields; `undefined` for names. */
function namedFields(
	context: IExecuteSingleFunctions,
	value: unknown,
	label: string,
): string[] | undefined {
	const members = Array.isArray(value) ? (value as unknown[]) : [value];
	if (!members.some((one) => typeof one === 'object' && one !== null)) return undefined;
	return members.flatMap((one) => fieldsOf(context, one, label));
}

function fieldsOf(context: IExecuteSingleFunctions, member: unknown, label: string): string[] {
	if (typeof member === 'string') return [member.trim()];
	const binary = inputItem(context).binary ?? {};
	const given = (member ?? {}) as Partial<IBinaryData> & Record<string, unknown>;
	const names = Object.keys(given);
	// What `$binary` yields: the files of the item by name.
	const areFiles = names.every((name) => name in binary && isSameFile(binary[name], given[name]));
	if (names.length > 0 && areFiles) return names;
	const files = filesOf(context);
	const same = [...files.keys()].filter((name) => isSameFile(files.get(name), given));
	if (same.length === 1 || (same.length > 1 && isKnownByContent(given))) return [same[0]];
	if (same.length > 1) {
		const names = same.join(', ');
		throw inputFailure(`${label} fits several files of the item: ${names}.`, NAME_IT, 'no_file');
	}
	throw inputFailure(
		`${label} is an object that is no file of the input item.`,
		typeof given.mimeType === 'string' ? FOREIGN_FILE : noFileAdvice([...files.keys()]),
		'no_file',
	);
}

const NAME_IT = 'They look alike. Enter the name of the field instead.';

/** No id of a file is taken from an item: whoever calls a webhook could name any that n8n keeps. */
const FOREIGN_FILE =
	'It takes files of its own item. Place this node right behind the one that delivers the file, or bring the file along with a Merge node (Combine, by Position) or the option Include of Set.';

/** What n8n's `$binary` leaves of a file that is kept in the item: everything but the file. */
const described = ['mimeType', 'fileName', 'fileExtension', 'fileSize', 'directory'] as const;

function isSameFile(file: IBinaryData | undefined, other: unknown): boolean {
	const given = (other ?? {}) as Partial<IBinaryData>;
	if (!file || typeof other !== 'object') return false;
	if (isKnownByContent(given)) return file.id ? file.id === given.id : file.data === given.data;
	return !file.id && Boolean(given.mimeType) && described.every((key) => file[key] === given[key]);
}

const isKnownByContent = ({ id, data }: Partial<IBinaryData>) =>
	id !== undefined || data !== undefined;

/** The file in a binary field. @throws TikTokFailure that names the fields there are */
export function findBinary(context: IExecuteSingleFunctions, property: string): IBinaryData {
	try {
		return context.helpers.assertBinaryData(property);
	} catch {
		throw noFile(property, binaryFields(context));
	}
}

/** The name of the file in a binary field, when there is one. */
export function fileNameOf(context: IExecuteSingleFunctions, property: string): string | undefined {
	try {
		return context.helpers.assertBinaryData(property).fileName;
	} catch {
		return undefined;
	}
}

/** Names of all binary fields of the item, in order. */
const binaryFields = (context: IExecuteSingleFunctions) => [...filesOf(context).keys()];

/** The files of the item by name, in order; those of its JSON too when n8n keeps files there. */
function filesOf(context: IExecuteSingleFunctions): Map<string, IBinaryData> {
	const { binary = {}, json } = inputItem(context);
	const combined = (Array.isArray(json?._files) ? json._files : []) as unknown as IBinaryData[];
	return new Map([
		...Object.entries(binary),
		...combined.map((file, index) => [`_files[${index}]`, file] as const),
	]);
}

function noFile(property: string, fields: string[]): TikTokFailure {
	return inputFailure(
		`The input item has no file in the field "${property}".`,
		noFileAdvice(fields),
		'no_file',
		{ field: 'Input Binary Field', value: property, rule: 'It takes the name of a file.' },
	);
}

const noFileAdvice = (fields: string[]) =>
	fields.length > 0
		? `Its files are in: ${fields.join(', ')}. Name one of them in this node.`
		: 'Place a node that delivers a file before this one. Pinned data holds no files: unpin the previous node. As a tool of an agent this operation has no input item: give it an address there.';

function inputItem(context: IExecuteSingleFunctions): Partial<INodeExecutionData> {
	try {
		return context.getInputData() ?? {};
	} catch {
		// As an agent's tool there is no input at all.
		return {};
	}
}
