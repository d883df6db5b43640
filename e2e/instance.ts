/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import type { Owner } from './n8n/rest';

/** How the command tells the test files about the n8n it has started. */
export const INSTANCE_VARIABLE = 'E2E_INSTANCE';

/** The n8n that all test files share. */
export interface Instance {
	url: string;
	owner: Owner;
	/** The Node.js binary n8n runs on, for files that need an n8n of their own. */
	node: string;
	/** The packed package. */
	tarball: string;
	/** Goes when the run ends. */
	folder: string;
	/** Where workflows may read and write files. */
	filesFolder: string;
	/** The folder its n8n was installed in; e2e/ when not given. */
	installation?: string;
}

export function sharedInstance(): Instance {
	const text = process.env[INSTANCE_VARIABLE];
	if (!text) throw new Error('These tests need a running n8n: start them with "npm run test:e2e".');
	return JSON.parse(text) as Instance;
}
