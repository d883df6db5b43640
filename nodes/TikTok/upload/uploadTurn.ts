import type { Init } from '../api/inits';
import type { Session } from '../request/session';
import type { Place } from '../request/waitingLine';
import type { Task } from '../run/perItem';
import type { UploadSlot } from './uploadSlots';
import { uploadSlots } from './uploadSlots';

/**
 * The slot of one upload and, for a new post, the place of its init. Both are taken together: an
 * upload that waits holds neither, and no upload URL ages while it does.
 */
export class UploadTurn {
	private slot?: UploadSlot;

	/** Taken with the slot, for the first init. */
	private place?: Place;

	constructor(
		private readonly task: Task,
		private readonly session: Session,
		private readonly init: Init,
	) {}

	/** @param isNew whether an init follows */
	async take(isNew: boolean): Promise<void> {
		if (isNew) this.place = await this.takeBoth();
		else this.slot = await uploadSlots.take(this.session.signal);
	}

	bufferOf(bytes: number): Buffer {
		return this.slot?.buffer(bytes) ?? Buffer.allocUnsafeSlow(bytes);
	}

	/**
	 * The place for an init: the one that came with the slot, once. Later ones come with a slot anew,
	 * because who waits holds none.
	 * @param letGo lets go of the slot and of what hangs on it
	 */
	async nextPlace(before: Place | undefined, letGo: () => void): Promise<Place> {
		const { place } = this;
		this.place = undefined;
		if (place) return place;
		letGo();
		return await this.takeBoth(before);
	}

	/** @param isBufferFree whether nobody reads from the slot's buffer any more */
	giveBackSlot(isBufferFree: boolean): void {
		if (isBufferFree) this.slot?.leaveBuffer();
		this.slot?.giveBack();
		this.slot = undefined;
	}

	/** The slot, when it is held still, and a place that was not used. */
	close(): void {
		this.giveBackSlot(false);
		this.place?.giveBack();
	}

	private async takeBoth(before?: Place): Promise<Place> {
		const belowCap = this.task.ledger.belowCap(this.init.mode);
		const taken = await this.session.takePlaceWith(this.init, uploadSlots, belowCap, before);
		this.slot = taken.companion;
		return taken.place;
	}
}
