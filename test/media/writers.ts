/** Writes boxes of MP4 and MOV, and elements of Matroska, for files that no encoder makes. */

export const ascii = (text: string) => Buffer.from(text, 'latin1');
export const hex = (digits: string) => Buffer.from(digits.replace(/\s/g, ''), 'hex');

export function u16(...values: number[]): Buffer {
	const buffer = Buffer.alloc(values.length * 2);
	values.forEach((value, index) => buffer.writeUInt16BE(value, index * 2));
	return buffer;
}

/** A table of 32 bit numbers, row after row; made at once, since there are long ones. */
export function rows(table: number[][]): Buffer {
	const numbers = table.flat();
	const bytes = Buffer.alloc(4 * numbers.length);
	for (const [index, number] of numbers.entries()) bytes.writeUInt32BE(number >>> 0, 4 * index);
	return bytes;
}

export const u32 = (...values: number[]) => rows([values]);

export function u64(value: bigint): Buffer {
	const buffer = Buffer.alloc(8);
	buffer.writeBigUInt64BE(value);
	return buffer;
}

const lengthOf = (parts: Buffer[]) => parts.reduce((sum, { length }) => sum + length, 0);

export function box(type: string, ...content: Buffer[]): Buffer {
	return Buffer.concat([u32(8 + lengthOf(content)), ascii(type), ...content]);
}

/** A box whose size stands in 64 bits. */
export function longBox(type: string, ...content: Buffer[]): Buffer {
	return Buffer.concat([u32(1), ascii(type), u64(BigInt(16 + lengthOf(content))), ...content]);
}

export const fileType = (major: string, ...compatible: string[]) =>
	box('ftyp', ascii(major), u32(0x200), ascii(compatible.join('')));

/** A length of 32 bits, or of 64 when it is a `bigint`, as a header of version 0 or 1 has it. */
export type Ticks = number | bigint;

export interface TrackOptions {
	handler?: string;
	format?: string;
	width?: number;
	height?: number;
	/** Pixel aspect, horizontal and vertical. */
	pasp?: [number, number];
	isTurned?: boolean;
	isEnabled?: boolean;
	timescale?: number;
	ticks?: Ticks;
	/** Pairs of a count and the ticks of each. */
	times?: Array<[number, number]>;
	/** Ticks of the movie that each edit plays. */
	edits?: number[];
	/** Speed of the edits. */
	speed?: number;
}

const versioned = (ticks: Ticks, times: (isLong: boolean) => Buffer[]) => {
	const isLong = typeof ticks === 'bigint';
	return [u32(isLong ? 0x01000000 : 0), ...times(isLong)];
};
const clock = (isLong: boolean) => (isLong ? Buffer.alloc(16) : Buffer.alloc(8));
const length = (ticks: Ticks) => (typeof ticks === 'bigint' ? u64(ticks) : u32(ticks));
const straight = u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000);
const turned = u32(0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000);

/** `mvhd`: ticks of 1/1000 s. */
export const movieHeader = (ticks: Ticks) =>
	box(
		'mvhd',
		...versioned(ticks, (isLong) => [clock(isLong), u32(1000), length(ticks)]),
		Buffer.alloc(80),
	);

export function track({
	handler = 'vide',
	format = 'avc1',
	width = 720,
	height = 1280,
	pasp,
	isTurned = false,
	isEnabled = true,
	timescale = 30_000,
	ticks = 60_000,
	times = [[60, 1000]],
	edits,
	speed = 1,
}: TrackOptions = {}): Buffer {
	const samples = times.reduce((sum, [count]) => sum + count, 0);
	const flags = isEnabled ? 1 : 0;
	const isLong = typeof ticks === 'bigint';
	const header = box(
		'tkhd',
		u32((isLong ? 0x01000000 : 0) + flags),
		clock(isLong),
		u32(1, 0),
		length(ticks),
		Buffer.alloc(16),
		isTurned ? turned : straight,
		u32(width * 0x10000, height * 0x10000),
	);
	const picture = [
		Buffer.alloc(6),
		u16(1),
		Buffer.alloc(16),
		u16(width, height),
		Buffer.alloc(50),
		...(pasp ? [box('pasp', u32(...pasp))] : []),
	];
	const description = handler === 'vide' ? picture : [Buffer.alloc(28)];
	return box(
		'trak',
		header,
		...(edits
			? [
					box(
						'edts',
						box(
							'elst',
							u32(0, edits.length),
							rows(edits.map((played) => [played, 0, speed * 0x10000])),
						),
					),
				]
			: []),
		box(
			'mdia',
			box(
				'mdhd',
				...versioned(ticks, (long) => [clock(long), u32(timescale), length(ticks)]),
				u32(0),
			),
			box('hdlr', u32(0, 0), ascii(handler), Buffer.alloc(13)),
			box(
				'minf',
				box(
					'stbl',
					box('stsd', u32(0, 1), box(format, ...description)),
					box('stts', u32(0, times.length), rows(times)),
					box('stsz', u32(0, 1, samples)),
				),
			),
		),
	);
}

export const movie = (...content: Buffer[]) => box('moov', movieHeader(2000), ...content);
export const media = (bytes = 1000) => box('mdat', Buffer.alloc(bytes, 0x5a));

/** An element of Matroska; the id is written in hex as the specification has it. */
export function element(id: string, ...content: Buffer[]): Buffer {
	const bytes = Buffer.concat(content);
	const size = u64(BigInt(bytes.length));
	size[0] = 0x01;
	return Buffer.concat([hex(id), size, bytes]);
}

/** An element that says all ones for its size: it lasts until its parent ends. */
export const endlessElement = (id: string, ...content: Buffer[]) =>
	Buffer.concat([hex(id), hex('01ffffffffffffff'), ...content]);

export function unsigned(id: string, value: number): Buffer {
	return element(id, u32(value));
}

export function double(id: string, value: number): Buffer {
	const buffer = Buffer.alloc(8);
	buffer.writeDoubleBE(value);
	return element(id, buffer);
}

export const ebmlHeader = (doctype?: string) =>
	element('1a45dfa3', unsigned('4286', 1), ...(doctype ? [element('4282', ascii(doctype))] : []));

/** Milliseconds, or no Duration at all. */
export const info = (duration?: number) =>
	element(
		'1549a966',
		unsigned('2ad7b1', 1_000_000),
		...(duration === undefined ? [] : [double('4489', duration)]),
	);

/** A track of pictures: values in TrackEntry, then values in Video. */
export const pictureTrack = (video: Buffer[], entry: Buffer[] = []) =>
	element('ae', unsigned('d7', 1), unsigned('83', 1), ...entry, element('e0', ...video));
export const pixels = (width: number, height: number) => [
	unsigned('b0', width),
	unsigned('ba', height),
];
export const tracks = (...entries: Buffer[]) => element('1654ae6b', ...entries);
export const cluster = element('1f43b675', unsigned('e7', 0), element('a3', Buffer.alloc(200)));
