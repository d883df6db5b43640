import { inputFailure } from '../errors/ownFailure';
import { refuseFirst } from '../errors/problems';
import { MAX_PHOTO_BYTES, MAX_PHOTO_SHORTER_SIDE } from '../limits';
import type { PhotoMimeType } from './mediaKinds';
import { readPhotoHeader } from './photoHeader';
import type { HandedFile } from './requireMedia';
import { nameOf, requirePhoto } from './requireMedia';

/**
 * Refuses what is no photo, or too large a file, by its first bytes (open API fact sheet §12.3): one
 * that TikTok does not take fails the whole carousel later, and TikTok does not say which it was.
 * @param first the first bytes of the file; see `PHOTO_HEAD_BYTES`
 * @returns as which type TikTok gets it
 * @throws TikTokFailure naming field, file, value and limit: the first problem, unless all are
 * collected; what is no photo in any case
 */
export function checkPhoto(first: Buffer, file: HandedFile, problems = refuseFirst): PhotoMimeType {
	const mimeType = requirePhoto(first, file);
	if (file.size > MAX_PHOTO_BYTES) {
		const rule = `TikTok takes at most ${MAX_PHOTO_BYTES} (20 MB).`;
		problems.add(
			inputFailure(
				`The photo ${nameOf(file)} has ${file.size} bytes; ${rule}`,
				"Scale it down with n8n's Edit Image node.",
				'file_too_large',
				{ field: file.field, value: `${file.size} bytes`, rule },
			),
		);
	}
	return mimeType;
}

/** As {@link checkPhoto}, for the pixels of a photo. */
export function checkPhotoPixels(first: Buffer, file: HandedFile, problems = refuseFirst): void {
	const pixels = readPhotoHeader(first);
	if (pixels === 'untold') return;
	if (!pixels) {
		if (first.length >= file.size) problems.add(brokenOff(file));
		return;
	}
	if (Math.min(pixels.width, pixels.height) <= MAX_PHOTO_SHORTER_SIDE) return;
	const size = `${pixels.width} × ${pixels.height}`;
	problems.add(
		inputFailure(
			`The photo ${nameOf(file)} has ${size} pixels; TikTok takes at most ${MAX_PHOTO_SHORTER_SIDE} on the shorter side.`,
			"Scale it down with n8n's Edit Image node (operation Resize).",
			'picture_size_check_failed',
			{
				field: file.field,
				value: `${size} pixels`,
				rule: `Up to ${MAX_PHOTO_SHORTER_SIDE} pixels on the shorter side.`,
			},
		),
	);
}

const brokenOff = (file: HandedFile) =>
	inputFailure(
		`The photo ${nameOf(file)} breaks off before its picture begins.`,
		'Run the node that delivers it again.',
		'wrong_file_type',
		{ field: file.field, value: `${file.size} bytes`, rule: 'TikTok takes whole photos.' },
	);
