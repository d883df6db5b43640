/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { join } from 'node:path';

import type { Figure } from '../bench';
import { makeFile, type MediaFile } from '../mediaFiles';
import { publishesOf, requireSameBytes } from '../uploads';
import { uploadWorkflow } from '../workflows';

const QUOTA = 6;
const WINDOW_SECONDS = 60;
const MOST = 1.02;

/** Many posts under TikTok's real quota: as long as the quota needs, and nothing refused. */
export const pacing: Figure = async (bench, note) => {
	const posts = bench.options.quick ? QUOTA + 1 : 20;
	const files: MediaFile[] = [];
	for (let post = 1; post <= posts; post++) {
		files.push(await makeFile(bench.lab.files, `post-${post}`, 1000 + post));
	}
	const least = Math.floor((posts - 1) / QUOTA) * WINDOW_SECONDS;
	note(`${posts} posts, at least ${least} s`);
	const before = (await bench.tiktok.requests()).length;
	await bench.tiktok.emptyQuotas();
	await bench.tiktok.set({ initQuotaPerMinute: QUOTA });
	try {
		const workflow = uploadWorkflow(join(bench.lab.files, 'post-*.mp4'));
		const publishes = await bench.lab.fresh(async (n8n) =>
			publishesOf(bench.tiktok, n8n, workflow),
		);
		requireSameBytes(publishes, files);
		const started = Math.min(...publishes.map(({ createdAt }) => createdAt));
		const ended = Math.max(...publishes.map(({ finalAt }) => finalAt ?? Infinity));
		const seconds = (ended - started) / 1000;
		const requests = (await bench.tiktok.requests()).slice(before);
		const refused = requests.filter(({ status = 0 }) => status >= 400).length;
		return [
			{
				figure: `${posts} posts, ${QUOTA} a minute allowed`,
				ours: `${seconds.toFixed(1)} s = ${(seconds / least).toFixed(2)} x, ${refused} refused`,
				control: `${least} s, the least the quota allows`,
				target: `<= ${MOST} x, none refused`,
				pass: seconds / least <= MOST && refused === 0,
			},
		];
	} finally {
		await bench.tiktok.set({ initQuotaPerMinute: 1000 });
	}
};
