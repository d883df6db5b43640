import type { Clock } from './clock';
import type { Pulls } from './pull';
import type { Quotas } from './quotas';
import type { Store } from './store';
import type { Switches } from './switches';

/** What every route works on. */
export interface World {
	clock: Clock;
	switches: Switches;
	store: Store;
	quotas: Quotas;
	pulls: Pulls;
	baseUrl(): string;
}
