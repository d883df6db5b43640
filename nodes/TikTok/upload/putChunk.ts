import type { IExecuteSingleFunctions } from 'n8n-workflow';
import { failureOfHttpError, headersOfHttpError, statusOfHttpError } from '../request/httpError';
import { deadline } from '../shared/clock';
import { chunkBody } from './chunkBody';
import type { ChunkRange } from './chunkPlan';
import type { Line } from './line';

/** What came back for one chunk; no status means that no answer came. */
export interface PutAnswer {
	status?: number;
	/** Without an answer: whether there was no connection either. */
	isNeverSent?: boolean;
	/** From the answer's `Content-Range: bytes 0-N/total`, when its total is that of the file. */
	storedBytes?: number;
	/** What a Retry-After header asked for. */
	retryAfterMs?: number;
	/** Whether the answer is whole and good: then nobody reads from the chunk any more. */
	isClean?: boolean;
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
 */
export function putChunkTo(
	context: IExecuteSingleFunctions,
	uploadUrl: string,
	mimeType: string,
	line: Line,
): PutChunk {
	const signal = context.getExecutionCancelSignal();
	return async (bytes, range, total) => {
		signal?.throwIfAborted();
		const timeout = chunkTimeout(bytes.length);
		// The timeout is one of silence; an answer that drips ends too.
		const late = deadline(timeout);
		try {
			const response = (await context.helpers.httpRequest({
				...line,
				method: 'PUT',
				url: uploadUrl,
				headers: {
					'Content-Type': mimeType,
					'Content-Length': bytes.length,
					'Content-Range': `bytes ${range.first}-${range.last}/${total}`,
				},
				body: chunkBody(bytes, mimeType),
				encoding: 'text',
				disableFollowRedirect: true,
				returnFullResponse: true,
				timeout,
				abortSignal: signal ? AbortSignal.any([signal, late]) : late,
			})) as { statusCode: number; headers: Record<string, unknown> };
			const { statusCode, headers } = response;
			return { ...readAnswer(statusCode, headers, total), isClean: statusCode < 300 };
		} catch (error) {
			signal?.throwIfAborted();
			const status = statusOfHttpError(error);
			if (status !== undefined) return readAnswer(status, headersOfHttpError(error), total);
			return { isNeverSent: failureOfHttpError(error).situation === 'neverSent' };
		}
	};
}

function readAnswer(status: number, headers: Record<string, unknown>, total: number): PutAnswer {
	const header = (wanted: string) =>
		String(Object.entries(headers).find(([name]) => name.toLowerCase() === wanted)?.[1] ?? '');
	const [, stored, of] = /^bytes 0-(\d+)\/(\d+)$/.exec(header('content-range')) ?? [];
	const retryAfterMs = Number(header('retry-after')) * 1000;
	return {
		status,
		storedBytes: Number(of) === total ? Number(stored) : undefined,
		retryAfterMs: retryAfterMs > 0 ? retryAfterMs : undefined,
	};
}
