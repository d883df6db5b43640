import type {
	IHookFunctions,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { properties } from './webhook/fields';
import { receive } from './webhook/receive';

export class TikTokWebhookTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'TikTok Webhook Trigger',
		name: 'tikTokWebhookTrigger',
		icon: { light: 'file:tiktok.svg', dark: 'file:tiktok.dark.svg' },
		group: ['trigger'],
		// Since 2 `event` is said in the words of the TikTok Trigger, and `tiktok_event` in TikTok's.
		version: [1, 2],
		subtitle:
			'={{ $parameter["events"].length + ($parameter["events"].length === 1 ? " event" : " events") }}',
		description:
			'Start a workflow when TikTok itself reports that a post went live, failed or became public',
		defaults: { name: 'TikTok Webhook Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'tikTokOAuth2Api', required: true }],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				path: 'tiktok',
			},
		],
		triggerPanel: {
			header: 'Wait for TikTok to call',
			executionsHelp: {
				inactive:
					'<b>To try it out</b>, enter the Test URL as callback URL of your TikTok app and press the button: the URL works while the editor listens. TikTok has one callback URL per app, so a live workflow hears nothing in the meantime.<br /><br /><b>When it works</b>, publish the workflow and enter the Production URL at TikTok instead.',
				active:
					'<b>While you build</b>, TikTok goes on calling the Production URL, and those runs are in the executions list. The Test URL only hears what is sent to it: entered at TikTok it takes the calls away from the live workflow.',
			},
			activationHint:
				'Publish the workflow, and enter the Production URL as callback URL of your TikTok app.',
		},
		properties,
	};

	/** TikTok has no call to register a URL: it is entered by hand in the developer portal. */
	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return true;
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return true;
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this);
	}
}
