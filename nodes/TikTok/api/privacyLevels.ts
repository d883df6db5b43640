/** TikTok's privacy levels in people's words. */
const names: Record<string, string> = {
	PUBLIC_TO_EVERYONE: 'Everyone',
	MUTUAL_FOLLOW_FRIENDS: 'Friends',
	FOLLOWER_OF_CREATOR: 'Followers',
	SELF_ONLY: 'Only Me',
};

/** Those we know, with the labels of the list. */
export const privacyLevelOptions = Object.entries(names).map(([value, name]) => ({ name, value }));

/** As the list shows it; a level that TikTok has introduced since keeps TikTok's name. */
export const privacyLevelName = (level: string): string => names[level] ?? level;

/** For messages: the word of the list, and TikTok's for those who use expressions. */
export const privacyLevelInWords = (level: string): string =>
	names[level] ? `${names[level]} (${level})` : level;
