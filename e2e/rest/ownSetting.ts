import type { EmulatorOptions } from '../../test/emulator';
import { startOwnInstance, type OwnInstance } from './ownInstance';
import { createSetting, PUBLIC_ADDRESS, type Setting } from './setting';

/** An n8n of one test file alone, with an emulator of its own. */
export type OwnSetting = Setting & Pick<OwnInstance, 'killAndRestart' | 'pid'>;

/** @param env settings that the shared n8n must not have */
export async function createOwnSetting(
	options?: EmulatorOptions,
	env?: Record<string, string>,
): Promise<OwnSetting> {
	const { instance, killAndRestart, pid, stop } = await startOwnInstance(env);
	const setting = await createSetting(options, instance);
	return {
		...setting,
		killAndRestart,
		pid,
		async close() {
			await setting.close();
			await stop();
		},
	};
}

/** One that TikTok reaches at a public https address, whose domain the emulated apps have verified. */
export async function createPublicSetting(): Promise<OwnSetting> {
	const setting = await createOwnSetting({}, { WEBHOOK_URL: PUBLIC_ADDRESS });
	const { host } = new URL(PUBLIC_ADDRESS);
	setting.emulator.switches.pullMapping[host] = setting.instance.url;
	for (const app of setting.emulator.apps) app.verifiedUrlProperties.push(host);
	return setting;
}
