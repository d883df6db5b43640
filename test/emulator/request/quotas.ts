/** Sliding windows: a refused request does not count, an admitted one counts for a whole window. */
export class Quotas {
	private readonly admitted = new Map<string, number[]>();

	/** Undefined when admitted, else the milliseconds until the next free slot. */
	take(key: string, limit: number, windowMs: number, now: number): number | undefined {
		const recent = (this.admitted.get(key) ?? []).filter((time) => time > now - windowMs);
		this.admitted.set(key, recent);
		if (recent.length >= limit) return recent[recent.length - limit] + windowMs - now;
		recent.push(now);
		return undefined;
	}

	clear(): void {
		this.admitted.clear();
	}
}
