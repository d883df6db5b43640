import type { IBinaryData, IExecuteSingleFunctions } from 'n8n-workflow';
import { inputFailure } from '../errors/ownFailure';
import { MAX_PHOTO_BYTES, PHOTO_MIME_TYPES } from '../limits';
import { chosenFields, findBinary } from '../run/itemFiles';
import { checkPhotoCount, checkPublicUrl } from './checkPost';

/** TikTok may take an hour to start and an hour to download. */
const LINK_LIFETIME = '3h';

/**
 * Links under which this n8n serves photos of the item to TikTok, signed and expiring.
 * @throws TikTokFailure when a file is no JPEG or WebP, or when TikTok could not reach this n8n
 */
export async function signedPhotoUrls(context: IExecuteSingleFunctions): Promise<string[]> {
	const fields = chosenFields(context);
	checkPhotoCount(fields.length);
	return await Promise.all(fields.map(async (field) => await signedUrl(context, field)));
}

async function signedUrl(context: IExecuteSingleFunctions, field: string): Promise<string> {
	const binary = findBinary(context, field);
	await requirePhoto(context, binary, field);
	if (!binary.id) {
		throw inputFailure(
			`n8n cannot serve the file in "${field}": it is kept in memory only.`,
			'Set N8N_DEFAULT_BINARY_DATA_MODE to filesystem, database or s3, or use public URLs.',
			'binary_mode_without_links',
		);
	}
	const url = await context.helpers.createBinarySignedUrl(binary, LINK_LIFETIME);
	try {
		checkPublicUrl('The address of this n8n', url);
	} catch {
		throw inputFailure(
			`TikTok cannot download from this n8n: its address is ${new URL(url).origin}.`,
			'Set WEBHOOK_URL to the public https address of this n8n (on every worker too) and verify its domain under URL properties of your TikTok app. Or use public URLs.',
			'no_public_address',
		);
	}
	return url;
}

async function requirePhoto(
	context: IExecuteSingleFunctions,
	binary: IBinaryData,
	field: string,
): Promise<void> {
	if (!PHOTO_MIME_TYPES.some((type) => type === binary.mimeType)) {
		throw inputFailure(
			`The file in "${field}" is ${binary.mimeType}; TikTok takes photos as JPEG or WebP only.`,
			"Convert it with n8n's Edit Image node (option Format: JPEG).",
			'wrong_file_type',
		);
	}
	const size = binary.id ? (await context.helpers.getBinaryMetadata(binary.id)).fileSize : 0;
	if (size > MAX_PHOTO_BYTES) {
		throw inputFailure(
			`The photo in "${field}" has ${size} bytes; TikTok takes at most ${MAX_PHOTO_BYTES} (20 MB).`,
			"Scale it down with n8n's Edit Image node.",
			'file_too_large',
		);
	}
}
