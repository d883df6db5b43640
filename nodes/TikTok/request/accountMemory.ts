import { now } from '../shared/clock';

/**
 * What TikTok told about an account, for those who would ask the same again soon: the handle for
 * links to posts, and the lists of the editor. Module state, bounded in count, safe to lose.
 */

const MAX_ANSWERS = 500;

interface Answer {
	until: number;
	/** The question, not only its answer, so that those of one moment ask once. */
	asked: Promise<unknown>;
}

const answers = new Map<string, Answer>();

/**
 * The remembered answer, or a new one. Failures are not remembered, and neither is `undefined`: not
 * knowing is no knowledge.
 * @param connection the account, or the connection when the answer depends on it
 * @param question tells the questions about one account apart
 */
export async function remembered<T>(
	connection: string,
	question: string,
	maxAgeMs: number,
	ask: () => Promise<T>,
): Promise<T> {
	const key = keyOf(connection, question);
	forgetOld();
	const known = answers.get(key);
	if (known) return (await known.asked) as T;
	if (answers.size >= MAX_ANSWERS) answers.delete(answers.keys().next().value as string);
	const answer: Answer = { until: now() + maxAgeMs, asked: ask() };
	answers.set(key, answer);
	answer.asked.then(
		(told) => told === undefined && forget(key, answer),
		() => forget(key, answer),
	);
	return (await answer.asked) as T;
}

/** Something newer is known to be on its way: the next one who wants to know asks. */
export function forgetAnswer(connection: string, question: string): void {
	answers.delete(keyOf(connection, question));
}

const keyOf = (connection: string, question: string) => `${question}\n${connection}`;

/** Only this answer: another may have taken its place meanwhile. */
function forget(key: string, answer: Answer): void {
	if (answers.get(key) === answer) answers.delete(key);
}

function forgetOld(): void {
	for (const [key, { until }] of answers) if (until <= now()) answers.delete(key);
}
