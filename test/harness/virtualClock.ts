/* eslint-disable @n8n/community-nodes/no-restricted-globals */
/** The node's only way to tell and to pass time (`shared/clock`). */
export interface ClockModule {
	now(): number;
	wait(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface VirtualClockOptions {
	clockModule: ClockModule;
	/** Whether something outside is still at work, e.g. `() => emulator.inFlight > 0`. */
	busy(): boolean;
	/** Told of every jump before the sleeper wakes, so that other clocks can follow. */
	onAdvance?(ms: number): void;
	startAt?: number;
}

export interface VirtualClock {
	now(): number;
	/** Virtual milliseconds since the installation. */
	elapsed(): number;
	/** Every duration that was asked for, in order. */
	readonly waits: number[];
	uninstall(): void;
}

interface Sleeper {
	due: number;
	wake(): void;
}

/** Time jumps when nothing happened for so many event-loop turns and real milliseconds. */
const QUIET_TURNS = 5;
const QUIET_MS = 3;

/** File reads, name look-ups and connects show neither in the node nor in a server. */
const HIDDEN_WORK = /^(FSReq|GetAddrInfo|TCPConnect|PipeConnect|Zlib|HashJob|RandomBytes)/;

const { setImmediate: nextTurn } = globalThis;
const realTime = () => performance.now();

export function installVirtualClock(options: VirtualClockOptions): VirtualClock {
	const { clockModule, onAdvance } = options;
	const original = { now: clockModule.now, wait: clockModule.wait };
	const startedAt = options.startAt ?? Date.now();
	const waits: number[] = [];
	let time = startedAt;
	let sleepers: Sleeper[] = [];
	let pumping = false;

	const quiet = () =>
		!options.busy() &&
		!process.getActiveResourcesInfo().some((resource) => HIDDEN_WORK.test(resource));

	async function untilQuiet(): Promise<void> {
		let turns = 0;
		let since = realTime();
		while (sleepers.length > 0 && (turns < QUIET_TURNS || realTime() - since < QUIET_MS)) {
			await new Promise<void>((resolve) => nextTurn(resolve));
			turns += 1;
			if (!quiet()) {
				turns = 0;
				since = realTime();
			}
		}
	}

	async function pump(): Promise<void> {
		if (pumping) return;
		pumping = true;
		while (sleepers.length > 0) {
			await untilQuiet();
			// Sleepers that came later with the same due time stay behind the earlier ones.
			const next = sleepers.reduce<Sleeper | undefined>(
				(earliest, sleeper) =>
					earliest === undefined || sleeper.due < earliest.due ? sleeper : earliest,
				undefined,
			);
			if (!next) break;
			const jump = Math.max(0, next.due - time);
			time += jump;
			if (jump > 0) onAdvance?.(jump);
			next.wake();
		}
		pumping = false;
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

	clockModule.now = () => time;
	clockModule.wait = wait;

	return {
		now: () => time,
		elapsed: () => time - startedAt,
		waits,
		uninstall() {
			Object.assign(clockModule, original);
			for (const sleeper of [...sleepers]) sleeper.wake();
		},
	};
}
