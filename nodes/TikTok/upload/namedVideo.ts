import type { FileVersion } from '../media/fileVersion';
import type { Task } from '../run/perItem';
import { readAddress } from './address';
import { openAddress } from './addressSource';
import { lineOf } from './line';
import type { VideoSource } from './videoSource';
import { openVideo } from './videoSource';

/** A video that the item names: where it is, and how it is opened. */
export interface NamedVideo {
	/** What tells its post from others of the item, also when the run is repeated. */
	key: string;
	/** Whether opening it costs nothing: then it is looked at before anything else. */
	isAtHand: boolean;
	/**
	 * @param known the version of the file that an earlier try has sent parts of
	 * @throws TikTokFailure
	 */
	open(known?: FileVersion): Promise<VideoSource>;
}

/** The video in a binary field of the item. */
export function videoIn({ context }: Task, field: string): NamedVideo {
	return { key: field, isAtHand: true, open: async () => await openVideo(context, field) };
}

/**
 * The video at an address.
 * @param field the label of its field, for errors
 * @param place what tells it from others of the item; a model's calls differ by the address alone
 * @throws TikTokFailure when this node does not ask there
 */
export function videoAt(task: Task, field: string, place: string, text: string): NamedVideo {
	const { context, isTool } = task;
	const address = readAddress(field, text, isTool);
	return {
		key: isTool ? address.url.href : place,
		isAtHand: false,
		open: async (known) => await openAddress({ context, address, line: lineOf(task) }, known),
	};
}
