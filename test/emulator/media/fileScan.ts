import { growHead } from './head';

/** A movie's table of contents is larger only in files that no phone or encoder makes. */
const maxMoov = 32 * 1024 * 1024;

/**
 * What is kept of a file that passes by: its first bytes, and the `moov` box of an MP4 or QuickTime
 * file wherever it stands. Boxes are hopped over, so a file of any size costs nothing.
 */
export class FileScan {
	head: Buffer = Buffer.alloc(0);
	private moovParts: Buffer[] = [];
	/** Bytes of `moov` that are still to come */
	private missing = 0;
	/** Bytes until the next box begins; Infinity in what is no row of boxes */
	private skip = 0;
	private header: Buffer = Buffer.alloc(0);

	/** Another chunk of the same file may be thrown away: it is read into a copy first. */
	copy(): FileScan {
		return Object.assign(new FileScan(), this, { moovParts: [...this.moovParts] });
	}

	/** The content of `moov`, once it is complete. */
	get moov(): Buffer | undefined {
		if (this.missing > 0 || this.moovParts.length === 0) return undefined;
		return Buffer.concat(this.moovParts);
	}

	take(part: Buffer): void {
		this.head = growHead(this.head, part);
		let rest = part;
		while (rest.length > 0) rest = rest.subarray(this.step(rest));
	}

	/** How many of the bytes were used. */
	private step(bytes: Buffer): number {
		if (this.missing > 0) {
			const own = bytes.subarray(0, this.missing);
			this.moovParts.push(Buffer.from(own));
			this.missing -= own.length;
			return own.length;
		}
		if (this.skip > 0) {
			const used = Math.min(this.skip, bytes.length);
			this.skip -= used;
			return used;
		}
		const used = Math.min(16 - this.header.length, bytes.length);
		this.header = Buffer.concat([this.header, bytes.subarray(0, used)]);
		if (this.header.length === 16) this.open(this.header);
		return used;
	}

	private open(header: Buffer): void {
		this.header = Buffer.alloc(0);
		const isLong = header.readUInt32BE(0) === 1;
		const size = isLong ? Number(header.readBigUInt64BE(8)) : header.readUInt32BE(0);
		const isMoov = header.toString('latin1', 4, 8) === 'moov';
		// The sixteen bytes of the header may hold the beginning of the box, or of the one after it.
		const left = size - 16;
		if (left < 0) this.skip = size === 8 ? 0 : Infinity;
		else if (isMoov && left <= maxMoov) {
			if (!isLong) this.moovParts.push(header.subarray(8));
			this.missing = left;
		} else this.skip = left;
		if (size === 8) this.header = header.subarray(8);
	}
}
