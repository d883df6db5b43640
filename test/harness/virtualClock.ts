/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';

/** The node's only way to tell and to pass time (`shared/clock`). */
export interface ClockModule {
	now(): number;
	elapsed(): number;
	wait(ms: number, signal?: AbortSignal): Promise<void>;
	deadline(ms: number): AbortSignal;
}

export interface VirtualClockOptions {
	clockModule: ClockModule;
	/** Whether something outside is still at work, e.g. `() => emulator.inFlight > 0`. */
	busy(): boolean;
	/**
	 * Whether somebody outside stands still until time has passed, and how long at least. Then time
	 * goes on although nobody sleeps here: a request that has no end ends by its deadline.
	 */
	held?(): { count: number; nextInMs?: number };
	/** Told of every jump before the sleeper wakes, so that other clocks can follow. */
	onAdvance?(ms: number): void;
	startAt?: number;
}

export interface VirtualClock {
	now(): number;
	/** Virtual milliseconds since the installation. */
	elapsed(): number;
	/** Sets the computer's clock, forwards or back; elapsed time goes on as if nothing had happened. */
	setBy(ms: number): void;
	/** Every duration that was asked for, in order. */
	readonly waits: number[];
	/** Another load of the package follows this clock, too, until the end. */
	share(clockModule: ClockModule): void;
	uninstall(): void;
}

interface Sleeper {
	due: number;
	wake(): void;
	/** A deadline passes with the time, but time does not jump for it alone. */
	isDeadline?: true;
}

/** Time jumps when nothing happened for so many event-loop turns and real milliseconds. */
const QUIET_TURNS = 5;
const QUIET_MS = 1;
const LONG_TURN_MS = 1;
/** How often somebody looks whether a request is held while nobody sleeps. */
const LOOK_MS = 5;

/** File reads, name look-ups and connects show neither in the node nor in a server. */
const HIDDEN_WORK = /^(FSReq|GetAddrInfo|TCPConnect|PipeConnect|Zlib|HashJob|RandomBytes)/;

/** Node tells here of each request of this process when it is sent. */
const SENT = 'http.client.request.start';

const { setImmediate: nextTurn } = globalThis;
const realTime = () => performance.now();

/** What a module's clock was before, and how much time has been jumped over since, by all clocks. */
const before = new WeakMap<ClockModule, { clock: ClockModule; jumped: number }>();

export function installVirtualClock(options: VirtualClockOptions): VirtualClock {
	const { clockModule, onAdvance } = options;
	const real = before.get(clockModule) ?? { clock: { ...clockModule }, jumped: 0 };
	before.set(clockModule, real);
	const elapsedBefore = real.clock.elapsed() + real.jumped;
	const startedAt = options.startAt ?? Date.now();
	const waits: number[] = [];
	let time = startedAt;
	let isOffBy = 0;
	let sleepers: Sleeper[] = [];
	let pumping = false;

	/** Requests on their way: sent, and neither answered nor given up. */
	const underway = new Set<ClientRequest>();
	const follow = (message: unknown) => {
		const { request } = message as { request: ClientRequest };
		underway.add(request);
		for (const end of ['response', 'close']) request.once(end, () => underway.delete(request));
	};
	subscribe(SENT, follow);

	const heldCount = () => options.held?.().count ?? 0;

	const quiet = () =>
		!options.busy() &&
		underway.size <= heldCount() &&
		!process.getActiveResourcesInfo().some((resource) => HIDDEN_WORK.test(resource));

	const isWaitedFor = () => heldCount() > 0 || sleepers.some(({ isDeadline }) => !isDeadline);

	async function untilQuiet(): Promise<void> {
		let turns = 0;
		let since = realTime();
		while (isWaitedFor() && (turns < QUIET_TURNS || realTime() - since < QUIET_MS)) {
			const turnBegan = realTime();
			await new Promise<void>((resolve) => nextTurn(resolve));
			turns += 1;
			// In a long turn somebody was at work, also when nobody is any more.
			if (!quiet() || realTime() - turnBegan > LONG_TURN_MS) {
				turns = 0;
				since = realTime();
			}
		}
	}

	/** Sleepers that came later with the same due time stay behind the earlier ones. */
	const nextSleeper = () =>
		sleepers.reduce<Sleeper | undefined>(
			(earliest, sleeper) =>
				earliest === undefined || sleeper.due < earliest.due ? sleeper : earliest,
			undefined,
		);

	async function pump(): Promise<void> {
		if (pumping) return;
		pumping = true;
		for (;;) {
			await untilQuiet();
			if (!isWaitedFor()) break;
			const next = nextSleeper();
			const heldUntil = time + (options.held?.().nextInMs ?? Infinity);
			const due = Math.min(next?.due ?? Infinity, heldUntil);
			if (due === Infinity) break;
			const jump = Math.max(0, due - time);
			time += jump;
			if (jump > 0) onAdvance?.(jump);
			if (next && next.due <= time) next.wake();
		}
		pumping = false;
	}

	// Whoever is held sleeps elsewhere, and nobody tells us.
	const looking =
		options.held &&
		setInterval(() => {
			if (isWaitedFor()) void pump();
		}, LOOK_MS).unref();

	function deadline(ms: number): AbortSignal {
		const end = new AbortController();
		const sleeper: Sleeper = {
			due: time + ms,
			isDeadline: true,
			wake: () => {
				sleepers = sleepers.filter((other) => other !== sleeper);
				end.abort(new DOMException('The deadline is over', 'TimeoutError'));
			},
		};
		sleepers.push(sleeper);
		return end.signal;
	}

	async function wait(ms: number, signal?: AbortSignal): Promise<void> {
		waits.push(ms);
		await new Promise<void>((resolve, reject) => {
			const leave = () => {
				sleepers = sleepers.filter((other) => other !== sleeper);
				signal?.removeEventListener('abort', cancel);
			};
			const cancel = () => {
				leave();
				reject((signal?.reason as unknown) ?? new Error('cancelled'));
			};
			const sleeper: Sleeper = {
				due: time + Math.max(0, ms),
				wake: () => {
					leave();
					resolve();
				},
			};
			if (signal?.aborted) {
				cancel();
				return;
			}
			signal?.addEventListener('abort', cancel, { once: true });
			sleepers.push(sleeper);
			void pump();
		});
	}

	const virtual: ClockModule = {
		now: () => time + isOffBy,
		elapsed: () => elapsedBefore + time - startedAt,
		wait,
		deadline,
	};
	const driven: Array<[ClockModule, ClockModule]> = [];
	const drive = (module: ClockModule) => {
		driven.push([module, { ...module }]);
		Object.assign(module, virtual);
	};
	drive(clockModule);

	return {
		now: virtual.now,
		elapsed: () => time - startedAt,
		setBy(ms) {
			isOffBy += ms;
		},
		waits,
		share: drive,
		uninstall() {
			unsubscribe(SENT, follow);
			clearInterval(looking);
			real.jumped += time - startedAt;
			// What the module's users remember by elapsed time outlives this clock: it never runs back.
			const elapsed = () => real.clock.elapsed() + real.jumped;
			for (const [module, own] of driven) Object.assign(module, own);
			Object.assign(clockModule, real.clock, { elapsed });
			for (const sleeper of sleepers) if (!sleeper.isDeadline) sleeper.wake();
			sleepers = [];
		},
	};
}
