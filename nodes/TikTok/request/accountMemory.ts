import { BoundedMap } from '../shared/boundedMap';
import type { Clock } from '../shared/clock';

const MAX_ANSWERS = 500;

/**
 * What TikTok told about an account, for those who would ask the same again soon: the handle for
 * links to posts, and the lists of the editor. Module state, bounded in count and age, safe to lose.
 */
export class AccountMemory {
	/** The questions, not only their answers, so that those of one moment ask once. */
	private readonly asked: BoundedMap<string, Promise<unknown>>;

	constructor(time?: Pick<Clock, 'elapsed'>) {
		this.asked = new BoundedMap({ maxCount: MAX_ANSWERS }, time);
	}

	/**
	 * The remembered answer, or a new one. Failures are not remembered, and neither is `undefined`:
	 * not knowing is no knowledge.
	 * @param connection the account, or the connection when the answer depends on it
	 * @param question tells the questions about one account apart
	 */
	async recall<T>(
		connection: string,
		question: string,
		maxAgeMs: number,
		ask: () => Promise<T>,
	): Promise<T> {
		const key = keyOf(connection, question);
		for (let known = this.asked.get(key); known; ) {
			const told = (await known.catch(() => undefined)) as T | undefined;
			if (told !== undefined) return told;
			// Whoever asked gave up or was not told: the next one asks for itself.
			const other = this.asked.get(key);
			known = other === known ? undefined : other;
		}
		const answer = ask();
		this.asked.set(key, answer, maxAgeMs);
		// Only this answer: another may have taken its place meanwhile.
		const forget = () => this.asked.get(key) === answer && this.asked.delete(key);
		answer.then((told) => told === undefined && forget(), forget);
		return await answer;
	}

	/** Something newer is known to be on its way: the next one who wants to know asks. */
	forget(connection: string, question: string): void {
		this.asked.delete(keyOf(connection, question));
	}
}

const keyOf = (connection: string, question: string) => `${question}\n${connection}`;

/** What this process knows of its accounts. */
export const accountMemory = new AccountMemory();
