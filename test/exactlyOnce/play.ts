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

let accounts = 0;

/** Plays one schedule on an account of its own, through n8n's real engine. */
export async function play(setting: Setting, schedule: Schedule): Promise<Ending> {
	const username = `account.${++accounts}`;
	setting.emulator.addAccount({ username });
	const credential = setting.connect({ username });
	const items = await inputOf(setting, schedule, username);
	setting.emulator.faults.clear();
	setting.emulator.faults.script(...schedule.faults);
	const result = await runNode(setting, schedule, credential, items);
	setting.emulator.faults.clear();
	await setting.emulator.settled();
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
	schedule: Schedule,
	account: string,
): Promise<INodeExecutionData[]> {
	const { operation, items, files, large } = schedule;
	const hasFiles = operation === 'upload' || operation === 'uploadMany';
	return await Promise.all(
		Array.from({ length: items }, async (_, item) => {
			const binary: INodeExecutionData['binary'] = {};
			for (let file = 0; hasFiles && file < (operation === 'upload' ? 1 : files); file++) {
				binary[`file${file}`] = await setting.harness.storeBinary({
					bytes: mediaBuffer({
						property: `${account}/${item}/${file}`,
						bytes: large ? LARGE : SMALL,
						head: 'mp4',
					}),
					mimeType: 'video/mp4',
					fileName: `${item}-${file}.mp4`,
				});
			}
			const url = `https://media.example.com/${account}/${item}`;
			return { json: { url }, ...(hasFiles && { binary }) };
		}),
	);
}
