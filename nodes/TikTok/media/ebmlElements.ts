/**
 * The elements of WebM and Matroska files (EBML, RFC 8794): each has an id, a size and a content.
 * How many are visited is bounded, as with the boxes of MP4.
 */

/** Info and Tracks cost about 20 visits for each track, and 150 for the picture. */
export const MAX_ELEMENTS = 1_000;

export interface Element {
	id: number;
	/** First and last + 1 byte of the content; infinite when its size is unknown. */
	from: number;
	to: number;
}

type Range = Pick<Element, 'from' | 'to'>;

/** Walks over the elements of a buffer. */
export class ElementWalk {
	/** Elements visited so far, over all searches. */
	visited = 0;

	constructor(readonly bytes: Buffer) {}

	/** The walk ended before the file did: what it has not seen may be anything. */
	get isCutShort(): boolean {
		return this.visited >= MAX_ELEMENTS;
	}

	*within({ from, to }: Range): Generator<Element> {
		for (let element = this.at(from, to); element; element = this.at(element.to, to)) yield element;
	}

	find(range: Range, id: number): Element | undefined {
		let element = this.at(range.from, range.to);
		while (element && element.id !== id) element = this.at(element.to, range.to);
		return element;
	}

	/** A whole number; an empty element stands for the default (RFC 8794 §6.1). */
	unsigned(range: Range | undefined, id: number, byDefault?: number): number | undefined {
		const element = range && this.find(range, id);
		if (!element) return byDefault;
		const length = element.to - element.from;
		if (length === 0) return byDefault;
		if (length > 8 || element.to > this.bytes.length) return undefined;
		let value = 0;
		for (let at = element.from; at < element.to; at++) value = value * 256 + this.bytes[at];
		return value;
	}

	/** A number of floating point; `undefined` for what is none, also infinite and NaN. */
	float(range: Range | undefined, id: number): number | undefined {
		const element = range && this.find(range, id);
		if (!element || element.to > this.bytes.length) return undefined;
		const length = element.to - element.from;
		const value =
			length === 4
				? this.bytes.readFloatBE(element.from)
				: length === 8
					? this.bytes.readDoubleBE(element.from)
					: NaN;
		return Number.isFinite(value) ? value : undefined;
	}

	text(range: Range | undefined, id: number): string | undefined {
		const element = range && this.find(range, id);
		if (!element || element.to > this.bytes.length) return undefined;
		return this.bytes.toString('latin1', element.from, element.to).split('\0')[0];
	}

	private at(at: number, to: number): Element | undefined {
		const { bytes } = this;
		if (at >= Math.min(to, bytes.length) || this.isCutShort) return undefined;
		this.visited++;
		const idLength = lengthOf(bytes[at]);
		const sizeAt = at + idLength;
		const sizeLength = lengthOf(bytes[sizeAt]);
		const from = sizeAt + sizeLength;
		if (!idLength || idLength > 4 || !sizeLength || from > bytes.length) return undefined;
		return {
			id: bytes.readUIntBE(at, idLength),
			from,
			to: from + sizeOf(bytes, sizeAt, sizeLength),
		};
	}
}

/** The leading zero bits of the first byte tell how many bytes a number has; 0 is no number. */
function lengthOf(first: number | undefined): number {
	if (!first) return 0;
	const length = Math.clz32(first) - 23;
	return length <= 8 ? length : 0;
}

/** All ones mean "unknown": a live recording, read to the end of the buffer. */
function sizeOf(bytes: Buffer, at: number, length: number): number {
	const mask = (1 << (8 - length)) - 1;
	let value = bytes[at] & mask;
	let isUnknown = value === mask;
	for (let index = 1; index < length; index++) {
		value = value * 256 + bytes[at + index];
		isUnknown = isUnknown && bytes[at + index] === 0xff;
	}
	return isUnknown ? Infinity : value;
}
