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
	private nextBox: number | undefined = 0;

	/** Where in the file the next box begins; `undefined` once there is nothing more to look for. */
	get next(): number | undefined {
		return this.nextBox;
	}

	/** Whether later bytes can tell anything more. */
	get isOver(): boolean {
		return this.nextBox === undefined;
	}

	/**
	 * Looks at some bytes of the file, in order; a window that comes again changes nothing.
	 * @param start where in the file they begin
	 * @returns the facts, once, when these bytes hold them
	 */
	look(bytes: Buffer, start: number): VideoFacts | undefined {
		if (this.nextBox === undefined || this.nextBox < start) return undefined;
		if (start === 0 && bytes.length >= 4 && bytes.readUInt32BE(0) === EBML) {
			this.nextBox = undefined;
			return readWebmHeader(bytes);
		}
		const walk = new BoxWalk(bytes);
		while (this.nextBox !== undefined && this.nextBox < start + bytes.length) {
			const box = walk.at(this.nextBox - start, bytes.length);
			if (!box || box.type === MOVIE) {
				this.nextBox = undefined;
				return box && box.end <= bytes.length ? readMovie(bytes, box) : undefined;
			}
			this.nextBox = Number.isFinite(box.end) ? start + box.end : undefined;
		}
		return undefined;
	}
}
