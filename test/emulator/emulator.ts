import type { BusinessApi } from './businessApi';
import type { Clock } from './clock';
import type { Fault } from './faults/fault';
import type { Seed } from './seed';
import type { Switches } from './switches';
import type {
	Account,
	App,
	FailReason,
	PrivacyLevel,
	Publish,
	RecordedRequest,
	TokenBody,
} from './types';
import type { WebhookDelivery, WebhookEvent } from './webhooks/types';

export interface EmulatorOptions {
	/** 0, the default, takes a free one */
	port?: number;
	host?: string;
	/** Key and certificate, in PEM: everything is served over TLS, too, at `secureUrl` */
	tls?: { key: string; cert: string };
	clock?: Clock;
	seed?: Seed;
	switches?: Partial<Switches>;
	/** How much posted media is kept for the page to show; none by default */
	keptMediaBytes?: number;
	/** Webhooks go out by themselves, the default, or in `settled()` only, for exact tests */
	webhooks?: 'byItself' | 'whenSettled';
}

export interface Emulator {
	/** Consumer API, authorize page, uploads and Business API all live under it */
	url: string;
	/** The same over TLS, when there is a certificate */
	secureUrl?: string;
	clock: Clock;
	/** HTTP requests being answered right now */
	readonly inFlight: number;
	apps: App[];
	accounts: Account[];
	account(username: string): Account;
	addAccount(values: Partial<Account> & { username: string }): Account;
	/** What the token endpoint would have answered after a consent; all scopes by default */
	grant(options?: {
		username?: string;
		clientKey?: string;
		scopes?: string[];
		/** Seconds */
		expiresIn?: number;
	}): TokenBody;
	/** Every access token issued so far answers 401 from now on; refresh tokens live */
	expireAccessTokens(): void;
	/** The user disconnects the app: tokens die, running posts fail with auth_removed */
	removeAuthorization(options?: {
		username?: string;
		clientKey?: string;
		/** §13.3; 1, the default: by the user */
		reason?: number;
	}): void;
	/** The creator finishes a draft in the TikTok app; answers the post id */
	creatorPostsDraft(publishId: string, options?: { privacy?: PrivacyLevel }): string;
	/** The creator opens the posts of a publish to everybody, or hides them again */
	creatorSetsPrivacy(publishId: string, privacy: PrivacyLevel): void;
	/** The publish fails now, whatever it was doing */
	failPublish(publishId: string, reason: FailReason): void;
	/** Resolves when no download is running and every webhook that is due has been sent */
	settled(): Promise<void>;
	requests: RecordedRequest[];
	/** Accepted inits, brought to the present state whenever this is read */
	readonly publishes: Publish[];
	/** What goes wrong at every API and in webhook deliveries */
	faults: {
		script(...faults: Fault[]): void;
		/** What has not happened yet */
		remaining(): Fault[];
		/** Also lets go of everybody whom a fault keeps waiting */
		clear(): void;
		/** Connections on which a fault keeps somebody waiting: nothing is at work there */
		readonly held: { readonly count: number; readonly nextInMs?: number };
	};
	webhooks: {
		/** Every attempt, in order */
		deliveries: WebhookDelivery[];
		/** Undelivered events and when they are tried next */
		waiting(): Array<{ event: string; attempt: number; due: number }>;
		/** An event that no post causes; values of the content are JSON texts */
		emit(event: WebhookEvent): void;
	};
	switches: Switches;
	/** State and switches of the Business API under the same address */
	business: BusinessApi;
	/** Back to the seed: state, log, faults, switches as given at creation, own clock */
	reset(): void;
	close(): Promise<void>;
}
