import { boxType, BoxWalk } from './isoBoxes';
import { readMovie } from './mp4Header';
import type { VideoFacts } from './videoFacts';
import { readWebmHeader } from './webmHeader';

const MOVIE = boxType('moov');
const EBML = 0x1a45dfa3;

/**
 * Finds the metadata of a video while its bytes pass by, window after window, and keeps none of
 * them: WebM has it at the beginning, MP4 and MOV before, between or behind the media. Metadata
 * that lies across two windows is not found, which leaves the facts unknown.
 */
export class MetadataSearch {
	/** Where in the file the next box begins; `undefined` once there is nothing more to look for. */
	private next: number | undefined = 0;

	/** Whether later bytes can tell anything more. */
	get isOver(): boolean {
		return this.next === undefined;
	}

	/**
	 * Looks at some bytes of the file, in order; a window that comes again changes nothing.
	 * @param start where in the file they begin
	 * @returns the facts, once, when these bytes hold them
	 */
	look(bytes: Buffer, start: number): VideoFacts | undefined {
		if (this.next === undefined || this.next < start) return undefined;
		if (start === 0 && bytes.length >= 4 && bytes.readUInt32BE(0) === EBML) {
			this.next = undefined;
			return readWebmHeader(bytes);
		}
		const walk = new BoxWalk(bytes);
		while (this.next !== undefined && this.next < start + bytes.length) {
			const box = walk.at(this.next - start, bytes.length);
			if (!box || box.type === MOVIE) {
				this.next = undefined;
				return box && box.end <= bytes.length ? readMovie(bytes, box) : undefined;
			}
			this.next = Number.isFinite(box.end) ? start + box.end : undefined;
		}
		return undefined;
	}
}
