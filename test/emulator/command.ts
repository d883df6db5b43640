/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { parseArgs } from 'node:util';
import { createEmulator, type Emulator } from './index';

const defaultPort = 4010;
/** Of posted media, for the page. */
const keptMediaBytes = 200_000_000;

function chosenPort(args: string[]): number {
	const { values } = parseArgs({ args, options: { port: { type: 'string' } } });
	const text = values.port || process.env.PORT || defaultPort;
	const port = Number(text);
	if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
	throw new Error(`"${text}" is not a port. Use --port with a number from 0 to 65535.`);
}

/** Starts what the arguments of `npm run emulator` ask for; its errors say what to do. */
export async function startByCommand(args: string[]): Promise<Emulator> {
	const port = chosenPort(args);
	return await createEmulator({ port, seed: 'demo', keptMediaBytes }).catch((error) => {
		if (error.code !== 'EADDRINUSE') throw error;
		throw new Error(
			`Port ${port} is already in use. Choose another: npm run emulator -- --port ${port + 1}`,
		);
	});
}

/** Where it is, and all that n8n wants to know. */
export function greeting({ url, apps, accounts, business }: Emulator): string {
	const appLines = apps.map(
		({ clientKey, clientSecret, type, redirectUris }) =>
			`  ${type.padEnd(8)} client key ${clientKey}   client secret ${clientSecret}\n` +
			redirectUris.map((uri) => `           redirects to ${uri}\n`).join(''),
	);
	const { appId, appSecret, token, usAdvertiserId } = business.seed;
	return `TikTok emulator listening on ${url}

Page with the accounts' posts:  ${url}/
Accounts:  ${accounts.map(({ username }) => username).join(', ')}

Apps:
${appLines.join('')}
In n8n, credential "TikTok OAuth2 API":
  App Type      Desktop (n8n on http://localhost:5678 or http://127.0.0.1:5678)
  Client ID     ${apps.find(({ type }) => type === 'desktop')?.clientKey} (TikTok's client key)
  Client Secret ${apps.find(({ type }) => type === 'desktop')?.clientSecret}
  Environment   Custom, with ${url} for every base URL

TikTok for Business, with the environment Custom and the same base URL:
  Access Token  ${token}
  App ID        ${appId}, secret ${appSecret}
  Advertiser ID ${usAdvertiserId}

Press Ctrl+C to stop.`;
}
