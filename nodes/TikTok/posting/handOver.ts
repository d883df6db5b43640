import { randomUUID } from 'crypto';
import { BoundedMap } from '../shared/boundedMap';
import type { Clock } from '../shared/clock';
import * as clock from '../shared/clock';

const MAX_NOTES = 2_000;
const MAX_AGE_MS = 7 * 24 * 60 * 60 * 1000;

/** Of a post that a node of this n8n made: what TikTok's status does not tell. */
export interface PostOrigin {
	/** TikTok's word (open API fact sheet §8). */
	mediaType: 'VIDEO' | 'PHOTO';
	/** Of photos the title, or else the description; drafts of videos have none. */
	caption?: string;
	workflow: { id?: string; name?: string };
}

export interface PostNote {
	/** Environment, client key and `open_id`: the account, whichever credential reaches it. */
	accountKey: string;
	publishId: string;
	/** When TikTok gave the ID, in ms since 1970. */
	at: number;
	/** The status that TikTok gives a fresh post; asking would cost a call. */
	status: string;
	/** Whether somebody ran the workflow by hand. */
	isManual: boolean;
	/** As posted; drafts have none, their creator chooses. */
	privacyLevel?: string;
	origin?: PostOrigin;
	/** The post was given up for another publish ID: nothing more will come of it. */
	isWithdrawn?: boolean;
}

/** Where a reader is. Kept with its saved state, so that both are always of the same moment. */
export interface HandOverCursor {
	/** Which hand-over the position belongs to; one of another process starts from the beginning. */
	log: string;
	position: number;
}

/**
 * How the TikTok node tells the TikTok Trigger what it has posted. n8n gives the two no common
 * store, so this reaches nodes of the same process only. Notes are never taken out: each trigger
 * keeps a cursor of its own. Module state, bounded in count and age, safe to lose.
 */
export class HandOver {
	private readonly log = randomUUID();

	private written = 0;

	private readonly notes: BoundedMap<number, PostNote & { position: number }>;

	constructor(private readonly time: Pick<Clock, 'now' | 'elapsed'> = clock) {
		this.notes = new BoundedMap({ maxCount: MAX_NOTES, maxAgeMs: MAX_AGE_MS }, time);
	}

	/** Tells every trigger of this process about a post. */
	add(note: PostNote): void {
		this.written += 1;
		this.notes.set(this.written, { ...note, position: this.written });
	}

	/** Tells every trigger that a post was started anew under another publish ID. */
	withdraw(accountKey: string, publishId: string): void {
		const at = this.time.now();
		this.add({ accountKey, publishId, at, status: '', isManual: false, isWithdrawn: true });
	}

	/** What is known of a post of an account, as long as its note is kept. */
	originOf(accountKey: string, publishId: string): PostOrigin | undefined {
		return this.notes
			.values()
			.find((note) => note.publishId === publishId && note.accountKey === accountKey)?.origin;
	}

	/** The cursor of a reader that wants only what is yet to come. */
	end(): HandOverCursor {
		return { log: this.log, position: this.written };
	}

	/** What was handed over for an account since a reader last looked. */
	read(accountKey: string, since?: HandOverCursor): { notes: PostNote[]; cursor: HandOverCursor } {
		const from = since?.log === this.log ? since.position : 0;
		const notes = this.notes
			.values()
			.filter((note) => note.position > from && note.accountKey === accountKey);
		return { notes, cursor: this.end() };
	}
}

/** The hand-over of this process. */
export const handOver = new HandOver();
