/** One thing that happened to a post, or that somebody asked about it. */
export interface LifeEvent {
	/** Milliseconds on the emulator's clock */
	at: number;
	/** A status of TikTok, or what a person or an app did */
	what: string;
	details: string;
	/** How often it happened in a row, the first time `at` */
	times: number;
}

/** The lives of all posts, for people who look at the page. */
export class Journal {
	private readonly lives = new Map<string, LifeEvent[]>();

	note(publishId: string, at: number, what: string, details = ''): void {
		const life = this.life(publishId);
		const last = life.at(-1);
		// A client that asks every few seconds would fill the page with the same line.
		if (last?.what === what && last.details === details) last.times += 1;
		else life.push({ at, what, details, times: 1 });
		this.lives.set(publishId, life);
	}

	/** Oldest first: what came due later may be noted before what was asked meanwhile. */
	life(publishId: string): LifeEvent[] {
		return (this.lives.get(publishId) ?? []).sort((one, other) => one.at - other.at);
	}

	clear(): void {
		this.lives.clear();
	}
}
