/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { copyFile, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { examples } from '../folders';
import type { Credential, N8nRest, SavedWorkflow, Workflow, WorkflowNode } from '../n8n/rest';
import { CREATOR, SECOND_CREATOR } from './credentials';
import type { Surroundings } from './surroundings';

/** Where an example shall run. */
export interface Place {
	credentials: Credential[];
	/** Stands for the folder that n8n may read. */
	filesFolder: string;
	surroundings: Pick<Surroundings, 'mediaUrl' | 'notifyUrl' | 'requestOptions'>;
}

const SAMPLE = join(examples, 'media', 'sample.mp4');
/** A moment of an example: there it is far away, here it is soon. */
const MOMENT = /^\d{4}-\d\d-\d\dT[\d:]+Z$/;
const SOON = '={{ $now.plus({ seconds: 10 }).toISO() }}';
/** TikTok takes minutes, the emulator seconds. */
const PAUSE_SECONDS = 5;

/** The files that the examples read: one video, and a folder of two. */
export async function provideFiles(filesFolder: string): Promise<void> {
	await mkdir(join(filesFolder, 'tiktok'), { recursive: true });
	for (const name of ['sample.mp4', 'tiktok/first.mp4', 'tiktok/second.mp4']) {
		await copyFile(SAMPLE, join(filesFolder, name));
	}
}

/** What each of the examples is called, and what is in it, as a person would import it. */
export async function readExamples(): Promise<Array<{ file: string; workflow: Workflow }>> {
	const files = (await readdir(examples)).filter((name) => name.endsWith('.json')).sort();
	return await Promise.all(
		files.map(async (file) => ({
			file,
			workflow: JSON.parse(await readFile(join(examples, file), 'utf8')) as Workflow,
		})),
	);
}

/** All examples, imported so that each runs at one click; by the names of their files. */
export async function importExamples(
	rest: N8nRest,
	place: Place,
): Promise<Map<string, SavedWorkflow>> {
	const saved = new Map<string, SavedWorkflow>();
	for (const { file, workflow } of await readExamples()) {
		saved.set(file, await rest.importWorkflow(fitExample(workflow, place)));
	}
	return saved;
}

/** What a user does to an example before the first run: own accounts, files, addresses, times. */
export function fitExample(workflow: Workflow, place: Place): Workflow {
	const nodes = workflow.nodes.map((node) => ({
		...node,
		parameters: {
			...(fitValue(node.parameters, place) as WorkflowNode['parameters']),
			...ownParameters(node, place),
		},
		...(node.credentials && { credentials: fitCredentials(node.credentials, place) }),
	}));
	return { ...workflow, nodes };
}

function fitValue(value: unknown, place: Place): unknown {
	if (Array.isArray(value)) return value.map((member) => fitValue(member, place));
	if (value !== null && typeof value === 'object') {
		return Object.fromEntries(
			Object.entries(value).map(([key, member]) => [key, fitValue(member, place)]),
		);
	}
	if (typeof value !== 'string') return value;
	if (MOMENT.test(value)) return SOON;
	return value
		.replace('/home/node/.n8n-files', place.filesFolder)
		.replace('https://storage.example.com', place.surroundings.mediaUrl)
		.replace('https://example.com/notify', place.surroundings.notifyUrl);
}

/** What no value of the example stands for. */
function ownParameters({ type, parameters }: WorkflowNode, { surroundings }: Place): object {
	if (type === 'n8n-nodes-base.wait' && 'amount' in parameters) return { amount: PAUSE_SECONDS };
	if (type.endsWith('.tikTokTool')) return { requestOptions: surroundings.requestOptions };
	return {};
}

function fitCredentials(
	named: NonNullable<WorkflowNode['credentials']>,
	{ credentials }: Place,
): WorkflowNode['credentials'] {
	return Object.fromEntries(
		Object.entries(named).map(([type, { name }]) => {
			const ofType = credentials.filter((credential) => credential.type === type);
			const account = name.includes('Second') ? SECOND_CREATOR : CREATOR;
			const chosen = ofType.find((credential) => credential.name.endsWith(account)) ?? ofType[0];
			if (!chosen) throw new Error(`No credential of type ${type} stands for "${name}"`);
			return [type, { id: chosen.id, name: chosen.name }];
		}),
	);
}
