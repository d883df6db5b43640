import type { Box } from './isoBoxes';

/** More entries than a video of ten minutes needs when every frame has a time of its own. */
const MAX_ENTRIES = 50_000;
/** An average that differs more from the usual frame is the rate of no part of the video. */
const EVENNESS = 0.2;

/**
 * The times of the samples of a track (`stts`, ISO/IEC 14496-12 §8.6.1.2): how long they play
 * together, and their average rate if they come about evenly. A recording of a screen that stood
 * still has few frames a minute and is played at 60 a second all the same.
 */
export function readRhythm(
	bytes: Buffer,
	{ from, to }: Box,
	scale: number,
): { seconds?: number; frameRate?: number } | undefined {
	if (from + 8 > to) return undefined;
	const entries = bytes.readUInt32BE(from + 4);
	if (entries === 0 || entries > MAX_ENTRIES || from + 8 + entries * 8 > to) return undefined;
	let frames = 0;
	let ticks = 0;
	let usual = { frames: 0, ticks: 0 };
	let last = 0;
	for (let entry = 0, at = from + 8; entry < entries; entry++, at += 8) {
		const count = bytes.readUInt32BE(at);
		const each = bytes.readUInt32BE(at + 4);
		frames += count;
		ticks += count * each;
		if (count > usual.frames) usual = { frames: count, ticks: each };
		if (count > 0) last = each;
	}
	const seconds = ticks > 0 ? ticks / scale : undefined;
	// The last frame may stay for as long as the sound goes on.
	const average = (ticks - last) / (frames - 1);
	const isEven = Math.abs(average / usual.ticks - 1) <= EVENNESS;
	return { seconds, frameRate: frames > 1 && isEven ? scale / average : undefined };
}
