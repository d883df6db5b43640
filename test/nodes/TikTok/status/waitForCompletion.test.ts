import fc from 'fast-check';
import type { Session } from '../../../../nodes/TikTok/request/session';
import { elapsed, wait } from '../../../../nodes/TikTok/shared/clock';
import { readPublishStatus } from '../../../../nodes/TikTok/api/publishStatus';
import { isDone, waitForCompletion } from '../../../../nodes/TikTok/status/waitForCompletion';

jest.mock('../../../../nodes/TikTok/shared/clock', () => ({
	elapsed: jest.fn(),
	wait: jest.fn(),
	deadline: () => new AbortController().signal,
}));

const minute = 60_000;
let time: number;
let chance: () => number;

beforeEach(() => {
	time = 0;
	chance = () => 0;
	jest.spyOn(Math, 'random').mockImplementation(() => chance());
	jest.mocked(elapsed).mockImplementation(() => time);
	jest.mocked(wait).mockImplementation(async (ms, signal) => {
		signal?.throwIfAborted();
		time += ms;
	});
});
afterEach(() => jest.restoreAllMocks());

interface Life {
	/** When TikTok is done, in ms after the start. */
	readyAt: number;
	/** When the public id is there. */
	idAt?: number;
	end?: 'PUBLISH_COMPLETE' | 'SEND_TO_USER_INBOX' | 'FAILED';
}

async function follow(
	{ readyAt, idAt = Infinity, end = 'PUBLISH_COMPLETE' }: Life,
	{
		forPublicId = false,
		maxWaitMs = 30 * minute,
		signal,
	}: Partial<{
		forPublicId: boolean;
		maxWaitMs: number;
		signal: AbortSignal;
	}> = {},
) {
	const questions: number[] = [];
	const lines: string[] = [];
	const session = {
		logger: { info: (line: string) => lines.push(line) },
		withoutRepeats: () => session,
		signal,
	} as unknown as Session;
	const result = await waitForCompletion(
		session,
		async () => {
			questions.push(time);
			return readPublishStatus('v_pub', {
				status: time >= readyAt ? end : 'PROCESSING_UPLOAD',
				publicaly_available_post_id: time >= idAt ? ['7678907398077074696'] : [],
			});
		},
		{ forPublicId, maxWaitMs },
	);
	return { result, questions, lines };
}

describe('waiting for a post', () => {
	it('asks after 5, 10, 20 and then every 30 seconds', async () => {
		const { questions } = await follow({ readyAt: 150_000 });
		expect(questions).toEqual([5_000, 15_000, 35_000, 65_000, 95_000, 125_000, 155_000]);
	});

	it('asks earlier by up to a fifth, never later', async () => {
		chance = () => 0.999_999;
		const { questions } = await follow({ readyAt: 20_000 });
		expect(questions.map(Math.round)).toEqual([4_000, 12_000, 28_000]);
	});

	it.each([0, 0.5, 0.999])(
		'asks at most seven times for two minutes (chance %d)',
		async (value) => {
			chance = () => value;
			const { questions } = await follow({ readyAt: 2 * minute });
			expect(questions.length).toBeLessThanOrEqual(7);
		},
	);

	it('notices within 30 seconds, whenever the post is ready', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 5_000, max: 15 * minute }),
				fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
				async (readyAt, chances) => {
					time = 0;
					chance = () => chances.next().value;
					const { result } = await follow({ readyAt });
					expect(result).toMatchObject({ done: true, status: { outcome: 'published' } });
					expect(time - readyAt).toBeLessThanOrEqual(30_000);
				},
			),
		);
	});

	it('tells the log what it waits for', async () => {
		const { lines } = await follow({ readyAt: 10_000 });
		expect(lines).toEqual(['TikTok: v_pub is PROCESSING_UPLOAD, waiting']);
	});

	it.each(['SEND_TO_USER_INBOX', 'FAILED'] as const)(
		'%s ends it, also when a public id is waited for',
		async (end) => {
			const { result, questions } = await follow({ readyAt: 0, end }, { forPublicId: true });
			expect(result).toMatchObject({ done: true, status: { status: end } });
			expect(questions).toHaveLength(1);
		},
	);
});

describe('waiting for the public id', () => {
	it('goes on after the post is complete', async () => {
		const { result } = await follow({ readyAt: 5_000, idAt: 3 * minute }, { forPublicId: true });
		expect(result).toMatchObject({ done: true, status: { post_ids: ['7678907398077074696'] } });
		expect(time).toBeGreaterThanOrEqual(3 * minute);
	});

	it('is not done without being asked for', async () => {
		const { result } = await follow({ readyAt: 5_000, idAt: 3 * minute });
		expect(result).toMatchObject({ done: true, status: { post_ids: [] } });
		expect(time).toBe(5_000);
	});

	it('a complete post without an id is done for those who do not want it', () => {
		const complete = readPublishStatus('v_pub', { status: 'PUBLISH_COMPLETE' });
		expect(isDone(complete, { forPublicId: false })).toBe(true);
		expect(isDone(complete, { forPublicId: true })).toBe(false);
	});
});

describe('running out of time', () => {
	it('is a result: the last status, not done', async () => {
		const { result } = await follow({ readyAt: Infinity }, { maxWaitMs: 10 * minute });
		expect(result).toMatchObject({ done: false, status: { is_final: false } });
	});

	it('happens exactly at the maximum, with one last question there', async () => {
		await fc.assert(
			fc.asyncProperty(fc.integer({ min: 1, max: 60 * minute }), async (maxWaitMs) => {
				time = 0;
				const { questions } = await follow({ readyAt: Infinity }, { maxWaitMs });
				expect(questions[questions.length - 1]).toBe(maxWaitMs);
			}),
		);
	});

	it('a post that is ready in the last moment is still seen', async () => {
		const { result } = await follow({ readyAt: minute }, { maxWaitMs: minute });
		expect(result.done).toBe(true);
	});
});

describe('stopping', () => {
	it('a cancelled execution asks no further', async () => {
		const controller = new AbortController();
		jest.mocked(wait).mockImplementation(async (ms, signal) => {
			time += ms;
			if (time > 30_000) controller.abort();
			signal?.throwIfAborted();
		});
		const waiting = follow({ readyAt: Infinity }, { signal: controller.signal });
		await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
		expect(time).toBe(35_000);
	});

	it('a refused question ends the wait with its reason', async () => {
		const session = {
			logger: { info: () => {} },
			withoutRepeats: () => session,
		} as unknown as Session;
		const ask = async () => await Promise.reject(new Error('invalid_publish_id'));
		const waiting = waitForCompletion(session, ask, { forPublicId: false, maxWaitMs: minute });
		await expect(waiting).rejects.toThrow('invalid_publish_id');
	});
});
