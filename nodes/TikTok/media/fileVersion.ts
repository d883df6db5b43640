import { createHash } from 'crypto';

/** What the headers of an answer say of the file behind an address. */
export interface VersionMarks {
	/** Bytes of the whole file; `undefined` when they do not tell. */
	size?: number;
	etag?: string;
	lastModified?: string;
	/** When the server answered, by its own clock. */
	date?: string;
}

/** A file that changed so shortly before the answer may change again within the same second. */
const SETTLED_MS = 60_000;

/**
 * One version of a file at an address, so that bytes of two are never mixed. By a strong ETag or a
 * Last-Modified of some age the server itself tells versions apart (RFC 9110 §8.8); without them only
 * the bytes do, and those that passed are remembered by their digests.
 */
export class FileVersion {
	/** For an If-Range header: when its file is another by now, the server sends all of that one. */
	readonly mark?: string;

	private readonly digests = new Map<number, string>();

	constructor(
		/** Bytes. */
		readonly size: number,
		private readonly marks: VersionMarks,
	) {
		this.mark = strongTag(marks.etag) ?? settledDate(marks);
	}

	/** Whether an answer is of this version; of one without a mark only its bytes tell. */
	verdict({ size, etag, lastModified }: VersionMarks): 'same' | 'other' | 'untold' {
		if (size !== undefined && size !== this.size) return 'other';
		if (this.mark === undefined) return 'untold';
		const told = this.mark === this.marks.etag ? etag : lastModified;
		if (told === undefined) return 'untold';
		return told === this.mark ? 'same' : 'other';
	}

	/** @returns `false` when this chunk has passed before with other bytes */
	recognises(index: number, bytes: Buffer): boolean {
		if (this.mark !== undefined) return true;
		const digest = createHash('sha256').update(bytes).digest('base64');
		const known = this.digests.get(index) ?? digest;
		this.digests.set(index, known);
		return known === digest;
	}
}

/** A weak tag stays when bytes change that its server finds unimportant. */
const strongTag = (etag?: string) => (/^"[^"]*"$/.test(etag ?? '') ? etag : undefined);

function settledDate({ lastModified, date }: VersionMarks): string | undefined {
	const age = Date.parse(date ?? '') - Date.parse(lastModified ?? '');
	return age >= SETTLED_MS ? lastModified : undefined;
}
