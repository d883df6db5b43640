/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PushedEvent } from './side';

/** An address for TikTok's events on this machine. */
export interface EventPort {
	url: string;
	/** The next event about a post, or nothing after ten minutes. */
	next(wait: (ms: number) => Promise<void>): Promise<PushedEvent | undefined>;
	close(): Promise<void>;
}

const lookEveryMs = 2_000;
const giveUpMs = 10 * 60_000;

export async function openEventPort(port = 0): Promise<EventPort> {
	const events: PushedEvent[] = [];
	const server = createServer((req, res) => {
		const parts: Buffer[] = [];
		req.on('data', (part: Buffer) => parts.push(part));
		req.on('end', () => {
			const body = Buffer.concat(parts).toString('utf8');
			const signature = String(req.headers['tiktok-signature'] ?? '');
			if (body.includes('"post.publish.')) events.push({ signature, body });
			res.writeHead(200).end();
		});
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', resolve);
	});
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
		async next(wait) {
			for (let waited = 0; waited < giveUpMs && events.length === 0; waited += lookEveryMs) {
				await wait(lookEveryMs);
			}
			return events.shift();
		},
		async close() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
