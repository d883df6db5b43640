/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { resolve } from 'node:path';
import { PackageDirectoryLoader, RoutingNode } from 'n8n-core';
import {
	NodeConnectionTypes,
	NodeHelpers,
	type ICredentialType,
	type IDataObject,
	type IExecuteFunctions,
	type INodeProperties,
	type INodeType,
	type INodeTypes,
} from 'n8n-workflow';
import { requireOutside } from './outside';

/**
 * The built package as n8n sees it. `n8n-core` loads the classes; giving declarative nodes their
 * `execute` and making the tool variant are done by the `n8n` package itself (node-types.js,
 * tool-generation/ai-tools.js), which is not installed here, so these two steps follow its code.
 */
export class PackageUnderTest implements INodeTypes {
	private readonly tools = new Map<string, INodeType>();

	private constructor(
		private readonly loader: PackageDirectoryLoader,
		private readonly extraNodes: Record<string, INodeType>,
	) {}

	static async load(directory: string, extraNodes: Record<string, INodeType>) {
		const loader = new PackageDirectoryLoader(directory);
		await loader.loadAll();
		return new PackageUnderTest(loader, extraNodes);
	}

	get name(): string {
		return this.loader.packageName;
	}

	fullName(node: string): string {
		return node.includes('.') ? node : `${this.name}.${node}`;
	}

	getByName(type: string): INodeType {
		return this.getByNameAndVersion(type);
	}

	getByNameAndVersion(type: string, version?: number): INodeType {
		const extra = this.extraNodes[type];
		if (extra) return extra;

		const name = type.slice(type.lastIndexOf('.') + 1);
		const isTool = name.endsWith('Tool') && !(name in this.loader.known.nodes);
		const baseName = isTool ? name.slice(0, -'Tool'.length) : name;
		const nodeType = NodeHelpers.getVersionedNodeType(this.loader.getNode(baseName).type, version);
		giveExecute(nodeType);
		if (!isTool) return nodeType;

		const key = `${name}@${version ?? 'default'}`;
		const tool = this.tools.get(key) ?? asTool(nodeType);
		this.tools.set(key, tool);
		return tool;
	}

	getKnownTypes(): IDataObject {
		return this.loader.known.nodes as unknown as IDataObject;
	}

	credentialType(name: string): ICredentialType {
		return this.loader.getCredential(name).type;
	}

	supportedNodes(credentialType: string): string[] {
		const names = this.loader.known.credentials[credentialType]?.supportedNodes ?? [];
		return names.map((name) => this.fullName(name));
	}

	module<T>(path: string): T {
		return requireOutside(resolve(this.loader.directory, path)) as T;
	}
}

function giveExecute(nodeType: INodeType): void {
	const { execute, supplyData, poll, trigger, webhook, methods } = nodeType;
	const isDeclarative = nodeType.description.requestDefaults !== undefined;
	if (execute || supplyData || poll || trigger) return;
	if ((webhook || methods) && !isDeclarative) return;

	nodeType.execute = async function (this: IExecuteFunctions) {
		type RoutingContext = ConstructorParameters<typeof RoutingNode>[0];
		const routingNode = new RoutingNode(this as unknown as RoutingContext, nodeType);
		return (await routingNode.runNode()) ?? [];
	};
}

const toolDescription: INodeProperties = {
	displayName: 'Description',
	name: 'toolDescription',
	type: 'string',
	default: '',
	required: true,
};

const descriptionType: INodeProperties = {
	displayName: 'Tool Description',
	name: 'descriptionType',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'Set Automatically', value: 'auto' },
		{ name: 'Set Manually', value: 'manual' },
	],
	default: 'auto',
};

function asTool(nodeType: INodeType): INodeType {
	const { description } = nodeType;
	if (!description.usableAsTool) throw new Error('Node cannot be used as a tool');

	const hasChoice = description.properties.some(({ name }) =>
		['resource', 'operation'].includes(name),
	);
	const own: INodeProperties = { ...toolDescription, default: description.description };
	const added = hasChoice
		? [descriptionType, { ...own, displayOptions: { show: { descriptionType: ['manual'] } } }]
		: [own];

	const toolType = Object.create(nodeType) as INodeType;
	toolType.description = {
		...description,
		name: `${description.name}Tool`,
		displayName: `${description.displayName} Tool`,
		inputs: [],
		outputs: [NodeConnectionTypes.AiTool],
		usableAsTool: undefined,
		properties: [...added, ...description.properties],
	};
	return toolType;
}
