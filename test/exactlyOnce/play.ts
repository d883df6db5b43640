/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import { createHash } from 'node:crypto';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import type { Publish } from '../emulator';
import { mediaBuffer } from '../fixtures/media';
import type { CredentialRef, RunResult } from '../harness/types';
import type { Setting } from '../harness/setting';
import type { Schedule } from './schedule';
import { LARGE } from './schedule';

/** What a schedule led to: what the workflow saw, and what TikTok has. */
export interface Ending {
	result: RunResult;
	/** Posts that TikTok will make: accepted pulls, and uploads whose bytes are all there. */
	accepted: Publish[];
	/** Hashes of the files that were to be posted, by item. */
	sources: string[][];
}

const SMALL = 2_000;
const MARK_AT = 1_000;
const MARK_BYTES = 100;

let accounts = 0;

/**
 * Plays one schedule through n8n's real engine, on an account of its own: the node keeps in mind
 * what it learned of an account. TikTok begins anew each time, or the posts of all the schedules
 * before would make every look at a post slower.
 */
export async function play(setting: Setting, schedule: Schedule): Promise<Ending> {
	const username = `account.${++accounts}`;
	setting.emulator.reset();
	setting.emulator.addAccount({ username });
	const credential = setting.connect({ username });
	const items = await inputOf(setting, schedule, username);
	setting.emulator.faults.clear();
	setting.emulator.faults.script(...schedule.faults);
	const result = await runNode(setting, schedule, credential, items);
	setting.emulator.faults.clear();
	await setting.emulator.settled();
	const sources = await hashesOf(setting, items);
	await setting.harness.deleteBinaries(items);
	const ofAccount = setting.emulator.publishes.filter(({ account }) => account === username);
	return {
		result,
		sources,
		accepted: ofAccount.filter(({ source, complete }) => source === 'PULL_FROM_URL' || complete),
	};
}

async function runNode(
	setting: Setting,
	schedule: Schedule,
	credential: CredentialRef,
	items: INodeExecutionData[],
): Promise<RunResult> {
	let isOver = false;
	const cancelAfter = schedule.cancelAtRequest
		? heard(setting, schedule.cancelAtRequest, () => isOver)
		: undefined;
	const result = await setting.harness.run({
		parameters: parametersOf(schedule),
		items,
		credentials: [credential],
		onError: schedule.onError,
		retryOnFail: schedule.maxTries > 0,
		maxTries: schedule.maxTries || undefined,
		waitBetweenTries: 0,
		cancelAfter,
	});
	isOver = true;
	return result;
}

/** Resolves once TikTok has heard so many requests, or the run is over. */
async function heard({ emulator }: Setting, count: number, isOver: () => boolean): Promise<void> {
	const before = emulator.requests.length;
	while (emulator.requests.length - before < count && !isOver()) {
		await new Promise((resolve) => setImmediate(resolve));
	}
}

async function hashesOf({ harness }: Setting, items: INodeExecutionData[]): Promise<string[][]> {
	return await Promise.all(
		items.map(async ({ binary }) => {
			const files = Object.values(binary ?? {});
			return await Promise.all(files.map(async (file) => sha256Of(await harness.readBinary(file))));
		}),
	);
}

const sha256Of = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

function parametersOf({ operation, postMode, wait }: Schedule): INodeParameters {
	const common = {
		postMode,
		privacyLevel: 'SELF_ONLY',
		returnWhen: wait ? 'published' : 'started',
		options: { maxWaitMinutes: 1 },
	};
	if (operation === 'photo') {
		return {
			...common,
			resource: 'photo',
			operation: 'post',
			photoUrls: ['={{ $json.url }}'],
		};
	}
	return {
		...common,
		resource: 'video',
		operation,
		videoUrl: '={{ $json.url }}',
		binaryPropertyName: 'file0',
		binaryPropertyNames: '',
	};
}

/** Every medium is one of a kind, so that a second post of it shows. */
async function inputOf(
	setting: Setting,
	{ operation, items, files, large }: Schedule,
	account: string,
): Promise<INodeExecutionData[]> {
	const filesPerItem = { upload: 1, uploadMany: files, publish: 0, photo: 0 }[operation];
	const input: INodeExecutionData[] = [];
	for (let item = 0; item < items; item++) {
		const url = `https://media.example.com/${account}/${item}`;
		const binary: NonNullable<INodeExecutionData['binary']> = {};
		for (let file = 0; file < filesPerItem; file++) {
			const mark = `${account}/${item}/${file}`;
			binary[`file${file}`] = await setting.harness.storeBinary({
				bytes: large && item === 0 ? marked(largeFile(), mark) : marked(smallFile(), mark),
				mimeType: 'video/mp4',
				fileName: `${item}-${file}.mp4`,
			});
		}
		input.push({ json: { url }, ...(filesPerItem > 0 && { binary }) });
	}
	return input;
}

/** Made once and stored again and again: fresh memory for 50 MB costs more than its upload. */
const once = (bytes: number) => {
	let file: Buffer | undefined;
	return () => (file ??= mediaBuffer({ property: 'file', bytes, head: 'mp4' }));
};
const smallFile = once(SMALL);
const largeFile = once(LARGE);

/** The same bytes with other content at one place, behind the head of the container. */
function marked(file: Buffer, mark: string): Buffer {
	file.fill(0, MARK_AT, MARK_AT + MARK_BYTES);
	file.write(mark, MARK_AT, MARK_BYTES);
	return file;
}
