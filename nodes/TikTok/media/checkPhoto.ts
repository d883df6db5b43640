import { inputFailure } from '../errors/ownFailure';
import { MAX_PHOTO_BYTES, MAX_PHOTO_SHORTER_SIDE } from '../limits';
import { readPhotoPixels } from './photoHeader';
import type { HandedFile } from './requireMedia';
import { nameOf, requirePhoto } from './requireMedia';

/**
 * Refuses what is no photo, or too large a file, by its first bytes (open API fact sheet §12.3): one
 * that TikTok does not take fails the whole carousel later, and TikTok does not say which it was.
 * @param first the first bytes of the file; see `PHOTO_HEAD_BYTES`
 * @throws TikTokFailure naming field, file, value and limit
 */
export function checkPhoto(first: Buffer, file: HandedFile): void {
	requirePhoto(first, file);
	if (file.size > MAX_PHOTO_BYTES) {
		throw inputFailure(
			`The photo ${nameOf(file)} has ${file.size} bytes; TikTok takes at most ${MAX_PHOTO_BYTES} (20 MB).`,
			"Scale it down with n8n's Edit Image node.",
			'file_too_large',
		);
	}
}

/** As {@link checkPhoto}, for the pixels of a photo. */
export function checkPhotoPixels(first: Buffer, file: HandedFile): void {
	const pixels = readPhotoPixels(first);
	if (!pixels) {
		if (first.length < file.size) return;
		throw inputFailure(
			`The photo ${nameOf(file)} breaks off before its picture begins.`,
			'Run the node that delivers it again.',
			'wrong_file_type',
		);
	}
	if (Math.min(pixels.width, pixels.height) > MAX_PHOTO_SHORTER_SIDE) {
		throw inputFailure(
			`The photo ${nameOf(file)} has ${pixels.width} × ${pixels.height} pixels; TikTok takes at most ${MAX_PHOTO_SHORTER_SIDE} on the shorter side.`,
			"Scale it down with n8n's Edit Image node (operation Resize).",
			'picture_size_check_failed',
		);
	}
}
