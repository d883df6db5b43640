import type { Probe } from '../probe';
import { businessProbes } from './business';
import { draftProbes } from './drafts';
import { postProbes } from './post';
import { pushProbes } from './push';
import { readProbes } from './read';
import { tokenProbes } from './tokens';

/** In the order in which they are asked. */
export const probes: Probe[] = [
	...readProbes,
	...tokenProbes,
	...draftProbes,
	...postProbes,
	...pushProbes,
	...businessProbes,
];
