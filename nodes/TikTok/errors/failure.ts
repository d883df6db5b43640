import type { INode, JsonObject } from 'n8n-workflow';
import { NodeApiError, OperationalError } from 'n8n-workflow';
import { openApiError } from './openApiErrors';
import { isOwnCode } from './ownErrors';
import type { RunSoFar } from './runSoFar';
import { othersInWords } from './runSoFar';

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

/** How a request failed. After `lost`, `serverError` and `unclear` TikTok may have acted all the same. */
export type Situation =
	/** Over a limit per minute: certainly not accepted. */
	| 'overLimit'
	| 'overBusinessLimit'
	/** The line failed before anything was sent. */
	| 'neverSent'
	/** No answer, or one that cannot be read. */
	| 'lost'
	/** HTTP 5xx, or a code by which TikTok says that something passing went wrong. */
	| 'serverError'
	/** A good HTTP status that contradicts the rest of the answer. */
	| 'unclear'
	/** TikTok said no; or the request was never meant to be sent. */
	| 'refused';

/** What of the user's input was refused. */
export interface RefusedInput {
	/** The label of the field, or the file. */
	field: string;
	/** As far as it can be shown in a line. */
	value?: string | number;
	/** What TikTok takes. */
	rule: string;
}

/** What a failure is made of. */
export interface FailureParts {
	/** What happened, in the user's terms. */
	headline: string;
	/** What to do about it. */
	advice: string;
	origin: FailureOrigin;
	details: FailureDetails;
	situation?: Situation;
	/** What a Retry-After header asked for; absent without one. */
	retryAfterMs?: number;
	/** The same as the headline in parts, where one value of the user's is the reason. */
	about?: RefusedInput;
}

/** Where users read what a code of ours means. */
const PAGE_OF_OWN_CODES =
	'https://github.com/n8n-nodes-tiktok-suite/n8n-nodes-tiktok-suite/blob/main/docs/errors.md#codes-of-this-node';

/**
 * The one failure that travels inside this node. It becomes n8n's error, or an error item, only at
 * the very end (`perItem`), so that everything learnt on the way, such as the publish ID, is in it.
 */
export class TikTokFailure extends OperationalError {
	readonly headline: string;

	readonly advice: string;

	readonly origin: FailureOrigin;

	readonly details: FailureDetails;

	readonly situation: Situation;

	readonly retryAfterMs: number;

	readonly about?: RefusedInput;

	constructor({ headline, advice, origin, details, situation, retryAfterMs, about }: FailureParts) {
		super(headline);
		this.name = 'TikTokFailure';
		this.headline = headline;
		this.advice = advice;
		this.origin = origin;
		this.details = dropUndefined(details);
		this.situation = situation ?? 'refused';
		this.retryAfterMs = retryAfterMs ?? 0;
		this.about = about;
	}

	/** The same failure, knowing more; what is known already is kept. */
	with(details: Partial<FailureDetails>): TikTokFailure {
		return new TikTokFailure({ ...this.parts, details: { ...details, ...this.details } });
	}

	/** The same failure, of a post that TikTok has: to post it again would be to post it twice. */
	ofPosted(publishId: string): TikTokFailure {
		const details = { ...this.details, publish_id: publishId, retryable: false };
		return new TikTokFailure({ ...this.parts, details: { upload_state: 'complete', ...details } });
	}

	/** The same failure, with a sentence about what it left behind. */
	after(consequence: string): TikTokFailure {
		return new TikTokFailure({ ...this.parts, advice: `${this.advice} ${consequence}` });
	}

	/** Whether the same request may succeed a moment later: TikTok's limits, its trouble, or the line. */
	get isPassing(): boolean {
		return this.situation !== 'refused' && this.situation !== 'unclear';
	}

	/** Whether TikTok refused for its limit per minute. */
	get isOverLimit(): boolean {
		return this.situation === 'overLimit' || this.situation === 'overBusinessLimit';
	}

	/** Whether TikTok refused for a daily cap: the rest of the batch cannot succeed either. */
	get isDailyCap(): boolean {
		return openApiError(this.details.code)?.repeat === 'tomorrow';
	}

	/**
	 * TikTok's code and log id belong under every message: support asks for them. The code also where
	 * this node foresaw what TikTok would say.
	 */
	get explanation(): string {
		const { code } = this.details;
		const isOwn = isOwnCode(code);
		const isTold = this.origin === 'tiktok' || this.facts.length > 0 || !isOwn;
		return this.explainedWith(isTold && `${isOwn ? 'code' : 'TikTok code'}: ${code}`);
	}

	/** One sentence for a model or a table cell. */
	get sentence(): string {
		return `${this.headline} ${this.explanation}`;
	}

	/** Under the headline in the editor, which knows links: a code of ours leads to its page. */
	private get linkedExplanation(): string {
		const { code } = this.details;
		if (!isOwnCode(code)) return this.explanation;
		return this.explainedWith(`code: <a href="${PAGE_OF_OWN_CODES}">${code}</a>`);
	}

	private explainedWith(code: string | false): string {
		const facts = [code, ...this.facts].filter(Boolean);
		return facts.length > 0 ? `${this.advice} (${facts.join(', ')})`.trim() : this.advice;
	}

	private get facts(): string[] {
		const { log_id, publish_id } = this.details;
		return [log_id && `log id: ${log_id}`, publish_id && `publish ID: ${publish_id}`].filter(
			(fact) => fact !== undefined,
		);
	}

	/**
	 * n8n's error for an item, built from clean data, never from the HTTP error, whose request holds
	 * tokens and upload URLs. It ends with what was posted all the same: the panel shows nothing else
	 * of the run, and a new run would post that again. By the time n8n reads it, all items are through.
	 */
	toNodeError(node: INode, itemIndex: number, run: RunSoFar): NodeApiError {
		const error = this.toApiError(node, itemIndex);
		error.context.tiktok = {
			...this.details,
			published: run.published,
			unconfirmed: run.unconfirmed,
		};
		const own = { item: itemIndex, publish_id: this.details.publish_id };
		Object.defineProperty(error, 'description', {
			get: () => [this.linkedExplanation, othersInWords(run, own)].filter(Boolean).join(' '),
			enumerable: true,
			configurable: true,
		});
		return error;
	}

	/** n8n's API error, whatever the origin. The editor shows the code under "From TikTok". */
	toApiError(node: INode, itemIndex?: number): NodeApiError {
		const { http_status, code } = this.details;
		const error = new NodeApiError(node, { ...this.details } as JsonObject, {
			message: this.headline,
			itemIndex,
			httpCode: String(http_status ?? code),
		});
		// n8n swaps headlines that contain a network code for a generic one: ours say more.
		error.message = this.headline;
		error.description = this.explanation;
		return error;
	}

	private get parts(): FailureParts {
		const { headline, advice, origin, details, situation, retryAfterMs, about } = this;
		return { headline, advice, origin, details, situation, retryAfterMs, about };
	}
}

function dropUndefined(details: FailureDetails): FailureDetails {
	const known = Object.entries(details).filter(([, value]) => value !== undefined);
	return Object.fromEntries(known) as FailureDetails;
}
