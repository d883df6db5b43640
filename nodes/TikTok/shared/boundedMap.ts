import type { Clock } from './clock';
import * as clock from './clock';

export interface Bounds<Value> {
	/** Beyond so many entries the one that was not used for longest goes. */
	maxCount: number;
	/** How long an entry stays after it was set, in ms; without it age does not matter. */
	maxAgeMs?: number;
	/** An entry in use stays, whatever its age and however many there are. */
	isInUse?: (value: Value) => boolean;
}

interface Kept<Value> {
	value: Value;
	/** In elapsed time. */
	until: number;
}

/**
 * A map for what this process remembers between runs: bounded in count and age, in the order of use.
 * What it holds must be safe to lose.
 */
export class BoundedMap<Key, Value> {
	private readonly kept = new Map<Key, Kept<Value>>();

	constructor(
		private readonly bounds: Bounds<Value>,
		private readonly time: Pick<Clock, 'elapsed'> = clock,
	) {}

	/** Asking for an entry is a use of it, but does not make it younger. */
	get(key: Key): Value | undefined {
		const entry = this.kept.get(key);
		if (!entry) return undefined;
		this.kept.delete(key);
		if (this.isOver(entry, this.time.elapsed())) return undefined;
		this.kept.set(key, entry);
		return entry.value;
	}

	/** @param maxAgeMs of this entry, when it differs from the map's */
	set(key: Key, value: Value, maxAgeMs = this.bounds.maxAgeMs ?? Infinity): void {
		this.kept.delete(key);
		this.forgetOld();
		this.kept.set(key, { value, until: this.time.elapsed() + maxAgeMs });
		this.forgetUnused(key);
	}

	delete(key: Key): void {
		this.kept.delete(key);
	}

	/** Those used last come last. Looking at them is no use. */
	values(): Value[] {
		this.forgetOld();
		return [...this.kept.values()].map(({ value }) => value);
	}

	get size(): number {
		this.forgetOld();
		return this.kept.size;
	}

	private forgetOld(): void {
		const at = this.time.elapsed();
		for (const [key, entry] of this.kept) if (this.isOver(entry, at)) this.kept.delete(key);
	}

	private forgetUnused(present: Key): void {
		for (const [key, { value }] of this.kept) {
			if (this.kept.size <= this.bounds.maxCount) return;
			if (key !== present && !this.isInUse(value)) this.kept.delete(key);
		}
	}

	private isOver({ value, until }: Kept<Value>, at: number): boolean {
		return until <= at && !this.isInUse(value);
	}

	private isInUse(value: Value): boolean {
		return this.bounds.isInUse?.(value) ?? false;
	}
}
