import { UPLOAD_WINDOW_MS } from '../limits';

/** In every minute of waiting so many bytes must come; slower, no video is up within TikTok's hour. */
const LEAST_BYTES_A_MINUTE = 1_000_000;
const MINUTE_MS = 60_000;

/**
 * How long a download may let itself be waited for. Only the time spent waiting for the server
 * counts: while a chunk is sent to TikTok, nobody waits for it.
 */
export class DownloadPace {
	private totalMs = 0;
	private minuteMs = 0;
	private minuteBytes = 0;

	/** @returns what is too slow, in words; `undefined` when it may go on */
	note(waitedMs: number, bytes: number): string | undefined {
		this.totalMs += waitedMs;
		this.minuteMs += waitedMs;
		this.minuteBytes += bytes;
		if (this.totalMs >= UPLOAD_WINDOW_MS) return 'it took an hour';
		if (this.minuteMs < MINUTE_MS) return undefined;
		const { minuteBytes } = this;
		this.minuteMs = 0;
		this.minuteBytes = 0;
		return minuteBytes < LEAST_BYTES_A_MINUTE ? `${minuteBytes} bytes in a minute` : undefined;
	}
}
