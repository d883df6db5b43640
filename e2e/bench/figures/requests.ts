import type { Bench, Figure } from '../bench';
import { makeFile, type MediaFile } from '../mediaFiles';
import type { FreshN8n } from '../n8nLab';
import type { Result } from '../result';
import { MB, sizeName } from '../sizes';
import { publishesOf, requireSameBytes } from '../uploads';
import { uploadWorkflow, type PostMode } from '../workflows';

const INIT: Record<PostMode, string> = {
	MEDIA_UPLOAD: 'POST /v2/post/publish/inbox/video/init/',
	DIRECT_POST: 'POST /v2/post/publish/video/init/',
};
const PUT = 'PUT /video/';
/** Direct posts may ask for the creator's options once per account and run. */
const PREFLIGHT = 'POST /v2/post/publish/creator_info/query/';

/** Requests that a small upload costs, while the token is fresh. */
export const requests: Figure = async (bench) => {
	const file = await makeFile(bench.lab.files, 'small', 2 * MB);
	return await bench.lab.fresh(async (n8n) => [
		await count(bench, n8n, file, 'MEDIA_UPLOAD', 'draft'),
		await count(bench, n8n, file, 'DIRECT_POST', 'direct'),
	]);
};

async function count(
	bench: Bench,
	n8n: FreshN8n,
	file: MediaFile,
	mode: PostMode,
	name: string,
): Promise<Result> {
	const before = (await bench.tiktok.requests()).length;
	const publishes = await publishesOf(bench.tiktok, n8n, uploadWorkflow(file.path, mode));
	requireSameBytes(publishes, [file]);
	const sent = (await bench.tiktok.requests())
		.slice(before)
		.map(({ method, path }) => `${method} ${path}`);
	const allowed = mode === 'DIRECT_POST' ? [INIT[mode], PUT, PREFLIGHT] : [INIT[mode], PUT];
	const extra = sent.filter((request, index) => {
		return !allowed.includes(request) || sent.indexOf(request) !== index;
	});
	return {
		figure: `requests of a ${name} upload of ${sizeName(file.bytes)}`,
		ours: `${sent.length}, ${sent.filter((request) => request.includes('oauth')).length} for tokens`,
		control: mode === 'DIRECT_POST' ? '1 init + 1 PUT (+ 1 creator_info)' : '1 init + 1 PUT',
		target: 'not one more',
		pass: extra.length === 0,
		note: extra.length > 0 ? `too many: ${extra.join(', ')}` : undefined,
	};
}
