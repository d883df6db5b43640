import type { INode, JsonObject } from 'n8n-workflow';
import { NodeApiError, NodeOperationError, OperationalError } from 'n8n-workflow';
import type { ForeseenCode, OwnCode } from './ownErrors';

/** What a failed item tells the workflow, in `json.details` or in `error.context.tiktok`. */
export interface FailureDetails {
	/** TikTok's code, or one of ours for failures that never reached TikTok. */
	code: string;
	log_id?: string;
	http_status?: number;
	publish_id?: string;
	/** How far the file got: `none`, `partial`, `complete`, `unknown`. */
	upload_state?: 'none' | 'partial' | 'complete' | 'unknown';
	/** Whether repeating the item later can help. */
	retryable: boolean;
	retry_after_seconds?: number;
	[key: string]: unknown;
}

/** Who said no: the user's own input, TikTok, the line between, or the credential. */
export type FailureOrigin = 'input' | 'tiktok' | 'network' | 'answer' | 'credential' | 'cancelled';

/** What the retry policy needs to know; never shown. */
export interface FailureTraits {
	/** Worth repeating at once with a short delay. */
	transient?: boolean;
	/** Refused because of a per-minute limit: certainly not accepted. */
	rateLimit?: 'open' | 'business';
	/** What a Retry-After header asked for; 0 or absent without one. */
	retryAfterMs?: number;
	/** TikTok may have accepted the request although no good answer came back. */
	ambiguous?: boolean;
	/** TikTok answered, and said that something on its side went wrong. */
	answered?: boolean;
	/** A daily cap: the rest of the batch cannot succeed either. */
	dailyCap?: boolean;
}

/** What the other items of the run have achieved; the lists go on growing until n8n throws. */
export interface RunSoFar {
	published: readonly object[];
	unconfirmed: readonly number[];
}

/**
 * The one failure that travels inside this node. It becomes n8n's error, or an error item, only at
 * the very end (`perItem`), so that everything learnt on the way, such as the publish ID, is in it.
 */
export class TikTokFailure extends OperationalError {
	constructor(
		/** What happened, in the user's terms. */
		readonly headline: string,
		/** What to do about it. */
		readonly advice: string,
		readonly origin: FailureOrigin,
		details: FailureDetails,
		readonly traits: FailureTraits = {},
	) {
		super(headline);
		this.name = 'TikTokFailure';
		this.details = dropUndefined(details);
	}

	readonly details: FailureDetails;

	/** The same failure, knowing more; what is known already is kept. */
	with(details: Partial<FailureDetails>): TikTokFailure {
		return new TikTokFailure(
			this.headline,
			this.advice,
			this.origin,
			{ ...details, ...this.details },
			this.traits,
		);
	}

	/** The same failure, with a sentence about what it left behind. */
	after(consequence: string): TikTokFailure {
		const advice = `${this.advice} ${consequence}`;
		return new TikTokFailure(this.headline, advice, this.origin, this.details, this.traits);
	}

	/** TikTok's code and log id belong under every message: support asks for them. */
	get explanation(): string {
		const facts = [
			`TikTok code: ${this.details.code}`,
			this.details.log_id && `log id: ${this.details.log_id}`,
			this.details.publish_id && `publish ID: ${this.details.publish_id}`,
		].filter(Boolean);
		const known = this.origin === 'tiktok' || this.details.log_id || this.details.publish_id;
		return known ? `${this.advice} (${facts.join(', ')})` : this.advice;
	}

	/** One sentence for a model or a table cell. */
	get sentence(): string {
		return `${this.headline} ${this.explanation}`;
	}

	/**
	 * n8n's error: operational for the user's own mistakes, an API error for the rest. It is built
	 * from clean data, never from the HTTP error, whose request holds tokens and upload URLs.
	 */
	toNodeError(node: INode, itemIndex: number, run: RunSoFar): NodeApiError | NodeOperationError {
		const isOwn = this.origin === 'input' || this.origin === 'credential';
		const error = isOwn
			? this.inOwnWords(new NodeOperationError(node, this.headline, { itemIndex }))
			: this.toApiError(node, itemIndex);
		error.context.tiktok = {
			...this.details,
			published: run.published,
			unconfirmed: run.unconfirmed,
		};
		return error;
	}

	/** n8n's API error, whatever the origin; built from clean data as well. */
	toApiError(node: INode, itemIndex?: number): NodeApiError {
		const { http_status } = this.details;
		const error = new NodeApiError(node, { ...this.details } as unknown as JsonObject, {
			message: this.headline,
			itemIndex,
			httpCode: http_status ? String(http_status) : undefined,
		});
		if (!http_status) error.httpCode = null;
		return this.inOwnWords(error);
	}

	/** n8n swaps headlines that contain a network code for a generic one: ours say more. */
	private inOwnWords<E extends NodeApiError | NodeOperationError>(error: E): E {
		error.message = this.headline;
		error.description = this.explanation;
		return error;
	}
}

/** A failure that the user mends in the node: refused before any request. */
export function inputFailure(
	headline: string,
	advice: string,
	code: OwnCode | ForeseenCode = 'invalid_input',
): TikTokFailure {
	return new TikTokFailure(headline, advice, 'input', { code, retryable: false });
}

/** Anything that is not a failure of ours is a defect: say so, and keep its message. */
export function asFailure(error: unknown): TikTokFailure {
	if (error instanceof TikTokFailure) return error;
	const message = error instanceof Error ? error.message : String(error);
	const cancelled = error instanceof Error && error.name === 'AbortError';
	return new TikTokFailure(
		cancelled ? 'The execution was cancelled.' : message,
		cancelled ? 'Nothing further was sent to TikTok.' : '',
		cancelled ? 'cancelled' : 'answer',
		{ code: (cancelled ? 'cancelled' : 'unexpected') satisfies OwnCode, retryable: false },
	);
}

function dropUndefined(details: FailureDetails): FailureDetails {
	const known = Object.entries(details).filter(([, value]) => value !== undefined);
	return Object.fromEntries(known) as FailureDetails;
}
