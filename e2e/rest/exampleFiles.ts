/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { examples } from '../folders';
import type { Credential, Workflow, WorkflowNode } from '../n8n/rest';
import { useCredential } from './workflows';

/** An example as a user would import it, ready to be fitted to this machine. */
export async function readExample(file: string): Promise<Workflow> {
	return JSON.parse(await readFile(join(examples, file), 'utf8')) as Workflow;
}

export function nodeNamed(workflow: Workflow, name: string): WorkflowNode {
	const found = workflow.nodes.find((node) => node.name === name);
	if (!found) throw new Error(`"${workflow.name}" has no node called "${name}"`);
	return found;
}

/** What a user does first: chooses the credential of each node that asks for this type. */
export function chooseCredential(workflow: Workflow, credential: Credential): void {
	for (const node of workflow.nodes) {
		if (node.credentials && credential.type in node.credentials) {
			node.credentials = useCredential(credential);
		}
	}
}
