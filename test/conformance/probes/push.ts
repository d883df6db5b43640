import { createHmac } from 'node:crypto';
import { shapeOf } from '../facts';
import { Skipped, type Facts, type Probe } from '../probe';
import type { PushedEvent, Side } from '../side';
import { smallVideo } from '../video';
import { initDraft, uploadOf } from './posts';

export const pushProbes: Probe[] = [
	{
		id: 'event',
		tier: 'push',
		asks: 'The event about a draft in the inbox, and how it is signed',
		switch: 'webhookPostIdAs',
		async run(side) {
			const { events } = side.access;
			if (!events) throw new Skipped('no port for events was named');
			const video = smallVideo();
			const { url } = uploadOf(await initDraft(side, video.length));
			await side.put(url, video, 0, video.length);
			const event = await events();
			return event ? factsOf(side, event) : { came: false };
		},
	},
];

function factsOf(side: Side, { signature, body }: PushedEvent): Facts {
	const parts = Object.fromEntries(signature.split(',').map((part) => part.split('=')));
	const secret = side.access.clientSecret ?? '';
	const expected = createHmac('sha256', secret).update(`${parts.t}.${body}`).digest('hex');
	const envelope = JSON.parse(body) as { event: string; content: string };
	return {
		came: true,
		isSigned: parts.s === expected,
		event: envelope.event,
		shape: shapeOf(envelope),
		content: shapeOf(JSON.parse(envelope.content)),
	};
}
