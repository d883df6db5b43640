/** What a file says about its video, as far as its header could be read. */
export interface VideoFacts {
	/** Seconds. */
	duration?: number;
	/** Pixels as stored; a rotated phone video has width and height swapped, which changes no limit. */
	width?: number;
	height?: number;
	/** Average frames per second. */
	frameRate?: number;
}

/** A window into the file: some bytes, and where in the file they start. */
export interface FileWindow {
	bytes: Buffer;
	start: number;
}
