import { randomUUID } from 'node:crypto';

import { outputOf, type Execution, type Workflow } from '../n8n/rest';
import { waitFor } from '../waitFor';
import { hostMedia } from '../mediaHost';
import { chooseCredential, readExample } from './exampleFiles';
import { createOwnSetting, type OwnSetting } from './ownSetting';
import { requireSuccess } from './setting';
import { START, webhook } from './workflows';

/**
 * The loop in an n8n of its own, which is killed while it sleeps. A real wait takes 70 seconds, and
 * 120 when only the link is missing: both sleep at the same time here.
 */

const HOUR = 3_600_000;
const DOWNLOAD_MS = 3_000;
/** The longer wait, two starts of n8n and room. */
const LIMIT_MS = 300_000;

let setting: OwnSetting;
let closeMedia: () => Promise<void>;
beforeAll(async () => {
	setting = await createOwnSetting({});
	closeMedia = await hostMedia(setting.emulator);
});
afterAll(async () => {
	await setting.close();
	await closeMedia();
});

async function example(): Promise<Workflow> {
	const workflow = await readExample('durable-wait-loop.json');
	chooseCredential(workflow, await setting.connect());
	return workflow;
}

/** The loop as a person tries it out. */
async function runByHand(): Promise<string> {
	return await setting.rest.runWorkflow(await setting.rest.importWorkflow(await example()), START);
}

/** The loop as it works every day: something else than a person starts it. */
async function runByItself(): Promise<string> {
	const workflow = await example();
	const path = randomUUID();
	const first = workflow.nodes.findIndex(({ name }) => name === START);
	workflow.nodes[first] = { ...webhook(path), name: START };
	const saved = await setting.publish(workflow);
	const address = `${setting.instance.url}/webhook/${path}`;
	await waitFor('webhook', async () =>
		(await fetch(address, { method: 'POST' })).ok ? true : undefined,
	);
	return await waitFor('execution', async () => (await setting.rest.executionsOf(saved.id)).at(0));
}

async function untilAsleep(id: string): Promise<void> {
	await waitFor('wait in n8n’s database', async () => {
		const { status } = await setting.rest.call<{ status: string }>('GET', `/rest/executions/${id}`);
		return status === 'waiting' ? true : undefined;
	});
}

const questions = ({ data }: Execution) =>
	data.resultData.runData['Get Status'].map((run) => run.data?.main?.[0]?.[0].json);

it(
	'durable-wait-loop: sleeps through kill -9, goes on, and ends with the link',
	async () => {
		const { switches, clock, faults } = setting.emulator;
		switches.processingMs = HOUR;
		const processing = await runByHand();
		await untilAsleep(processing);
		switches.processingMs = 0;
		switches.moderationMs = HOUR;
		// TikTok has the file by then: only the link is missing at the first question.
		faults.script({
			match: { path: '/v2/post/publish/status/fetch/' },
			do: { kind: 'delay', ms: DOWNLOAD_MS },
		});
		const inModeration = await runByItself();
		await untilAsleep(inModeration);
		await setting.killAndRestart();
		clock.advance(2 * HOUR);
		const [first, second] = await Promise.all(
			[processing, inModeration].map(async (id) =>
				requireSuccess(await setting.rest.waitForExecution(id, { limitMs: LIMIT_MS })),
			),
		);

		const link = { post_urls: [expect.stringMatching(/\/video\/\d{19}$/)] };
		expect(questions(first)).toMatchObject([{ is_final: false, retry_after_seconds: 70 }, link]);
		expect(questions(second)).toMatchObject([{ outcome: 'published', post_ids: [] }, link]);
		for (const execution of [first, second]) {
			expect(outputOf(execution, 'Done').map(({ json }) => json)).toMatchObject([link]);
			expect(execution.data.resultData.runData.Wait).toHaveLength(1);
		}
		expect(setting.emulator.publishes).toHaveLength(2);
	},
	LIMIT_MS,
);
