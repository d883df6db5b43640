import { createEmulator, frozenClock } from '../emulator';
import { desktopApp } from '../emulator/seed';
import { openEventPort } from './events';
import { Side } from './side';

/** What the account behind the connection is like, as far as the emulator can be made like it. */
export interface Circumstances {
	scopes: string[];
	isPrivate: boolean;
	audited: boolean;
}

export interface Reference {
	side: Side;
	close(): Promise<void>;
}

/** The emulator in this process, with an app and an account like those behind the connection. */
export async function createReference(like: Circumstances): Promise<Reference> {
	const emulator = await createEmulator({ clock: frozenClock(), webhooks: 'whenSettled' });
	const app = emulator.apps.find(({ clientKey }) => clientKey === desktopApp)!;
	const port = await openEventPort();
	Object.assign(app, { audited: like.audited, webhookUrl: port.url });
	emulator.account('demo.creator').isPrivate = like.isPrivate;
	const token = emulator.grant({ clientKey: desktopApp, scopes: like.scopes });
	const { appId, appSecret, token: businessToken } = emulator.business.seed;
	const side: Side = new Side(
		{
			apiUrl: emulator.url,
			clientKey: app.clientKey,
			clientSecret: app.clientSecret,
			accessToken: token.access_token,
			refreshToken: token.refresh_token,
			scopes: like.scopes,
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
	return {
		side,
		async close() {
			await port.close();
			await emulator.close();
		},
	};
}
