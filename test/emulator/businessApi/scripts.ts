import { meaningOf, Refusal } from './returnCodes';

export interface ScriptedAnswer {
	/** Relative to /open_api/v1.3, with the trailing slash. */
	path: string;
	code: number;
	times?: number;
	message?: string;
}

/** Error answers a test has ordered for the next requests to a path, in the order given. */
export class Scripts {
	private queue: Array<Required<ScriptedAnswer>> = [];

	constructor(private readonly knownPaths: ReadonlySet<string>) {}

	add({ path, code, times = 1, message = meaningOf(code) }: ScriptedAnswer): void {
		if (!this.knownPaths.has(path)) throw new Error(`No endpoint ${path} to script an answer for`);
		this.queue.push({ path, code, times, message });
	}

	/** Throws the next scripted refusal of this path, if there is one. */
	apply(path: string): void {
		const answer = this.queue.find((scripted) => scripted.path === path);
		if (!answer) return;
		answer.times -= 1;
		if (answer.times <= 0) this.queue.splice(this.queue.indexOf(answer), 1);
		throw new Refusal(answer.code, answer.message);
	}

	/** Ordered and not yet asked for; a test that expects its script used up looks here. */
	unused(): ScriptedAnswer[] {
		return this.queue.map((answer) => ({ ...answer }));
	}

	clear(): void {
		this.queue = [];
	}
}
