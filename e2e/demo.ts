/* eslint-disable @n8n/community-nodes/no-restricted-imports, no-console */
import { createHash, randomBytes } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { createEmulator, type Emulator } from '../test/emulator';
import { allScopes } from '../test/emulator/oauth/scopes';

import { authorize } from './consent';
import { examples } from './folders';
import { hostMedia } from './mediaHost';
import { installN8n } from './n8n/install';
import { isFree } from './n8n/ports';
import { failureOf, N8nRest, outputOf } from './n8n/rest';
import type { Credential, Owner, SavedWorkflow, Workflow } from './n8n/rest';
import { startN8n } from './n8n/server';
import { installPackage, packPackage } from './package';
import { privateFolder } from './privateFolder';
import { step } from './progress';
import { onShutdown, runAndLeaveNothingBehind } from './shutdown';

const USAGE = `npm run demo [-- --port 5678] [--once]

  --port <number>  where n8n listens on 127.0.0.1 (default 5678)
  --once           end after the upload instead of staying open`;

const MAIN = 'upload-video.json';
const TRIGGER = 'Start';
const READ = 'Read Video';
const UPLOAD = 'Upload to TikTok';
const RUN_LIMIT_MS = 6 * 60_000;

async function demo(): Promise<void> {
	const { port, once } = readArguments();
	if (!(await isFree(port))) {
		throw new Error(
			`Port ${port} is taken. End the program that uses it or choose another: ` +
				`npm run demo -- --port ${port + 1}`,
		);
	}

	const node = await installN8n();
	const folder = await privateFolder('demo');
	const tarball = await step('Building and packing the package', async (note) =>
		packPackage(folder, note),
	);
	await step('Installing the package as n8n would', async () => installPackage(tarball, folder));

	const emulator = await createEmulator({ port: 0, seed: 'demo' });
	onShutdown(async () => emulator.close());
	onShutdown(await hostMedia(emulator));

	const filesFolder = join(folder, 'files');
	await mkdir(filesFolder);
	const video = join(filesFolder, 'sample.mp4');
	await copyFile(join(examples, 'media', 'sample.mp4'), video);

	const n8n = await step(`Starting n8n on port ${port}`, async () =>
		startN8n({ node, userFolder: folder, filesFolder, port }),
	);
	const rest = new N8nRest(n8n.url);
	const owner = newOwner();
	await rest.createOwner(owner);

	const credential = await step('Connecting the TikTok account', async () => {
		const created = await rest.createCredential('TikTok (emulator)', 'tikTokOAuth2Api', {
			clientId: 'awdesk0000000001',
			clientSecret: 'desk-secret-1',
			appType: 'desktop',
			environment: 'custom',
			apiUrl: emulator.url,
			websiteUrl: emulator.url,
			scopeGroups: [...allScopes],
		});
		await rest.connectCredential(created.id, authorize);
		return created;
	});

	const workflow = await step('Importing the example workflows', async () =>
		importExamples(rest, credential, video),
	);

	const post = await step('Running the upload and waiting for TikTok', async (note) => {
		const id = await rest.runWorkflow(workflow, TRIGGER);
		const execution = await rest.waitForExecution(id, {
			limitMs: RUN_LIMIT_MS,
			onPoll: (status) => note(`n8n says "${status}"`),
		});
		if (execution.status !== 'success')
			throw new Error(`The upload failed. ${failureOf(execution)}`);
		const [item] = outputOf(execution, UPLOAD);
		if (!item) throw new Error(`"${UPLOAD}" put out nothing. n8n's last lines:\n${n8n.logTail()}`);
		return item.json as { outcome?: string; publish_id: string; post_url?: string };
	});

	const bytes = await requireSameBytes(emulator, post.publish_id, video);
	console.log(`
  Video       ${bytes} bytes, received exactly as sent
  Post        ${post.post_url || 'has no public address yet'}
  Outcome     ${post.outcome} (publish ID ${post.publish_id})`);
	if (once) return;

	console.log(`  TikTok      ${emulator.url} (the local emulator: the profile with the new post)
  n8n         ${n8n.url}/workflow/${workflow.id}
  Sign in     ${owner.email} / ${owner.password}
  From a URL  https://media.example.com/sample.mp4 (the emulator can download this one)

Open until Ctrl+C. This n8n is for trying things: the next demo starts with an empty one.`);
	throw new Error(`${await n8n.ended}. Its last lines:\n${n8n.logTail()}`);
}

function readArguments(): { port: number; once: boolean } {
	const { values } = parseArgs({
		options: {
			port: { type: 'string', default: '5678' },
			once: { type: 'boolean', default: false },
		},
	});
	const port = Number(values.port);
	if (!Number.isInteger(port) || port < 1 || port > 65_535) {
		throw new Error(`"${values.port}" is no port number.\n\n${USAGE}`);
	}
	return { port, once: values.once };
}

/** A new password each time: this n8n can run code, and other users of the machine reach its port. */
function newOwner(): Owner {
	return {
		email: 'owner@example.com',
		password: `Demo1-${randomBytes(6).toString('hex')}`,
		firstName: 'Demo',
		lastName: 'Owner',
	};
}

/** Imports every example and returns the main one, which reads the given video. */
async function importExamples(
	rest: N8nRest,
	credential: Credential,
	video: string,
): Promise<SavedWorkflow> {
	let main: SavedWorkflow | undefined;
	for (const file of (await readdir(examples)).sort()) {
		if (!file.endsWith('.json')) continue;
		const workflow = JSON.parse(await readFile(join(examples, file), 'utf8')) as Workflow;
		if (file !== MAIN) {
			await rest.importWorkflow(workflow, [credential]);
			continue;
		}
		for (const node of workflow.nodes) {
			if (node.name === READ) node.parameters.fileSelector = video;
		}
		main = await rest.importWorkflow(workflow, [credential]);
	}
	if (!main) throw new Error(`${MAIN} is missing in ${examples}`);
	return main;
}

/** The point of it all: what arrived at TikTok's side is the file, byte for byte. */
async function requireSameBytes(
	emulator: Emulator,
	publishId: string,
	video: string,
): Promise<number> {
	const sent = await readFile(video);
	const received = emulator.publishes.find((publish) => publish.publishId === publishId);
	if (received?.sha256 !== createHash('sha256').update(sent).digest('hex')) {
		throw new Error(
			`The emulator has ${received?.bytesReceived ?? 0} bytes for publish ID ${publishId}, ` +
				`which are not the ${sent.length} bytes of the file.`,
		);
	}
	return sent.length;
}

void runAndLeaveNothingBehind(demo);
