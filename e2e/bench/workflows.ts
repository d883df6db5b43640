import type { Workflow, WorkflowNode } from '../n8n/rest';

export const TRIGGER = 'Start';
export const UPLOAD = 'Upload';
export const DOWNLOAD = 'Download';
export const CALLS = 'Calls';

export type PostMode = 'DIRECT_POST' | 'MEDIA_UPLOAD';

/** Read Files → Upload: every file that matches becomes one post. */
export function uploadWorkflow(files: string, postMode: PostMode = 'DIRECT_POST'): Workflow {
	const { title, privacyLevel, ...draft } = directPost;
	return readAnd(
		files,
		tikTok(UPLOAD, {
			...draft,
			postMode,
			binaryPropertyName: 'data',
			...(postMode === 'DIRECT_POST' && { title, privacyLevel }),
		}),
	);
}

/** What comes before each upload, by itself: n8n copies the file into its store. */
export const readWorkflow = (file: string): Workflow => readAnd(file);

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

/** So many calls in one run, by the node, or by n8n's HTTP Request node with a pasted token. */
export function callsWorkflow(
	count: number,
	by: 'node' | { url: string; token: string },
): Workflow {
	const numbers = JSON.stringify({ number: Array.from({ length: count }, (_, index) => index) });
	const calls =
		by === 'node'
			? tikTok(CALLS, { resource: 'creator', operation: 'getStats' })
			: {
					name: CALLS,
					type: 'n8n-nodes-base.httpRequest',
					typeVersion: 4.2,
					parameters: {
						url: `${by.url}/v2/user/info/?fields=display_name,follower_count,following_count,likes_count,video_count`,
						sendHeaders: true,
						headerParameters: {
							parameters: [{ name: 'Authorization', value: `Bearer ${by.token}` }],
						},
						options: {},
					},
				};
	return chained(
		{
			name: 'Numbers',
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			parameters: { mode: 'raw', jsonOutput: numbers, options: {} },
		},
		{
			name: 'Items',
			type: 'n8n-nodes-base.splitOut',
			typeVersion: 1,
			parameters: { fieldToSplitOut: 'number', options: {} },
		},
		calls,
	);
}

/** Upload with the address of the video: nothing is stored in n8n. */
export const addressWorkflow = (url: string): Workflow =>
	chained(tikTok(UPLOAD, { ...directPost, videoSource: 'url', videoUrl: url }));

/** What one does otherwise: download to a file in n8n's store, and upload that. */
export const downloadWorkflow = (url: string): Workflow =>
	chained(
		{
			name: DOWNLOAD,
			type: 'n8n-nodes-base.httpRequest',
			typeVersion: 4.2,
			parameters: { url, options: { response: { response: { responseFormat: 'file' } } } },
		},
		tikTok(UPLOAD, { ...directPost, binaryPropertyName: 'data' }),
	);

const directPost = {
	resource: 'video',
	operation: 'upload',
	postMode: 'DIRECT_POST',
	title: '',
	privacyLevel: 'SELF_ONLY',
};

const tikTok = (name: string, parameters: Record<string, unknown>): WorkflowNode => ({
	name,
	type: 'n8n-nodes-tiktok-suite.tikTok',
	typeVersion: 1,
	parameters: { authentication: 'tikTokOAuth2Api', options: {}, ...parameters },
	credentials: { tikTokOAuth2Api: { id: null, name: '' } },
});

const readAnd = (files: string, ...following: WorkflowNode[]): Workflow =>
	chained(
		{
			name: 'Read',
			type: 'n8n-nodes-base.readWriteFile',
			typeVersion: 1,
			parameters: { operation: 'read', fileSelector: files, options: {} },
		},
		...following,
	);

/** Behind a manual trigger, one after the other. */
function chained(...following: WorkflowNode[]): Workflow {
	const nodes: WorkflowNode[] = [
		{ name: TRIGGER, type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} },
		...following,
	];
	const to = (node: string) => ({ main: [[{ node, type: 'main', index: 0 }]] });
	return {
		name: `bench ${nodes[nodes.length - 1].type}`,
		nodes: nodes.map((node, index) => ({
			id: `node-${index}`,
			position: [index * 220, 0],
			...node,
		})),
		connections: Object.fromEntries(
			following.map(({ name }, index) => [nodes[index].name, to(name)]),
		),
		settings: { executionOrder: 'v1' },
	};
}
