/** So much of a file is kept to see what it is; a photo's size may stand behind its Exif data. */
export const headLength = 256 * 1024;

/** The head of a stream, grown part by part. */
export function growHead(head: Buffer, part: Buffer): Buffer {
	if (head.length >= headLength) return head;
	return Buffer.concat([head, part.subarray(0, headLength - head.length)]);
}
