import type { Session } from '../../../../nodes/TikTok/request/session';
import { wait } from '../../../../nodes/TikTok/shared/clock';
import { readPublishStatus } from '../../../../nodes/TikTok/status/publishStatus';
import { waitForCompletion } from '../../../../nodes/TikTok/status/waitForCompletion';

let time = 0;
jest.mock('../../../../nodes/TikTok/shared/clock', () => ({ now: () => time, wait: jest.fn() }));

beforeEach(() => {
	time = 0;
	jest.mocked(wait).mockImplementation(async (ms) => {
		time += ms;
	});
});

const session = {
	logger: { info() {}, warn() {} },
	withoutRepeats: () => session,
} as unknown as Session;

/** Waits for a post that is ready at a moment; when that was noticed, and after how many calls. */
async function follow(readyAt: number): Promise<{ noticedAt: number; calls: number }> {
	let calls = 0;
	const ask = async () => {
		calls += 1;
		const status = time >= readyAt ? 'PUBLISH_COMPLETE' : 'PROCESSING_UPLOAD';
		return readPublishStatus('v_pub_file~v2-1.1', { status });
	};
	const { done } = await waitForCompletion(session, ask, { forPublicId: false, maxWaitMs: 3_600_000 });
	expect(done).toBe(true);
	return { noticedAt: time, calls };
}

it('takes at most seven status calls for a post that is ready after two minutes', async () => {
	for (let run = 0; run < 200; run += 1) {
		time = 0;
		expect((await follow(120_000)).calls).toBeLessThanOrEqual(7);
	}
});

it.each(Array.from({ length: 20 }, (_, index) => 5_000 + Math.round((index * 895_000) / 19)))(
	'notices at most 30 s late that a post is ready after %d ms',
	async (readyAt) => {
		for (let run = 0; run < 50; run += 1) {
			time = 0;
			expect((await follow(readyAt)).noticedAt - readyAt).toBeLessThanOrEqual(30_000);
		}
	},
);
