import type { Emulator } from '../emulator';
import { desktopApp } from '../emulator/seed';
import type { EventPort } from './events';
import { Side } from './side';

/**
 * An emulator with a frozen clock, asked through its desktop app: its time passes as the probes wait.
 * @param granted all permissions when left out
 */
export function emulatorSide(emulator: Emulator, port: EventPort, granted?: string[]): Side {
	const app = emulator.apps.find(({ clientKey }) => clientKey === desktopApp)!;
	app.webhookUrl = port.url;
	const token = emulator.grant({ clientKey: desktopApp, scopes: granted });
	const { appId, appSecret, token: businessToken } = emulator.business.seed;
	const side: Side = new Side(
		{
			apiUrl: emulator.url,
			clientKey: app.clientKey,
			clientSecret: app.clientSecret,
			accessToken: token.access_token,
			refreshToken: token.refresh_token,
			business: {
				url: `${emulator.url}/open_api/v1.3`,
				token: businessToken,
				appId,
				secret: appSecret,
			},
			events: async () => await port.next(async (ms) => await side.wait(ms)),
		},
		async (ms) => {
			emulator.clock.advance(ms);
			await emulator.settled();
		},
	);
	return side;
}
