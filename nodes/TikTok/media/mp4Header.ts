import type { Box } from './isoBoxes';
import { boxType, BoxWalk } from './isoBoxes';
import type { Mp4Track } from './mp4Track';
import { readLength, readTicks, readTrack } from './mp4Track';
import type { VideoFacts } from './videoFacts';
import { sensibleDuration, sensibleFrameRate, sensibleSize } from './videoFacts';

/**
 * Reads the header of MP4 and MOV files (ISO/IEC 14496-12 §8). `moov` lists the tracks: pictures,
 * sound, and others that nobody sees play, such as chapters and timecodes. Nothing here is needed
 * to upload: whatever cannot be read is left unknown.
 */

const box = {
	trak: boxType('trak'),
	mvhd: boxType('mvhd'),
	mvex: boxType('mvex'),
	mehd: boxType('mehd'),
};

/** The facts of a `moov` box that the buffer holds whole. */
export function readMovie(bytes: Buffer, moov: Pick<Box, 'from' | 'to'>): VideoFacts {
	const walk = new BoxWalk(bytes);
	const header = walk.find(moov, box.mvhd);
	const clock = header && readTicks(bytes, header);
	const tracks: Mp4Track[] = [];
	for (const child of walk.within(moov)) {
		if (child.type === box.trak) tracks.push(readTrack(walk, child, clock?.scale));
	}
	const fragments = walk.find(moov, box.mvex);
	const picture = pictureOf(tracks);
	const played = tracks.filter((track) => track === picture || track.handler === 'soun');
	const duration = fragments
		? fragmentedSeconds(walk, fragments, clock?.scale)
		: (longest(played) ?? (tracks.some(isPlayed) ? undefined : clock?.seconds));
	if (walk.isCutShort) return {};
	return {
		duration: sensibleDuration(duration),
		...sensibleSize(picture?.width, picture?.height),
		// The tables of a fragmented file, if any, hold its beginning only.
		frameRate: fragments ? undefined : sensibleFrameRate(picture?.frameRate),
		...(holdsSoundOnly(tracks) && { soundOnly: true as const }),
	};
}

const isPlayed = ({ handler }: Mp4Track) => handler === 'vide' || handler === 'soun';

/**
 * The track whose pictures are the video. Downloaders add the cover, and editors the pictures of
 * chapters, as further tracks: one still picture, or a few.
 */
function pictureOf(tracks: Mp4Track[]): Mp4Track | undefined {
	const pictures = tracks.filter(({ handler }) => handler === 'vide');
	const better = (a: Mp4Track, b: Mp4Track) =>
		Number(a.isStill) - Number(b.isStill) ||
		b.samples - a.samples ||
		Number(b.isEnabled) - Number(a.isEnabled);
	return pictures.sort(better)[0];
}

function longest(tracks: Mp4Track[]): number | undefined {
	const known = tracks.flatMap(({ seconds }) => seconds ?? []);
	return known.length > 0 ? Math.max(...known) : undefined;
}

/** `mvhd` and the tracks tell of what `moov` itself lists; only `mehd` tells of the fragments. */
function fragmentedSeconds(walk: BoxWalk, mvex: Box, scale: number | undefined) {
	const header = walk.find(mvex, box.mehd);
	if (!header || !scale) return undefined;
	const ticks = readLength(walk.bytes, header.from + 4, header.to, walk.bytes[header.from] === 1);
	return ticks && ticks / scale;
}

const holdsSoundOnly = (tracks: Mp4Track[]) =>
	tracks.some(({ handler }) => handler === 'soun') &&
	tracks.every(({ handler }) => handler !== undefined && handler !== 'vide');
