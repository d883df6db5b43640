import type { INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { getPrivacyLevels } from './loadOptions/getPrivacyLevels';
import { properties, subtitle } from './resources';

export class TikTok implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'TikTok',
		name: 'tikTok',
		icon: { light: 'file:tiktok.svg', dark: 'file:tiktok.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle,
		description: 'Publish to TikTok and react when posts go live',
		defaults: { name: 'TikTok' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		// The editor puts the selector above the last parameter named here: Authentication, Credential, Resource.
		credentials: [
			{
				name: 'tikTokOAuth2Api',
				required: true,
				displayOptions: { show: { authentication: ['tikTokOAuth2Api'] } },
			},
			{
				name: 'tikTokBusinessOAuth2Api',
				required: true,
				displayOptions: { show: { authentication: ['tikTokBusinessOAuth2Api'], resource: ['adAccount'] } },
			},
			{
				name: 'tikTokBusinessApi',
				required: true,
				displayOptions: { show: { authentication: ['tikTokBusinessApi'], resource: ['adAccount'] } },
			},
		],
		requestDefaults: {
			baseURL: '={{$credentials.apiBaseUrl}}',
			// Parsing would round ids of 19 digits; the envelope opener reads the text.
			encoding: 'text',
			headers: { Accept: 'application/json' },
		},
		properties,
	};

	methods = { loadOptions: { getPrivacyLevels } };
}
