/** What we know about one of TikTok's codes. */
export interface ErrorEntry {
	/** What happened, as a sentence in the user's words. */
	headline: string;
	/** What to do here, as one or two sentences. */
	advice: string;
	/**
	 * Whether the same request can succeed when repeated: never, after a moment (`transient`), when
	 * the per-minute limit is free again (`rateLimit`), or when the daily cap is (`tomorrow`).
	 */
	repeat: 'no' | 'transient' | 'rateLimit' | 'tomorrow';
	/** What to tell workflows that want to try again by themselves. */
	retryAfterSeconds?: number;
}
