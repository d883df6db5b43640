import type { IDataObject } from 'n8n-workflow';
import { MAX_PHOTO_BYTES, MAX_VIDEO_BYTES } from '../limits';
import { checkPhoto, checkPhotoPixels } from '../media/checkPhoto';
import { checkVideoFacts } from '../media/checkVideo';
import { FileVersion } from '../media/fileVersion';
import { MetadataSearch } from '../media/metadataSearch';
import { PHOTO_HEAD_BYTES, readPhotoPixels } from '../media/photoHeader';
import type { HandedFile } from '../media/requireMedia';
import { requireVideo } from '../media/requireMedia';
import type { VideoFacts } from '../media/videoFacts';
import { describeFacts } from '../media/videoFacts';
import { isPublicAddress } from '../posting/checkPost';
import type { Task } from '../run/perItem';
import type { Address } from './address';
import { astray, hostOf } from './address';
import type { AddressAnswer } from './addressAnswer';
import { askOnce, isRedirect, marksOf } from './addressAnswer';
import { firstBytes, insteadOfFile, partOf } from './addressPart';
import { handedFile } from './addressSource';
import { lookAhead } from './checkHeader';
import { lineOf } from './line';
import { uploadSlots } from './uploadSlots';
import { requireSize } from './videoSource';

/**
 * Check Only of media that TikTok is to download: the node asks the address as TikTok will, without
 * following a redirect (open API fact sheet §12.1), and reads no more than tells what is there.
 * Problems go to those of the task. TikTok asks from another place and may be answered otherwise.
 */

/** What stands before the media of a long video has a few MB. */
const VIDEO_HEAD_BYTES = 4_000_000;

/** @param maxSeconds the longest video this account may post */
export async function lookAtVideo(
	task: Task,
	field: string,
	text: string,
	maxSeconds: number | undefined,
): Promise<IDataObject | undefined> {
	return await lookAt(task, field, text, ofVideo, async (pulled) => {
		const { problems } = task;
		const { file, first } = pulled;
		problems.attempt(() => requireSize(file));
		const kind = problems.attempt(() => requireVideo(first, file));
		const facts = (kind && (await factsOf(pulled, task.session.signal))) ?? {};
		checkVideoFacts(facts, maxSeconds, problems);
		return { ...(kind && { kind }), ...describeFacts(facts) };
	});
}

/** As {@link lookAtVideo}, of a photo. */
export async function lookAtPhoto(
	task: Task,
	field: string,
	text: string,
): Promise<IDataObject | undefined> {
	return await lookAt(task, field, text, ofPhoto, async ({ file, first }) => {
		const { problems } = task;
		const kind = problems.attempt(() => checkPhoto(first, file, problems));
		if (kind) checkPhotoPixels(first, file, problems);
		return { ...(kind && { kind, ...readPhotoPixels(first) }) };
	});
}

/** How much is read, and how large a file may be whose size nobody tells. */
interface Look {
	headBytes: number;
	maxBytes: number;
}
const ofVideo: Look = { headBytes: VIDEO_HEAD_BYTES, maxBytes: MAX_VIDEO_BYTES };
const ofPhoto: Look = { headBytes: PHOTO_HEAD_BYTES, maxBytes: MAX_PHOTO_BYTES };

/** What an address has answered. */
interface Pulled {
	file: HandedFile;
	first: Buffer;
	answer: AddressAnswer;
	ask(headers: Record<string, string>): Promise<AddressAnswer>;
}

/** Holds an upload slot: each look has one head in memory, as each upload has one chunk. */
async function lookAt(
	task: Task,
	field: string,
	text: string,
	{ headBytes, maxBytes }: Look,
	judge: (pulled: Pulled) => Promise<IDataObject>,
): Promise<IDataObject | undefined> {
	const { context, problems, session } = task;
	const { signal } = session;
	// What is no such address is a problem already.
	if (!isPublicAddress(text)) return undefined;
	const address: Address = { url: new URL(text), field, mustBePublic: true };
	const ask = async (headers: Record<string, string>) =>
		await askOnce(context, address, lineOf(task), headers);
	const found: IDataObject = { field, host: hostOf(address) };
	const slot = await uploadSlots.take(signal);
	try {
		const answer = await problems.settle(ask({ Range: `bytes=0-${headBytes - 1}` }));
		if (!answer) return found;
		found.http_status = answer.status;
		const first = await problems.settle(headOf(answer, headBytes, signal));
		if (!first) return found;
		const isWhole = first.length < headBytes;
		const told = marksOf(answer).size ?? (isWhole ? first.length : undefined);
		if (told !== undefined) found.bytes = told;
		const file = handedFile(answer, told ?? maxBytes);
		return { ...found, ...(await judge({ file, first, answer, ask })) };
	} finally {
		slot.giveBack();
	}
}

/** @throws TikTokFailure when what came is not the file */
async function headOf(answer: AddressAnswer, bytes: number, signal?: AbortSignal): Promise<Buffer> {
	const { status, address } = answer;
	if (isRedirect(answer)) {
		answer.stop();
		throw astray(address, 'redirects, and TikTok follows no redirects');
	}
	// A range that begins beyond the end: the file is empty.
	if (status === 204 || status === 416) {
		answer.stop();
		return Buffer.alloc(0);
	}
	if (status !== 200 && status !== 206) throw await insteadOfFile(answer, signal);
	return await firstBytes(answer, bytes, signal);
}

/** By the head, or by what stands behind the media where the server hands out ranges. */
async function factsOf(
	{ file, first, answer, ask }: Pulled,
	signal?: AbortSignal,
): Promise<VideoFacts | undefined> {
	const { size } = file;
	const search = new MetadataSearch();
	const version = new FileVersion(size, marksOf(answer));
	const peek = async (at: number, bytes: number) =>
		await partOf(ask, version, { first: at, bytes }, signal).catch(() => {
			signal?.throwIfAborted();
			return undefined;
		});
	return search.look(first, 0) ?? (await lookAhead(search, { size, peek }));
}
