import { refusalFacts } from './facts';
import type { Circumstances } from './reference';
import type { Answer, Side } from './side';

/** What each permission opens; asked for when nobody said what was granted. */
const openings: Record<string, (side: Side) => Promise<Answer>> = {
	'user.info.basic': async (side) => await side.get('/v2/user/info/?fields=open_id'),
	'user.info.profile': async (side) => await side.get('/v2/user/info/?fields=username'),
	'user.info.stats': async (side) => await side.get('/v2/user/info/?fields=video_count'),
	'video.list': async (side) => await side.post('/v2/video/list/?fields=id', { max_count: 1 }),
	'video.publish': async (side) => await side.post('/v2/post/publish/creator_info/query/'),
	// An empty body is refused for itself where the permission is there.
	'video.upload': async (side) => await side.post('/v2/post/publish/inbox/video/init/', {}),
};

/** Looks at the connection, so that the emulator can be made like it. Leaves no trace. */
export async function circumstancesOf(side: Side): Promise<Circumstances> {
	const scopes = side.access.scopes ?? (await grantedScopes(side));
	side.access.scopes = scopes;
	const options = scopes.includes('video.publish')
		? (await openings['video.publish'](side)).json?.data?.privacy_level_options
		: undefined;
	const isPrivate = Array.isArray(options) && options.includes('FOLLOWER_OF_CREATOR');
	return { scopes, isPrivate };
}

async function grantedScopes(side: Side): Promise<string[]> {
	const granted: string[] = [];
	for (const [scope, open] of Object.entries(openings)) {
		const { code } = refusalFacts(await open(side));
		if (code === 'access_token_invalid') throw new Error('TikTok does not take the access token.');
		if (!String(code).startsWith('scope_')) granted.push(scope);
	}
	return granted;
}

/**
 * An app that was not audited is refused at the init. Where it was, the init is accepted: without its
 * file it posts nothing, but it is a trace.
 */
export async function isAudited(side: Side, isPrivate: boolean): Promise<boolean> {
	if (!side.access.scopes?.includes('video.publish')) return true;
	const post_info = { privacy_level: isPrivate ? 'FOLLOWER_OF_CREATOR' : 'SELF_ONLY' };
	const source_info = {
		source: 'FILE_UPLOAD',
		video_size: 1000,
		chunk_size: 1000,
		total_chunk_count: 1,
	};
	const answer = await side.post('/v2/post/publish/video/init/', { post_info, source_info });
	return !String(refusalFacts(answer).code).startsWith('unaudited');
}
