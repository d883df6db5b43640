/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { join } from 'node:path';

import type { Publish, RecordedRequest, Switches } from '../../test/emulator';

import { e2e } from '../folders';
import type { Certificate } from './certificate';
import { startHelper } from './helper';

/** Nothing of the bench may run into the daily cap of an account. */
const MANY = 100_000;
const QUOTA_WINDOW_MS = 60_000;

/** The emulator in its own process, through its control endpoints. */
export class TikTok {
	private constructor(
		/** For what the bench itself asks, and a consent page. */
		readonly url: string,
		/** What is measured goes here, over TLS. */
		readonly secureUrl: string,
	) {}

	static async start({ key, cert }: Certificate): Promise<TikTok> {
		const script = join(e2e, 'bench', 'emulatorProcess.ts');
		const [url, secureUrl] = (await startHelper(script, [key, cert])).split(' ');
		const tiktok = new TikTok(url, secureUrl);
		await tiktok.sendUploadsTo(secureUrl);
		const account = '/_emulator/account/demo.creator';
		await tiktok.call('PATCH', account, { dailyPostCap: MANY });
		return tiktok;
	}

	/** Only uploads go through the given address. */
	async sendUploadsTo(base: string): Promise<void> {
		await this.set({ uploadUrlBase: base });
	}

	async set(switches: Partial<Switches>): Promise<void> {
		await this.call('PATCH', '/_emulator/switches', switches);
	}

	/** Posts of earlier figures count no longer: n8n, freshly started, does not know of them. */
	async emptyQuotas(): Promise<void> {
		await this.call('POST', '/_emulator/clock/advance', { ms: QUOTA_WINDOW_MS });
	}

	async publishes(): Promise<Publish[]> {
		return await this.call('GET', '/_emulator/publishes');
	}

	async requests(): Promise<RecordedRequest[]> {
		return await this.call('GET', '/_emulator/requests');
	}

	async newAccessToken(): Promise<string> {
		const grant = await this.call<{ access_token: string }>('POST', '/_emulator/grant', {});
		return grant.access_token;
	}

	private async call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
		const response = await fetch(this.url + path, {
			method,
			body: body === undefined ? undefined : JSON.stringify(body),
		});
		if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
		return (await response.json()) as Answer;
	}
}

/** From the accepted init to the final 201, by the emulator's clock: the same for everybody. */
export function uploadSeconds(publish: Publish): number {
	if (!publish.complete || publish.finalAt === undefined) {
		throw new Error(`${publish.publishId} is not complete: ${publish.bytesReceived} bytes`);
	}
	return (publish.finalAt - publish.createdAt) / 1000;
}
