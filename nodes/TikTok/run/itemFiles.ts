import type { IExecuteSingleFunctions } from 'n8n-workflow';
import { inputFailure } from '../errors/failure';
import { binaryFields } from '../upload/videoSource';

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
