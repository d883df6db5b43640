/* eslint-disable @n8n/community-nodes/no-restricted-imports, no-console */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import type { Emulator } from '../../test/emulator';
import { failureOf, outputOf } from '../n8n/rest';
import type { N8nRest, SavedWorkflow } from '../n8n/rest';
import { step } from '../progress';

export const MAIN = 'upload-video.json';
const TRIGGER = 'Start';
const UPLOAD = 'Upload to TikTok';
const RUN_LIMIT_MS = 6 * 60_000;

/** Runs the main example, which posts the video, and says what became of it. */
export async function postFirst(
	rest: N8nRest,
	emulator: Emulator,
	{ workflow, video, once }: { workflow: SavedWorkflow; video: string; once: boolean },
): Promise<void> {
	const post = await step('Running the upload and waiting for TikTok', async (note) => {
		const id = await rest.runWorkflow(workflow, TRIGGER);
		const execution = await rest.waitForExecution(id, {
			limitMs: RUN_LIMIT_MS,
			onPoll: (status) => note(`n8n says "${status}"`),
		});
		if (execution.status !== 'success')
			throw new Error(`The upload failed. ${failureOf(execution)}`);
		const [item] = outputOf(execution, UPLOAD);
		if (!item) throw new Error(`"${UPLOAD}" put out nothing.`);
		return item.json as { outcome?: string; publish_id: string; post_url?: string };
	});
	const bytes = await requireSameBytes(emulator, post.publish_id, video);
	const { postId } = emulator.publishes[0];
	// The address leads to the emulator, which then ends with this run.
	const address = once ? `post ID ${postId}` : post.post_url || 'has no public address yet';
	console.log(`
  Video       ${bytes} bytes, received exactly as sent
  Post        ${address}
  Outcome     ${post.outcome} (publish ID ${post.publish_id})`);
}

/** The point of it all: what arrived at TikTok's side is the file, byte for byte. */
async function requireSameBytes(
	emulator: Emulator,
	publishId: string,
	video: string,
): Promise<number> {
	const sent = await readFile(video);
	const received = emulator.publishes.find((publish) => publish.publishId === publishId);
	if (received?.sha256 !== createHash('sha256').update(sent).digest('hex')) {
		throw new Error(
			`The emulator has ${received?.bytesReceived ?? 0} bytes for publish ID ${publishId}, ` +
				`which are not the ${sent.length} bytes of the file.`,
		);
	}
	return sent.length;
}
