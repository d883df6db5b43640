import { Credentials, getAdditionalKeys } from 'n8n-core';
import {
	ICredentialsHelper,
	NodeHelpers,
	Workflow,
	isExpression,
	type ICredentialDataDecryptedObject,
	type ICredentialsExpressionResolveValues,
	type ICredentialType,
	type IDataObject,
	type IExecuteData,
	type IHttpRequestHelper,
	type IHttpRequestOptions,
	type INode,
	type INodeCredentialsDetails,
	type INodeProperties,
	type IRequestOptionsSimplified,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import { oAuth2ApiCredential } from './oAuth2ApiCredential';
import type { PackageUnderTest } from './packageUnderTest';
import { startNodeType, START_TYPE } from './stubNodes';
import type { CredentialRef } from './types';

/** What n8n never takes from a stored credential when the type hides the field. */
const PINNED_WHEN_HIDDEN = [
	'useDynamicClientRegistration',
	'authUrl',
	'accessTokenUrl',
	'grantType',
	'authentication',
	'usePkce',
	'requestTokenUrl',
	'signatureMethod',
];

const placeholderNode: INode = {
	id: 'placeholder',
	name: '',
	type: START_TYPE,
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/** Ids never repeat within a process: n8n's single-flight refresh is keyed by them. */
let lastId = 0;

function copy<T>(data: T): T {
	return JSON.parse(JSON.stringify(data)) as T;
}

/**
 * n8n's CredentialsHelper with a Map in the place of its database. Filling in defaults, resolving
 * expressions and what a refresh writes back follow n8n's credentials-helper.js.
 */
export class CredentialStore extends ICredentialsHelper {
	private readonly stored = new Map<string, ICredentialDataDecryptedObject>();

	/** How often each was handed out with its expressions computed, by id. */
	readonly handedOut = new Map<string, number>();

	constructor(private readonly packageUnderTest: PackageUnderTest) {
		super();
	}

	add(type: string, data: ICredentialDataDecryptedObject, name?: string): CredentialRef {
		this.type(type);
		lastId += 1;
		const id = `credential-${lastId}`;
		this.stored.set(id, copy(data));
		return { id, name: name ?? `${type} ${lastId}`, type };
	}

	read(id: string | null): ICredentialDataDecryptedObject {
		const data = this.stored.get(id ?? '');
		if (!data) throw new Error(`Credential with ID "${id}" does not exist.`);
		return copy(data);
	}

	/** As when the user saves it, or connects it anew. */
	change(id: string, data: ICredentialDataDecryptedObject): void {
		this.stored.set(id, copy({ ...this.read(id), ...data }));
	}

	private type(name: string): ICredentialType {
		if (name === oAuth2ApiCredential.name) return oAuth2ApiCredential;
		return this.packageUnderTest.credentialType(name);
	}

	getParentTypes(name: string): string[] {
		const parents = this.type(name).extends ?? [];
		return [...parents, ...parents.flatMap((parent) => this.getParentTypes(parent))];
	}

	isCredentialUsableByNode(credentialType: string, nodeType: string): boolean {
		if (!this.type(credentialType).restrictToSupportedNodes) return true;
		return this.packageUnderTest.supportedNodes(credentialType).includes(nodeType);
	}

	getCredentialsProperties(name: string): INodeProperties[] {
		const type = this.type(name);
		if (!type.extends) return type.properties;
		const combined: INodeProperties[] = [];
		for (const parent of type.extends) {
			NodeHelpers.mergeNodeProperties(combined, this.getCredentialsProperties(parent));
		}
		NodeHelpers.mergeNodeProperties(combined, type.properties);
		return combined;
	}

	async getCredentials(details: INodeCredentialsDetails, type: string): Promise<Credentials> {
		const credentials = new Credentials({ id: details.id, name: details.name }, type);
		await credentials.setData(this.read(details.id));
		return credentials;
	}

	async getDecrypted(
		additionalData: IWorkflowExecuteAdditionalData,
		details: INodeCredentialsDetails,
		type: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		raw?: boolean,
		resolveValues?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject> {
		const original = this.read(details.id);
		if (raw) return original;
		this.handedOut.set(String(details.id), (this.handedOut.get(String(details.id)) ?? 0) + 1);

		const data = this.withDefaults(type, original);
		const keys = getAdditionalKeys(additionalData, mode, null, { isCredential: true });
		if (!resolveValues) {
			return placeholderWorkflow().expression.getComplexParameterValue(
				placeholderNode,
				data as never,
				mode,
				keys,
				undefined,
				undefined,
				data as never,
			) as unknown as ICredentialDataDecryptedObject;
		}
		const { workflow, runExecutionData, runIndex, itemIndex, node, connectionInputData } =
			resolveValues;
		return workflow.expression.getParameterValue(
			data as never,
			runExecutionData,
			runIndex,
			itemIndex,
			node.name,
			connectionInputData,
			mode,
			keys,
			executeData,
			false,
			data as never,
		) as unknown as ICredentialDataDecryptedObject;
	}

	private withDefaults(
		type: string,
		original: ICredentialDataDecryptedObject,
	): ICredentialDataDecryptedObject {
		const properties = this.getCredentialsProperties(type);
		const kept = { ...original };
		for (const field of PINNED_WHEN_HIDDEN) {
			if (properties.some(({ name, type: kind }) => name === field && kind === 'hidden')) {
				delete kept[field];
			}
		}
		const filled = NodeHelpers.getNodeParameters(
			properties,
			kept as never,
			true,
			false,
			null,
			null,
		) as ICredentialDataDecryptedObject;
		for (const field of ['oauthTokenData', 'allowedHttpRequestDomains', 'allowedDomains']) {
			if (original[field] !== undefined) filled[field] = original[field];
		}
		return filled;
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		requestOptions: IHttpRequestOptions | IRequestOptionsSimplified,
		workflow?: Workflow,
		node?: INode,
	): Promise<IHttpRequestOptions> {
		const options = requestOptions as IHttpRequestOptions;
		const { authenticate } = this.type(typeName);
		if (!authenticate) return options;
		if (typeof authenticate === 'function') return await authenticate(credentials, options);

		const resolve = (value: string) =>
			isExpression(value) && workflow && node
				? String(
						workflow.expression.getSimpleParameterValue(
							node,
							value,
							'internal',
							{ $credentials: credentials as unknown as IDataObject },
							undefined,
							'',
						) || '',
					)
				: value;
		const target = options as unknown as Record<string, Record<string, string>>;
		for (const [part, entries] of Object.entries(authenticate.properties)) {
			target[part] ??= {};
			for (const [key, value] of Object.entries(entries as Record<string, string>)) {
				target[part][resolve(key)] = resolve(value);
			}
		}
		return options;
	}

	/** Serves session tokens kept in an `expirable` field; none of our credentials has one. */
	async preAuthentication(): Promise<undefined> {
		return undefined;
	}

	async runPreAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const { preAuthentication } = this.type(typeName);
		if (!preAuthentication) return undefined;
		return ((await preAuthentication.call(helpers, credentials)) ??
			undefined) as unknown as ICredentialDataDecryptedObject;
	}

	async updateCredentials(
		details: INodeCredentialsDetails,
		_type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		this.stored.set(details.id ?? '', copy(data));
	}

	/** Only the token is written back: n8n drops everything else a refresh was called with. */
	async updateCredentialsOauthTokenData(
		details: INodeCredentialsDetails,
		_type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		const stored = this.read(details.id);
		this.stored.set(details.id ?? '', copy({ ...stored, oauthTokenData: data.oauthTokenData }));
	}
}

function placeholderWorkflow(): Workflow {
	return new Workflow({
		nodes: [placeholderNode],
		connections: {},
		active: false,
		nodeTypes: {
			getByName: () => startNodeType,
			getByNameAndVersion: () => startNodeType,
			getKnownTypes: () => ({}),
		},
	});
}
