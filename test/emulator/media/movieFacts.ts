/** What TikTok's rules ask about a video: seconds, pixels of each side, frames a second (§12.2). */
export interface MovieFacts {
	duration?: number;
	sides?: [number, number];
	frameRate?: number;
}

interface Box {
	type: string;
	content: Buffer;
}

/** The facts in a `moov` box; what it does not tell, as in a fragmented file, stays unknown. */
export function movieFacts(moov: Buffer): MovieFacts {
	const top = boxes(moov);
	const isWhole = !top.some(({ type }) => type === 'mvex');
	const movie = top.find(({ type }) => type === 'mvhd')?.content;
	const tracks = top.filter(({ type }) => type === 'trak').map(({ content }) => content);
	const [video, another] = tracks.filter((track) => handler(track) === 'vide');
	// Which of several TikTok looks at is not known: one of them may be a cover.
	if (!video || another) return {};
	const sample = find(video, 'mdia', 'minf', 'stbl', 'stsd');
	return {
		duration: isWhole ? durationOf(video, movie) : undefined,
		sides: sample && sample.length >= 44 ? sidesOf(sample) : undefined,
		frameRate: isWhole ? frameRateOf(video) : undefined,
	};
}

function boxes(bytes: Buffer): Box[] {
	const found: Box[] = [];
	for (let at = 0; at + 8 <= bytes.length; ) {
		const size = bytes.readUInt32BE(at);
		if (size < 8 || at + size > bytes.length) break;
		const type = bytes.toString('latin1', at + 4, at + 8);
		found.push({ type, content: bytes.subarray(at + 8, at + size) });
		at += size;
	}
	return found;
}

function find(bytes: Buffer, ...path: string[]): Buffer | undefined {
	return path.reduce<Buffer | undefined>(
		(at, name) => at && boxes(at).find(({ type }) => type === name)?.content,
		bytes,
	);
}

/** What the edit list plays of the track, or all of it. */
function durationOf(track: Buffer, movie: Buffer | undefined): number | undefined {
	const edits = find(track, 'edts', 'elst');
	const header = find(track, 'mdia', 'mdhd');
	if (!edits) return header && seconds(header);
	const ticks = editsOf(edits).reduce((sum, { length }) => sum + length, 0);
	return movie && reasonable(ticks / scaleOf(movie));
}

/** Each piece that is played: ticks of the movie, and its speed. */
function editsOf(list: Buffer): Array<{ length: number; rate: number }> {
	const isLong = list[0] === 1;
	const bytes = isLong ? 20 : 12;
	const count = Math.min(list.readUInt32BE(4), Math.floor((list.length - 8) / bytes));
	return Array.from({ length: count }, (_, index) => {
		const at = 8 + index * bytes;
		return {
			length: isLong ? Number(list.readBigUInt64BE(at)) : list.readUInt32BE(at),
			rate: list.readUInt32BE(at + bytes - 4),
		};
	});
}

function handler(track: Buffer): string | undefined {
	return find(track, 'mdia', 'hdlr')?.toString('latin1', 8, 12);
}

/** Nobody films longer: what says so means "unknown". */
const halfADay = 43_200;
const reasonable = (length: number) => (length > 0 && length < halfADay ? length : undefined);

/** Of `mdhd`. */
function seconds(header: Buffer): number | undefined {
	const isLong = header[0] === 1;
	if (header.length < (isLong ? 32 : 20)) return undefined;
	const scale = scaleOf(header);
	const units = isLong ? Number(header.readBigUInt64BE(24)) : header.readUInt32BE(16);
	return reasonable(units / scale);
}

/** As coded, behind the entry's head and its reserved bytes. */
function sidesOf(sample: Buffer): [number, number] {
	return [sample.readUInt16BE(40), sample.readUInt16BE(42)];
}

/** Of an even rhythm; how TikTok counts an uneven one is not known. */
function frameRateOf(track: Buffer): number | undefined {
	const header = find(track, 'mdia', 'mdhd');
	const times = find(track, 'mdia', 'minf', 'stbl', 'stts');
	const edits = find(track, 'edts', 'elst');
	const isEven = times && times.length >= 16 && times.readUInt32BE(4) === 1;
	const isSlowed = edits && editsOf(edits).some(({ rate }) => rate !== 0x10000);
	if (!header || !isEven || isSlowed) return undefined;
	const frames = times.readUInt32BE(8);
	const ticks = times.readUInt32BE(12);
	return frames > 1 && ticks > 0 ? scaleOf(header) / ticks : undefined;
}

/** Ticks a second. */
function scaleOf(header: Buffer): number {
	return header.readUInt32BE(header[0] === 1 ? 20 : 12);
}
