/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { join } from 'node:path';

import { e2e } from '../folders';
import { sharedInstance } from '../instance';
import type { Credential, SavedWorkflow } from '../n8n/rest';
import { enterAtTikTok, happen, listen, startedBy, toldOfOutcomes, webhookApp } from './deliveries';
import { createOwnSetting, type OwnSetting } from './ownSetting';
import { calls, oneMore, pollsPass } from './polling';
import { requireSuccess, writeVideo } from './setting';
import { callbackUrl, pollingTrigger } from './triggerRuns';
import { chain, readFiles, start, tikTok } from './workflows';

/**
 * Calls that TikTok has not signed, at an n8n of this file alone that has other work. All of it
 * happens on this machine.
 */

const CALLS = 2_000;
const AT_A_TIME = 8;
/** n8n answers no header above 16 KB; this leaves room for the others. */
const HEADER_BYTES = 15_000;
/** Ends a flood that hangs; no claim. */
const FLOOD_LIMIT_MS = 600_000;
const TEST_LIMIT_MS = FLOOD_LIMIT_MS + 100_000;
const POLL_LASTS_MS = 5_000;
const VIDEO_BYTES = 20_000_000;
const PAUSE_MS = 100;
const REFUSAL_LIMIT_MS = 50;
/** Two answers of n8n and the pause, on a machine that does all of this on two cores. */
const EDITOR_LIMIT_MS = 5_000;

let setting: OwnSetting;
let credential: Credential;
let told: SavedWorkflow;
let timesFile: string;
let video: string;
beforeAll(async () => {
	timesFile = join(sharedInstance().folder, 'webhook-times');
	setting = await createOwnSetting(
		{ switches: { webhookGiveUpMs: 0 } },
		{
			NODE_OPTIONS: `--require "${join(e2e, 'rest', 'timedWebhook.cjs')}"`,
			WEBHOOK_TIMES: timesFile,
		},
	);
	credential = await setting.connect();
	video = join(setting.filesFolder, 'post.mp4');
	await writeVideo(video, VIDEO_BYTES);
	told = await listen(setting, toldOfOutcomes(credential));
	await setting.publish(chain('Polls', [pollingTrigger({ source: 'account' }, credential)]));
	await pollsPass(setting, 1);
});
afterAll(async () => {
	await setting.close();
});

const filled = (unit: string) => unit.repeat(Math.floor(HEADER_BYTES / unit.length));
const now = () => Math.floor(Date.now() / 1000);
const digest = () => randomBytes(32).toString('hex');
const small = JSON.stringify({ event: 'post.publish.complete', content: '{}' });
const large = JSON.stringify({ event: 'post.publish.complete', content: 'x'.repeat(90_000) });

interface HostileCall {
	/** One, several or none. */
	signature?: string | string[];
	body?: string;
}

/** Each stands for a kind; the last ones look right and are not signed with the app's secret. */
const hostile: Record<string, () => HostileCall> = {
	'no signature': () => ({}),
	'no signature, no body': () => ({ body: '' }),
	'no signature, a large body': () => ({ body: large }),
	'an empty signature': () => ({ signature: '' }),
	blanks: () => ({ signature: `t=1${filled(' ')}s=ff` }),
	'blanks and tabs': () => ({ signature: `t${filled(' \t')}=1,s=ff` }),
	commas: () => ({ signature: filled(',') }),
	'commas and blanks': () => ({ signature: filled(', ') }),
	'equals signs': () => ({ signature: filled('=') }),
	'many parts': () => ({ signature: filled('t=1,s=ff,') }),
	'many names': () => ({
		signature: Array.from({ length: 2_000 }, (_, index) => `${index}=`).join(','),
	}),
	'a huge value': () => ({ signature: `t=${now()},s=${filled('f')}` }),
	'a huge time': () => ({ signature: `t=${filled('9')},s=${digest()}` }),
	'a time of words': () => ({ signature: `t=NaN,s=${digest()}` }),
	'no hexadecimal digest': () => ({ signature: `t=${now()},s=${'z'.repeat(64)}` }),
	'a short digest': () => ({ signature: `t=${now()},s=${digest().slice(1)}` }),
	'other bytes': () => ({ signature: `t=${now()},s=${'\u00e9'.repeat(64)}` }),
	'two headers': () => ({ signature: [`t=${now()},s=${digest()}`, `t=1,s=${digest()}`] }),
	"somebody's digest": () => ({ signature: `t=${now()},s=${digest()}` }),
	"somebody's digest of long ago": () => ({ signature: `t=1,s=${digest()}` }),
	"somebody's digest, a large body": () => ({
		signature: `t=${now()},s=${digest()}`,
		body: large,
	}),
};

const agent = new Agent({ keepAlive: true, maxSockets: AT_A_TIME });

/** Not `fetch`: it refuses to send some of these. */
async function send({ signature, body = small }: HostileCall): Promise<number> {
	return await new Promise((resolve, reject) => {
		const sent = request(
			callbackUrl(setting.instance.url, told),
			{
				method: 'POST',
				agent,
				headers: {
					'content-type': 'application/json',
					'content-length': Buffer.byteLength(body),
					...(signature !== undefined && { 'TikTok-Signature': signature }),
				},
			},
			(answer) => answer.resume().once('end', () => resolve(Number(answer.statusCode))),
		);
		sent.once('error', reject).end(body);
	});
}

/** Sends all calls, a few at a time; returns how each kind was answered. */
async function flood(): Promise<Map<string, Set<number>>> {
	const kinds = Object.entries(hostile);
	const answers = new Map(kinds.map(([kind]) => [kind, new Set<number>()]));
	const deadline = Date.now() + FLOOD_LIMIT_MS;
	let next = 0;
	const sender = async () => {
		while (next < CALLS && Date.now() < deadline) {
			const [kind, make] = kinds[next++ % kinds.length];
			answers.get(kind)?.add(await send(make()));
		}
	};
	await Promise.all(Array.from({ length: AT_A_TIME }, sender));
	expect(next).toBe(CALLS);
	return answers;
}

/** Does something again and again while `isOver` says no; returns how long each time took. */
async function meanwhile(isOver: () => boolean, once: () => Promise<void>): Promise<number[]> {
	const times: number[] = [];
	do {
		const started = performance.now();
		await once();
		times.push(performance.now() - started);
	} while (!isOver());
	return times;
}

const upload = (account: Credential) =>
	tikTok(
		{
			resource: 'video',
			operation: 'upload',
			postMode: 'DIRECT_POST',
			binaryPropertyName: 'data',
			privacyLevel: 'SELF_ONLY',
		},
		account,
	);

/** By an account of its own: TikTok allows each about 15 posts a day. */
async function uploadOnce(): Promise<void> {
	const account = await setting.connect();
	const workflow = chain('Uploads', [start(), readFiles(video), upload(account)]);
	requireSuccess(await setting.run(workflow));
}

/** What the editor asks for; n8n has to answer each time. */
async function editorOnce(): Promise<void> {
	for (const path of ['/healthz', '/rest/settings']) {
		expect((await fetch(setting.instance.url + path)).status).toBe(200);
	}
	await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
}

interface RefusalTime {
	passed: number;
	queued: number;
	worked: number;
	hasRead: boolean;
}

async function refusalTimes(): Promise<RefusalTime[]> {
	const lines = (await readFile(timesFile, 'utf8')).trim().split('\n');
	return lines.map((line) => JSON.parse(line) as RefusalTime);
}

const at = (values: number[], share: number) =>
	[...values].sort((a, b) => a - b)[Math.ceil(values.length * share) - 1];
const summary = (values: number[]) =>
	`median ${at(values, 0.5).toFixed(1)}, p99 ${at(values, 0.99).toFixed(1)}, slowest ${at(values, 1).toFixed(1)} ms`;

it(
	'2,000 unsigned calls start nothing and hold up nobody',
	async () => {
		// Events of the uploads would be calls that are signed.
		webhookApp(setting).webhookUrl = '';
		const lists = calls(setting, '/v2/video/list/');
		setting.emulator.faults.script({
			match: { path: '/v2/video/list/' },
			times: CALLS,
			do: { kind: 'late', ms: POLL_LASTS_MS },
		});
		await oneMore(setting, '/v2/video/list/', lists);

		let isOver = false;
		const uploads = meanwhile(() => isOver, uploadOnce);
		const editor = meanwhile(() => isOver, editorOnce);
		// After a silence the first call waits for the credential.
		expect(await send(hostile["somebody's digest"]())).toBe(401);
		const silent = (await refusalTimes()).length;
		const started = performance.now();
		const answers = await flood().finally(() => (isOver = true));
		const seconds = (performance.now() - started) / 1000;
		const [uploadTimes, editorTimes] = await Promise.all([uploads, editor]);
		setting.emulator.faults.clear();
		const times = (await refusalTimes()).slice(silent);
		const worked = times.map((time) => time.worked);
		const onItsCore = times.map(({ passed, queued }) => passed - queued);
		console.log(
			[
				`${CALLS} refusals in ${seconds.toFixed(1)} s, beside ${uploadTimes.length} uploads`,
				`by the clock: ${summary(times.map(({ passed }) => passed))}`,
				`without waiting for a core: ${summary(onItsCore)}`,
				`at work: ${summary(worked)}`,
				`${times.filter(({ hasRead }) => hasRead).length} waited for the credential`,
				`editor: ${summary(editorTimes)}, a pause of ${PAUSE_MS} ms included`,
			].join('\n'),
		);

		for (const [kind, codes] of answers) expect([kind, ...codes]).toEqual([kind, 401]);
		expect(times.length).toBeGreaterThanOrEqual(CALLS);
		expect(await setting.rest.executionsOf(told.id)).toEqual([]);
		// A refusal is timed by the clock, from where n8n calls the trigger to its answer. In between
		// nothing else of n8n can run: the secret is remembered, and read anew behind an answer. What
		// other programs take does not count: the system tells for how long n8n's thread was ready and
		// had no core. The hundredth part is left for what takes a core away from the whole machine.
		expect(times.filter(({ hasRead }) => hasRead)).toEqual([]);
		expect(at(onItsCore, 0.99)).toBeLessThan(REFUSAL_LIMIT_MS);
		expect(at(worked, 1)).toBeLessThan(REFUSAL_LIMIT_MS);
		expect(at(editorTimes, 1)).toBeLessThan(EDITOR_LIMIT_MS);
	},
	TEST_LIMIT_MS,
);

it('the next event of TikTok is heard', async () => {
	await enterAtTikTok(setting, told);
	const { publishId } = await happen(setting);

	expect(await startedBy(setting, told)).toEqual([publishId]);
});
