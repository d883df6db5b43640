import { refusalFacts, shapeFacts } from '../facts';
import type { Probe } from '../probe';
import type { Answer, Side } from '../side';
import { videoOf } from '../video';
import { followed, initDraft, statusOf, uploadOf } from './posts';

const probe = (
	id: string,
	asks: string,
	run: Probe['run'],
	more: Partial<Pick<Probe, 'question' | 'switch'>> = {},
): Probe => ({ id, tier: 'drafts', asks, run, ...more });

/** What the answers to the chunks of one upload said, kept for the probes after the first. */
interface Upload {
	early: Answer;
	first: Answer;
	repeated: Answer;
	last: Answer;
	again: Answer;
	publishId: string;
}
const uploads = new WeakMap<Side, Promise<Upload>>();

const size = 10_500_000;
const chunk = 5_250_000;

/** Two chunks, and what a client does that lost an answer: once for all probes about it. */
async function uploaded(side: Side): Promise<Upload> {
	const known = uploads.get(side) ?? upload(side);
	uploads.set(side, known);
	return await known;
}

async function upload(side: Side): Promise<Upload> {
	const { publishId, url } = uploadOf(await initDraft(side, size, chunk, 2));
	const video = videoOf(size);
	const one = video.subarray(0, chunk);
	const two = video.subarray(chunk);
	const early = await side.put(url, two, chunk, size);
	const first = await side.put(url, one, 0, size);
	const repeated = await side.put(url, one, 0, size);
	const last = await side.put(url, two, chunk, size);
	const again = await side.put(url, two, chunk, size);
	return { early, first, repeated, last, again, publishId };
}

/** Whether UPLOADED_BYTES is a count or the last index. */
function progressOf(answer: Answer, stored: number): string {
	const said = /(\d+)\/\d+$/.exec(answer.headers.get('content-range') ?? '')?.[1];
	if (said === undefined) return 'none';
	return { [stored]: 'count', [stored - 1]: 'index' }[said] ?? `another number: ${said}`;
}

/** Refused inits cost nothing; one that is accepted takes one of the five places for drafts. */
const borders: Array<[string, number, number, number, number?]> = [
	['count-rounded-up', 15_000_000, 10_000_000, 2],
	['one-chunk-that-is-not-the-file', 15_000_000, 10_000_000, 1],
	['chunk-of-four-million', 12_000_000, 4_000_000, 3],
	['whole-file-of-64-MiB', 67_108_864, 67_108_864, 1, 3],
	['chunks-of-five-million', 15_000_000, 5_000_000, 3, 3],
];

export const draftProbes: Probe[] = [
	...borders.map(([name, total, each, count, question]) =>
		probe(
			`init-${name}`,
			`An upload of ${total} bytes as ${count} × ${each}`,
			async (side) => refusalFacts(await initDraft(side, total, each, count)),
			{ question },
		),
	),
	probe(
		'abandoned-init',
		'A draft whose file never comes, and whether it can be cancelled',
		async (side) => {
			const { publishId } = uploadOf(await initDraft(side, 1_000_000));
			const { json } = await statusOf(side, publishId);
			const body = { publish_id: publishId };
			const cancel = refusalFacts(await side.post('/v2/post/publish/cancel/', body));
			return { status: String(json?.data?.status), cancel: String(cancel.code) };
		},
	),
	probe('chunk-out-of-order', 'The second chunk before the first', async (side) => ({
		status: (await uploaded(side)).early.status,
	})),
	probe(
		'chunk-progress',
		'What the progress in the answer to a chunk means',
		async (side) => {
			const { first } = await uploaded(side);
			return { status: first.status, means: progressOf(first, chunk) };
		},
		{ question: 4, switch: 'progressHeader' },
	),
	probe('chunk-repeated', 'A chunk that is there already', async (side) => ({
		status: (await uploaded(side)).repeated.status,
	})),
	probe(
		'last-chunk',
		'The answer to the last chunk',
		async (side) => ({ status: (await uploaded(side)).last.status }),
		{ switch: 'finalUploadStatus' },
	),
	probe('last-chunk-again', 'The last chunk once more', async (side) => ({
		status: (await uploaded(side)).again.status,
	})),
	probe('status-on-the-way', 'The status after the last chunk', async (side) => {
		const { publishId } = await uploaded(side);
		return shapeFacts(await statusOf(side, publishId));
	}),
	probe('draft-arrives', 'Where a draft ends', async (side) => {
		const { publishId } = await uploaded(side);
		return await followed(side, publishId);
	}),
];
