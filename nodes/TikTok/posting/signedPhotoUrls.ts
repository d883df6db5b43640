import type { IBinaryData, IExecuteSingleFunctions } from 'n8n-workflow';
import { inputFailure, ownFailure } from '../errors/ownFailure';
import { checkPhoto, checkPhotoPixels } from '../media/checkPhoto';
import { PHOTO_HEAD_BYTES } from '../media/photoHeader';
import { nameOf } from '../media/requireMedia';
import { chosenFields } from '../run/itemFiles';
import type { Task } from '../run/perItem';
import type { StoredFile } from '../run/storedFile';
import { isTemporary, openStored, storeFailure } from '../run/storedFile';
import { endingWith } from '../shared/endingWith';
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
	const judgesPixels = parameters.flag('preflight');
	const photos = await Promise.all(
		fields.map(async (field) => await openPhoto(context, field, judgesPixels)),
	);
	const urls: string[] = [];
	// One after the other: a copy may be in memory as a whole.
	for (const photo of photos) urls.push(await signedUrl(context, photo));
	return urls;
}

/** Reads no more of the photo than its pixels need. */
async function openPhoto(
	context: IExecuteSingleFunctions,
	field: string,
	judgesPixels: boolean,
): Promise<StoredFile> {
	const photo = await openStored(context, field);
	const first = await firstBytes(photo);
	checkPhoto(first, photo);
	if (judgesPixels) checkPhotoPixels(first, photo);
	return photo;
}

async function firstBytes(photo: StoredFile): Promise<Buffer> {
	const pieces: Buffer[] = [];
	let bytes = 0;
	for await (const piece of await photo.pieces(PHOTO_HEAD_BYTES)) {
		pieces.push(piece);
		bytes += piece.length;
		// Leaving the loop closes the file.
		if (bytes >= PHOTO_HEAD_BYTES) break;
	}
	return Buffer.concat(pieces).subarray(0, PHOTO_HEAD_BYTES);
}

async function signedUrl(context: IExecuteSingleFunctions, photo: StoredFile): Promise<string> {
	const binary = await lasting(context, photo);
	if (!binary.id) {
		throw ownFailure('binary_mode_without_links', {
			headline: `n8n cannot serve the file ${nameOf(photo)}: it is kept in memory only.`,
		});
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

/**
 * The photo under an id that lasts as long as the execution's data. n8n moves what came by webhook
 * or form when the execution ends, and TikTok downloads later: of those a copy is signed, which n8n
 * files under the execution from the start (platform sheet §2.9).
 */
async function lasting(context: IExecuteSingleFunctions, photo: StoredFile): Promise<IBinaryData> {
	const { binary, fileName, mimeType } = photo;
	if (!isTemporary(binary)) return binary;
	const signal = context.getExecutionCancelSignal();
	try {
		const stream = await context.helpers.getBinaryStream(binary.id as string);
		const copying = context.helpers.prepareBinaryData(stream, fileName, mimeType);
		return await endingWith(copying, signal);
	} catch (error) {
		signal?.throwIfAborted();
		throw storeFailure(error, photo);
	}
}
