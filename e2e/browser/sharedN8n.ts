/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import type { Owner } from '../n8n/rest';

/** The n8n that all end-to-end tests share: a start costs as much as three of them. */
export interface SharedN8n {
	url: string;
	owner: Owner;
	/** The only folder whose files workflows may read. */
	filesFolder: string;
}

export function sharedN8n(): SharedN8n {
	const value = process.env.E2E_INSTANCE;
	if (!value)
		throw new Error('These tests need a running n8n: start them with "npm run test:e2e".');
	return JSON.parse(value) as SharedN8n;
}
