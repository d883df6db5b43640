import type { TikTokFailure } from './failure';
import { asFailure } from './ownFailure';

/**
 * Where every check before a post puts what it finds. A post is refused for the first problem; the
 * option Check Only wants all of them. The checks are the same and do not know which it is.
 */
export class Problems {
	/** @param areCollected whether problems are noted and the checks go on */
	constructor(
		private readonly areCollected: boolean,
		private readonly noted: TikTokFailure[] = [],
	) {}

	/** Those noted so far, each once. */
	get all(): readonly TikTokFailure[] {
		return this.noted;
	}

	/** For one of several posts: knows what was found so far, and keeps its own to itself. */
	separate(): Problems {
		return new Problems(this.areCollected, [...this.noted]);
	}

	/** @throws the problem itself, unless all are collected */
	add(problem: TikTokFailure): void {
		if (!this.areCollected) throw problem;
		// Steps that build on each other fail for the same reason.
		const isKnown = this.noted.some(({ sentence }) => sentence === problem.sentence);
		if (!isKnown) this.noted.push(problem);
	}

	/**
	 * What a step yields, `undefined` when its failure was noted.
	 * @throws that failure, unless all are collected
	 */
	attempt<T>(step: () => T): T | undefined {
		try {
			return step();
		} catch (error) {
			this.note(error);
			return undefined;
		}
	}

	/** As {@link attempt}, for a step that takes time. */
	async settle<T>(step: Promise<T>): Promise<T | undefined> {
		try {
			return await step;
		} catch (error) {
			this.note(error);
			return undefined;
		}
	}

	/**
	 * Adds what ended a step. That the execution was stopped, and a defect of ours, say nothing about
	 * the post.
	 * @throws what ended the step, unless all are collected
	 */
	note(error: unknown): void {
		const failure = asFailure(error);
		const isAboutPost = failure.origin !== 'cancelled' && failure.details.code !== 'unexpected';
		if (!this.areCollected || !isAboutPost) throw error;
		this.add(failure);
	}
}

/** For a post that shall be made: the first problem ends it. */
export const refuseFirst = new Problems(false);
