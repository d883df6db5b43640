/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';

export interface Connection {
	accessToken: string;
	refreshToken?: string;
	scopes?: string[];
}

export interface ConnectOptions {
	websiteUrl: string;
	apiUrl: string;
	clientKey: string;
	clientSecret: string;
	/** On this machine; registered with the app under Login Kit, Desktop */
	redirectUri: string;
	scopes: string[];
	/** Shows the person the address of TikTok's consent page */
	show(address: string): void;
	signal: AbortSignal;
}

/** As a desktop app: consent in the browser, back to this machine, with TikTok's hex PKCE. */
export async function connect(options: ConnectOptions): Promise<Connection> {
	const verifier = randomBytes(32).toString('hex');
	const state = randomBytes(8).toString('hex');
	const query = new URLSearchParams({
		client_key: options.clientKey,
		response_type: 'code',
		scope: options.scopes.join(','),
		redirect_uri: options.redirectUri,
		state,
		disable_auto_auth: '1',
		code_challenge: createHash('sha256').update(verifier).digest('hex'),
		code_challenge_method: 'S256',
	});
	const answer = await callback(options, state, () =>
		options.show(`${options.websiteUrl}/v2/auth/authorize/?${query}`),
	);
	const code = answer.get('code');
	if (!code) throw new Error(`TikTok did not connect: ${refusalOf(answer)}`);
	const response = await fetch(`${options.apiUrl}/v2/oauth/token/`, {
		method: 'POST',
		body: new URLSearchParams({
			client_key: options.clientKey,
			client_secret: options.clientSecret,
			grant_type: 'authorization_code',
			code,
			redirect_uri: options.redirectUri,
			code_verifier: verifier,
		}),
	});
	const body = (await response.json()) as Record<string, string | undefined>;
	if (!body.access_token) {
		throw new Error(`TikTok gave no token: ${body.error} ${body.error_description ?? ''}`);
	}
	return {
		accessToken: body.access_token,
		refreshToken: body.refresh_token,
		scopes: body.scope?.split(','),
	};
}

function refusalOf(answer: URLSearchParams): string {
	const names = ['error', 'error_type', 'error_description'];
	return names
		.map((name) => answer.get(name) ?? '')
		.join(' ')
		.trim();
}

async function callback(
	{ redirectUri, signal }: ConnectOptions,
	state: string,
	listening: () => void,
): Promise<URLSearchParams> {
	const { hostname, port, pathname } = new URL(redirectUri);
	const server = createServer();
	try {
		return await new Promise<URLSearchParams>((resolve, reject) => {
			server.once('error', reject);
			signal.addEventListener('abort', () => reject(new Error('Stopped.')), { once: true });
			server.on('request', (req, res) => {
				const url = new URL(req.url ?? '/', redirectUri);
				const isOurs = url.pathname === pathname && url.searchParams.get('state') === state;
				res.writeHead(isOurs ? 200 : 404, { 'Content-Type': 'text/plain', Connection: 'close' });
				res.end(isOurs ? 'Connected. Go back to the terminal.' : 'Not here.');
				if (isOurs) resolve(url.searchParams);
			});
			server.listen(Number(port), hostname, listening);
		});
	} finally {
		server.close();
		server.closeAllConnections();
	}
}
