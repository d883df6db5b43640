import { createEmulator, frozenClock } from '../emulator';
import { emulatorSide } from './emulatorSide';
import { openEventPort } from './events';
import type { Side } from './side';

/** What the account behind the connection is like, as far as the emulator can be made like it. */
export interface Circumstances {
	scopes: string[];
	isPrivate: boolean;
}

export interface Reference {
	side: Side;
	/** As the app behind the connection is, once that is known. */
	setAudited(audited: boolean): void;
	close(): Promise<void>;
}

/** The emulator in this process, with an app and an account like those behind the connection. */
export async function createReference({ scopes, isPrivate }: Circumstances): Promise<Reference> {
	const emulator = await createEmulator({ clock: frozenClock(), webhooks: 'whenSettled' });
	const port = await openEventPort();
	emulator.account('demo.creator').isPrivate = isPrivate;
	const side = emulatorSide(emulator, port, scopes);
	side.access.scopes = scopes;
	return {
		side,
		setAudited(audited) {
			for (const app of emulator.apps) app.audited = audited;
		},
		async close() {
			await port.close();
			await emulator.close();
		},
	};
}
