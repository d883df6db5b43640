/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import { pageText } from '../pageText';
import { parseFlatted } from './flatted';

const BROWSER_ID = 'n8n-nodes-tiktok-suite';
const FINAL = ['success', 'error', 'canceled', 'crashed'];
const POLL_MS = 500;

export interface Owner {
	email: string;
	password: string;
	firstName: string;
	lastName: string;
}

export interface WorkflowNode {
	name: string;
	type: string;
	parameters: Record<string, unknown>;
	credentials?: Record<string, { id: string | null; name: string }>;
	[key: string]: unknown;
}

export interface Workflow {
	name: string;
	nodes: WorkflowNode[];
	connections: Record<string, unknown>;
	settings?: Record<string, unknown>;
}

export interface SavedWorkflow extends Workflow {
	id: string;
	versionId: string;
}

interface IconUrl {
	light: string;
	dark: string;
}

export interface CredentialDescription {
	name: string;
	iconUrl?: IconUrl;
	supportedNodes?: string[];
}

export interface NodeDescription {
	name: string;
	displayName: string;
	iconUrl?: IconUrl;
	properties: Array<{
		name: string;
		description?: string;
		options?: Array<{ value?: unknown; description?: string }>;
	}>;
}

export interface Credential {
	id: string;
	name: string;
	type: string;
}

interface ExecutionError {
	message: string;
	description?: string | null;
	node?: { name: string };
	context?: Record<string, unknown>;
}

export interface OutputItem {
	json: Record<string, unknown>;
	binary?: Record<string, Record<string, unknown>>;
	pairedItem?: unknown;
}

interface NodeRun {
	/** Milliseconds. */
	executionTime: number;
	error?: ExecutionError;
	data?: { main?: Array<OutputItem[] | null> };
}

export interface Execution {
	id: string;
	status: string;
	data: { resultData: { error?: ExecutionError; runData: Record<string, NodeRun[]> } };
}

/** n8n's own REST interface, as the editor uses it: session cookie and a constant browser id. */
export class N8nRest {
	private readonly cookies = new Map<string, string>();

	constructor(readonly url: string) {}

	/** The first sign-in of a fresh n8n. The session cookie is kept for all later calls. */
	async createOwner(owner: Owner): Promise<void> {
		await this.call('POST', '/rest/owner/setup', owner);
	}

	async signIn({ email, password }: Pick<Owner, 'email' | 'password'>): Promise<void> {
		await this.call('POST', '/rest/login', { emailOrLdapLoginId: email, password });
	}

	async createCredential(
		name: string,
		type: string,
		data: Record<string, unknown>,
	): Promise<Credential> {
		return await this.call('POST', '/rest/credentials', { name, type, data });
	}

	async credentials(): Promise<Credential[]> {
		return await this.call('GET', '/rest/credentials');
	}

	/**
	 * The whole OAuth flow of the Connect button. `consent` plays the user in the browser: it gets
	 * the provider's page and returns the address the provider sends the browser back to.
	 */
	async connectCredential(id: string, consent: (url: string) => Promise<string>): Promise<void> {
		const authorizeUrl = await this.call<string>('GET', `/rest/oauth2-credential/auth?id=${id}`);
		const callback = new URL(await consent(authorizeUrl));
		if (callback.origin !== this.url) {
			throw new Error(`The consent page leads to ${callback.origin}, n8n runs at ${this.url}`);
		}
		const page = await this.request('GET', callback.pathname + callback.search);
		const { oauthTokenData } = await this.credentialData(id);
		// n8n renders its failure page with status 200 too: only the stored token tells.
		if (!oauthTokenData) {
			throw new Error(`The TikTok account could not be connected: ${pageText(await page.text())}`);
		}
	}

	/** Secrets in it are blanked by n8n; a stored token shows as `true`. */
	async credentialData(id: string): Promise<Record<string, unknown>> {
		const { data } = await this.call<{ data: Record<string, unknown> }>(
			'GET',
			`/rest/credentials/${id}?includeData=true`,
		);
		return data;
	}

	/** Saves a workflow with its credentials replaced by the given ones of the same type. */
	async importWorkflow(workflow: Workflow, credentials: Credential[] = []): Promise<SavedWorkflow> {
		const { name, nodes, connections, settings = {} } = workflow;
		return await this.call('POST', '/rest/workflows', {
			name,
			nodes: nodes.map((node) => withCredentials(node, credentials)),
			connections,
			settings,
			// n8n 1 wants to be told.
			active: false,
		});
	}

	/** All saved workflows, with their nodes. */
	async workflows(): Promise<SavedWorkflow[]> {
		const listed = await this.call<Array<{ id: string }>>('GET', '/rest/workflows');
		return await Promise.all(
			listed.map(async ({ id }) => await this.call<SavedWorkflow>('GET', `/rest/workflows/${id}`)),
		);
	}

	/** Starts a manual run, as "Execute workflow" in the editor does. */
	async runWorkflow(workflow: SavedWorkflow, trigger: string): Promise<string> {
		const { executionId } = await this.execute(workflow, { name: trigger });
		return executionId;
	}

	/** Starts a manual run of a trigger that is called, as the editor does: n8n listens from then on. */
	async listenForTest(workflow: SavedWorkflow, trigger: string): Promise<void> {
		const { waitingForWebhook } = await this.execute(workflow, { name: trigger });
		if (!waitingForWebhook) throw new Error(`n8n does not wait for a call of "${trigger}"`);
	}

	/** Starts a manual run with what a person has written into the editor's chat. */
	async chat(workflow: SavedWorkflow, trigger: string, chatInput: string): Promise<string> {
		const json = { sessionId: workflow.id, action: 'sendMessage', chatInput };
		const data = { startTime: Date.now(), executionTime: 0, executionIndex: 0, source: [] };
		const { executionId } = await this.execute(workflow, {
			name: trigger,
			data: { ...data, executionStatus: 'success', data: { main: [[{ json }]] } },
		});
		return executionId;
	}

	private async execute(workflow: SavedWorkflow, triggerToStartFrom: object) {
		return await this.call<{ executionId: string; waitingForWebhook?: boolean }>(
			'POST',
			`/rest/workflows/${workflow.id}/run`,
			{ workflowData: workflow, triggerToStartFrom },
		);
	}

	async waitForExecution(
		id: string,
		{
			limitMs,
			everyMs = POLL_MS,
			onPoll,
		}: { limitMs: number; everyMs?: number; onPoll?: (status: string) => void },
	): Promise<Execution> {
		const deadline = Date.now() + limitMs;
		for (;;) {
			const execution = await this.call<Omit<Execution, 'data'> & { data: string }>(
				'GET',
				`/rest/executions/${id}`,
			);
			if (FINAL.includes(execution.status)) {
				return { ...execution, data: parseFlatted<Execution['data']>(execution.data) };
			}
			if (Date.now() > deadline) {
				throw new Error(
					`Execution ${id} is still "${execution.status}" after ${Math.round(limitMs / 1000)} s`,
				);
			}
			onPoll?.(execution.status);
			await new Promise((resolve) => setTimeout(resolve, everyMs));
		}
	}

	/** Publishes a workflow, so that its triggers listen. */
	async activateWorkflow({ id, versionId }: SavedWorkflow): Promise<void> {
		await this.call('POST', `/rest/workflows/${id}/activate`, { versionId });
	}

	/** Ids of a workflow's executions, the newest first. */
	async executionsOf(workflowId: string): Promise<string[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const { results } = await this.call<{ results: Array<{ id: string }> }>(
			'GET',
			`/rest/executions?filter=${filter}`,
		);
		return results.map(({ id }) => id);
	}

	/** Types of all nodes this n8n offers. */
	async nodeTypes(): Promise<string[]> {
		return (await this.nodeDescriptions()).map(({ name }) => name);
	}

	/** What the editor knows of all nodes. */
	async nodeDescriptions(): Promise<NodeDescription[]> {
		const types = await (await this.request('GET', '/types/nodes.json')).json();
		return types as NodeDescription[];
	}

	/** What the editor knows of all credentials. */
	async credentialDescriptions(): Promise<CredentialDescription[]> {
		const types = await (await this.request('GET', '/types/credentials.json')).json();
		return types as CredentialDescription[];
	}

	/** A file that n8n serves to the editor, such as an icon. */
	async file(path: string): Promise<{ status: number; type: string; text: string }> {
		const response = await this.request('GET', path);
		const type = response.headers.get('content-type') ?? '';
		return { status: response.status, type, text: await response.text() };
	}

	/** Any other call; returns what n8n puts into `data`. */
	async call<Result = unknown>(method: string, path: string, body?: unknown): Promise<Result> {
		const response = await this.request(method, path, body);
		const text = await response.text();
		if (!response.ok) {
			throw new Error(`n8n answered ${response.status} to ${method} ${path}: ${messageIn(text)}`);
		}
		return (JSON.parse(text) as { data: Result }).data;
	}

	private async request(method: string, path: string, body?: unknown): Promise<Response> {
		const response = await fetch(this.url + path, {
			method,
			headers: {
				'browser-id': BROWSER_ID,
				// n8n closes a connection that was idle for 5 s; a busy test might just then use it again.
				connection: 'close',
				cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
				...(body === undefined ? {} : { 'content-type': 'application/json' }),
			},
			body: body === undefined ? undefined : JSON.stringify(body),
			redirect: 'manual',
		});
		for (const cookie of response.headers.getSetCookie()) {
			const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
			if (name) this.cookies.set(name, value);
		}
		return response;
	}
}

/** What a node put out in its last run; its first output when none is named. */
export function outputOf(execution: Execution, node: string, output = 0): OutputItem[] {
	return execution.data.resultData.runData[node]?.at(-1)?.data?.main?.[output] ?? [];
}

/** One text for an execution that did not succeed, with the node it stopped at. */
export function failureOf(execution: Execution): string {
	const { error } = execution.data.resultData;
	if (!error) return `The execution ended as "${execution.status}"`;
	const where = error.node ? `${error.node.name}: ` : '';
	return `${where}${error.message}${error.description ? `\n${error.description}` : ''}`;
}

function withCredentials(node: WorkflowNode, credentials: Credential[]): WorkflowNode {
	if (!node.credentials) return node;
	const replaced = { ...node.credentials };
	for (const { id, name, type } of credentials) {
		if (type in replaced) replaced[type] = { id, name };
	}
	return { ...node, credentials: replaced };
}

function messageIn(text: string): string {
	try {
		return (JSON.parse(text) as { message?: string }).message ?? text;
	} catch {
		return pageText(text);
	}
}
