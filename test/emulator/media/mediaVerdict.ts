import type { Account, FailReason, Publish } from '../types';
import { containerOf } from './containers';
import type { FileScan } from './fileScan';
import { movieFacts } from './movieFacts';
import { photoSides } from './photoSides';

/** "All creators 3 min; some 5 or 10": the longest of a draft, which the user trims (§12.2). */
const draftSeconds = 600;

/** What TikTok's processing will find in a file; `undefined` for one that it takes (§12.2, §12.3). */
export function mediaVerdict(
	publish: Publish,
	account: Account,
	scan: FileScan,
): FailReason | undefined {
	const isPhoto = publish.flow.startsWith('photo');
	const type = containerOf(scan.head);
	if (!type?.startsWith(isPhoto ? 'image/' : 'video/')) return 'file_format_check_failed';
	if (isPhoto) return photoVerdict(scan.head);
	const longest = publish.flow === 'inbox' ? draftSeconds : account.maxVideoPostDurationSec;
	return scan.moov ? videoVerdict(scan.moov, longest) : undefined;
}

/** "Up to 1080p" is the shorter side (§12.3). */
function photoVerdict(head: Buffer): FailReason | undefined {
	const shorter = Math.min(...(photoSides(head) ?? [0]));
	return shorter > 1080 ? 'picture_size_check_failed' : undefined;
}

function videoVerdict(moov: Buffer, longest: number): FailReason | undefined {
	const { duration = 0, sides = [360, 360], frameRate = 30 } = movieFacts(moov);
	// Lengths and rates are written as fractions: half a second and half a frame are no breach.
	if (duration >= longest + 0.5) return 'duration_check_failed';
	if (frameRate < 22.5 || frameRate > 60.5) return 'frame_rate_check_failed';
	if (sides.some((side) => side < 360 || side > 4096)) return 'picture_size_check_failed';
	return undefined;
}
