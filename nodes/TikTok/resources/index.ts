import type { INodeProperties } from 'n8n-workflow';
import { installTokenRefresh } from '../request/installTokenRefresh';
import { openEnvelopeOfItem } from '../request/envelope';
import type { Resource } from '../shared/resource';
import { resourceOption, resourceProperties } from '../shared/resource';
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
		send: { paginate: true, preSend: [installTokenRefresh] },
		output: { postReceive: [openEnvelopeOfItem] },
	},
};

/**
 * n8n chooses the credential by this parameter alone, so it exists for every resource, and its value
 * is the credential's name. The hidden one lists its only option: that lets the editor reset a value
 * left over from another resource.
 */
const authentication: INodeProperties[] = [
	{
		displayName: 'Connect Using',
		name: 'authentication',
		type: 'options',
		noDataExpression: true,
		default: 'tikTokBusinessOAuth2Api',
		options: [
			{ name: 'Access Token', value: 'tikTokBusinessApi' },
			{ name: 'OAuth2', value: 'tikTokBusinessOAuth2Api' },
		],
		description: 'How the ad account is connected',
		displayOptions: { show: { resource: [adAccount.value] } },
	},
	{
		displayName: 'Connect Using',
		name: 'authentication',
		type: 'hidden',
		default: 'tikTokOAuth2Api',
		options: [{ name: 'OAuth2', value: 'tikTokOAuth2Api' }],
		displayOptions: { hide: { resource: [adAccount.value] } },
	},
];

/** All fields of the node, derived from the operations. */
export const properties: INodeProperties[] = [
	resourceList,
	...authentication,
	...resources.flatMap(resourceProperties),
];
