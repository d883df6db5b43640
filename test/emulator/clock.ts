/** The only source of time in the emulator; expiries and statuses are computed from `now()`. */
export interface Clock {
	/** Unix time in milliseconds */
	now(): number;
	advance(ms: number): void;
	set(ms: number): void;
}

/** The system's time plus an offset, so that time passes by itself and can also be moved. */
export function createClock(): Clock & { restore(): void } {
	let offset = 0;
	return {
		now: () => Date.now() + offset,
		advance(ms) {
			offset += ms;
		},
		set(ms) {
			offset = ms - Date.now();
		},
		restore() {
			offset = 0;
		},
	};
}

/** Stands still unless moved, for tests where a second of real time would matter. */
export function frozenClock(start = Date.UTC(2026, 0, 1, 12)): Clock {
	let time = start;
	return {
		now: () => time,
		advance(ms) {
			time += ms;
		},
		set(ms) {
			time = ms;
		},
	};
}
