/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { isIP } from 'node:net';

import { invalidParams, Refusal } from '../request/envelope';
import type { App } from '../types';

/** Rules for the text of a media URL, checked at init; fact sheet §12.1. */
export function checkSourceUrl(app: App, text: string): void {
	const url = parse(text);
	if (url?.protocol !== 'https:' || url.username || url.password) {
		throw invalidParams('The request source info is empty or incorrect');
	}
	const isAddress = isIP(url.hostname.replace(/^\[|\]$/g, '')) !== 0;
	if (isAddress || !url.hostname.includes('.')) {
		throw invalidParams('The request source info is empty or incorrect');
	}
	if (!app.verifiedUrlProperties.some((property) => covers(property, url, text))) {
		throw new Refusal(403, 'url_ownership_unverified');
	}
}

/** A domain covers its subdomains but not its parents; a prefix covers the exact text only. */
function covers(property: string, url: URL, text: string): boolean {
	if (property.includes('://')) return property.startsWith('https://') && text.startsWith(property);
	const domain = property.toLowerCase();
	return url.hostname === domain || url.hostname.endsWith(`.${domain}`);
}

function parse(text: string): URL | undefined {
	try {
		return new URL(text);
	} catch {
		return undefined;
	}
}
