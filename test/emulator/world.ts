import type { Clock } from './clock';
import type { Pulls } from './posting/pull';
import type { Quotas } from './request/quotas';
import type { Store } from './store';
import type { Switches } from './switches';
import type { Webhooks } from './webhooks/webhooks';

/** What every route works on. */
export interface World {
	clock: Clock;
	switches: Switches;
	store: Store;
	quotas: Quotas;
	pulls: Pulls;
	webhooks: Webhooks;
	baseUrl(): string;
}
