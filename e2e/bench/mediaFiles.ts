/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';

import { mediaHead, mediaStream } from '../../test/fixtures/media';

export interface MediaFile {
	path: string;
	bytes: number;
	sha256: string;
}

const PIECE = 4 * 1024 * 1024;

/** Writes a video of so many bytes; every name gets its own content. */
export async function makeFile(folder: string, name: string, bytes: number): Promise<MediaFile> {
	const path = join(folder, `${name}.mp4`);
	const hash = createHash('sha256');
	const file = await open(path, 'w');
	try {
		for await (const piece of mediaStream({ bytes, head: 'mp4', property: name }, PIECE)) {
			hash.update(piece);
			await file.write(piece);
		}
		// What is still to be written would disturb the measurement that follows.
		await file.sync();
	} finally {
		await file.close();
	}
	return { path, bytes, sha256: hash.digest('hex') };
}

/** A file of which only the head is on the disk: for what nobody should ever read to its end. */
export async function makeSparseFile(folder: string, name: string, bytes: number): Promise<string> {
	const path = join(folder, `${name}.mp4`);
	const file = await open(path, 'w');
	try {
		await file.write(mediaHead('mp4', bytes));
		await file.truncate(bytes);
	} finally {
		await file.close();
	}
	return path;
}
