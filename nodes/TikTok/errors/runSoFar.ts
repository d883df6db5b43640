/** A post that TikTok accepted. */
export interface PublishedItem {
	item: number;
	publish_id: string;
	/** `unknown` when the answer to the last chunk was lost and the status could not tell. */
	upload_state?: 'unknown';
}

/** What the items of a run have achieved; the lists go on growing until n8n throws. */
export interface RunSoFar {
	published: readonly PublishedItem[];
	/** Items whose answer was lost: TikTok may have accepted a post whose ID nobody knows. */
	unconfirmed: readonly number[];
}

/** More would fill the panel; all of them stand in `context.tiktok.published`. */
const MOST_NAMED = 10;

/**
 * What became of the others, in a sentence.
 * @param own the item that failed, with its post if there is one
 */
export function othersInWords(
	{ published, unconfirmed }: RunSoFar,
	own: { item: number; publish_id?: string },
): string {
	const posted = published.filter(({ publish_id }) => publish_id !== own.publish_id);
	const open = unconfirmed.filter((item) => item !== own.item);
	return [
		posted.length > 0 &&
			`${counted(posted.length)} posted: ${named(posted.map(({ publish_id }) => publish_id))}.`,
		open.length > 0 && `${counted(open.length)} perhaps posted: number ${named(open)}.`,
	]
		.filter(Boolean)
		.join(' ');
}

const counted = (count: number) => (count === 1 ? '1 other item was' : `${count} other items were`);

function named(all: Array<string | number>): string {
	const rest = all.length - MOST_NAMED;
	return all.slice(0, MOST_NAMED).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}
