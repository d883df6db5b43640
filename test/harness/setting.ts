import type { INodeExecutionData } from 'n8n-workflow';
import type { Emulator, EmulatorOptions } from '../emulator';
import { createEmulator } from '../emulator';
import { mediaStream } from '../fixtures/media';
import type { CredentialRef, Harness } from './types';
import { createHarness } from './index';

/** n8n's engine with the built package, connected to an emulated TikTok. */
export interface Setting {
	harness: Harness;
	emulator: Emulator;
	/** The TikTok credential of demo.creator, connected, all permissions granted. */
	tikTok: CredentialRef;
	/** Both Business credentials. */
	businessToken: CredentialRef;
	businessOAuth2: CredentialRef;
	/** A connected credential of another account or with fewer permissions. */
	connect(options?: Parameters<Emulator['grant']>[0]): CredentialRef;
	/** An input item with one file per size; fields are `data`, `data_1`, ... */
	itemWithFiles(...sizes: number[]): Promise<INodeExecutionData>;
	/** How large a chunk may be, here smaller than TikTok's: where it is the order that is tested. */
	chunksOf(bytes: number): void;
	close(): Promise<void>;
}

export async function createSetting(options: EmulatorOptions = {}): Promise<Setting> {
	const emulator = await createEmulator({
		...options,
		switches: { pullMapping: { 'media.example.com': 'http://127.0.0.1:9' }, ...options.switches },
	});
	const harness = await createHarness();

	const connect: Setting['connect'] = (grant = {}) => {
		const [app] = emulator.apps;
		return harness.addCredential('tikTokOAuth2Api', {
			clientId: app.clientKey,
			clientSecret: app.clientSecret,
			environment: 'custom',
			apiUrl: emulator.url,
			websiteUrl: emulator.url,
			oauthTokenData: { ...emulator.grant(grant) },
		});
	};
	const business = { environment: 'custom', apiUrl: emulator.url };
	const [businessApp] = emulator.business.apps.values();
	return {
		harness,
		emulator,
		tikTok: connect(),
		businessToken: harness.addCredential('tikTokBusinessApi', {
			...business,
			accessToken: emulator.business.seed.token,
		}),
		businessOAuth2: harness.addCredential('tikTokBusinessOAuth2Api', {
			...business,
			clientId: businessApp.appId,
			clientSecret: businessApp.secret,
			oauthTokenData: { access_token: emulator.business.seed.token, token_type: 'Bearer' },
		}),
		connect,
		async itemWithFiles(...sizes) {
			const binary: INodeExecutionData['binary'] = {};
			for (const [index, size] of sizes.entries()) {
				binary[index === 0 ? 'data' : `data_${index}`] = await harness.storeBinary({
					bytes: mediaStream({
						property: index === 0 ? 'data' : `data_${index}`,
						bytes: size,
						head: 'mp4',
					}),
					mimeType: 'video/mp4',
					fileName: `clip-${index}.mp4`,
				});
			}
			return { json: {}, binary };
		},
		chunksOf(bytes) {
			const limits = 'dist/nodes/TikTok/limits.js';
			harness.packageModule<{ CHUNK_BYTES: number }>(limits).CHUNK_BYTES = bytes;
		},
		async close() {
			await emulator.close();
		},
	};
}
