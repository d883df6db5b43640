/* eslint-disable @n8n/community-nodes/no-restricted-imports, no-console */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { createEmulator, type Emulator } from '../test/emulator';
import { desktopApp } from '../test/emulator/seed';

import { connectAccounts, CREATOR, SECOND_CREATOR } from './demo/credentials';
import { importExamples, provideFiles } from './demo/examples';
import { MAIN, postFirst } from './demo/firstPost';
import { openHome, type Home } from './demo/home';
import { onEachChange, RELOADING } from './demo/liveBuild';
import { startSurroundings, type Surroundings } from './demo/surroundings';
import { installN8n } from './n8n/install';
import { isFree } from './n8n/ports';
import { N8nRest, type Owner } from './n8n/rest';
import { startN8n, type RunningN8n } from './n8n/server';
import { installPackage, packPackage, renewPackage } from './package';
import { step } from './progress';
import { onShutdown, runAndLeaveNothingBehind } from './shutdown';

const USAGE = `npm run demo [-- --port 5678] [--once | --keep]

  --port <number>  where n8n listens on 127.0.0.1 (default 5678)
  --once           end after the first post instead of staying open
  --keep           keep n8n with its workflows for the next "npm run demo -- --keep"; while it is
                   open, each change of nodes/ and credentials/ is built and loaded, in seconds`;

/** Of what was posted, for the emulator's page. */
const KEPT_MEDIA_BYTES = 200_000_000;
const CALLS_OF_NOBODY = /unknown webhook/;

interface Options {
	port: number;
	once: boolean;
	keep: boolean;
}

async function demo(): Promise<void> {
	const { port, once, keep } = readArguments();
	await requireFree(port, `choose another: npm run demo -- --port ${port + 1}`);
	const node = await installN8n();
	const home = await openHome(keep);
	const { folder, remembered } = home;
	await provideBuild(home);

	const { emulator, surroundings } = await playTikTok(home);
	const filesFolder = join(folder, 'files');
	await provideFiles(filesFolder);
	const n8n = await step(`Starting n8n on port ${port}`, async () =>
		startN8n({ node, userFolder: folder, filesFolder, port, env: keep ? RELOADING : {} }),
	);
	const rest = new N8nRest(n8n.url);
	const owner = remembered?.owner ?? newOwner();
	if (remembered) await rest.signIn(owner);
	else await rest.createOwner(owner);

	const existing = remembered ? await rest.credentials() : [];
	const credentials = await step('Connecting the accounts', async () =>
		connectAccounts(rest, emulator, surroundings, existing),
	);
	let mainWorkflowId = remembered?.mainWorkflowId;
	if (!mainWorkflowId) {
		const place = { credentials, filesFolder, surroundings };
		const workflow = (await importExamples(rest, place)).get(MAIN);
		if (!workflow) throw new Error(`${MAIN} is missing among the examples`);
		mainWorkflowId = workflow.id;
		await postFirst(rest, emulator, { workflow, video: join(filesFolder, 'sample.mp4'), once });
		await home.remember({
			owner,
			mainWorkflowId,
			ports: {
				emulator: portOf(emulator.url),
				surroundings: portOf(surroundings.url),
				names: portOf(String(surroundings.requestOptions.proxy)),
			},
		});
	}
	if (once) return;
	surroundings.callback.passTo(n8n.url, await rest.workflows());
	console.log(whatIsThere({ n8n, mainWorkflowId, owner, emulator, surroundings }));
	console.log(
		keep
			? `Open until Ctrl+C. A change of nodes/ or credentials/ is built and loaded at once.\n"npm run demo -- --keep" goes on with these workflows; the emulator forgets its posts.\nTo begin anew delete ${folder}`
			: 'Open until Ctrl+C, which deletes this n8n and what you built in it.\nTo keep what you build, start it with "npm run demo -- --keep".',
	);
	if (keep) {
		const build = async () =>
			step('Building the change and loading it into n8n', async (note) =>
				renewPackage(folder, note),
			);
		onShutdown(onEachChange(build));
	}
	throw new Error(`${await n8n.ended}. Its last lines:\n${tailOf(n8n)}`);
}

function readArguments(): Options {
	const { values } = parseArgs({
		options: {
			port: { type: 'string', default: '5678' },
			once: { type: 'boolean', default: false },
			keep: { type: 'boolean', default: false },
		},
	});
	const port = Number(values.port);
	if (!Number.isInteger(port) || port < 1 || port > 65_535) {
		throw new Error(`"${values.port}" is no port number.\n\n${USAGE}`);
	}
	return { port, once: values.once, keep: values.keep };
}

async function requireFree(port: number, advice: string): Promise<void> {
	if (await isFree(port)) return;
	throw new Error(`Port ${port} is taken. End the program that uses it or ${advice}`);
}

/** The packed package, installed as n8n would; where it is installed already, a new build of it. */
async function provideBuild({ folder, remembered }: Home): Promise<void> {
	if (remembered) {
		return await step('Building the package', async (note) => renewPackage(folder, note));
	}
	await step('Building and installing the package, as n8n would', async (note) =>
		installPackage(await packPackage(folder, note), folder),
	);
}

/** The emulator and what is around it, where the credentials and workflows of a kept n8n expect them. */
async function playTikTok({ folder, remembered }: Home) {
	const ports = remembered?.ports ?? { emulator: 0, surroundings: 0, names: 0 };
	for (const port of Object.values(ports)) {
		if (port !== 0) await requireFree(port, `delete ${folder}: the kept n8n names this port.`);
	}
	const emulator = await createEmulator({
		port: ports.emulator,
		seed: 'demo',
		keptMediaBytes: KEPT_MEDIA_BYTES,
	});
	onShutdown(async () => emulator.close());
	const surroundings = await startSurroundings(emulator, ports);
	onShutdown(async () => surroundings.close());
	return { emulator, surroundings };
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

function whatIsThere(there: {
	n8n: RunningN8n;
	mainWorkflowId: string;
	owner: Owner;
	emulator: Emulator;
	surroundings: Surroundings;
}): string {
	const { n8n, mainWorkflowId, owner, emulator, surroundings } = there;
	const app = emulator.apps.find(({ clientKey }) => clientKey === desktopApp);
	const { appId, appSecret, token, usAdvertiserId } = emulator.business.seed;
	return `
  n8n         ${n8n.url}/workflow/${mainWorkflowId}
  Sign in     ${owner.email} / ${owner.password}
  Workflows   ${n8n.url}/home/workflows (every example runs at a click)
  TikTok      ${emulator.url} (the local emulator, all accounts: posts appear by themselves)
  Messages    ${surroundings.notifyUrl} (what the example workflows sent to the team; empty at first)
  Files       https://media.example.com/sample.mp4, photo-1.jpg, photo-2.jpg (for TikTok to download)
              ${surroundings.mediaUrl}/sample.mp4 (for n8n to download: Upload)
  In a chat   (a stand-in answers in place of a model; it knows these three sentences)
              "How did my last videos do?", "Post https://media.example.com/sample.mp4 with the
              caption Hello", and where the agent asks first: "Yes"

  Connected   accounts ${CREATOR} and ${SECOND_CREATOR}, ad account ${usAdvertiserId}
  TikTok app  client key ${app?.clientKey}, client secret ${app?.clientSecret}
  Business    app ID ${appId}, secret ${appSecret}, access token ${token}
`;
}

const portOf = (url: string) => Number(new URL(url).port);

/** Test URLs are called again and again, and nearly always nobody listens there. */
const tailOf = (n8n: RunningN8n) =>
	n8n
		.logTail()
		.split('\n')
		.filter((line) => !CALLS_OF_NOBODY.test(line))
		.join('\n');

void runAndLeaveNothingBehind(demo);
