import type { INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { getPrivacyLevels } from './loadOptions/getPrivacyLevels';
import { properties } from './resources';

export class TikTok implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'TikTok',
		name: 'tikTok',
		icon: { light: 'file:tiktok.svg', dark: 'file:tiktok.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"].replace(/([A-Z])/g, " $1").toLowerCase() + ": " + $parameter["resource"].replace(/([A-Z])/g, " $1").toLowerCase() }}',
		description: 'Publish to TikTok and react when posts go live',
		defaults: { name: 'TikTok' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'tikTokOAuth2Api',
				required: true,
				displayOptions: { show: { authentication: ['tikTokOAuth2Api'] } },
			},
			{
				name: 'tikTokBusinessOAuth2Api',
				required: true,
				displayOptions: { show: { authentication: ['tikTokBusinessOAuth2Api'] } },
			},
			{
				name: 'tikTokBusinessApi',
				required: true,
				displayOptions: { show: { authentication: ['tikTokBusinessApi'] } },
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
