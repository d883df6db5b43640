import type { IBinaryData, IDataObject, IExecuteSingleFunctions } from 'n8n-workflow';
import { inputFailure, ownFailure } from '../errors/ownFailure';
import { checkPhoto, checkPhotoPixels } from '../media/checkPhoto';
import { PHOTO_HEAD_BYTES, readPhotoPixels } from '../media/photoHeader';
import { nameOf } from '../media/requireMedia';
import { chosenFields } from '../run/itemFiles';
import type { Task } from '../run/perItem';
import type { StoredFile } from '../run/storedFile';
import { isTemporary, openStored, storeFailure } from '../run/storedFile';
import { concurrently } from '../shared/concurrently';
import { endingWith } from '../shared/endingWith';
import { checkPhotoCount, publicAddress } from './checkPost';

/** TikTok may take an hour to start and an hour to download. */
const LINK_LIFETIME = '3h';

/** The photos of a post that come from files of the item. */
export interface PhotosFromFiles {
	/** Where TikTok downloads them. */
	urls: string[];
	/** What they are, as far as they could be read. */
	files: IDataObject[];
}

/**
 * Links under which this n8n serves photos of the item to TikTok, signed and expiring. Check Only
 * gets them without the signature, and nothing is copied for it.
 * @throws TikTokFailure when a file is no photo that TikTok takes, or when TikTok could not reach
 * this n8n: the first problem, unless all are collected
 */
export async function signedPhotoUrls(task: Task): Promise<PhotosFromFiles> {
	const { context, parameters, problems } = task;
	const fields = problems.attempt(() => chosenFields(context, parameters)) ?? [];
	checkPhotoCount(fields.length, problems);
	const photos = await concurrently(fields, OPENED_AT_A_TIME, async (field) =>
		openPhoto(task, field),
	);
	const urls: string[] = [];
	// One after the other: a copy may be in memory as a whole.
	for (const { stored } of photos) {
		urls.push((stored && (await problems.settle(signedUrl(task, stored)))) ?? '');
	}
	return { urls, files: photos.map(({ facts }) => facts) };
}

/** In n8n's database mode each is loaded whole when it is opened. */
const OPENED_AT_A_TIME = 5;

interface OpenedPhoto {
	stored?: StoredFile;
	facts: IDataObject;
}

/** Reads no more of the photo than its pixels need. */
async function openPhoto(task: Task, field: string): Promise<OpenedPhoto> {
	const { context, parameters, problems } = task;
	const stored = await problems.settle(openStored(context, field));
	const first = stored && (await problems.settle(firstBytes(stored)));
	if (!first) return { facts: { field } };
	const kind = problems.attempt(() => checkPhoto(first, stored, problems));
	if (kind && parameters.flag('preflight')) checkPhotoPixels(first, stored, problems);
	const facts = {
		field,
		...(stored.fileName && { file_name: stored.fileName }),
		...(kind && { kind }),
		bytes: stored.size,
		...(kind && readPhotoPixels(first)),
	};
	return { stored, facts };
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

async function signedUrl({ context, checksOnly }: Task, photo: StoredFile): Promise<string> {
	const binary = checksOnly ? photo.binary : await lasting(context, photo);
	if (!binary.id) {
		throw ownFailure('binary_mode_without_links', {
			headline: `n8n cannot serve the file ${nameOf(photo)}: it is kept in memory only.`,
		});
	}
	const url = await context.helpers.createBinarySignedUrl(binary, LINK_LIFETIME);
	const { origin, pathname } = new URL(url);
	try {
		publicAddress('The address of this n8n', url);
	} catch {
		throw inputFailure(
			`TikTok cannot download from this n8n: its address is ${origin}.`,
			'Set WEBHOOK_URL to the public https address of this n8n (on every worker too) and verify its domain under URL properties of your TikTok app. Or use public URLs.',
			'no_public_address',
		);
	}
	return checksOnly ? origin + pathname : url;
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
		const opening = context.helpers.getBinaryStream(binary.id as string);
		// Also one that comes after Stop.
		const close = () => void opening.then((stream) => stream.destroy()).catch(() => undefined);
		const stream = await endingWith(opening, signal).catch((error: unknown) => {
			close();
			throw error;
		});
		const copying = context.helpers.prepareBinaryData(stream, fileName, mimeType);
		return await endingWith(copying, signal).finally(close);
	} catch (error) {
		signal?.throwIfAborted();
		throw storeFailure(error, photo);
	}
}
