/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const CREDENTIAL = `
class ToyOAuth2Api {
	name = 'toyOAuth2Api';
	extends = ['oAuth2Api'];
	displayName = 'Toy OAuth2 API';
	properties = [
		{ displayName: 'Base URL', name: 'baseUrl', type: 'string', default: '' },
		{ displayName: 'Grant Type', name: 'grantType', type: 'hidden', default: 'authorizationCode' },
		{ displayName: 'Authentication', name: 'authentication', type: 'hidden', default: 'body' },
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			default: '={{ $self["baseUrl"] + "/token" }}',
		},
	];
}
exports.ToyOAuth2Api = ToyOAuth2Api;
`;

const NODE = `
const { NodeApiError } = require('n8n-workflow');
const clock = require('./clock.js');

async function paced(request) {
	this.logger.info('asked', { item: this.getItemIndex() });
	await clock.wait(this.getNodeParameter('waitMs', 0), this.getExecutionCancelSignal());
	return await this.makeRoutingRequest(request);
}

async function open(items, response) {
	if (response.body.bad) {
		throw new NodeApiError(this.getNode(), response.body, {
			message: 'The toy is broken',
			description: 'Buy a new one',
		});
	}
	return items.map((item) => ({
		json: {
			...item.json,
			execution: this.getExecutionId(),
			zone: this.getTimezone(),
		},
		pairedItem: { item: this.getItemIndex() },
	}));
}

async function upload(items) {
	const binary = this.helpers.assertBinaryData('data');
	const { id } = binary;
	const body = id ? await this.helpers.getBinaryStream(id, 65536) : await this.helpers.getBinaryDataBuffer('data');
	const { baseUrl } = await this.getCredentials('toyOAuth2Api');
	const answer = await this.helpers.httpRequest({ method: 'PUT', url: baseUrl + '/file', body });
	return items.map((item) => ({ ...item, json: { ...answer, hasId: !!id } }));
}

class Toy {
	description = {
		displayName: 'Toy',
		name: 'toy',
		group: ['transform'],
		version: 1,
		description: 'Plays',
		defaults: { name: 'Toy' },
		inputs: ['main'],
		outputs: ['main'],
		usableAsTool: true,
		credentials: [{ name: 'toyOAuth2Api', required: true }],
		requestDefaults: { baseURL: '={{ $credentials.baseUrl }}' },
		requestOperations: { pagination: paced },
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				default: 'toy',
				options: [{ name: 'Toy', value: 'toy' }],
			},
			{
				displayName: 'Operation',
				name: 'operation',
				displayOptions: { show: { resource: ['toy'] } },
				type: 'options',
				noDataExpression: true,
				default: 'get',
				routing: { send: { paginate: true } },
				options: [
					{
						name: 'Get',
						value: 'get',
						action: 'Get a toy',
						routing: { request: { url: '/toy' }, output: { postReceive: [open] } },
					},
					{
						name: 'Upload',
						value: 'upload',
						routing: { request: { url: '/toy' }, output: { postReceive: [upload] } },
					},
				],
			},
			{
				displayName: 'Name',
				name: 'name',
				type: 'string',
				default: 'bear',
				routing: { send: { type: 'query', property: 'name' } },
			},
			{ displayName: 'Wait', name: 'waitMs', type: 'number', default: 0 },
		],
	};
	methods = {
		loadOptions: {
			async names() {
				const { baseUrl } = await this.getCredentials('toyOAuth2Api');
				return [{ name: this.getCurrentNodeParameter('name'), value: baseUrl }];
			},
		},
	};
}
exports.Toy = Toy;
`;

const TRIGGER = `
class ToyTrigger {
	description = {
		displayName: 'Toy Trigger',
		name: 'toyTrigger',
		group: ['trigger'],
		version: 1,
		description: 'Watches',
		defaults: { name: 'Toy Trigger' },
		polling: true,
		inputs: [],
		outputs: ['main'],
		credentials: [{ name: 'toyOAuth2Api', required: true }],
		properties: [],
	};
	async poll() {
		const data = this.getWorkflowStaticData('node');
		data.polls = (data.polls ?? 0) + 1;
		this.logger.debug('polled');
		if (data.polls === 2) return null;
		const json = { polls: data.polls, mode: this.getMode(), as: this.getActivationMode() };
		return [[{ json }]];
	}
}
exports.ToyTrigger = ToyTrigger;
`;

const CLOCK = `
exports.now = () => Date.now();
exports.elapsed = () => performance.now();
exports.wait = async (ms) => await new Promise((resolve) => setTimeout(resolve, ms));
exports.deadline = (ms) => AbortSignal.timeout(ms);
`;

/** A complete n8n package in plain JavaScript, so that the harness is tested without ours. */
export function writeThrowawayPackage(): string {
	const directory = mkdtempSync(join(tmpdir(), 'toy-package-'));
	mkdirSync(join(directory, 'dist'));
	const files = {
		'package.json': JSON.stringify({
			name: 'n8n-nodes-toy',
			version: '1.0.0',
			n8n: {
				credentials: ['dist/ToyOAuth2Api.credentials.js'],
				nodes: ['dist/Toy.node.js', 'dist/ToyTrigger.node.js'],
			},
		}),
		'dist/ToyOAuth2Api.credentials.js': CREDENTIAL,
		'dist/Toy.node.js': NODE,
		'dist/ToyTrigger.node.js': TRIGGER,
		'dist/clock.js': CLOCK,
	};
	for (const [path, content] of Object.entries(files)) {
		writeFileSync(join(directory, path), content);
	}
	// As in an installation: the package finds the same n8n-workflow as the engine.
	symlinkSync(resolve(__dirname, '../../node_modules'), join(directory, 'node_modules'));
	return directory;
}
