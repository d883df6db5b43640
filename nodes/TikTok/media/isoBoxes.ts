/**
 * The boxes of MP4 and MOV files (ISO base media, ISO/IEC 14496-12 §4.2): each has a size and a type
 * of four letters. How many are visited is bounded, whatever the file makes of its sizes: a walk
 * that would take longer ends as if the file ended there.
 */

/** A movie header costs about 60 visits for each track; a cold start makes each a few microseconds. */
export const MAX_BOXES = 1_000;

export interface Box {
	/** The four letters as one number; see `boxType`. */
	type: number;
	/** First and last + 1 byte of the content that the buffer holds. */
	from: number;
	to: number;
	/** Where the box ends, perhaps beyond the buffer; infinite for one that lasts to the end. */
	end: number;
}

/** Four letters as the number that a box carries. */
export const boxType = (letters: string) => Buffer.from(letters, 'latin1').readUInt32BE();

/** Walks over the boxes of a buffer. */
export class BoxWalk {
	/** Boxes visited so far, over all searches. */
	visited = 0;

	constructor(readonly bytes: Buffer) {}

	/** The walk ended before the file did: what it has not seen may be anything. */
	get isCutShort(): boolean {
		return this.visited >= MAX_BOXES;
	}

	/** The box at a place, unless nothing readable is there or the walk has become too long. */
	at(at: number, to: number): Box | undefined {
		const { bytes } = this;
		const limit = Math.min(to, bytes.length);
		if (at + 8 > limit || this.isCutShort) return undefined;
		this.visited++;
		let size = bytes.readUInt32BE(at);
		let header = 8;
		if (size === 1) {
			if (at + 16 > limit) return undefined;
			size = Number(bytes.readBigUInt64BE(at + 8));
			header = 16;
		} else if (size === 0) {
			size = Infinity;
		}
		if (size < header) return undefined;
		const end = at + size;
		return {
			type: bytes.readUInt32BE(at + 4),
			from: at + header,
			to: Math.min(end, limit),
			end,
		};
	}

	/** All boxes of a range, one after the other. */
	*within({ from, to }: Pick<Box, 'from' | 'to'>): Generator<Box> {
		for (let box = this.at(from, to); box; box = this.at(box.end, to)) yield box;
	}

	/** The first box of a type within a range, then within that box, and so on. */
	find(range: Pick<Box, 'from' | 'to'>, ...path: number[]): Box | undefined {
		let found: Box | undefined;
		for (const type of path) {
			found = this.first(found ?? range, type);
			if (!found) return undefined;
		}
		return found;
	}

	private first(range: Pick<Box, 'from' | 'to'>, type: number): Box | undefined {
		let box = this.at(range.from, range.to);
		while (box && box.type !== type) box = this.at(box.end, range.to);
		return box;
	}
}
