/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { generateKeyPairSync, sign } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createHttpServer, request as send } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { INodeParameters } from 'n8n-workflow';

/**
 * Public https addresses for what the node itself asks: a forward proxy behind which some names are
 * servers of this machine, and all others do not exist.
 */
export interface PublicNames {
	/** The node's options that lead there. */
	requestOptions: INodeParameters;
	/** Addresses that were asked for under those names, in order. */
	readonly asked: string[];
	close(): Promise<void>;
}

/**
 * @param names for each the address of an http server
 * @param wanted the port of the proxy; a free one when none is given
 */
export async function startPublicNames(
	names: Record<string, string>,
	wanted = 0,
): Promise<PublicNames> {
	const asked: string[] = [];
	const secure = createHttpsServer(selfSigned(), (incoming, answer) => {
		const { host = '' } = incoming.headers;
		asked.push(`https://${host}${incoming.url}`);
		passOn(`${names[host]}${incoming.url}`, incoming, answer);
	});
	// TikTok's interface, which speaks plain http here.
	const proxy = createHttpServer((incoming, answer) =>
		passOn(incoming.url ?? '', incoming, answer),
	);
	proxy.on('connect', ({ url = '' }: IncomingMessage, socket: Socket) => {
		socket.on('error', () => {});
		if (!names[url.replace(/:443$/, '')]) {
			socket.destroy();
			return;
		}
		socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
		secure.emit('connection', socket);
	});
	await new Promise<void>((listening) => proxy.listen(wanted, '127.0.0.1', listening));
	const { port } = proxy.address() as AddressInfo;
	return {
		requestOptions: { proxy: `http://127.0.0.1:${port}`, allowUnauthorizedCerts: true },
		asked,
		async close() {
			secure.closeAllConnections();
			await new Promise((closed) => {
				proxy.close(closed);
				proxy.closeAllConnections();
			});
		},
	};
}

function passOn(url: string, incoming: IncomingMessage, answer: ServerResponse): void {
	const { method, headers } = incoming;
	const { host } = new URL(url);
	const onward = send(url, { method, headers: { ...headers, host } }, (response) => {
		answer.writeHead(response.statusCode ?? 502, response.headers);
		response.pipe(answer);
		response.once('error', () => answer.destroy());
	});
	onward.once('error', () => answer.destroy());
	answer.once('close', () => onward.destroy());
	incoming.pipe(onward);
}

/** A certificate that nobody has to trust (RFC 5280, RFC 8410), made here. */
function selfSigned(): { key: string; cert: string } {
	const { privateKey, publicKey } = generateKeyPairSync('ed25519');
	const algorithm = sequence(Buffer.from('06032b6570', 'hex'));
	const nobody = sequence();
	const years = sequence(
		der(0x17, Buffer.from('200101000000Z')),
		der(0x17, Buffer.from('491231235959Z')),
	);
	const number = der(0x02, Buffer.from([1]));
	const key = publicKey.export({ type: 'spki', format: 'der' });
	const content = sequence(number, algorithm, nobody, years, nobody, key);
	const signature = der(0x03, Buffer.concat([Buffer.from([0]), sign(null, content, privateKey)]));
	const bytes = sequence(content, algorithm, signature).toString('base64');
	return {
		key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
		cert: `-----BEGIN CERTIFICATE-----\n${bytes}\n-----END CERTIFICATE-----\n`,
	};
}

const sequence = (...parts: Buffer[]) => der(0x30, Buffer.concat(parts));

/** A value with its tag and its length (ITU-T X.690 §8.1). */
function der(tag: number, content: Buffer): Buffer {
	const { length } = content;
	const size =
		length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
	return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
