import type { IBinaryData, IExecuteSingleFunctions } from 'n8n-workflow';
import { inputFailure } from '../errors/ownFailure';
import { checkPhoto } from '../media/checkPhoto';
import { PHOTO_HEAD_BYTES } from '../media/photoHeader';
import type { Task } from '../run/perItem';
import { chosenFields, findBinary } from '../run/itemFiles';
import { checkPhotoCount, publicAddress } from './checkPost';

/** TikTok may take an hour to start and an hour to download. */
const LINK_LIFETIME = '3h';

/**
 * Links under which this n8n serves photos of the item to TikTok, signed and expiring.
 * @throws TikTokFailure when a file is no photo that TikTok takes, or when TikTok could not reach this n8n
 */
export async function signedPhotoUrls({ context, parameters }: Task): Promise<string[]> {
	const fields = chosenFields(context, parameters);
	checkPhotoCount(fields.length);
	return await Promise.all(fields.map(async (field) => await signedUrl(context, field)));
}

async function signedUrl(context: IExecuteSingleFunctions, field: string): Promise<string> {
	const binary = findBinary(context, field);
	await judgePhoto(context, binary, field);
	if (!binary.id) {
		throw inputFailure(
			`n8n cannot serve the file in "${field}": it is kept in memory only.`,
			'Set N8N_DEFAULT_BINARY_DATA_MODE to filesystem, database or s3, or use public URLs.',
			'binary_mode_without_links',
		);
	}
	const url = await context.helpers.createBinarySignedUrl(binary, LINK_LIFETIME);
	try {
		publicAddress('The address of this n8n', url);
	} catch {
		throw inputFailure(
			`TikTok cannot download from this n8n: its address is ${new URL(url).origin}.`,
			'Set WEBHOOK_URL to the public https address of this n8n (on every worker too) and verify its domain under URL properties of your TikTok app. Or use public URLs.',
			'no_public_address',
		);
	}
	return url;
}

/** Reads no more of the photo than its pixels need. */
async function judgePhoto(
	context: IExecuteSingleFunctions,
	{ id, data, fileName, mimeType }: IBinaryData,
	field: string,
): Promise<void> {
	const inMemory = id ? undefined : Buffer.from(data, 'base64');
	const size = inMemory?.length ?? (await context.helpers.getBinaryMetadata(id as string)).fileSize;
	const first = inMemory ?? (await firstBytes(context, id as string));
	checkPhoto(first.subarray(0, PHOTO_HEAD_BYTES), { field, fileName, mimeType, size });
}

async function firstBytes(context: IExecuteSingleFunctions, stored: string): Promise<Buffer> {
	const stream = await context.helpers.getBinaryStream(stored, PHOTO_HEAD_BYTES);
	const pieces: Buffer[] = [];
	let bytes = 0;
	for await (const piece of stream as AsyncIterable<Buffer>) {
		pieces.push(piece);
		bytes += piece.length;
		// Leaving the loop closes the file.
		if (bytes >= PHOTO_HEAD_BYTES) break;
	}
	return Buffer.concat(pieces);
}
