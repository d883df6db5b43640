/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import axios from 'axios';
import FormData from 'form-data';

import { waitFor } from '../waitFor';

/**
 * Sends the form of `form-upload.json` as its page does, and follows it to the page at the end, as
 * the browser does.
 * @param n8n its address here; to the world it may be known under another one
 * @returns the page at the end
 */
export async function sendForm(
	n8n: string,
	address: string,
	{ video, whoCanSeeIt }: { video: Buffer; whoCanSeeIt: string },
): Promise<string> {
	const form = new FormData();
	form.append('field-0', video, { filename: 'holiday.mp4', contentType: 'video/mp4' });
	form.append('field-1', 'From a form #n8n');
	form.append('field-2', whoCanSeeIt);
	const { data } = await axios.post<{ formWaitingUrl: string }>(address, form, {
		headers: form.getHeaders(),
		proxy: false,
	});
	const { pathname, search } = new URL(data.formWaitingUrl);
	const waiting = (suffix = '') => `${n8n}${pathname}${suffix}${search}`;
	await waitFor('page at the end', async () => {
		const status = await (await fetch(waiting('/n8n-execution-status'))).text();
		return status.trim() === 'form-waiting' ? true : undefined;
	});
	const page = await (await fetch(waiting())).text();
	// The page lets the execution go on by itself.
	await fetch(waiting(), { method: 'POST', body: new URLSearchParams() });
	return page;
}
