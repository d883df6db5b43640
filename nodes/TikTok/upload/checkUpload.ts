import type { IDataObject } from 'n8n-workflow';
import { videoUploads } from '../api/inits';
import type { Problems } from '../errors/problems';
import { checkVideoFacts } from '../media/checkVideo';
import { MetadataSearch } from '../media/metadataSearch';
import type { VideoFacts } from '../media/videoFacts';
import type { Preflight } from '../posting/preflight';
import { preflight } from '../posting/preflight';
import type { VideoPost } from '../posting/videoPost';
import { wouldPost } from '../posting/wouldPost';
import type { Task } from '../run/perItem';
import { endingWith } from '../shared/endingWith';
import type { ChunkPlan } from './chunkPlan';
import { chunkRange, planChunks, withFile } from './chunkPlan';
import { ChunkReader } from './chunkReader';
import { uploadSlots } from './uploadSlots';
import type { VideoSource } from './videoSource';

/** Opens the file; may fail. */
type OpenVideo = () => Promise<VideoSource>;

/**
 * Check Only of an upload: file → preflight → what the file says, as an upload does it, and no init.
 * Problems go to those of the task.
 */
export async function checkUpload(
	task: Task,
	{ mode, body }: VideoPost,
	open: OpenVideo,
): Promise<IDataObject> {
	const { signal } = task.session;
	const source = await task.problems.settle(endingWith(open(), signal));
	const limits = await preflight(task, mode, body);
	const plan = source && planChunks(source.size);
	const file = source && plan && (await lookAt(task, source, plan, limits));
	const request = plan ? withFile(body, plan) : body;
	return wouldPost(task, videoUploads, mode, request, limits, { file });
}

/** Holds an upload slot: each look has one chunk in memory, as each upload has. */
async function lookAt(
	task: Task,
	source: VideoSource,
	plan: ChunkPlan,
	limits: Preflight,
): Promise<IDataObject> {
	const { session, problems, parameters } = task;
	const { signal } = session;
	const slot = await uploadSlots.take(signal);
	const reader = new ChunkReader(source, plan, (bytes) => slot.buffer(bytes), signal);
	try {
		const seen = await problems.settle(readFacts(source, plan, reader, problems));
		if (seen && parameters.flag('preflight')) {
			checkVideoFacts(seen.facts, limits.maxSeconds, problems);
		}
		return describe(plan, seen);
	} finally {
		slot.leaveBuffer();
		slot.giveBack();
		reader.close();
	}
}

interface Seen {
	kind?: string;
	facts: VideoFacts;
}

/** In the windows in which an upload looks, and no further than the metadata. */
async function readFacts(
	source: VideoSource,
	plan: ChunkPlan,
	reader: ChunkReader,
	problems: Problems,
): Promise<Seen> {
	const search = new MetadataSearch();
	const first = await reader.read(0);
	const kind = problems.attempt(() => source.mimeTypeBy(first));
	let facts = kind && search.look(first, 0);
	for (let index = 1; kind && index < plan.count && !search.isOver; index++) {
		facts = search.look(await reader.read(index), chunkRange(plan, index).first);
	}
	return { kind, facts: facts || {} };
}

function describe(plan: ChunkPlan, seen: Seen | undefined): IDataObject {
	const { duration, width, height, frameRate } = seen?.facts ?? {};
	return {
		...(seen?.kind && { kind: seen.kind }),
		bytes: plan.size,
		...(duration !== undefined && { seconds: rounded(duration) }),
		...(width && { width, height }),
		...(frameRate !== undefined && { frames_per_second: rounded(frameRate) }),
		chunks: plan.count,
	};
}

const rounded = (value: number) => Math.round(value * 100) / 100;
