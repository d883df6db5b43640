import type { Quota } from '../limits';
import { now, wait } from '../shared/clock';

/**
 * Paces the calls of one account to TikTok's per-minute limits, over all items, operations and
 * executions of this process. It is module state, safe to lose: after a restart TikTok's own 429
 * does the pacing until the windows are known again.
 */

/**
 * TikTok counts when a request arrives, we count when it leaves; the margin covers requests that
 * travel faster than those before them.
 */
const MARGIN_MS = 500;
const MAX_WINDOWS = 2_000;

interface Window {
	/** Departure times, past and reserved, in ascending order. */
	departures: number[];
	/** Nothing leaves before this: TikTok itself said "too many". */
	closedUntil: number;
}

const windows = new Map<string, Window>();

/**
 * Waits until one more call fits into the account's quota. Places are handed out in the order of
 * asking.
 * @returns how long it waited, in ms
 */
export async function takePlace(
	account: string,
	quota: Quota,
	signal?: AbortSignal,
): Promise<number> {
	const window = windowOf(account, quota);
	const start = now();
	for (;;) {
		const departure = reserve(window, quota, now());
		let leaves = false;
		try {
			if (departure > now()) await wait(departure - now(), signal);
			// Somebody else may have been refused meanwhile: then everybody waits anew.
			leaves = now() >= window.closedUntil;
			if (leaves) return now() - start;
		} finally {
			if (!leaves) giveBack(window, departure);
		}
	}
}

/**
 * Waits until a call could leave at once, without taking the place: for those who hold something
 * that others need while they wait.
 * @returns how long it waited, in ms
 */
export async function awaitFreePlace(
	account: string,
	quota: Quota,
	signal?: AbortSignal,
): Promise<number> {
	const start = now();
	for (;;) {
		const pause = nextDeparture(windowOf(account, quota), quota, now()) - now();
		if (pause <= 0) return now() - start;
		await wait(pause, signal);
	}
}

/** How many calls could leave now without waiting; for those who rather come again later. */
export function freePlaces(account: string, quota: Quota): number {
	const window = windowOf(account, quota);
	const at = now();
	if (window.closedUntil > at) return 0;
	const taken = window.departures.filter((departure) => departure > at - lengthOf(quota)).length;
	return Math.max(0, quota.calls - taken);
}

/** TikTok refused with "too many": nobody sends for this account and quota until the pause is over. */
export function closeFor(account: string, quota: Quota, pauseMs: number): void {
	const window = windowOf(account, quota);
	window.closedUntil = Math.max(window.closedUntil, now() + pauseMs);
}

function nextDeparture(window: Window, quota: Quota, at: number): number {
	const length = lengthOf(quota);
	window.departures = window.departures.filter((departure) => departure > at - length);
	const oldest = window.departures[window.departures.length - quota.calls];
	return Math.max(at, window.closedUntil, oldest === undefined ? 0 : oldest + length);
}

function reserve(window: Window, quota: Quota, at: number): number {
	const departure = nextDeparture(window, quota, at);
	window.departures.push(departure);
	window.departures.sort((a, b) => a - b);
	return departure;
}

const lengthOf = (quota: Quota) => quota.windowMs + MARGIN_MS;

function giveBack(window: Window, departure: number): void {
	const at = window.departures.indexOf(departure);
	if (at >= 0) window.departures.splice(at, 1);
}

function windowOf(account: string, quota: Quota): Window {
	const key = `${account}\n${quota.name}`;
	const known = windows.get(key) ?? { departures: [], closedUntil: 0 };
	// Re-inserting keeps the map in order of use, so that the bound drops the longest unused.
	windows.delete(key);
	windows.set(key, known);
	if (windows.size > MAX_WINDOWS) windows.delete(windows.keys().next().value as string);
	return known;
}
