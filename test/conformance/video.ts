/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A second of colour bars, which TikTok takes; about 10 kB. */
const bars = readFileSync(join(__dirname, '../media/files/base.mp4'));

/** The same video made as long as wanted: a `free` box behind it holds nothing. */
export function videoOf(bytes: number): Buffer {
	const video = Buffer.alloc(bytes);
	bars.copy(video);
	video.writeUInt32BE(bytes - bars.length, bars.length);
	video.write('free', bars.length + 4, 'latin1');
	return video;
}

export const smallVideo = (): Buffer => bars;
