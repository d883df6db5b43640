/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file of the set, and the truth about it. */
export interface MediaFile {
	name: string;
	/** What a workflow wants to post it as. */
	as: 'video' | 'photo';
	/** What it is. A kind of `nodes/TikTok/media/mediaKinds.ts`. */
	kind: string;
	/** `good`, or the code with which it is refused before it is posted. */
	verdict:
		| 'good'
		| 'wrong_file_type'
		| 'empty_file'
		| 'duration_check_failed'
		| 'picture_size_check_failed'
		| 'frame_rate_check_failed';
	/** As which type TikTok gets it, when its kind is one that TikTok takes. */
	mimeType?: string;
	/** How it is labelled; by default `application/octet-stream`, under its name. */
	label?: { mimeType?: string; fileName?: string };
	/** What its header tells, in seconds, pixels as shown and frames a second; the rest is unknown. */
	facts?: { duration?: number; width?: number; height?: number; frameRate?: number };
	bytes(): Buffer;
}

/** The result of a recipe with ffmpeg, as it was committed. */
export const committed = (name: string) => readFileSync(join(__dirname, 'files', name));

/** The movie box of a small MP4 behind so many bytes of media. */
export function mediaFirst(file: Buffer, bytes: number): Buffer {
	const boxes: Record<string, Buffer> = {};
	for (let at = 0; at < file.length; ) {
		const size = file.readUInt32BE(at);
		boxes[file.toString('latin1', at + 4, at + 8)] = file.subarray(at, at + size);
		at += size;
	}
	const media = Buffer.alloc(bytes);
	media.writeUInt32BE(bytes, 0);
	media.write('mdat', 4, 'latin1');
	return Buffer.concat([boxes.ftyp, media, boxes.moov]);
}
