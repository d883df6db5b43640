import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import { listPage, withIsoTime } from '../api/videos';
import { inputFailure } from '../errors/ownFailure';
import { idOf, numberOf, recordsOf } from '../request/records';
import type { Session } from '../request/session';
import { inLocator } from './inEditor';

/** TikTok cannot search: so many pages of 20 are looked through before the editor asks again. */
const PAGES_AT_A_TIME = 10;

const LONGEST_TITLE = 60;

/**
 * The public videos of the connected account by title, newest first.
 * @param paginationToken TikTok's cursor, where the list before ended
 */
export async function searchVideos(
	this: ILoadOptionsFunctions,
	filter = '',
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await inLocator(this, 'tikTokOAuth2Api', async (session) => {
		const wanted = filter.trim().toLowerCase();
		const isWanted = ({ name, value }: INodeListSearchItems) =>
			`${name} ${value}`.toLowerCase().includes(wanted);
		let next = numberOf(paginationToken);
		const results: INodeListSearchItems[] = [];
		for (let page = 1; page <= PAGES_AT_A_TIME && results.length === 0; page += 1) {
			const { entries, cursor } = await readPage(session, next);
			results.push(...entries.filter(isWanted));
			if (entries.length === 0 && next === undefined && cursor === undefined) throw noVideo();
			// A cursor that does not move would list the same page for ever.
			const isStuck = cursor !== undefined && next !== undefined && cursor >= next;
			next = isStuck ? undefined : cursor;
			if (next === undefined) break;
		}
		return { results, ...(next !== undefined && { paginationToken: String(next) }) };
	});
}

async function readPage(session: Session, from: number | undefined) {
	const page = await listPage(session, { cursor: from });
	const cursor = page.has_more === true ? numberOf(page.cursor) : undefined;
	const entries = recordsOf(page, 'videos')
		.map(entryOf)
		.filter((entry) => entry !== undefined);
	return { entries, cursor };
}

/** The caption stands in the title, in the description, or in both; many have the same one. */
function entryOf(video: IDataObject): INodeListSearchItems | undefined {
	const value = idOf(video.id);
	if (value === undefined) return undefined;
	const caption = String(video.title || video.video_description || 'Without caption');
	const title = caption.replace(/\s+/g, ' ').trim();
	const shown = title.length > LONGEST_TITLE ? `${title.slice(0, LONGEST_TITLE)}…` : title;
	const [day] = String(withIsoTime(video).create_time_iso ?? '').split('T');
	// TikTok's link carries tracking parameters.
	const [url] = String(video.share_url ?? '').split('?');
	return { name: [shown, day].filter(Boolean).join(' · '), value, ...(url && { url }) };
}

const noVideo = () =>
	inputFailure(
		'This account has no public videos.',
		'The list holds public videos only. Or choose By ID or Link.',
	);
