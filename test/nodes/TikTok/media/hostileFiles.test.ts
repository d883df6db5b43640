/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import fc from 'fast-check';
import { doctypeOf, readWebmHeader } from '../../../../nodes/TikTok/media/webmHeader';
import { ElementWalk, MAX_ELEMENTS } from '../../../../nodes/TikTok/media/ebmlElements';
import { BoxWalk, boxType, MAX_BOXES } from '../../../../nodes/TikTok/media/isoBoxes';
import { MetadataSearch } from '../../../../nodes/TikTok/media/metadataSearch';
import { readPhotoPixels } from '../../../../nodes/TikTok/media/photoHeader';
import { recogniseMedia } from '../../../../nodes/TikTok/media/recogniseMedia';
import { builtFiles } from '../../../media/built';
import { encodedFiles } from '../../../media/encoded';
import { ascii, box, fileType, media, movie, track, u16, u32, u64 } from '../../../media/writers';
import { runsOf } from '../../../generatedRuns';

const files = [...encodedFiles, ...builtFiles].map((file) => file.bytes());
const anyFile = fc.constantFrom(...files);

function readAll(bytes: Buffer): void {
	recogniseMedia(bytes, bytes.length);
	new MetadataSearch().look(bytes, 0);
	readWebmHeader(bytes);
	doctypeOf(bytes);
	readPhotoPixels(bytes);
}

describe('whatever the bytes are, reading ends and throws nothing', () => {
	it('a file cut off anywhere', () => {
		fc.assert(
			fc.property(anyFile, fc.nat(), (file, at) =>
				readAll(file.subarray(0, at % (file.length + 1))),
			),
			{ numRuns: runsOf(3000) },
		);
	});

	it('a file with other bytes somewhere', () => {
		const damage = fc.oneof(
			fc.uint8Array({ minLength: 1, maxLength: 16 }),
			fc.constantFrom(u32(0xffffffff), u32(0x7fffffff), u32(0), u32(1), u64(2n ** 64n - 1n)),
		);
		fc.assert(
			fc.property(anyFile, fc.nat(), damage, (file, at, bytes) => {
				const damaged = Buffer.from(file);
				if (damaged.length > 0) damaged.set(bytes.slice(0, damaged.length), 0);
				const place = at % Math.max(1, damaged.length - bytes.length);
				const other = Buffer.from(file);
				if (other.length >= place + bytes.length) other.set(bytes, place);
				readAll(damaged);
				readAll(other);
			}),
			{ numRuns: runsOf(3000) },
		);
	});

	it('bytes of no file at all', () => {
		fc.assert(
			fc.property(
				fc.constantFrom('', 'ftypisom', 'moov', '\x1a\x45\xdf\xa3', '\xff\xd8\xff\xe1', 'RIFF'),
				fc.uint8Array({ maxLength: 300 }),
				(beginning, bytes) => readAll(Buffer.concat([ascii(beginning), bytes])),
			),
			{ numRuns: runsOf(3000) },
		);
	});
});

/** What an upload does with a chunk, or a post with a photo. */
function judge(bytes: Buffer): void {
	const kind = recogniseMedia(bytes, bytes.length);
	if (kind === 'jpeg') readPhotoPixels(bytes);
	else new MetadataSearch().look(bytes, 0);
}

/** The same piece again and again, more often than it may be looked at. */
const filled = (piece: Buffer, bytes = 10_000_000) =>
	Buffer.alloc(Math.floor(bytes / piece.length) * piece.length, piece);

describe('a crafted file costs a bounded number of steps', () => {
	const tiny = u32(8, boxType('free'));

	it('boxes of eight bytes, beside and within the header', () => {
		for (const bytes of [filled(tiny), box('moov', filled(tiny))]) {
			const walk = new BoxWalk(bytes);
			const range = { from: 0, to: bytes.length };
			for (let turn = 0; turn < 3; turn++) walk.find(range, boxType('moov'), boxType('mvhd'));
			expect(walk.visited).toBe(MAX_BOXES);
		}
	});

	it('elements of two bytes', () => {
		const bytes = filled(Buffer.from([0xec, 0x80]));
		const walk = new ElementWalk(bytes);
		for (let turn = 0; turn < 3; turn++) walk.find({ from: 0, to: bytes.length }, 0xae);
		expect(walk.visited).toBe(MAX_ELEMENTS);
	});

	it.each([
		['tiny boxes behind each other', Buffer.concat([fileType('isom'), filled(tiny)])],
		['tiny boxes in the header', Buffer.concat([fileType('isom'), box('moov', filled(tiny))])],
		['tracks of nothing', box('moov', filled(box('trak')))],
		['tracks of tiny boxes', box('moov', filled(box('trak', filled(tiny, 80_000))))],
		['the longest table of times that is read', movie(track({ times: timesOf(50_000) }))],
		['a longer one', movie(track({ times: timesOf(500_000) }))],
		['edits without end', movie(track({ edits: new Array<number>(100_000).fill(1) }))],
		['elements of two bytes', Buffer.concat([segment(), filled(Buffer.from([0xec, 0x80]))])],
		['tracks of two bytes', Buffer.concat([segment(), filled(Buffer.from([0xae, 0x80]))])],
		['segments of a JPEG', Buffer.concat([u16(0xffd8), filled(u32(0xffe00002), 256 * 1024)])],
		['comments without end', filled(ascii('<!---->'), 64 * 1024)],
		['comments and no tag', Buffer.concat([filled(ascii('<!-- -->\n'), 64 * 1024), ascii('x')])],
		['comments before a page', Buffer.concat([filled(ascii('<!---->'), 3_000), ascii('<html>')])],
		['declarations', filled(ascii('<?xml?>'), 64 * 1024)],
		['a comment that never ends', filled(ascii('<!--'), 64 * 1024)],
	])('%s', (_what, bytes) => {
		expect(quickest(() => judge(bytes))).toBeLessThan(5);
	});

	it('a true header of 45 MB', () => {
		const [most, rest] = [45_000_000, movie(track()).subarray(8)];
		const header = u32(8 + 8 + most + rest.length, boxType('moov'), 8 + most, boxType('udta'));
		const beginning = Buffer.concat([fileType('isom'), header]);
		const bytes = Buffer.alloc(beginning.length + most + rest.length);
		beginning.copy(bytes);
		bytes.fill(7, beginning.length, beginning.length + most);
		rest.copy(bytes, beginning.length + most);
		const before = process.memoryUsage().arrayBuffers;
		expect(new MetadataSearch().look(bytes, 0)).toMatchObject({ width: 720, frameRate: 30 });
		expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000);
		expect(quickest(() => new MetadataSearch().look(bytes, 0))).toBeLessThan(5);
	});
});

function timesOf(frames: number): Array<[number, number]> {
	return Array.from({ length: frames }, (_, index) => [1, 1000 + (index % 3)]);
}

function segment(): Buffer {
	return Buffer.from('1a45dfa3801853806701ffffffffffffff1654ae6b01ffffffffffffff', 'hex');
}

/** Milliseconds of the processor, best of thirty turns: other work on the machine does not count. */
function quickest(work: () => void): number {
	const turns = Array.from({ length: 30 }, () => {
		const before = process.cpuUsage();
		work();
		const { user, system } = process.cpuUsage(before);
		return (user + system) / 1000;
	});
	return Math.min(...turns);
}

describe('metadata is found wherever it stands', () => {
	const file = Buffer.concat([
		fileType('isom'),
		media(300),
		box('free', Buffer.alloc(7)),
		media(500),
		movie(track()),
		media(400),
	]);
	const start = file.indexOf('moov') - 4;
	const end = start + file.readUInt32BE(start);

	it('in windows of any size, unless it lies across two', () => {
		fc.assert(
			fc.property(fc.integer({ min: 16, max: file.length }), (size) => {
				const search = new MetadataSearch();
				const found = [];
				let across = false;
				for (let at = 0; at < file.length; at += size) {
					const window = file.subarray(at, at + size);
					const facts = search.look(window, at);
					if (facts) found.push(facts);
					// Sent again: nothing more comes of it.
					expect(search.look(window, at)).toBeUndefined();
					across ||= boundaries(file).some((box) => at > box && at < box + 8);
				}
				across ||= Math.floor(start / size) !== Math.floor((end - 1) / size);
				if (!across) expect(found).toEqual([expect.objectContaining({ width: 720 })]);
				else expect(found.length).toBeLessThanOrEqual(1);
			}),
		);
	});
});

/** Where the boxes of a file begin. */
function boundaries(bytes: Buffer): number[] {
	const places = [];
	for (let at = 0; at < bytes.length; at += bytes.readUInt32BE(at)) places.push(at);
	return places;
}
