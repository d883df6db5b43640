import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { advertiserGet } from '../api/business';
import { inputFailure } from '../errors/ownFailure';
import { businessApp } from '../connection/connection';
import { recordsOf } from '../request/records';
import { businessCredential, choicesOf, explained, found } from './businessList';
import { inLocator, LIST_AGE_MS } from './inEditor';

const wrongApp = 'For this list App ID and App Secret in the credential must be those of the app.';

/** What TikTok's refusals mean here (business fact sheet §1.4 and §2). */
const hints: Record<string, string> = {
	40001: 'The app needs the permission "Read Ad Account Information". Or choose By ID.',
	40101: wrongApp,
	40113: wrongApp,
};

/**
 * The ad accounts that the connection reaches, for the Advertiser field. TikTok wants the app's
 * secret in the address (business fact sheet §2): nothing of the request is ever shown or logged.
 */
export async function searchAdvertisers(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const type = businessCredential(this);
	return await inLocator(this, type, async (session) => {
		const app = businessApp(type, await session.credential.read());
		if (!app) {
			throw inputFailure(
				'The list needs the App ID and App Secret of your Business app.',
				'Enter both in the credential. Or choose By ID here and enter the advertiser ID.',
			);
		}
		const qs = { app_id: app.appId, secret: app.secret };
		const answer = await explained(hints, async () =>
			session.recall(advertiserGet, LIST_AGE_MS, { qs }),
		);
		const advertisers = recordsOf(answer, 'list');
		if (advertisers.length === 0) {
			throw inputFailure(
				'This connection reaches no ad account.',
				"Connect again and tick the ad accounts on TikTok's page. The person who connects must have access to them.",
			);
		}
		const choices = choicesOf(advertisers, 'advertiser_id', (advertiser) => ({
			id: advertiser.advertiser_id,
			name: advertiser.advertiser_name,
		}));
		return found(choices, filter);
	});
}
