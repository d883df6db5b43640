/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { desktopApp } from '../../test/emulator/seed';
import { examples } from '../folders';
import { outputOf, type Credential, type Execution, type SavedWorkflow } from '../n8n/rest';
import { photoNames, photoPost } from '../rest/photoPost';
import { createSetting, PUBLIC_ADDRESS, requireSuccess, sha256, writeVideo } from '../rest/setting';
import type { Setting } from '../rest/setting';
import { callbackUrl, itemsOf, pollingTrigger, webhookTrigger } from '../rest/triggerRuns';
import { chain, node, readFiles, start, tikTok, webhook } from '../rest/workflows';
import { hostMedia } from '../mediaHost';
import { chooseCredential, nodeNamed, readExample } from '../rest/exampleFiles';
import { waitFor } from '../waitFor';
import { executionsOfWorkers, killWorkerOf } from './workerLogs';

const MEGABYTE = 1_000_000;
const POLL_LIMIT_MS = 70_000;
const EXECUTION_LIMIT_MS = 170_000;

let setting: Setting;
beforeAll(async () => {
	setting = await createSetting({ switches: { webhookGiveUpMs: 0 } });
});
afterAll(async () => await setting.close());

const calls = (path: string) => setting.emulator.requests.filter((one) => one.path === path);

const upload = (credential: Credential) =>
	tikTok(
		{
			resource: 'video',
			operation: 'upload',
			postMode: 'DIRECT_POST',
			binaryPropertyName: 'data',
			privacyLevel: 'PUBLIC_TO_EVERYONE',
		},
		credential,
	);

async function post(credential: Credential): Promise<string> {
	const file = join(setting.filesFolder, `${randomUUID()}.mp4`);
	await writeVideo(file);
	const workflow = chain('Posts', [start(), readFiles(file), upload(credential)]);
	const execution = await setting.runToSuccess(workflow);
	return String(outputOf(execution, 'TikTok')[0].json.publish_id);
}

/** Calls a published workflow several times at once and waits for all its executions. */
async function together(
	workflow: SavedWorkflow,
	path: string,
	times: number,
): Promise<Execution[]> {
	const before = await setting.rest.executionsOf(workflow.id);
	const url = `${setting.instance.url}/webhook/${path}`;
	await waitFor('webhook', async () => {
		const answer = await fetch(url, { method: 'GET' });
		// n8n names the right method once the address is known.
		return (await answer.text()).includes('POST') ? true : undefined;
	});
	await Promise.all(
		Array.from({ length: times }, async () => await fetch(url, { method: 'POST' })),
	);
	const ids = await waitFor('executions', async () => {
		const all = await setting.rest.executionsOf(workflow.id);
		const own = all.filter((id) => !before.includes(id));
		return own.length === times ? own : undefined;
	});
	return await Promise.all(
		ids.map(async (id) =>
			requireSuccess(await setting.rest.waitForExecution(id, { limitMs: EXECUTION_LIMIT_MS })),
		),
	);
}

async function workersOf(executions: Execution[]): Promise<number[]> {
	const workers = await executionsOfWorkers();
	return workers.map((ids) => executions.filter(({ id }) => ids.has(String(id))).length);
}

describe('an upload on a worker, with the file in the database', () => {
	it.each([
		['25 MB', 25 * MEGABYTE, undefined],
		['110 MB', 110 * MEGABYTE, expect.stringContaining('loaded this file whole')],
	])('%s arrive unchanged', async (_size, bytes, note) => {
		const file = join(setting.filesFolder, `${bytes}.mp4`);
		const { sha256 } = await writeVideo(file, bytes);
		const workflow = chain('Upload', [start(), readFiles(file), upload(await setting.connect())]);
		const execution = await setting.runToSuccess(workflow);
		const [{ json }] = outputOf(execution, 'TikTok');
		const received = setting.emulator.publishes.find((one) => one.publishId === json.publish_id);

		expect(outputOf(execution, 'Read Files')[0].binary?.data.id).toMatch(/^database:/);
		expect(received).toMatchObject({ complete: true, sha256, bytesReceived: bytes });
		expect((json.upload as { note?: string }).note).toEqual(note);
		expect((await workersOf([execution])).sort()).toEqual([0, 1]);
	});
});

it("photos from files get an address by the worker's WEBHOOK_URL, and main serves them", async () => {
	const { host } = new URL(PUBLIC_ADDRESS);
	setting.emulator.switches.pullMapping[host] = setting.instance.url;
	for (const app of setting.emulator.apps) app.verifiedUrlProperties.push(host);
	await setting.runToSuccess(await photoPost(setting, await setting.connect()));
	const { media } = setting.emulator.publishes.at(-1) ?? { media: [] };
	const files = photoNames.map(async (name) => await readFile(join(examples, 'media', name)));

	expect(media.map((photo) => photo.sha256)).toEqual((await Promise.all(files)).map(sha256));
	for (const { url } of media) expect(url).toMatch(`${PUBLIC_ADDRESS}/rest/binary-data/signed?`);
});

it('a token that expires under load is renewed once for both workers, each time', async () => {
	const path = randomUUID();
	const credential = await setting.connect();
	const getStats = tikTok({ resource: 'creator', operation: 'getStats' }, credential);
	const workflow = await setting.publish(chain('Load', [webhook(path), getStats]));
	for (let expiry = 0; expiry < 3; expiry++) {
		setting.emulator.expireAccessTokens();
		const before = calls('/v2/oauth/token/').length;
		const executions = await together(workflow, path, 12);

		expect(calls('/v2/oauth/token/').length - before).toBe(1);
		for (const count of await workersOf(executions)) expect(count).toBeGreaterThan(0);
	}
	const renewals = calls('/v2/oauth/token/')
		.map(({ body }) => body as Record<string, string>)
		.filter(({ grant_type }) => grant_type === 'refresh_token');
	expect(new Set(renewals.map(({ refresh_token }) => refresh_token)).size).toBe(3);
});

it('ten posts from two workers absorb the refusals of the limit they share', async () => {
	const path = randomUUID();
	const credential = await setting.connect();
	for (let index = 0; index < 5; index++) {
		await writeVideo(join(setting.filesFolder, `paced-${index}.mp4`));
	}
	const workflow = await setting.publish(
		chain('Paced', [
			webhook(path),
			readFiles(join(setting.filesFolder, 'paced-*.mp4')),
			upload(credential),
		]),
	);
	const executions = await together(workflow, path, 2);
	const posted = executions.flatMap((one) => outputOf(one, 'TikTok')).map(({ json }) => json);
	const inits = calls('/v2/post/publish/video/init/');

	expect(await workersOf(executions)).toEqual([1, 1]);
	expect(new Set(posted.map(({ publish_id }) => publish_id)).size).toBe(10);
	// Neither worker can know of the other: TikTok had to refuse some.
	expect(inits.some(({ status }) => status === 429)).toBe(true);
});

describe('the polling trigger', () => {
	it('new public posts and listed publish IDs fire once; posts of this instance cannot', async () => {
		const credential = await setting.connect();
		const publishId = await post(credential);
		// A post that only now becomes public would be new.
		await waitFor('public post', () => {
			const publish = setting.emulator.publishes.find((one) => one.publishId === publishId);
			return Number(publish?.publicAt) <= setting.emulator.clock.now() ? true : undefined;
		});
		const watch = async (name: string, parameters: Record<string, unknown>) =>
			await setting.publish(
				chain(name, [
					pollingTrigger(parameters, credential),
					node('Seen', 'n8n-nodes-base.noOp', 1),
				]),
			);
		const listed = await watch('Listed', {
			source: 'publishIds',
			publishIds: [publishId],
			events: ['published'],
		});
		const account = await watch('Account', { source: 'account' });
		const instance = await watch('Instance', { source: 'instance', events: ['published'] });
		const polls = () => calls('/v2/video/list/').length;
		await waitFor('first poll', () => (polls() > 0 ? true : undefined), POLL_LIMIT_MS);
		const next = await post(credential);
		const [fromList] = await waitForItems(listed);
		const [fromAccount] = await waitForItems(account);
		// As long as it would have taken.
		for (let poll = 0; poll < 2; poll++) {
			const before = polls();
			await waitFor('poll', () => (polls() > before ? true : undefined), POLL_LIMIT_MS);
		}
		const { postId } = setting.emulator.publishes.find((one) => one.publishId === next) ?? {};

		expect(fromList).toMatchObject({ event: 'published', publish_id: publishId });
		expect(fromAccount).toMatchObject({ event: 'public', post_ids: [postId] });
		expect(await itemsOf(setting.rest, listed)).toHaveLength(1);
		expect(await itemsOf(setting.rest, account)).toHaveLength(1);
		expect(await setting.rest.executionsOf(instance.id)).toEqual([]);
	});

	it('says in the field that posts of this instance are out of its reach here', async () => {
		const types = await setting.rest.nodeDescriptions();
		const trigger = types.find(({ name }) => name.endsWith('.tikTokTrigger'));
		const source = trigger?.properties.find(({ name }) => name === 'source');
		const instance = source?.options?.find(({ value }) => value === 'instance');

		expect(instance?.description).toContain('Not in queue mode');
		expect(source?.description).toMatch(/queue mode.*watch the account or specific publish IDs/);
	});
});

async function waitForItems(workflow: SavedWorkflow) {
	return await waitFor(
		`item of "${workflow.name}"`,
		async () => {
			const items = await itemsOf(setting.rest, workflow);
			return items.length > 0 ? items : undefined;
		},
		POLL_LIMIT_MS,
	);
}

it('five identical webhook deliveries at the same moment are one execution', async () => {
	const credential = await setting.connect();
	const told = await setting.publish(
		chain('Told by TikTok', [
			webhookTrigger({ events: ['post.publish.complete'], options: {} }, credential),
			node('Seen', 'n8n-nodes-base.noOp', 1),
		]),
	);
	const url = callbackUrl(setting.instance.url, told);
	await waitFor('webhook', async () =>
		(await fetch(url, { method: 'POST' })).status === 404 ? undefined : true,
	);
	const app = setting.emulator.apps.find(({ clientKey }) => clientKey === desktopApp);
	if (app) app.webhookUrl = url;
	const { webhooks, clock, faults } = setting.emulator;
	const happen = (publishId: string) =>
		webhooks.emit({
			clientKey: desktopApp,
			openId: 'somebody',
			event: 'post.publish.complete',
			at: clock.now(),
			content: { publish_id: JSON.stringify(publishId) },
		});
	faults.script({ match: { event: 'any' }, do: { kind: 'duplicate', copies: 4 } });
	happen('v_pub_file~v2-1.first');
	await waitFor('answers', () =>
		webhooks.deliveries.filter(({ status }) => status !== undefined).length === 5
			? true
			: undefined,
	);
	happen('v_pub_file~v2-1.last');
	const ids = await waitFor('last event', async () => {
		const found = (await itemsOf(setting.rest, told)).map(({ publish_id }) => publish_id);
		return found.includes('v_pub_file~v2-1.last') ? found : undefined;
	});
	if (app) app.webhookUrl = '';

	expect(webhooks.deliveries.map(({ status }) => status)).toEqual(Array(6).fill(200));
	expect(ids.sort()).toEqual(['v_pub_file~v2-1.first', 'v_pub_file~v2-1.last']);
});

/** The last one: a worker is gone afterwards. */
it('once-in-queue-mode: a worker is killed between init and publication, and the workflow runs again', async () => {
	const closeMedia = await hostMedia(setting.emulator);
	const path = randomUUID();
	const example = await readExample('once-in-queue-mode.json');
	chooseCredential(example, await setting.connect());
	// So that the test says when, and nothing leaves the machine.
	Object.assign(nodeNamed(example, 'Every Hour'), { ...webhook(path), name: 'Every Hour' });
	nodeNamed(example, 'Not Posted').parameters.url = 'http://127.0.0.1:9/';
	const workflow = await setting.publish(example);
	const { publishes, faults } = setting.emulator;
	const before = publishes.length;
	const posted = () => publishes.slice(before).map(({ postInfo }) => postInfo.title);
	const start = async (): Promise<string> => {
		const known = await setting.rest.executionsOf(workflow.id);
		await waitFor('webhook', async () => {
			const { ok } = await fetch(`${setting.instance.url}/webhook/${path}`, { method: 'POST' });
			return ok ? true : undefined;
		});
		return await waitFor('execution', async () =>
			(await setting.rest.executionsOf(workflow.id)).find((id) => !known.includes(id)),
		);
	};
	faults.script({
		match: { path: '/v2/post/publish/status/fetch/' },
		times: 100,
		do: { kind: 'hang' },
	});
	const killed = await start();
	await waitFor('both posts', () => (posted().length === 2 ? true : undefined));
	await killWorkerOf(killed);
	faults.clear();

	const again = requireSuccess(
		await setting.rest.waitForExecution(await start(), { limitMs: EXECUTION_LIMIT_MS }),
	);
	// n8n hands the job of a dead worker to another one, or ends it; here it may do either.
	const { status } = await setting.rest.waitForExecution(killed, { limitMs: EXECUTION_LIMIT_MS });
	await closeMedia();

	expect(status).not.toBe('running');
	expect(Object.keys(again.data.resultData.runData)).not.toContain('Publish to TikTok');
	expect(posted().sort()).toEqual(['First row #n8n', 'Second row #n8n']);
});
