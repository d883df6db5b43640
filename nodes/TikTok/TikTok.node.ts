import type { INodeType, INodeTypeDescription, NodeParameterValue } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { getPrivacyLevels } from './loadOptions/getPrivacyLevels';
import { searchAdvertisers } from './loadOptions/searchAdvertisers';
import { searchStores } from './loadOptions/searchStores';
import { searchVideos } from './loadOptions/searchVideos';
import { properties, subtitle } from './resources';
import { markChanged } from './run/staticData';

/**
 * Always true. The editor puts the credential selector above the last parameter that a credential
 * depends on: so it stands between Authentication and Resource. n8n evaluates conditions here as
 * everywhere; only its type of credentials does not know them.
 */
const belowAuthentication = {
	resource: [{ _cnd: { exists: true } }] as unknown as NodeParameterValue[],
};

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
		credentials: [
			{
				name: 'tikTokOAuth2Api',
				required: true,
				displayOptions: { show: { authentication: ['tikTokOAuth2Api'] } },
			},
			{
				name: 'tikTokBusinessOAuth2Api',
				required: true,
				displayOptions: {
					show: { authentication: ['tikTokBusinessOAuth2Api'], ...belowAuthentication },
				},
			},
			{
				name: 'tikTokBusinessApi',
				required: true,
				displayOptions: { show: { authentication: ['tikTokBusinessApi'], ...belowAuthentication } },
			},
		],
		requestDefaults: {
			// No expression: n8n would compute it twice for each item. Each request goes to the address of
			// its credential (`openSession`).
			baseURL: 'https://open.tiktokapis.com',
			// Parsing would round ids of 19 digits; the envelope opener reads the text.
			encoding: 'text',
			headers: { Accept: 'application/json' },
		},
		properties,
	};

	/** Not for people: how the node makes n8n save static data at once. */
	customOperations = { staticData: { save: markChanged } };

	methods = {
		loadOptions: { getPrivacyLevels },
		listSearch: { searchAdvertisers, searchStores, searchVideos },
	};
}
