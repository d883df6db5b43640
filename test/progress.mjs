/**
 * One line per step. On a terminal it moves while the step goes on; in a log it comes when the step
 * is over, with a sign of life for steps that take minutes. Node's own modules only: the set-up
 * needs it before anything is installed.
 */
import { stdout } from 'node:process';

const MOVES_EVERY_MS = 1_000;
const SIGN_OF_LIFE_EVERY_MS = 60_000;
const COLUMNS = 80;
const CLEARED = '\r\u001b[2K';

/**
 * @template Result
 * @param {string} title what is done, such as "Starting n8n"
 * @param {(note: (text: string) => void) => Promise<Result>} work it may note what it is at
 * @param {{ isTTY?: boolean; columns?: number; write(text: string): unknown }} [output]
 * @returns {Promise<Result>}
 */
export async function step(title, work, output = stdout) {
	const start = Date.now();
	const seconds = () => Math.round((Date.now() - start) / 1000);
	let latest = '';

	const line = () => `… ${title}, ${seconds()} s${latest && `: ${latest}`}`;
	const move = () =>
		output.write(CLEARED + line().slice(0, Math.max(1, (output.columns || COLUMNS) - 1)));
	if (output.isTTY) move();
	const timer = output.isTTY
		? setInterval(move, MOVES_EVERY_MS)
		: setInterval(() => output.write(`${line()}\n`), SIGN_OF_LIFE_EVERY_MS);

	const end = (sign) => {
		clearInterval(timer);
		output.write(`${output.isTTY ? CLEARED : ''}${sign} ${title} (${seconds()} s)\n`);
	};
	try {
		const result = await work((text) => (latest = text));
		end('✓');
		return result;
	} catch (error) {
		end('✗');
		throw error;
	}
}
