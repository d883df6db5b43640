import type { IBinaryData, IExecuteSingleFunctions, INodeExecutionData } from 'n8n-workflow';
import type { TikTokFailure } from '../errors/failure';
import { inputFailure } from '../errors/ownFailure';

/** The files of the input item, by the names of its binary fields. */

/**
 * The binary fields that Input Binary Fields names, each once; all of the item when it is empty.
 * @throws TikTokFailure when the item has no files
 */
export function chosenFields(context: IExecuteSingleFunctions): string[] {
	const named = context.getNodeParameter('binaryPropertyNames') as string | string[];
	const fields = (Array.isArray(named) ? named : String(named ?? '').split(','))
		.map((field) => field.trim())
		.filter((field) => field !== '');
	const chosen = fields.length > 0 ? [...new Set(fields)] : binaryFields(context);
	if (chosen.length > 0) return chosen;
	throw inputFailure(
		'The input item has no files.',
		'Place a node that delivers files before this one. Pinned data holds no files: unpin the previous node. As a tool of an agent this operation has no input item: post from public URLs there.',
		'no_file',
	);
}

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

/** Names of all binary fields of the item, in order; of its JSON when n8n keeps files there. */
function binaryFields(context: IExecuteSingleFunctions): string[] {
	const { binary, json } = inputItem(context);
	const combined = Array.isArray(json?._files) ? json._files : [];
	return [...Object.keys(binary ?? {}), ...combined.map((_, index) => `_files[${index}]`)];
}

function noFile(property: string, fields: string[]): TikTokFailure {
	return inputFailure(
		`The input item has no file in the field "${property}".`,
		fields.length > 0
			? `Its files are in: ${fields.join(', ')}. Name one of them in this node.`
			: 'Place a node that delivers a file before this one. Pinned data holds no files: unpin the previous node. As a tool of an agent this operation has no input item: use "Publish From URL" or public photo URLs there.',
		'no_file',
	);
}

function inputItem(context: IExecuteSingleFunctions): Partial<INodeExecutionData> {
	try {
		return context.getInputData() ?? {};
	} catch {
		// As an agent's tool there is no input at all.
		return {};
	}
}
