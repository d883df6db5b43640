import type { TikTokFailure } from '../errors/failure';
import { inputFailure, ownFailure } from '../errors/ownFailure';
import type { MediaKindName, PhotoMimeType, VideoMimeType } from './mediaKinds';
import { mediaKindOf } from './mediaKinds';
import { recogniseMedia } from './recogniseMedia';

/** A file as a workflow hands it over: where it is, and what it is said to be. */
export interface HandedFile {
	/** The binary field of the item; of an address the label of its field. */
	field: string;
	/** Whose address it came from; then it has no name, because addresses may hold secrets. */
	host?: string;
	fileName?: string;
	/** The label, as whoever delivered the file wrote it. */
	mimeType?: string;
	fileExtension?: string;
	/** Bytes of the whole file. */
	size: number;
}

/**
 * As which type TikTok gets a video.
 * @param first the first bytes of the file, at least 1 KB where it has them
 * @throws TikTokFailure that says what the file looks like instead
 */
export function requireVideo(first: Buffer, file: HandedFile): VideoMimeType {
	requireBytes(file);
	const kind = recogniseMedia(first, file.size);
	const { sentAs, orAs = [] } = mediaKindOf(kind);
	const mimeType = orAs.find((type) => type === claimOf(file)) ?? sentAs;
	if (mimeType && isVideo(mimeType)) return mimeType;
	throw wrongKind(file, kind, 'video');
}

/** As {@link requireVideo}, for a photo. */
export function requirePhoto(first: Buffer, file: HandedFile): PhotoMimeType {
	requireBytes(file);
	const kind = recogniseMedia(first, file.size);
	const { sentAs } = mediaKindOf(kind);
	if (sentAs && !isVideo(sentAs)) return sentAs;
	throw wrongKind(file, kind, 'photo');
}

type NamedFile = Pick<HandedFile, 'field' | 'host' | 'fileName'>;

/** How errors call a file: completes "The file …". */
export function nameOf({ field, host, fileName }: NamedFile): string {
	if (host) return `at ${host} (${field})`;
	return fileName ? `"${fileName}" in "${field}"` : `in "${field}"`;
}

/** @throws TikTokFailure when there is nothing in the file */
export function requireBytes(file: HandedFile): void {
	if (file.size > 0) return;
	throw inputFailure(
		`The file ${nameOf(file)} is empty (0 bytes).`,
		file.host ? 'Check what the address delivers.' : 'Check the node that delivered it.',
		'empty_file',
		{ field: file.field, value: '0 bytes', rule: 'A file has bytes.' },
	);
}

const isVideo = (type: VideoMimeType | PhotoMimeType): type is VideoMimeType =>
	type.startsWith('video/');

const rules = {
	video: { unlike: ', not like a video.', taken: 'TikTok takes videos as MP4, MOV or WebM.' },
	photo: { unlike: ', not like a photo.', taken: 'TikTok takes photos as JPEG or WebP only.' },
};

function wrongKind(
	file: HandedFile,
	kind: MediaKindName,
	wanted: keyof typeof rules,
): TikTokFailure {
	const { reads, advice = otherOperation, isOther } = mediaKindOf(kind);
	const { field, host } = file;
	const { unlike, taken } = rules[wanted];
	if (host && isOther) {
		return ownFailure('address_is_no_file', { values: { field, host, reads, wanted } });
	}
	return inputFailure(
		`The file ${nameOf(file)} looks like ${reads}${unlike}`,
		`${advice} ${taken}`,
		'wrong_file_type',
		{ field: file.field, value: reads, rule: taken },
	);
}

/** TikTok takes the file, but not here. */
const otherOperation = 'Videos are posted with Video > Upload, photos with Photo > Post.';

/** Labels and endings that name a kind of video: they decide only what the bytes leave open. */
const claims: Record<string, VideoMimeType> = {
	'video/mp4': 'video/mp4',
	'video/x-m4v': 'video/mp4',
	'application/mp4': 'video/mp4',
	'video/3gpp': 'video/mp4',
	'video/quicktime': 'video/quicktime',
	'video/webm': 'video/webm',
	mp4: 'video/mp4',
	m4v: 'video/mp4',
	'3gp': 'video/mp4',
	mov: 'video/quicktime',
	webm: 'video/webm',
};

function claimOf({ mimeType, fileName, fileExtension }: HandedFile): VideoMimeType | undefined {
	const label = mimeType?.split(';')[0];
	const ending = fileName?.split('.').pop();
	const said = [label, ending, fileExtension].map((word) => word?.trim().toLowerCase() ?? '');
	return said.map((word) => claims[word]).find((claim) => claim !== undefined);
}
