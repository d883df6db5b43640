/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import type { MediaHead } from '../fixtures/fixture';
import { mediaBuffer } from '../fixtures/media';

/** Stands in for the hosts from which TikTok downloads. */
export interface MediaServer {
	url: string;
	/** Paths that were asked for, in order. */
	readonly paths: string[];
	close(): Promise<void>;
}

const kinds: Record<string, { head: MediaHead; mimeType: string }> = {
	'.mp4': { head: 'mp4', mimeType: 'video/mp4' },
	'.mov': { head: 'mov', mimeType: 'video/quicktime' },
	'.webm': { head: 'webm', mimeType: 'video/webm' },
	'.webp': { head: 'webp', mimeType: 'image/webp' },
};
/** Also what n8n's signed links lead to: their path does not tell. */
const jpeg = { head: 'jpeg', mimeType: 'image/jpeg' } as const;

const fileBytes = 20_000;

/** Answers with the given files by path, every other path with a small one that begins as it promises. */
export async function startMediaServer(files: Record<string, Buffer> = {}): Promise<MediaServer> {
	const paths: string[] = [];
	const server = createServer((request, response) => {
		const { pathname } = new URL(request.url ?? '/', 'http://localhost');
		paths.push(pathname);
		const { head, mimeType } = kinds[extname(pathname)] ?? jpeg;
		response.writeHead(200, { 'Content-Type': mimeType });
		const file = files[pathname];
		response.end(file ?? mediaBuffer({ property: pathname, bytes: fileBytes, head }));
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		paths,
		async close() {
			await new Promise((closed) => {
				server.close(closed);
				server.closeAllConnections();
			});
		},
	};
}
