import type { Emulator } from '../../test/emulator';
import { allScopes } from '../../test/emulator/oauth/scopes';
import { desktopApp } from '../../test/emulator/seed';
import { authorize, type Choices } from '../consent';
import type { Credential, N8nRest } from '../n8n/rest';
import type { Surroundings } from './surroundings';

export const CREATOR = 'demo.creator';
export const SECOND_CREATOR = 'second.creator';

interface Wanted {
	name: string;
	type: string;
	data: Record<string, unknown>;
	/** What is chosen on the consent page, for credentials that have one. */
	consent?: Choices;
}

/**
 * Every credential that an example needs, created where it is missing and connected through the real
 * consent pages. The accounts post without a daily cap.
 * @param existing those of an earlier run at the same addresses
 */
export async function connectAccounts(
	rest: N8nRest,
	emulator: Emulator,
	{ modelUrl }: Surroundings,
	existing: Credential[] = [],
): Promise<Credential[]> {
	for (const account of emulator.accounts) account.dailyPostCap = Number.MAX_SAFE_INTEGER;
	const credentials: Credential[] = [];
	for (const { name, type, data, consent } of wantedCredentials(emulator, modelUrl)) {
		const credential =
			existing.find((one) => one.name === name && one.type === type) ??
			(await rest.createCredential(name, type, data));
		if (consent) {
			await rest.connectCredential(credential.id, async (url) => await authorize(url, consent));
		}
		credentials.push(credential);
	}
	return credentials;
}

function wantedCredentials(emulator: Emulator, modelUrl: string): Wanted[] {
	const app = emulator.apps.find(({ clientKey }) => clientKey === desktopApp);
	const { appId, appSecret, token } = emulator.business.seed;
	const custom = { environment: 'custom', apiUrl: emulator.url };
	const tikTok = (account: string): Wanted => ({
		name: `TikTok ${account}`,
		type: 'tikTokOAuth2Api',
		data: {
			clientId: app?.clientKey,
			clientSecret: app?.clientSecret,
			appType: 'desktop',
			websiteUrl: emulator.url,
			scopeGroups: [...allScopes],
			...custom,
		},
		consent: { account },
	});
	return [
		// n8n gives a new node the newest: the account whose page the demo shows.
		tikTok(SECOND_CREATOR),
		tikTok(CREATOR),
		{
			name: 'TikTok Business',
			type: 'tikTokBusinessOAuth2Api',
			data: { clientId: appId, clientSecret: appSecret, ...custom },
			consent: {},
		},
		{
			name: 'TikTok Business token',
			type: 'tikTokBusinessApi',
			data: { accessToken: token, appId, appSecret, ...custom },
		},
		{
			name: 'Stand-in chat model',
			type: 'openAiApi',
			data: { apiKey: 'stand-in', url: modelUrl },
		},
	];
}
