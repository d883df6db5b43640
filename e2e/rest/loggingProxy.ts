/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { request as send } from 'node:http';
import { connect } from 'node:net';

import { listenOnLoopback } from '../loopbackServer';

export interface LoggingProxy {
	url: string;
	/** Method and full address of each request that came through. */
	log: string[];
	close(): Promise<void>;
}

/** A forward proxy as companies have them; for https it would see CONNECT lines only. */
export async function startLoggingProxy(): Promise<LoggingProxy> {
	const log: string[] = [];
	const { url, server, close } = await listenOnLoopback((incoming, answer) => {
		log.push(`${incoming.method} ${incoming.url}`);
		const { host, ...headers } = incoming.headers;
		const onward = send(
			incoming.url ?? '',
			{ method: incoming.method, headers: { ...headers, host } },
			(response) => {
				answer.writeHead(response.statusCode ?? 502, response.headers);
				response.pipe(answer);
			},
		);
		onward.once('error', () => answer.destroy());
		incoming.pipe(onward);
	});
	server.on('connect', (incoming, socket, head) => {
		log.push(`CONNECT ${incoming.url}`);
		const { hostname, port } = new URL(`http://${incoming.url}`);
		const target = connect(Number(port), hostname, () => {
			socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
			target.write(head);
			target.pipe(socket).pipe(target);
		});
		target.once('error', () => socket.destroy());
		socket.once('error', () => target.destroy());
	});
	return { url, log, close };
}
