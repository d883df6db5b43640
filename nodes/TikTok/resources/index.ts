import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { openEnvelopeOfItem } from '../request/envelope';
import { installTokenRefresh } from '../request/tokenRefresh';
import { noteSetUp } from '../run/setUp';
import type { Resource } from './resource';
import { resourceOption, resourceProperties } from './resource';
import { adAccount } from './adAccount';
import { creator } from './creator';
import { photo } from './photo';
import { post } from './post';
import { video } from './video';

const resources: Resource[] = [adAccount, creator, photo, post, video];
const firstResource = video.value;

/**
 * Always shown, so what every request needs hangs here: renewing the token before it, reading the
 * envelope after it, and the operation's own function around it.
 */
const resourceList: INodeProperties = {
	displayName: 'Resource',
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	options: resources.map(resourceOption),
	default: firstResource,
	routing: {
		send: { paginate: true, preSend: [noteSetUp, installTokenRefresh] },
		output: { postReceive: [openEnvelopeOfItem] },
	},
};

const otherResources = resources
	.map(({ value }) => value)
	.filter((value) => value !== adAccount.value);

/**
 * Never shown and never chosen. The editor takes an `authentication` without an option called "none"
 * over into the credential selector: it would offer the credentials of all resources in one list and
 * hide every parameter that the field depends on, the resource among them.
 */
const neverShown: INodePropertyOptions = {
	name: 'None',
	value: 'none',
	displayOptions: { hide: { resource: resources.map(({ value }) => value) } },
};

/**
 * n8n chooses the credential by this parameter alone, so it exists for every resource, and its value
 * is the credential's name. The hidden one lists its only option: that lets the editor reset a value
 * left over from another resource.
 */
const authentication: INodeProperties[] = [
	{
		displayName: 'Authentication',
		name: 'authentication',
		type: 'options',
		noDataExpression: true,
		default: 'tikTokBusinessOAuth2Api',
		options: [
			{ name: 'Access Token', value: 'tikTokBusinessApi' },
			neverShown,
			{ name: 'OAuth2', value: 'tikTokBusinessOAuth2Api' },
		],
		description: 'How the ad account is connected',
		displayOptions: { hide: { resource: otherResources } },
	},
	{
		displayName: 'Authentication',
		name: 'authentication',
		type: 'hidden',
		default: 'tikTokOAuth2Api',
		options: [neverShown, { name: 'OAuth2', value: 'tikTokOAuth2Api' }],
		displayOptions: { hide: { resource: [adAccount.value] } },
	},
];

/** n8n adds the option Batching to every declarative node; a node can neither hide nor describe it. */
const batchingNotice: INodeProperties = {
	displayName:
		"Batching is not needed: this node keeps to TikTok's limits by itself, for all items and workflows.",
	name: 'batchingNotice',
	type: 'notice',
	default: '',
	isNodeSetting: true,
};

/** All fields of the node, derived from the operations. */
export const properties: INodeProperties[] = [
	...authentication,
	resourceList,
	...resources.flatMap(resourceProperties),
	batchingNotice,
];

/** What stands under the node on the canvas: the labels of resource and operation. */
const subtitles = Object.fromEntries(
	resources.flatMap((resource) =>
		resource.operations.map(({ name, value }) => [
			`${resource.value}.${value}`,
			`${resource.shortName}: ${name}`,
		]),
	),
);

export const subtitle = `={{ (${JSON.stringify(subtitles)})[$parameter["resource"] + "." + $parameter["operation"]] }}`;
