import type { IExecuteSingleFunctions, IHttpRequestOptions } from 'n8n-workflow';
import { headersOfHttpError, statusOfHttpError } from '../request/httpError';
import type { ChunkRange } from './chunkPlan';

/** What came back for one chunk; no status means that no answer came. */
export interface PutAnswer {
	status?: number;
	/** From the answer's `Content-Range: bytes 0-N/total`. */
	storedBytes?: number;
}

/** Sends one chunk; never rejects for what TikTok or the line does, only when cancelled. */
export type PutChunk = (bytes: Buffer, range: ChunkRange, total: number) => Promise<PutAnswer>;

/** A chunk may take as long as it needs on an uplink of 1 Mbit/s, plus a minute for TikTok's answer. */
const SLOW_UPLINK_BYTES_PER_SECOND = 125_000;
const ANSWER_MS = 60_000;

export function chunkTimeout(bytes: number): number {
	return ANSWER_MS + Math.ceil((bytes / SLOW_UPLINK_BYTES_PER_SECOND) * 1000);
}

/**
 * The sender for one upload URL. The URL carries its own token: no credential travels with it, and
 * redirects stay off, because following them would keep whole bodies in memory.
 * @param connectionOptions the node's proxy and certificate options
 */
export function putChunkTo(
	context: IExecuteSingleFunctions,
	uploadUrl: string,
	mimeType: string,
	connectionOptions: Pick<IHttpRequestOptions, 'proxy' | 'skipSslCertificateValidation'>,
): PutChunk {
	const signal = context.getExecutionCancelSignal();
	return async (bytes, range, total) => {
		signal?.throwIfAborted();
		try {
			const response = (await context.helpers.httpRequest({
				...connectionOptions,
				method: 'PUT',
				url: uploadUrl,
				headers: {
					'Content-Type': mimeType,
					'Content-Length': bytes.length,
					'Content-Range': `bytes ${range.first}-${range.last}/${total}`,
				},
				body: bytes,
				encoding: 'text',
				disableFollowRedirect: true,
				returnFullResponse: true,
				timeout: chunkTimeout(bytes.length),
				abortSignal: signal,
			})) as { statusCode: number; headers: Record<string, unknown> };
			return answer(response.statusCode, response.headers);
		} catch (error) {
			signal?.throwIfAborted();
			return answer(statusOfHttpError(error), headersOfHttpError(error));
		}
	};
}

function answer(status: number | undefined, headers: Record<string, unknown>): PutAnswer {
	const range = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-range');
	const stored = /0-(\d+)\//.exec(String(range?.[1] ?? ''))?.[1];
	return { status, storedBytes: stored === undefined ? undefined : Number(stored) };
}
