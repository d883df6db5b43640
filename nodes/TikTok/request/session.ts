import type { DeclarativeRestApiSettings, IDataObject, Logger } from 'n8n-workflow';
import type { TikTokFailure } from '../errors/failure';
import type { OwnCode } from '../errors/ownErrors';
import { ownFailure, reconnect } from '../errors/ownFailure';
import type { Quota } from '../limits';
import { deadline, wait } from '../shared/clock';
import { endingWith } from '../shared/endingWith';
import { accountMemory } from './accountMemory';
import type { Connection } from '../connection/connection';
import type { Credential } from './credential';
import type { Endpoint } from './endpoint';
import { failureOfHttpError } from './httpError';
import { QuotaWaits } from './quotaWaits';
import type { Companion } from './pacing';
import { pacing } from './pacing';
import { pauseBeforeRepeat } from './retryPolicy';
import { missingScope, requireScope } from '../connection/scopes';
import { errorsLoseAnswers } from './supportedN8n';
import type { Place } from './waitingLine';

export type RequestOptions = DeclarativeRestApiSettings.HttpRequestOptions;

/** Sends one request and opens the envelope; throws what n8n or the envelope throws. */
export type Send = (options: RequestOptions) => Promise<IDataObject>;

/** How long TikTok may take to answer an API call, unless the node's Timeout option says otherwise. */
const ANSWER_TIMEOUT_MS = 60_000;

/** No status is an error of n8n's, but a refused token: by that n8n sees that it must be renewed. */
const ANSWERED: RequestOptions['ignoreHttpStatusErrors'] = { ignore: true, except: [401] };

interface SessionParts {
	/** What the requests are signed with. */
	credential: Credential;
	connection: Connection;
	send: Send;
	/** What every request of this session has in common: base address, proxy, certificates. */
	base: RequestOptions;
	/** The node's Timeout option, in ms. */
	timeout?: number;
	logger: Logger;
	signal?: AbortSignal;
	/** For callers that come again by themselves, with pauses of their own. */
	neverRepeat?: boolean;
}

/**
 * One item's (or one poll's) conversation with TikTok. Every request goes through `call`, which
 * checks the permission, waits for a free place in the quota, sends, and repeats what is safe to
 * repeat.
 */
export class Session {
	constructor(
		private readonly parts: SessionParts,
		private readonly waits = new QuotaWaits(),
	) {}

	/** How long this session has waited for TikTok's limits so far, in ms. */
	get quotaWaitMs(): number {
		return this.waits.ms;
	}

	/** The same conversation with a count of its own. */
	separate(): Session {
		return new Session(this.parts);
	}

	/**
	 * The same conversation for a caller that asks again by itself: failures come back at once.
	 * @param until ends waiting for a place too, with its reason
	 */
	withoutRepeats(until?: AbortSignal): Session {
		const parts = { ...this.parts, neverRepeat: true, signal: this.endOf(until) };
		return new Session(parts, this.waits);
	}

	get connection(): Connection {
		return this.parts.connection;
	}

	get credential(): Credential {
		return this.parts.credential;
	}

	get signal(): AbortSignal | undefined {
		return this.parts.signal;
	}

	get logger(): Logger {
		return this.parts.logger;
	}

	/**
	 * @param own what the request has beyond the endpoint: `body`, `qs`, headers
	 * @param signal ends waiting too, with its reason
	 * @param nextPlace takes the place of each attempt, where something else is taken with it; it is
	 * told the place before
	 * @returns TikTok's `data`
	 * @throws TikTokFailure
	 */
	async call(
		endpoint: Endpoint,
		own: RequestOptions = {},
		signal?: AbortSignal,
		nextPlace?: (before?: Place) => Promise<Place>,
	): Promise<IDataObject> {
		requireScope(this.connection.grantedScopes, endpoint.scopes);
		const options = this.optionsFor(endpoint, own);
		const take =
			nextPlace ?? (async (before?: Place) => await this.takePlace(endpoint, before, signal));
		let place: Place | undefined;
		for (let attempt = 1; ; attempt++) {
			// Somebody else may be refused between taking and leaving: then everybody waits anew.
			while (!place?.depart()) {
				place = await take(place);
				await this.requireAlive(place);
			}
			// n8n signs the headers in place: every attempt gets its own.
			const headers: IDataObject = { ...options.headers };
			try {
				return await this.sendInTime({ ...options, headers });
			} catch (error) {
				const failure = failureOfHttpError(error);
				const pause = pauseBeforeRepeat(endpoint.kind, failure, attempt);
				if (pause === undefined || this.parts.neverRepeat) {
					if (pause !== undefined && failure.isOverLimit) this.closeFor(endpoint, pause);
					throw this.explain(failure, endpoint, headers.Authorization);
				}
				this.logger.info(
					`TikTok: ${endpoint.quota.name} failed (${failure.details.code}), attempt ${attempt + 1} in ${pause / 1000} s`,
				);
				if (failure.isOverLimit) this.closeFor(endpoint, pause);
				else await wait(pause, this.endOf(signal));
			}
		}
	}

	/**
	 * Waits until a call of this kind can go. The place is for `call`, as one of `takePlaceWith` is.
	 * @param repeatOf the place before; the call keeps its rank in the line
	 */
	async takePlace(
		{ quota }: Endpoint,
		repeatOf: Place | undefined,
		signal?: AbortSignal,
	): Promise<Place> {
		const asking = this.asking(quota, repeatOf, signal);
		const place = await pacing.takePlace(this.connection.accountKey, quota, asking);
		this.noteWait(quota, place);
		return place;
	}

	/**
	 * Waits until a call of this kind and its companion can go at the same moment, and holds neither
	 * until then. The place is for `call`; who does not use it gives it back.
	 * @param repeatOf the place before; the call keeps its rank in the line
	 */
	async takePlaceWith<T>(
		{ quota }: Endpoint,
		companion: Companion<T>,
		signal?: AbortSignal,
		repeatOf?: Place,
	): Promise<{ place: Place; companion: T }> {
		const { accountKey } = this.connection;
		const asking = this.asking(quota, repeatOf, signal);
		const taken = await pacing.takePlaceWith(accountKey, quota, companion, asking);
		this.noteWait(quota, taken.place);
		return taken;
	}

	/**
	 * `call` for lists of the editor, which ask again each time they are opened: what was told a
	 * moment ago is told again.
	 */
	async recall(
		endpoint: Endpoint,
		maxAgeMs: number,
		own: RequestOptions = {},
	): Promise<IDataObject> {
		// Before the memory: the account may have been connected anew with fewer permissions.
		requireScope(this.connection.grantedScopes, endpoint.scopes);
		return await accountMemory.recall(
			this.connection.memoryKey,
			questionOf(endpoint, own),
			maxAgeMs,
			async () => await this.call(endpoint, own),
		);
	}

	/** Lists shall not contradict what a run was told a moment ago: the next one asks anew. */
	forget(endpoint: Endpoint): void {
		accountMemory.forget(this.connection.memoryKey, questionOf(endpoint));
	}

	/**
	 * n8n's timeout is one of silence: an answer that drips would never end. Behind one call stand up
	 * to three requests, when n8n renews the token.
	 */
	private async sendInTime(options: RequestOptions): Promise<IDataObject> {
		const late = deadline(3 * Number(options.timeout));
		try {
			return await endingWith(this.parts.send(options), late);
		} catch (error) {
			throw error === late.reason ? noAnswerInTime() : error;
		} finally {
			this.credential.noteSigned(options.headers?.Authorization);
		}
	}

	/** The connection may have ended while the call waited for its place. */
	private async requireAlive(place: Place): Promise<void> {
		await this.credential.requireAlive().catch((error: unknown) => {
			place.giveBack();
			throw error;
		});
	}

	private closeFor({ quota }: Endpoint, pause: number): void {
		pacing.closeFor(this.connection.accountKey, quota, pause);
	}

	private optionsFor(endpoint: Endpoint, own: RequestOptions): RequestOptions {
		return {
			...this.parts.base,
			timeout: this.parts.timeout ?? ANSWER_TIMEOUT_MS,
			method: endpoint.method,
			url: endpoint.path,
			// Followed, a redirect would take the token along, to any host.
			disableFollowRedirect: true,
			...(errorsLoseAnswers && { ignoreHttpStatusErrors: ANSWERED }),
			qs: own.qs ?? {},
			body: own.body ?? {},
			headers: {
				...this.parts.base.headers,
				...(endpoint.method === 'POST' && { 'Content-Type': 'application/json; charset=UTF-8' }),
			},
		};
	}

	/** What ends a wait: a cancelled execution, or the caller's own reason. */
	private endOf(signal?: AbortSignal): AbortSignal | undefined {
		return signal && this.signal ? AbortSignal.any([this.signal, signal]) : (signal ?? this.signal);
	}

	private asking(quota: Quota, repeatOf: Place | undefined, signal?: AbortSignal) {
		return { repeatOf, signal: this.endOf(signal), onClosed: () => this.tellOfWait(quota) };
	}

	/** At once: the editor shows nothing but its spinner until the wait is over. */
	private tellOfWait({ name, calls, windowMs }: Quota): void {
		this.logger.info(
			`TikTok: waiting for ${name}: TikTok allows ${calls} per ${windowMs / 1000} s for this account`,
		);
	}

	private noteWait({ name }: Quota, { waitedMs }: Place): void {
		if (waitedMs === 0) return;
		this.waits.note(waitedMs);
		this.logger.info(`TikTok: waited ${Math.round(waitedMs / 1000)} s for ${name}`);
	}

	/** Turns TikTok's refusal into what the user can do about it, with the names this call needs. */
	private explain(
		failure: TikTokFailure,
		endpoint: Endpoint,
		authorization: unknown,
	): TikTokFailure {
		const { code, log_id, http_status } = failure.details;
		if (code === ('reconnect' satisfies OwnCode)) this.credential.refuse(failure, authorization);
		if (code === 'access_token_invalid') return reconnect(undefined, { log_id, http_status });
		if (/^scope_/.test(code) && failure.origin === 'tiktok' && endpoint.scopes.length > 0) {
			return missingScope(endpoint.scopes).with({ log_id, http_status });
		}
		return failure;
	}
}

const noAnswerInTime = () =>
	ownFailure('network_…', {
		ending: 'etimedout',
		values: { trouble: 'TikTok did not answer in time.' },
	});

/** What of a request makes another answer. */
function questionOf({ path }: Endpoint, { qs }: RequestOptions = {}): string {
	return `${path} ${String((qs as IDataObject | undefined)?.advertiser_id ?? '')}`;
}
