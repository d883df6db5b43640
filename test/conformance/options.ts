/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { parseArgs } from 'node:util';
import { scopesOfNewApps } from '../emulator/oauth/scopes';
import { tiers, type Tier } from './probe';
import type { Access } from './side';

export interface Options {
	tiers: Tier[];
	apiUrl: string;
	websiteUrl: string;
	clientKey?: string;
	clientSecret?: string;
	accessToken?: string;
	refreshToken?: string;
	redirectUri: string;
	/** Of which the app lacks none, or TikTok refuses all. */
	scopes: string[];
	business: Access['business'];
	pushPort: number;
	report?: string;
	yes: boolean;
}

const text = { type: 'string' } as const;

/** From the command line; secrets also from variables such as TIKTOK_CLIENT_SECRET. */
export function readOptions(args: string[], env: Record<string, string | undefined>): Options {
	const { values } = parseArgs({
		args,
		options: {
			tier: { type: 'string', multiple: true },
			'client-key': text,
			'client-secret': text,
			'access-token': text,
			'refresh-token': text,
			'redirect-uri': text,
			scope: text,
			'api-url': text,
			'website-url': text,
			'business-url': text,
			'business-token': text,
			'business-app-id': text,
			'business-secret': text,
			'push-port': text,
			report: text,
			yes: { type: 'boolean' },
		},
	});
	const secret = (
		name:
			| 'client-key'
			| 'client-secret'
			| 'access-token'
			| 'refresh-token'
			| 'business-token'
			| 'business-app-id'
			| 'business-secret',
	) =>
		(values[name] ?? env[`TIKTOK_${name.toUpperCase().replaceAll('-', '_')}`])?.trim() || undefined;
	const chosen = values.tier ?? ['read'];
	const unknown = chosen.find((tier) => !(tiers as readonly string[]).includes(tier));
	if (unknown) throw new Error(`There is no tier "${unknown}", only ${tiers.join(', ')}.`);
	const url = (given: string | undefined, usual: string) => (given ?? usual).replace(/\/+$/, '');
	const apiUrl = url(values['api-url'], 'https://open.tiktokapis.com');
	const token = secret('business-token');
	return {
		tiers: chosen as Tier[],
		apiUrl,
		websiteUrl: url(values['website-url'], 'https://www.tiktok.com'),
		clientKey: secret('client-key'),
		clientSecret: secret('client-secret'),
		accessToken: secret('access-token'),
		refreshToken: secret('refresh-token'),
		redirectUri: values['redirect-uri'] ?? 'http://127.0.0.1:4021/callback/',
		scopes: values.scope?.split(',') ?? scopesOfNewApps,
		business: token
			? {
					url: url(values['business-url'], 'https://business-api.tiktok.com/open_api/v1.3'),
					token,
					appId: secret('business-app-id'),
					secret: secret('business-secret'),
				}
			: undefined,
		pushPort: Number(values['push-port'] ?? 4022),
		report: values.report,
		yes: values.yes ?? false,
	};
}
