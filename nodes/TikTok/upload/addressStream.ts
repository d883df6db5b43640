import { ownFailure } from '../errors/ownFailure';
import { deadline, elapsed } from '../shared/clock';
import { endingWith } from '../shared/endingWith';
import type { Address } from './address';
import type { AddressAnswer } from './addressAnswer';
import { brokeOff, called } from './addressFailures';
import type { DownloadPace } from './downloadPace';
import { free } from './freedPieces';

/** A server may be silent for so long in the middle of a file. */
const SILENCE_MS = 60_000;
/** So that not every piece needs an alarm of its own. */
const ALARM_AGE_MS = 1_000;

/** The body of one answer: each piece is valid until the next one is asked for. */
export class AddressStream {
	/** Bytes that came. */
	received = 0;

	private alarm = { at: -Infinity, late: AbortSignal.abort() };

	private last?: Buffer;

	constructor(
		private readonly answer: AddressAnswer,
		private readonly pace: DownloadPace,
	) {}

	/**
	 * @returns `undefined` at the end
	 * @throws TikTokFailure when the connection breaks, falls silent, or is too slow
	 */
	async next(): Promise<Buffer | undefined> {
		if (this.last) free(this.last);
		this.last = await this.nextPiece();
		return this.last;
	}

	/** Where the redirects ended. */
	get address(): Address {
		return this.answer.address;
	}

	stop(): void {
		this.answer.stop();
	}

	private async nextPiece(): Promise<Buffer | undefined> {
		const { answer, pace } = this;
		const asked = elapsed();
		if (asked - this.alarm.at >= ALARM_AGE_MS) {
			this.alarm = { at: asked, late: deadline(SILENCE_MS) };
		}
		const { late } = this.alarm;
		const { done, value } = await endingWith(answer.body.next(), late).catch((error: unknown) => {
			answer.stop();
			throw brokeOff(answer.address, this.received, error === late.reason ? undefined : error);
		});
		const piece = done ? undefined : (value as Buffer);
		this.received += piece?.length ?? 0;
		const speed = pace.note(elapsed() - asked, piece?.length ?? 0);
		if (speed === undefined) return piece;
		answer.stop();
		throw ownFailure('address_too_slow', { values: { ...called(answer.address), speed } });
	}
}
