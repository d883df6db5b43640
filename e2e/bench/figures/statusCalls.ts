/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { root } from '../../folders';
import type { Figure } from '../bench';

const MINUTE = 60_000;
const READY_AT = 2 * MINUTE;
const MOMENTS = 20;
const [EARLIEST, LATEST] = [5_000, 15 * MINUTE];
const CONTROL_EVERY_MS = 5_000;
const MOST_CALLS = 7;
const LATEST_NOTICE_MS = 30_000;
/** Jitter is chance: each moment is played so often. */
const PLAYS = 50;

interface Status {
	outcome: string;
	is_final: boolean;
}

interface ClockModule {
	now(): number;
	wait(ms: number): Promise<void>;
}

type WaitForCompletion = (
	session: unknown,
	ask: () => Promise<Status>,
	options: { forPublicId: boolean; maxWaitMs: number },
) => Promise<unknown>;

/** The built node's own waiting, with its clock moved instead of awaited. */
export const statusCalls: Figure = async () => {
	// CommonJS, so that the functions of the clock can be replaced.
	const load = createRequire(join(root, 'package.json'));
	const node = join(root, 'dist', 'nodes', 'TikTok');
	const clock = load(join(node, 'shared', 'clock.js')) as ClockModule;
	const { readPublishStatus } = load(join(node, 'api', 'publishStatus.js')) as {
		readPublishStatus(publishId: string, data: object): Status;
	};
	const { waitForCompletion } = load(join(node, 'status', 'waitForCompletion.js')) as {
		waitForCompletion: WaitForCompletion;
	};

	let time = 0;
	clock.now = () => time;
	clock.wait = async (ms) => {
		time += ms;
	};
	const follow = async (readyAt: number) => {
		time = 0;
		let calls = 0;
		const ask = async () => {
			calls += 1;
			const status = time >= readyAt ? 'PUBLISH_COMPLETE' : 'PROCESSING_UPLOAD';
			return readPublishStatus('v_pub', { status });
		};
		const session = { logger: { info: () => {} }, withoutRepeats: () => session };
		await waitForCompletion(session, ask, { forPublicId: false, maxWaitMs: 60 * MINUTE });
		return { calls, late: time - readyAt };
	};

	let mostCalls = 0;
	let latest = 0;
	for (let play = 0; play < PLAYS; play++) {
		mostCalls = Math.max(mostCalls, (await follow(READY_AT)).calls);
		for (let moment = 0; moment < MOMENTS; moment++) {
			const readyAt = EARLIEST + ((LATEST - EARLIEST) * moment) / (MOMENTS - 1);
			latest = Math.max(latest, (await follow(readyAt)).late);
		}
	}
	return [
		{
			figure: 'status calls, ready after 2 min',
			ours: `at most ${mostCalls}`,
			control: `${READY_AT / CONTROL_EVERY_MS}, one every 5 s`,
			target: `<= ${MOST_CALLS}`,
			pass: mostCalls <= MOST_CALLS,
			note: `virtual time, ${PLAYS} plays of the jitter`,
		},
		{
			figure: `${MOMENTS} ready moments from 5 s to 15 min: noticed late by`,
			ours: `at most ${(latest / 1000).toFixed(1)} s`,
			target: `<= ${LATEST_NOTICE_MS / 1000} s and one call`,
			pass: latest <= LATEST_NOTICE_MS,
			note: `virtual time, ${PLAYS} plays of the jitter each`,
		},
	];
};
