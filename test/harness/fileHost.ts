/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

/** What happens to one request for a file; the fault of each request is taken from the front. */
export type HostFault =
	/** All is well, this once. */
	| { kind: 'none' }
	/** The connection breaks after so many bytes of the answer. */
	| { kind: 'cut'; after: number }
	/** The connection stays, but nothing more comes. */
	| { kind: 'stall'; after: number }
	/** From then on one byte every few milliseconds. */
	| { kind: 'drip'; after: number }
	/** From this request on the next version of the file is there. */
	| { kind: 'change' }
	/** No answer at all. */
	| { kind: 'hangUp' }
	| { kind: 'answer'; status: number; body?: string; headers?: Record<string, string> }
	/** Compressed, although nobody asked for it. */
	| { kind: 'gzip'; length: boolean };

/** A file of a host, and what the host tells of it. */
export interface HostedFile {
	/** The first is there until it changes. */
	versions: Buffer[];
	/** A weak one is the same for all versions. */
	etag?: 'strong' | 'weak';
	/** Whether each version is a day younger than the one before, or all are of this second. */
	lastModified?: 'old' | 'now';
	ranges?: boolean;
	/** Whether the answer tells its length. */
	length?: boolean;
	/** Whether an If-Range header is understood. */
	ifRange?: boolean;
	contentType?: string;
	/** What else the host says of it. */
	headers?: Record<string, string>;
	faults?: HostFault[];
	/** A fault for every request for which the list has none. */
	always?: HostFault;
}

/** A file, which version of it is there, and since when. */
type Served = HostedFile & { present: number; servedAt: number };

export interface HostRequest {
	path: string;
	headers: IncomingMessage['headers'];
	status: number;
}

/** A server on which a user's files lie. */
export interface FileHost {
	url: string;
	readonly requests: HostRequest[];
	/** @returns the address */
	serve(path: string, file: HostedFile): string;
	/** Whether bytes are on their way; nobody may want them just now. */
	isBusy(): boolean;
	/** Connections that are open. */
	openConnections(): Promise<number>;
	close(): Promise<void>;
}

const DRIP_MS = 2;
/** An answer that nobody has read on for so long stands still. */
const STILL_MS = 50;
const PIECE_BYTES = 256 * 1024;

export async function startFileHost(): Promise<FileHost> {
	const files = new Map<string, Served>();
	const requests: HostRequest[] = [];
	let atWork = 0;
	let movedAt = 0;
	const moved = () => (movedAt = performance.now());

	const server = createServer((request, response) => {
		atWork += 1;
		moved();
		let isCounted = true;
		const done = () => {
			if (isCounted) atWork -= 1;
			isCounted = false;
		};
		response.on('close', done);
		const path = (request.url ?? '/').split('?')[0];
		const noted = { path, headers: request.headers, status: 0 };
		requests.push(noted);
		const file = files.get(path);
		const fault = file?.faults?.shift() ?? file?.always ?? { kind: 'none' };
		if (!file) response.writeHead(404).end('Not here');
		else if (fault.kind === 'hangUp') request.socket.destroy();
		else if (fault.kind === 'answer') {
			response.writeHead(fault.status, fault.headers).end(fault.body ?? '');
		} else {
			if (fault.kind === 'change')
				file.present = Math.min(file.present + 1, file.versions.length - 1);
			void answer(file, fault, request, response, moved).then(done);
		}
		noted.status = response.statusCode;
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return {
		url,
		requests,
		serve(path, file) {
			files.set(path, { ...file, present: 0, servedAt: Date.now() });
			return `${url}${path}`;
		},
		isBusy: () => atWork > 0 && performance.now() - movedAt < STILL_MS,
		openConnections: async () =>
			await new Promise((resolve) => server.getConnections((_, count) => resolve(count))),
		async close() {
			await new Promise((closed) => {
				server.close(closed);
				server.closeAllConnections();
			});
		},
	};
}

async function answer(
	file: Served,
	fault: HostFault,
	{ headers: asked }: IncomingMessage,
	response: ServerResponse,
	moved: () => void,
): Promise<void> {
	const { versions, present, ranges, length = true } = file;
	const bytes = versions[present];
	const tags = tagsOf(file);
	const isSame =
		file.ifRange === false ||
		!asked['if-range'] ||
		Object.values<unknown>(tags).includes(asked['if-range']);
	const [, from, to] = (ranges && isSame && /^bytes=(\d+)-(\d*)$/.exec(asked.range ?? '')) || [];
	const head: Record<string, string> = {
		'Content-Type': file.contentType ?? 'video/mp4',
		...(ranges && { 'Accept-Ranges': 'bytes' }),
		...tags,
		...file.headers,
	};
	if (fault.kind === 'gzip') {
		const packed = gzipSync(bytes, { level: 1 });
		response.writeHead(200, {
			...head,
			'Content-Encoding': 'gzip',
			...(fault.length && { 'Content-Length': String(packed.length) }),
		});
		response.end(packed);
		return;
	}
	if (from !== undefined && Number(from) >= bytes.length) {
		response.writeHead(416, { 'Content-Range': `bytes */${bytes.length}` }).end();
		return;
	}
	const end = to ? Math.min(Number(to) + 1, bytes.length) : bytes.length;
	const body = from === undefined ? bytes : bytes.subarray(Number(from), end);
	response.writeHead(from === undefined ? 200 : 206, {
		...head,
		...(length && { 'Content-Length': String(body.length) }),
		...(from !== undefined && {
			'Content-Range': `bytes ${from}-${end - 1}/${bytes.length}`,
		}),
	});
	const isCut = fault.kind === 'cut' || fault.kind === 'stall' || fault.kind === 'drip';
	const sent = isCut ? body.subarray(0, fault.after) : body;
	response.flushHeaders();
	for (let at = 0; at < sent.length && !response.destroyed; at += PIECE_BYTES) {
		moved();
		if (!response.write(sent.subarray(at, at + PIECE_BYTES))) await drained(response);
	}
	if (!isCut) response.end();
	else if (fault.kind === 'cut') response.socket?.destroySoon();
	else if (fault.kind === 'drip') void drip(response, body.subarray(fault.after));
}

/** Until the other side has read on, or is gone. */
const drained = async (response: ServerResponse) =>
	await new Promise<void>((resolve) => {
		const done = () => {
			response.off('drain', done);
			response.off('close', done);
			resolve();
		};
		response.on('drain', done);
		response.on('close', done);
	});

async function drip(response: ServerResponse, rest: Buffer): Promise<void> {
	for (let at = 0; at < rest.length && !response.destroyed; at += 1) {
		response.write(rest.subarray(at, at + 1));
		await new Promise((resolve) => setTimeout(resolve, DRIP_MS));
	}
	response.end();
}

/** Strong tags and old dates tell versions apart; the others are the same for all. */
function tagsOf({ etag, lastModified, present, servedAt }: Served) {
	const at = lastModified === 'old' ? Date.UTC(2026, 0, 1 + present) : servedAt;
	return {
		...(etag && { ETag: etag === 'weak' ? 'W/"any"' : `"version-${present}"` }),
		...(lastModified && { 'Last-Modified': new Date(at).toUTCString() }),
	};
}
