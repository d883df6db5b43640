import type { Workflow, WorkflowNode } from '../n8n/rest';

export const TRIGGER = 'Start';
export const UPLOAD = 'Upload';

export type PostMode = 'DIRECT_POST' | 'MEDIA_UPLOAD';

/** Read Files → Upload: every file that matches becomes one post. */
export function uploadWorkflow(files: string, postMode: PostMode = 'DIRECT_POST'): Workflow {
	return readAnd(files, {
		name: UPLOAD,
		type: 'n8n-nodes-tiktok-suite.tikTok',
		typeVersion: 1,
		parameters: {
			authentication: 'tikTokOAuth2Api',
			resource: 'video',
			operation: 'upload',
			postMode,
			binaryPropertyName: 'data',
			...(postMode === 'DIRECT_POST' && { title: '', privacyLevel: 'SELF_ONLY' }),
			options: {},
		},
		credentials: { tikTokOAuth2Api: { id: null, name: '' } },
	});
}

/** What one builds without this package: the whole file in one PUT from the HTTP Request node. */
export function naiveWorkflow(file: string, url: string): Workflow {
	return readAnd(file, {
		name: UPLOAD,
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: {
			method: 'PUT',
			url,
			sendBody: true,
			contentType: 'binaryData',
			inputDataFieldName: 'data',
			// TikTok takes no such chunk: it reads and refuses it, which is no matter here.
			options: { response: { response: { neverError: true } } },
		},
	});
}

function readAnd(files: string, last: WorkflowNode): Workflow {
	const nodes: WorkflowNode[] = [
		{ name: TRIGGER, type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} },
		{
			name: 'Read',
			type: 'n8n-nodes-base.readWriteFile',
			typeVersion: 1,
			parameters: { operation: 'read', fileSelector: files, options: {} },
		},
		last,
	];
	const to = (node: string) => ({ main: [[{ node, type: 'main', index: 0 }]] });
	return {
		name: `bench ${last.type}`,
		nodes: nodes.map((node, index) => ({
			id: `node-${index}`,
			position: [index * 220, 0],
			...node,
		})),
		connections: { [TRIGGER]: to('Read'), Read: to(last.name) },
		settings: { executionOrder: 'v1' },
	};
}
