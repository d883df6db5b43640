/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import type {
	ExecutionError,
	ExecutionStatus,
	IBinaryData,
	ICredentialDataDecryptedObject,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeListSearchResult,
	INodePropertyOptions,
	INodeType,
	IRunData,
	OnError,
	WorkflowActivateMode,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import type { Readable } from 'node:stream';
import type { BinaryData } from 'n8n-core';
import type { SavedStaticData } from './subWorkflow';
import type { WebhookOptions, WebhookUnderTest } from './webhookNode';

export type CredentialTypeName =
	| 'tikTokOAuth2Api'
	| 'tikTokBusinessApi'
	| 'tikTokBusinessOAuth2Api';

export interface CredentialRef {
	id: string;
	name: string;
	type: string;
}

export interface LogEntry {
	level: 'error' | 'warn' | 'info' | 'debug';
	message: string;
	meta: Record<string, unknown>;
}

/** What every way of running a node needs to place it in a workflow. */
export interface NodeOptions {
	/** Name without the package's prefix, e.g. `tikTok`. */
	node?: string;
	/** As the editor would store them; defaults are filled in by n8n. */
	parameters: INodeParameters;
	credentials?: CredentialRef[];
	nodeName?: string;
	typeVersion?: number;
	workflowId?: string;
	executionId?: string;
	timezone?: string;
}

export interface RunOptions extends NodeOptions {
	/** Input of the node; one empty item by default. */
	items?: INodeExecutionData[];
	onError?: OnError;
	retryOnFail?: boolean;
	maxTries?: number;
	waitBetweenTries?: number;
	alwaysOutputData?: boolean;
	executeOnce?: boolean;
	mode?: WorkflowExecuteMode;
	/** Cancels the execution, as the Stop button does, when it resolves. */
	cancelAfter?: Promise<unknown>;
	/** The input comes from pinned data of the previous node: JSON only, no files, manual mode. */
	pinnedInput?: boolean;
	/** Shared by several runs of one workflow; written to by the node. */
	staticData?: IDataObject;
	/** What n8n's database holds of the workflow's static data: read at the start, written as n8n does. */
	savedStaticData?: SavedStaticData;
	/** Further nodes of the workflow, which do not run. */
	otherNodes?: INode[];
}

/** n8n hands errors on as plain copies, so this describes fields and not a class. */
export type RunError = ExecutionError & {
	message: string;
	description?: string | null;
	context?: IDataObject;
	httpCode?: string | null;
};

export interface RunResult {
	/** Items of the first main output. */
	items: INodeExecutionData[];
	/** Items of all main outputs; the error output is the last one. */
	outputs: INodeExecutionData[][];
	error?: RunError;
	status: ExecutionStatus;
	executionId: string;
	log: LogEntry[];
	runData: IRunData;
	itemsOf(output: number): INodeExecutionData[];
}

export interface ToolOptions extends NodeOptions {
	/** What the model passes for the `$fromAI()` places of the parameters. */
	args?: IDataObject;
	/** Item on which the agent works; its JSON is merged with `args` by current agents. */
	agentItem?: INodeExecutionData;
	/**
	 * `current`: agents of version 3 ask the engine to run the tool's node.
	 * `classic`: older agents call the tool object themselves.
	 */
	agent?: 'current' | 'classic';
	/** How often a classic agent calls the tool with these arguments, all at the same time. */
	calls?: number;
	onError?: OnError;
	retryOnFail?: boolean;
	maxTries?: number;
	waitBetweenTries?: number;
	mode?: WorkflowExecuteMode;
	cancelAfter?: Promise<unknown>;
	savedStaticData?: SavedStaticData;
}

export interface ToolResult {
	/** The text the model receives; of several calls the last one's. */
	text: string;
	/** The text of each call. */
	texts: string[];
	/** The same text parsed, when it is JSON. */
	json: unknown;
	/** How the tool was offered to the model. */
	tool: { name: string; description: string; argumentNames: string[] };
	error?: RunError;
	status: ExecutionStatus;
	executionId: string;
	log: LogEntry[];
	runData: IRunData;
}

export interface PollOptions extends NodeOptions {
	mode?: 'trigger' | 'manual';
	activation?: WorkflowActivateMode;
	/** The live object of the registered trigger: pass the same one to the polls of one activation. */
	staticData?: IDataObject;
	/**
	 * The live static data of the whole workflow, as n8n saves it: by `node:<name>`, and `global`. With
	 * it the node's own data are found there, instead of `staticData`.
	 */
	workflowStaticData?: IDataObject;
	/** Milliseconds n8n grants the poll; absent in versions that do not tell. */
	pollBudgetMs?: number;
}

export interface PollResult {
	/** Exactly what `poll()` returned. */
	output: INodeExecutionData[][] | null;
	items: INodeExecutionData[];
	staticData: IDataObject;
	log: LogEntry[];
}

export interface LoadOptionsOptions extends NodeOptions {
	/** Name under `methods.loadOptions`. */
	method: string;
}

export interface SearchListOptions extends NodeOptions {
	/** Name under `methods.listSearch`. */
	method: string;
	filter?: string;
	/** What the list before gave, when the user scrolls to its end. */
	paginationToken?: string;
}

export interface BinaryOptions {
	bytes: Buffer | AsyncIterable<Buffer>;
	mimeType?: string;
	fileName?: string;
	workflowId?: string;
	executionId?: string;
}

/** `database` and `s3` keep files in memory, and deliver them as these modes of n8n do. */
export type BinaryMode = 'filesystem' | 'default' | 'database' | 's3';

/** What n8n's store does instead of itself; each is handed what it would do. */
export interface StoreTrouble {
	stream?: (itself: () => Promise<Readable>) => Promise<Readable>;
	metadata?: (itself: () => Promise<BinaryData.Metadata>) => Promise<BinaryData.Metadata>;
}

export interface HarnessOptions {
	/** The package under test: a folder with package.json and its built files. */
	packageDirectory?: string;
	/** Address under which n8n believes it is reached; base of signed URLs of binary data. */
	instanceUrl?: string;
}

/** What the credential dialog shows. */
export interface CredentialTestResult {
	status: 'OK' | 'Error';
	message: string;
}

export interface Harness {
	/** Stores a credential as n8n would: what the user typed plus `oauthTokenData`. */
	addCredential(
		type: CredentialTypeName | (string & {}),
		data: ICredentialDataDecryptedObject,
		name?: string,
	): CredentialRef;
	/** What is stored now; rotated tokens appear here. */
	credentialData(ref: CredentialRef): ICredentialDataDecryptedObject;
	/** As when the user saves it, or connects it anew; what is left out stays. */
	changeCredential(ref: CredentialRef, data: ICredentialDataDecryptedObject): void;
	/** How often n8n has handed it out so far, with its expressions computed. */
	credentialReads(ref: CredentialRef): number;
	/** Runs the credential's own test, as the dialog does when it saves. */
	testCredential(ref: CredentialRef): Promise<CredentialTestResult>;
	run(options: RunOptions): Promise<RunResult>;
	runTool(options: ToolOptions): Promise<ToolResult>;
	poll(options: PollOptions): Promise<PollResult>;
	/** Puts a webhook trigger behind an address of its own. */
	serveWebhook(options: WebhookOptions): Promise<WebhookUnderTest>;
	loadOptions(options: LoadOptionsOptions): Promise<INodePropertyOptions[]>;
	searchList(options: SearchListOptions): Promise<INodeListSearchResult>;
	storeBinary(options: BinaryOptions): Promise<IBinaryData>;
	/** Bytes of a stored file, for checks. */
	readBinary(binary: IBinaryData): Promise<Buffer>;
	/** As n8n does when an execution is deleted. */
	deleteBinaries(items: INodeExecutionData[]): Promise<void>;
	/** `default` keeps files in memory as base64 without an id. */
	setBinaryMode(mode: BinaryMode): void;
	/** Nothing, and the store is itself again. */
	troubleStore(trouble?: StoreTrouble): void;
	/**
	 * As n8n does with a file that came by webhook or form (stored with the execution id '') when the
	 * execution ends. @returns its new id
	 */
	renameBinary(id: string, executionId: string): Promise<string>;
	/** From now on n8n believes it is reached under this address. */
	setInstanceUrl(url: string): void;
	nodeType(name: string): INodeType;
	/** A built module of the package, the very instance the nodes use; path below the package. */
	packageModule<T>(path: string): T;
	readonly packageName: string;
	/**
	 * As in queue mode, or after a restart: credentials and files are shared, but the node remembers
	 * nothing of what it did here.
	 */
	anotherProcess(): Promise<Harness>;
}
