import { refusalFacts } from '../facts';
import type { Probe } from '../probe';
import type { Side } from '../side';
import { smallVideo } from '../video';
import { directInit, fileSource, followed, uploadOf } from './posts';

const probe = (
	id: string,
	asks: string,
	run: Probe['run'],
	more: Partial<Pick<Probe, 'question' | 'switch'>> = {},
): Probe => ({ id, tier: 'post', asks, run, ...more });

/** An init without its file posts nothing. */
async function init(side: Side, postInfo: Record<string, unknown>, size = 1_000_000) {
	side.needs('video.publish');
	const post_info = { privacy_level: 'SELF_ONLY', ...postInfo };
	return await side.post(directInit, { post_info, source_info: fileSource(size) });
}

export const postProbes: Probe[] = [
	probe('post-without-privacy', 'A post without a privacy level', async (side) =>
		refusalFacts(await init(side, { privacy_level: undefined })),
	),
	probe('post-unknown-privacy', 'A privacy level that does not exist', async (side) =>
		refusalFacts(await init(side, { privacy_level: 'NOBODY' })),
	),
	probe(
		'post-long-title',
		'A caption of 2201 characters',
		async (side) => refusalFacts(await init(side, { title: 'a'.repeat(2201) })),
		{ question: 12, switch: 'longTitle' },
	),
	probe(
		'post-branded-private',
		'Branded content that only the account itself can see',
		async (side) => refusalFacts(await init(side, { brand_content_toggle: true })),
		{ question: 6, switch: 'brandedSelfOnly' },
	),
	probe('post', 'One post for the account alone, to its end', async (side) => {
		const video = smallVideo();
		const { publishId, url } = uploadOf(await init(side, { title: 'A test' }, video.length));
		await side.put(url, video, 0, video.length);
		return await followed(side, publishId);
	}),
];
