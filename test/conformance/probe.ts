import type { Side } from './side';

export const tiers = ['read', 'tokens', 'drafts', 'post', 'push', 'business'] as const;
export type Tier = (typeof tiers)[number];

/** What a tier leaves behind; the command asks before it, and the others leave nothing. */
export const traces: Partial<Record<Tier, string>> = {
	tokens: 'renews the connection: the refresh token that you gave may stop working',
	drafts: "sends one small video to the account's inbox and begins a few drafts that stay empty",
	post: 'posts one small video that only the account itself can see, and begins a few posts that never get their file',
	push: "sends one more small video to the account's inbox, and waits for TikTok's event about it",
};

/** What was found out, in words and numbers that can be compared. */
export type Facts = Record<string, string | number | boolean | string[]>;

/** One question to TikTok, put to the emulator as well. */
export interface Probe {
	id: string;
	tier: Tier;
	/** What is asked, for people. */
	asks: string;
	/** Of `openQuestions`: then a difference is an answer. */
	question?: number;
	/** Where the emulator can be told to behave otherwise. */
	switch?: string;
	/** @throws Skipped when the connection cannot ask it */
	run(side: Side): Promise<Facts>;
}

/** The probe says nothing here: a permission or a value is missing. */
export class Skipped extends Error {}
