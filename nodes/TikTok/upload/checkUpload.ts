import type { IDataObject } from 'n8n-workflow';
import { videoUploads } from '../api/inits';
import type { Problems } from '../errors/problems';
import { checkVideoFacts } from '../media/checkVideo';
import { MetadataSearch } from '../media/metadataSearch';
import type { VideoFacts } from '../media/videoFacts';
import { describeFacts } from '../media/videoFacts';
import type { Preflight } from '../posting/preflight';
import { preflight } from '../posting/preflight';
import type { VideoPost } from '../posting/videoPost';
import { wouldPost } from '../posting/wouldPost';
import type { Task } from '../run/perItem';
import { endingWith } from '../shared/endingWith';
import { lookAhead } from './checkHeader';
import type { ChunkPlan } from './chunkPlan';
import { chunkRange, planChunks, withFile } from './chunkPlan';
import { ChunkReader } from './chunkReader';
import type { NamedVideo } from './namedVideo';
import { uploadSlots } from './uploadSlots';
import type { VideoSource } from './videoSource';

/**
 * Check Only of an upload: file → preflight → what the file says, as an upload does it, and no init.
 * Problems go to those of the task.
 * @param named the video; may fail
 * @param keyPart where every file of the item is a post of its own
 */
export async function checkUpload(
	task: Task,
	{ mode, body }: VideoPost,
	named: () => NamedVideo,
	keyPart?: string,
): Promise<IDataObject> {
	const { problems, session } = task;
	const video = problems.attempt(named);
	const open = video && (async () => await endingWith(video.open(), session.signal));
	const atHand = open && video.isAtHand ? await problems.settle(open()) : undefined;
	const limits = await preflight(task, mode, body);
	const later = video?.isAtHand ? atHand && (async () => atHand) : open;
	const looked = later && (await lookAt(task, later, limits));
	const request = looked ? withFile(body, looked.plan) : body;
	const media = { file: looked?.file };
	return await wouldPost(task, videoUploads, mode, request, limits, media, keyPart);
}

/** Holds an upload slot: each look has one chunk in memory, as each upload has. */
async function lookAt(
	task: Task,
	open: () => Promise<VideoSource>,
	limits: Preflight,
): Promise<{ plan: ChunkPlan; file: IDataObject } | undefined> {
	const { session, problems, parameters } = task;
	const { signal } = session;
	const slot = await uploadSlots.take(signal);
	let reader: ChunkReader | undefined;
	try {
		const source = await problems.settle(open());
		if (!source) return undefined;
		const plan = planChunks(source.size);
		reader = new ChunkReader(source, plan, (bytes) => slot.buffer(bytes), signal);
		const seen = await problems.settle(readFacts(source, plan, reader, problems));
		if (seen && parameters.flag('preflight')) {
			checkVideoFacts(seen.facts, limits.maxSeconds, problems);
		}
		return { plan, file: describe(plan, seen) };
	} finally {
		slot.leaveBuffer();
		slot.giveBack();
		reader?.close();
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
	let facts = kind && (search.look(first, 0) ?? (await lookAhead(search, source)));
	for (let index = 1; kind && index < plan.count && !search.isOver; index++) {
		facts = search.look(await reader.read(index), chunkRange(plan, index).first);
	}
	return { kind, facts: facts || {} };
}

const describe = (plan: ChunkPlan, seen: Seen | undefined): IDataObject => ({
	...(seen?.kind && { kind: seen.kind }),
	bytes: plan.size,
	...describeFacts(seen?.facts ?? {}),
	chunks: plan.count,
});
