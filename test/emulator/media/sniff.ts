/** Container of a file by its first bytes; undefined for what TikTok does not take (§12.2, §12.3). */
export function sniffMedia(head: Buffer): string | undefined {
	if (head.subarray(4, 8).toString('latin1') === 'ftyp') {
		return head.subarray(8, 10).toString('latin1') === 'qt' ? 'video/quicktime' : 'video/mp4';
	}
	if (head.subarray(0, 4).toString('hex') === '1a45dfa3') return 'video/webm';
	if (head.subarray(0, 3).toString('hex') === 'ffd8ff') return 'image/jpeg';
	const isRiff = head.subarray(0, 4).toString('latin1') === 'RIFF';
	if (isRiff && head.subarray(8, 12).toString('latin1') === 'WEBP') return 'image/webp';
	return undefined;
}

export const headLength = 4096;

/** The head of a stream, grown part by part. */
export function growHead(head: Buffer, part: Buffer): Buffer {
	if (head.length >= headLength) return head;
	return Buffer.concat([head, part.subarray(0, headLength - head.length)]);
}
