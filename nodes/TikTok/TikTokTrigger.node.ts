import type {
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IPollFunctions,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { pollRun } from './trigger/pollRun';
import { triggerFields } from './trigger/triggerFields';

export class TikTokTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'TikTok Trigger',
		name: 'tikTokTrigger',
		icon: { light: 'file:tiktok.svg', dark: 'file:tiktok.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle:
			'={{ { instance: "posts of this n8n", publishIds: "listed publish IDs", account: "new public posts" }[$parameter["source"]] }}',
		// n8n's search shows this one for the TikTok node too.
		description: 'Publish to TikTok and react when posts go live',
		defaults: { name: 'TikTok Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'tikTokOAuth2Api', required: true }],
		properties: triggerFields,
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await pollRun(this);
	}
}
