import { createHash } from 'node:crypto';
import type { INodeExecutionData } from 'n8n-workflow';
import type { Publish } from '../emulator';
import { mediaBuffer } from '../fixtures/media';
import type { Harness } from '../harness/types';
import { LARGE } from './faults';
import type { Schedule } from './schedule';
import { isOfFiles } from './schedule';

const SMALL = 2_000;
const MARK_AT = 1_000;
const MARK_BYTES = 100;

/** The input of one run, and by item what is to be posted: hashes of files, addresses of pulls. */
export interface Input {
	items: INodeExecutionData[];
	media: string[][];
}

/** Every medium is one of a kind, so that a second post of it shows. */
export async function inputOf(harness: Harness, schedule: Schedule, name: string): Promise<Input> {
	const { operation, sameFile, large, badItem } = schedule;
	const filesPerItem = { upload: 1, uploadMany: schedule.files, publish: 0, photo: 0 }[operation];
	const ending = operation === 'photo' ? 'webp' : 'mp4';
	const input: Input = { items: [], media: [] };
	for (let item = 0; item < schedule.items; item++) {
		const origin = sameFile && item === 1 ? 0 : item;
		const url = `https://media.example.com/${name}/${origin}.${ending}`;
		const binary: NonNullable<INodeExecutionData['binary']> = {};
		const hashes: string[] = [];
		for (let file = 0; file < filesPerItem; file++) {
			const bytes = marked(large && origin === 0 ? LARGE : SMALL, `${name}/${origin}/${file}`);
			hashes.push(sha256Of(bytes));
			binary[`file${file}`] = await harness.storeBinary({
				bytes,
				mimeType: 'video/mp4',
				fileName: `${item}-${file}.mp4`,
			});
		}
		const json = { url, isBad: item === badItem, key: `${name}/${item}` };
		input.items.push({ json, ...(isOfFiles(schedule) && { binary }) });
		input.media.push(isOfFiles(schedule) ? hashes : [url]);
	}
	return input;
}

/** What was posted, as the input calls it. */
export function mediumOf({ source, sha256, sourceInfo }: Publish): string {
	if (source === 'FILE_UPLOAD') return String(sha256);
	return String(sourceInfo.video_url ?? (sourceInfo.photo_images as string[])[0]);
}

/** The same bytes with other content at one place, behind the head of the container. */
function marked(size: number, mark: string): Buffer {
	const file = mediaBuffer({ property: 'file', bytes: size, head: 'mp4' });
	file.fill(0, MARK_AT, MARK_AT + MARK_BYTES);
	file.write(mark, MARK_AT, MARK_BYTES);
	return file;
}

const sha256Of = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
