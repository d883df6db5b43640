/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { connect, createServer } from 'node:net';

const LOOPBACK = '127.0.0.1';

/** The port itself when nobody listens there, undefined otherwise. Port 0 finds a free one. */
async function listenOnce(port: number): Promise<number | undefined> {
	return await new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', (error: Error & { code?: string }) => {
			if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(undefined);
			else reject(error);
		});
		server.listen(port, LOOPBACK, () => {
			const address = server.address();
			server.close(() => resolve(typeof address === 'object' ? address?.port : undefined));
		});
	});
}

export async function isFree(port: number): Promise<boolean> {
	return (await listenOnce(port)) !== undefined;
}

/** A bind fails also where nobody listens, such as while an outgoing connection has the port. */
export async function isListening(port: number): Promise<boolean> {
	return await new Promise((resolve) => {
		const socket = connect(port, LOOPBACK);
		socket.setTimeout(1_000, () => socket.destroy());
		socket.once('connect', () => {
			// Nobody but ourselves: the system gave this very port to our end.
			resolve(socket.localPort !== port);
			socket.destroy();
		});
		socket.once('error', () => resolve(false));
		socket.once('close', () => resolve(false));
	});
}

export async function freePort(): Promise<number> {
	const port = await listenOnce(0);
	if (port === undefined) throw new Error('This machine has no free port on 127.0.0.1');
	given.push(port);
	return port;
}

const given: number[] = [];

/** Ports that this process has chosen, to see whether they are free again when all is over. */
export const usedPorts = (): readonly number[] => given;
