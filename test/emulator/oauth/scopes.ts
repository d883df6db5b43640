/** Scopes of the endpoints emulated here; fact sheet §2. */
export const allScopes = [
	'user.info.basic',
	'user.info.profile',
	'user.info.stats',
	'video.list',
	'video.publish',
	'video.upload',
] as const;

/** What Login Kit and the Content Posting API bring, without the Display API; fact sheet §2. */
export const scopesOfNewApps = ['user.info.basic', 'video.publish', 'video.upload'];

export const scopeTexts: Record<string, string> = {
	'user.info.basic': 'Read your avatar and display name',
	'user.info.profile': 'Read your username, bio and profile link',
	'user.info.stats': 'Read your follower, like and video counts',
	'video.list': 'Read your public videos',
	'video.publish': 'Post content to your account',
	'video.upload': 'Send drafts to your inbox',
};
