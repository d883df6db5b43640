import type { Hash } from 'node:crypto';

import type { FileScan } from './media/fileScan';
import { KeptMedia } from './media/keptMedia';
import { Journal } from './posting/journal';
import { seedAccounts, seedApps, type Seed } from './seed';
import type { Account, App, Publish } from './types';

export interface AuthorizationCode {
	code: string;
	clientKey: string;
	username: string;
	scopes: string[];
	redirectUri: string;
	challenge?: string;
	expiresAt: number;
	used: boolean;
}

/** An access or refresh token: what one consent of one account gave one app. */
export interface Token {
	token: string;
	clientKey: string;
	username: string;
	openId: string;
	scopes: string[];
	expiresAt: number;
	revoked: boolean;
	/** Refresh tokens: when a newer one replaced it */
	retiredAt?: number;
}

export interface UploadSession {
	uploadId: string;
	uploadToken: string;
	publish: Publish;
	videoSize: number;
	chunkSize: number;
	chunkCount: number;
	expiresAt: number;
	chunksStored: number;
	/** Hash of the stored chunks; replaced only when a chunk is complete */
	hash: Hash;
	/** What the stored chunks tell about the file */
	scan: FileScan;
	/** The stored chunks themselves, of a file that is kept for the page */
	parts?: Buffer[];
}

/** Everything a reset empties and fills again. Arrays keep their identity: callers hold them. */
export class Store {
	readonly apps: App[] = [];
	readonly accounts: Account[] = [];
	readonly publishes: Publish[] = [];
	readonly codes = new Map<string, AuthorizationCode>();
	readonly accessTokens = new Map<string, Token>();
	readonly refreshTokens = new Map<string, Token>();
	readonly uploads = new Map<string, UploadSession>();
	/** Browser session → client key → account of the last consent */
	readonly consents = new Map<string, Map<string, { username: string; scopes: string[] }>>();

	readonly journal = new Journal();
	readonly media: KeptMedia;

	constructor(
		private readonly seed: Seed,
		keptMediaBytes = 0,
	) {
		this.media = new KeptMedia(keptMediaBytes);
	}

	reset(now: number): void {
		this.apps.splice(0, Infinity, ...seedApps());
		this.accounts.splice(0, Infinity, ...seedAccounts(this.seed, now));
		this.publishes.length = 0;
		this.codes.clear();
		this.accessTokens.clear();
		this.refreshTokens.clear();
		this.uploads.clear();
		this.consents.clear();
		this.journal.clear();
		this.media.clear();
	}

	app(clientKey: string): App | undefined {
		return this.apps.find((app) => app.clientKey === clientKey);
	}

	account(username: string): Account {
		const account = this.accounts.find((candidate) => candidate.username === username);
		if (!account) throw new Error(`The emulator has no account "${username}"`);
		return account;
	}

	publish(publishId: string): Publish | undefined {
		return this.publishes.find((publish) => publish.publishId === publishId);
	}
}
