import { refusalFacts } from '../facts';
import { Skipped, type Facts } from '../probe';
import type { Answer, Side } from '../side';

/** How long a post is followed; TikTok needs seconds for a small video. */
const followMs = 4 * 60_000;
const askEveryMs = 5_000;

export const inboxInit = '/v2/post/publish/inbox/video/init/';
export const directInit = '/v2/post/publish/video/init/';

export async function initDraft(side: Side, size: number, chunk = size, count = 1) {
	side.needs('video.upload');
	return await side.post(inboxInit, { source_info: fileSource(size, chunk, count) });
}

export function fileSource(size: number, chunk = size, count = 1) {
	return { source: 'FILE_UPLOAD', video_size: size, chunk_size: chunk, total_chunk_count: count };
}

/** @throws Skipped when TikTok did not begin the upload: the probe before says why */
export function uploadOf(init: Answer): { publishId: string; url: string } {
	const { publish_id: publishId, upload_url: url } = init.json?.data ?? {};
	if (!publishId || !url) throw new Skipped(`no upload was begun (${refusalFacts(init).code})`);
	return { publishId, url };
}

export async function statusOf(side: Side, publishId: string): Promise<Answer> {
	return await side.post('/v2/post/publish/status/fetch/', { publish_id: publishId });
}

/** Asks until nothing more will happen. */
export async function followed(side: Side, publishId: string): Promise<Facts> {
	let answer = await statusOf(side, publishId);
	for (let waited = 0; waited < followMs && isProcessing(answer); waited += askEveryMs) {
		await side.wait(askEveryMs);
		answer = await statusOf(side, publishId);
	}
	const { status, fail_reason, publicaly_available_post_id: ids } = answer.json?.data ?? {};
	return {
		...refusalFacts(answer),
		ended: String(status),
		reason: String(fail_reason ?? 'none'),
		publicIds: Array.isArray(ids) ? ids.length : 'no list',
	};
}

function isProcessing({ json }: Answer): boolean {
	return String(json?.data?.status).startsWith('PROCESSING');
}
