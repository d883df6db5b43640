import { randomUUID } from 'crypto';
import { now } from '../shared/clock';

/**
 * How the TikTok node tells the TikTok Trigger what it has posted. n8n gives the two no common
 * store, so this reaches nodes of the same process only. It is module state, bounded in count and
 * age, safe to lose. Notes are never taken out: each trigger keeps a cursor of its own.
 */

const MAX_NOTES = 2_000;
const MAX_AGE_MS = 7 * 24 * 60 * 60 * 1000;

export interface PostNote {
	/** Environment, client key and `open_id`: the account, whichever credential reaches it. */
	accountKey: string;
	publishId: string;
	/** When TikTok gave the ID. */
	at: number;
	/** The status that TikTok gives a fresh post; asking would cost a call. */
	status: string;
	/** Whether somebody ran the workflow by hand. */
	isManual: boolean;
	/** As posted; drafts have none, their creator chooses. */
	privacyLevel?: string;
	/** The post was given up for another publish ID: nothing more will come of it. */
	isWithdrawn?: boolean;
}

/** Where a reader is. Kept with its saved state, so that both are always of the same moment. */
export interface HandOverCursor {
	/** Which life of this module the position belongs to; another one starts from the beginning. */
	log: string;
	position: number;
}

const log = randomUUID();
let written = 0;
let notes: Array<PostNote & { position: number }> = [];

/** Tells every trigger of this process about a post. */
export function handOver(note: PostNote): void {
	written += 1;
	const oldest = now() - MAX_AGE_MS;
	notes = [...notes.filter(({ at }) => at > oldest), { ...note, position: written }].slice(
		-MAX_NOTES,
	);
}

/** Tells every trigger that a post was started anew under another publish ID. */
export function withdraw(accountKey: string, publishId: string): void {
	handOver({ accountKey, publishId, at: now(), status: '', isManual: false, isWithdrawn: true });
}

/** The cursor of a reader that wants only what is yet to come. */
export function endOfHandOver(): HandOverCursor {
	return { log, position: written };
}

/** What was handed over for an account since a reader last looked. */
export function handedOver(
	accountKey: string,
	since?: HandOverCursor,
): { notes: PostNote[]; cursor: HandOverCursor } {
	const position = since?.log === log ? since.position : 0;
	return {
		notes: notes.filter((note) => note.position > position && note.accountKey === accountKey),
		cursor: endOfHandOver(),
	};
}
