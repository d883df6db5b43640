import type { WebhookEventName, WebhookScript } from './types';

type Spoiling = Exclude<WebhookScript['do'], { kind: 'delay' }>;

/** Scripted mishaps of deliveries; each happens once, in the order given. */
export class WebhookScripts {
	private scripts: WebhookScript[] = [];

	add(scripts: WebhookScript[]): void {
		this.scripts.push(...scripts);
	}

	remaining(): WebhookScript[] {
		return [...this.scripts];
	}

	clear(): void {
		this.scripts = [];
	}

	/** Delays count when the event happens … */
	takeDelay(event: WebhookEventName): number {
		const action = this.take(event, (one) => one.kind === 'delay');
		return action?.kind === 'delay' ? action.ms : 0;
	}

	/** … everything else when it is sent. */
	takeMishap(event: WebhookEventName): Spoiling | undefined {
		return this.take(event, (one) => one.kind !== 'delay') as Spoiling | undefined;
	}

	private take(event: WebhookEventName, isRight: (action: WebhookScript['do']) => boolean) {
		const index = this.scripts.findIndex(
			(script) => (script.event === undefined || script.event === event) && isRight(script.do),
		);
		return index < 0 ? undefined : this.scripts.splice(index, 1)[0].do;
	}
}
