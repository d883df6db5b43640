/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import axios from 'axios';

import type { Faults } from '../faults/faults';
import type { App } from '../types';
import type { World } from '../world';
import { messageOf, signatureOf } from './message';
import type { WebhookDelivery, WebhookEvent, WebhookEventName, WebhookSabotage } from './types';

/** Real time between two looks at the clock, when deliveries go out by themselves. */
const tickMs = 100;
/** How long a callback may take to answer; not documented (§13.1). */
const answerTimeoutMs = 10_000;

interface Pending {
	message: Buffer;
	event: WebhookEvent;
	attempt: number;
	firstTry: number;
	/** On the emulator's clock */
	due: number;
	/** The first signature, for retries that are not signed anew */
	signature?: string;
}

/** Tells callback URLs what happens; at least once, in the order in which it happened (§13.1). */
export class Webhooks {
	readonly deliveries: WebhookDelivery[] = [];
	private pending: Pending[] = [];
	private running?: Promise<void>;
	private timer?: ReturnType<typeof setInterval>;
	private generation = 0;
	private closing = new AbortController();

	constructor(
		private readonly world: () => World,
		private readonly faults: Faults,
	) {}

	/** Callers in another process cannot say when to deliver. */
	runByItself(settle: () => void): void {
		this.timer = setInterval(() => {
			if (!this.world().store.apps.some(({ webhookUrl }) => webhookUrl !== '')) return;
			settle();
			void this.deliverDue();
		}, tickMs);
		this.timer.unref();
	}

	/** Values of the content are JSON texts. Without a callback URL nobody is told, now or later. */
	emit(event: WebhookEvent): void {
		if (!this.app(event.clientKey)?.webhookUrl) return;
		const due = event.at + this.faults.delayOf(event.event);
		this.pending.push({ message: messageOf(event), event, attempt: 1, firstTry: due, due });
	}

	/** Undelivered events with the time of their next attempt. */
	waiting(): Array<{ event: WebhookEventName; attempt: number; due: number }> {
		return this.pending.map(({ event, attempt, due }) => ({ event: event.event, attempt, due }));
	}

	/** Sends all that is due at the clock's present time, one after another; earliest first. */
	async deliverDue(): Promise<void> {
		while (this.running || this.nextDue()) {
			this.running ??= this.drain().finally(() => (this.running = undefined));
			await this.running;
		}
	}

	clear(): void {
		this.generation += 1;
		this.pending = [];
		this.deliveries.length = 0;
	}

	close(): void {
		clearInterval(this.timer);
		this.clear();
		this.closing.abort();
	}

	private async drain(): Promise<void> {
		for (let next = this.nextDue(); next; next = this.nextDue()) {
			this.pending.splice(this.pending.indexOf(next), 1);
			await this.attempt(next);
		}
	}

	private nextDue(): Pending | undefined {
		const now = this.world().clock.now();
		return this.pending
			.filter(({ due }) => due <= now)
			.reduce<
				Pending | undefined
			>((first, one) => (first && first.due <= one.due ? first : one), undefined);
	}

	private async attempt(pending: Pending): Promise<void> {
		const app = this.app(pending.event.clientKey);
		if (!app?.webhookUrl) return;
		const generation = this.generation;
		const mishap = this.faults.ofAttempt(pending.event.event);
		const copies = mishap?.kind === 'duplicate' ? (mishap.copies ?? 1) : 0;
		const sabotage = mishap?.kind === 'duplicate' ? undefined : mishap;
		// Duplicates leave at the same moment: the hardest case for the receiver.
		const statuses = await Promise.all(
			Array.from({ length: 1 + copies }, async () => await this.post(app, pending, sabotage)),
		);
		if (generation !== this.generation || statuses.includes(200)) return;
		this.retryLater(pending);
	}

	/** The intervals are not documented; they double, and 72 hours after the first try it is over. */
	private retryLater(pending: Pending): void {
		const { webhookFirstRetryMs, webhookGiveUpMs } = this.world().switches;
		const due = this.world().clock.now() + webhookFirstRetryMs * 2 ** (pending.attempt - 1);
		if (due - pending.firstTry > webhookGiveUpMs) return;
		this.pending.push({ ...pending, attempt: pending.attempt + 1, due });
	}

	private async post(app: App, pending: Pending, sabotage?: WebhookSabotage) {
		const { clock, switches } = this.world();
		const secret = sabotage?.kind === 'otherSecret' ? 'secret-of-another-app' : app.clientSecret;
		const fresh = signatureOf(pending.message, secret, clock.now());
		pending.signature ??= sabotage ? undefined : fresh;
		let signature = switches.webhookRetriesSignedAnew ? fresh : (pending.signature ?? fresh);
		if (sabotage?.kind === 'wrongSignature')
			signature = signature.replace(/s=.*/, `s=${'0'.repeat(64)}`);
		const body =
			sabotage?.kind === 'changedByte' ? withChangedByte(pending.message) : pending.message;
		const headers: Record<string, string> = { 'Content-Type': 'application/json' };
		if (sabotage?.kind !== 'noSignature') headers['TikTok-Signature'] = signature;

		const delivery: WebhookDelivery = {
			seq: this.deliveries.length + 1,
			time: clock.now(),
			url: app.webhookUrl,
			clientKey: app.clientKey,
			event: pending.event.event,
			attempt: pending.attempt,
			sabotage: sabotage?.kind,
			headers,
			body: body.toString('utf8'),
		};
		this.deliveries.push(delivery);
		delivery.status = await this.send(app.webhookUrl, body, headers);
		return delivery.status;
	}

	private async send(url: string, body: Buffer, headers: Record<string, string>) {
		const options = {
			headers,
			maxRedirects: 0,
			proxy: false as const,
			timeout: answerTimeoutMs,
			signal: this.closing.signal,
			validateStatus: () => true,
		};
		return await axios.post(url, body, options).then(
			({ status }) => status,
			() => undefined,
		);
	}

	private app(clientKey: string): App | undefined {
		return this.world().store.app(clientKey);
	}
}

/** Still JSON and of the same length: only the signature can tell. */
function withChangedByte(message: Buffer): Buffer {
	const changed = Buffer.from(message);
	const digit = changed.indexOf('"create_time":') + '"create_time":'.length;
	changed[digit] = changed[digit] === 0x31 ? 0x32 : 0x31;
	return changed;
}
