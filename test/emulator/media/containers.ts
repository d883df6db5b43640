/** Brands of `ftyp` whose files are pictures or sound, though they are made of the same boxes. */
const otherBrands = new Set(
	'heic heix heim heis hevc hevx hevm hevs mif1 mif2 msf1 avif avis avio crx_ jxl_ M4A_ M4B_ M4P_ F4A_ F4B_ aax_ aaxc'.split(
		' ',
	),
);
const openingBoxes = new Set(['moov', 'mdat', 'wide', 'free', 'skip', 'pnot']);

/**
 * Container of a file by its first bytes, as a MIME type; `undefined` for what TikTok does not take
 * (§12.2, §12.3).
 */
export function containerOf(head: Buffer): string | undefined {
	if (head.length < 4) return undefined;
	if (head.readUIntBE(0, 3) === 0xffd8ff) return 'image/jpeg';
	if (head.readUInt32BE(0) === 0x1a45dfa3) return dialectOf(head);
	const letters = (at: number) => head.toString('latin1', at, at + 4);
	if (letters(0) === 'RIFF') return letters(8) === 'WEBP' ? 'image/webp' : undefined;
	// In front of the letters stands a size: four printable characters would be half a gigabyte.
	const isText = /^[\t\n\r -~]{4}$/.test(letters(0));
	if (letters(4) === 'ftyp') return isText ? undefined : ofBrand(letters(8).replace(/ /g, '_'));
	return openingBoxes.has(letters(4)) && !isText ? 'video/quicktime' : undefined;
}

function ofBrand(brand: string): string | undefined {
	if (otherBrands.has(brand)) return undefined;
	return brand === 'qt__' ? 'video/quicktime' : 'video/mp4';
}

/** The header of EBML is short and holds the name of the dialect in plain letters. */
function dialectOf(head: Buffer): string | undefined {
	return head.toString('latin1', 0, 100).includes('matroska') ? undefined : 'video/webm';
}
