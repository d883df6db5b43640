/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { outputOf, type Credential, type Execution, type WorkflowNode } from '../n8n/rest';
import { createSetting, requireSuccess, writeVideo, type Setting } from './setting';
import { chain, node, readFiles, start, tikTok, webhook } from './workflows';

let setting: Setting;
/** Three videos, of which the second asks for a privacy level that the account does not offer. */
let files: string;
beforeAll(async () => {
	setting = await createSetting();
	// TikTok itself shall refuse the privacy level, not the node that has read which ones there are.
	setting.emulator.faults.script({
		match: { path: '/v2/post/publish/creator_info/query/' },
		do: { kind: 'drift', key: 'data.privacy_level_options', to: [] },
		times: 1000,
	});
	const folder = join(setting.filesFolder, 'three');
	await mkdir(folder);
	for (const [index, name] of ['a-good', 'b-bad', 'c-good'].entries()) {
		// Different sizes tell the files apart at TikTok's side.
		await writeVideo(join(folder, `${name}.mp4`), 300_000 + index * 1000);
	}
	files = join(folder, '*.mp4');
});
afterAll(async () => await setting.close());

const upload = {
	resource: 'video',
	operation: 'upload',
	postMode: 'DIRECT_POST',
	binaryPropertyName: 'data',
	title: '={{ $json.fileName }}',
	privacyLevel: "={{ $json.fileName.startsWith('b-bad') ? 'FOLLOWER_OF_CREATOR' : 'SELF_ONLY' }}",
};

const uploadThree = (credential: Credential, extra: Partial<WorkflowNode>, first = start()) =>
	chain(`Three videos, ${Object.values(extra).join(' ')}`, [
		first,
		readFiles(files),
		tikTok(upload, credential, extra),
	]);

const headline = 'This account does not offer the chosen privacy level.';
const refusal = {
	code: 'privacy_level_option_mismatch',
	log_id: expect.stringMatching(/^\w{20,}$/),
	http_status: 403,
	retryable: false,
};
const errorItem = { error: expect.stringContaining(headline), details: refusal };
const post = { publish_id: expect.any(String), status: 'PROCESSING_UPLOAD' };

const publishedBy = (credential: Credential) =>
	setting.emulator.publishes
		.filter(({ account }) => credential.name.endsWith(` ${account}`))
		.filter(({ complete }) => complete)
		.map(({ publishId }) => publishId)
		.sort();

describe('one bad item among three', () => {
	it('"Continue": stands in its place with error and details, the others are posted', async () => {
		const credential = await setting.connect();
		const execution = requireSuccess(
			await setting.run(uploadThree(credential, { onError: 'continueRegularOutput' })),
		);
		const items = outputOf(execution, 'TikTok');

		expect(items.map(({ json }) => json)).toEqual([
			expect.objectContaining(post),
			errorItem,
			expect.objectContaining(post),
		]);
		expect(items[1].pairedItem).toEqual({ item: 1 });
		expect(publishedBy(credential)).toHaveLength(2);
	});

	it('"Continue (using error output)": leaves by the error output with its details', async () => {
		const credential = await setting.connect();
		const execution = requireSuccess(
			await setting.run(uploadThree(credential, { onError: 'continueErrorOutput' })),
		);

		expect(outputOf(execution, 'TikTok')).toHaveLength(2);
		const failed = outputOf(execution, 'TikTok', 1);
		// On this output n8n adds the fields of the input item.
		expect(failed.map(({ json }) => json)).toEqual([
			expect.objectContaining({ ...errorItem, fileName: 'b-bad.mp4' }),
		]);
		expect(failed[0].pairedItem).toEqual({ item: 1 });
	});

	it('"Stop Workflow": the error lists what was posted all the same', async () => {
		const credential = await setting.connect();
		const execution = await setting.run(uploadThree(credential, { onError: 'stopWorkflow' }));
		const { error } = execution.data.resultData;

		expect(execution.status).toBe('error');
		expect(error?.message).toBe(headline);
		expect(error?.description).toContain('privacy_level_option_mismatch');
		expect(error?.context).toMatchObject({ itemIndex: 1, tiktok: refusal });
		expectPublishedList(error?.context?.tiktok, credential);
		expect(JSON.stringify(execution.data)).not.toMatch(/upload_token|act\.\w{20}|desk-secret-1/);
	});

	it('"Stop Workflow": wrong input has the same place for its details', async () => {
		const credential = await setting.connect();
		const execution = await setting.run(
			chain('No file', [start(), tikTok({ ...upload, privacyLevel: 'SELF_ONLY' }, credential)]),
		);
		const { error } = execution.data.resultData;

		expect(error?.message).toBe('The input item has no file in the field "data".');
		expect(error?.context?.tiktok).toMatchObject({ code: 'no_file', published: [] });
	});
});

function expectPublishedList(details: unknown, credential: Credential): void {
	const { published } = details as { published: Array<{ item: number; publish_id: string }> };
	expect(published.map(({ item }) => item).sort()).toEqual([0, 2]);
	expect(published.map(({ publish_id }) => publish_id).sort()).toEqual(publishedBy(credential));
}

describe('an error workflow', () => {
	let received: Record<string, unknown>;
	let credential: Credential;

	beforeAll(async () => {
		const errorWorkflow = await setting.publish(
			chain('Error workflow', [node('Error Trigger', 'n8n-nodes-base.errorTrigger', 1)]),
		);
		credential = await setting.connect();
		const path = randomUUID();
		const workflow = uploadThree(credential, {}, webhook(path));
		workflow.settings = { ...workflow.settings, errorWorkflow: errorWorkflow.id };
		await setting.callWebhook(await setting.publish(workflow), path);
		const execution = await setting.firstExecutionOf(errorWorkflow);
		const [{ json }] = outputOf(execution, 'Error Trigger');
		received = (json.execution as { error: Record<string, unknown> }).error;
	});

	it('receives the message', () => {
		expect(received.message).toBe(headline);
	});

	it('receives the description: what to do, TikTok code and log id', () => {
		expect(received.description).toMatch(
			/^Choose one from the Privacy Level list.*\(TikTok code: \w+, log id: \w+\) 2 other items were posted: \S+, \S+\.$/,
		);
	});

	it('receives the same details, and the publish IDs of the items that were posted', () => {
		const context = received.context as Record<string, unknown> | undefined;
		expect(context?.tiktok).toMatchObject(refusal);
		expectPublishedList(context?.tiktok, credential);
	});
});

describe('Retry On Fail with three items', () => {
	const retry = { retryOnFail: true, maxTries: 3, waitBetweenTries: 100 };
	const initsBy = (from: number) =>
		setting.emulator.requests
			.slice(from)
			.filter(({ path }) => path === '/v2/post/publish/video/init/')
			.map(({ body, status }) => {
				const { post_info } = body as { post_info: { title: string } };
				return `${post_info.title} ${status}`;
			})
			.sort();

	it('never starts a second post for an item that TikTok accepted', async () => {
		const credential = await setting.connect();
		const from = setting.emulator.requests.length;
		const execution = await setting.run(uploadThree(credential, retry));

		expect(execution.data.resultData.error?.message).toBe(headline);
		expect(initsBy(from)).toEqual([
			'a-good.mp4 200',
			...Array<string>(retry.maxTries).fill('b-bad.mp4 403'),
			'c-good.mp4 200',
		]);
		expect(publishedBy(credential)).toHaveLength(2);
		expectPublishedList(execution.data.resultData.error?.context?.tiktok, credential);
	});

	it('puts out every item once the bad one succeeds, the accepted ones with their first ID', async () => {
		const credential = await setting.connect();
		const from = setting.emulator.requests.length;
		setting.emulator.faults.script({
			match: { path: '/v2/post/publish/video/init/' },
			nth: 2,
			do: { kind: 'envelope', status: 400, code: 'invalid_params' },
		});
		const execution: Execution = await setting.runToSuccess(
			chain('Second try succeeds', [
				start(),
				readFiles(files),
				tikTok({ ...upload, privacyLevel: 'SELF_ONLY' }, credential, retry),
			]),
		);
		const ids = outputOf(execution, 'TikTok').map(({ json }) => json.publish_id);

		expect(
			initsBy(from)
				.map((init) => init.slice(-3))
				.sort(),
		).toEqual(['200', '200', '200', '400']);
		expect([...ids].sort()).toEqual(publishedBy(credential));
		expect(ids).toHaveLength(3);
	});
});
