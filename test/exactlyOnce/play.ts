import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import type { Publish } from '../emulator';
import { mediaBuffer } from '../fixtures/media';
import type { CredentialRef, RunResult } from '../harness/types';
import type { Setting } from '../harness/setting';
import type { Schedule } from './schedule';

/** What a schedule led to: what the workflow saw, and what TikTok has. */
export interface Ending {
	result: RunResult;
	/** Posts that TikTok will make: accepted pulls, and uploads whose bytes are all there. */
	accepted: Publish[];
}

const SMALL = 2_000;
/** Two chunks: the smallest size that is not sent whole. */
const LARGE = 50_000_001;
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
	await setting.harness.deleteBinaries(items);
	const ofAccount = setting.emulator.publishes.filter(({ account }) => account === username);
	return {
		result,
		accepted: ofAccount.filter(({ source, complete }) => source === 'PULL_FROM_URL' || complete),
	};
}

async function runNode(
	setting: Setting,
	schedule: Schedule,
	credential: CredentialRef,
	items: INodeExecutionData[],
): Promise<RunResult> {
	return await setting.harness.run({
		parameters: parametersOf(schedule),
		items,
		credentials: [credential],
		onError: schedule.onError,
		retryOnFail: schedule.maxTries > 0,
		maxTries: schedule.maxTries || undefined,
		waitBetweenTries: 0,
	});
}

function parametersOf({ operation, postMode, wait }: Schedule): INodeParameters {
	const common = {
		postMode,
		privacyLevel: 'SELF_ONLY',
		options: { waitForCompletion: wait, maxWaitMinutes: 1 },
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
