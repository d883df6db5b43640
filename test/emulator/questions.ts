/** What TikTok's documentation leaves open, and what the emulator does about it. */
export interface OpenQuestion {
	/** 1 to 12: the consumer API; from 101 on: the Business API */
	number: number;
	question: string;
	assumes: string;
	/** Where another answer can be set */
	switch?: string;
}

export const openQuestions: OpenQuestion[] = [
	{
		number: 1,
		question: 'Which HTTP status do OAuth errors have?',
		assumes: '200, as was seen once',
		switch: 'oauthErrorStatus',
	},
	{
		number: 2,
		question: 'Which code does a field without permission get?',
		assumes: '`scope_not_authorized`',
		switch: 'ungrantedFieldsError',
	},
	{
		number: 3,
		question: 'Are the MB of the chunk rules decimal or binary?',
		assumes: 'only what is right under both: 5,242,880 to 64,000,000 bytes',
	},
	{
		number: 4,
		question: 'What does the progress in the answer to a chunk mean?',
		assumes: 'the count of bytes stored',
		switch: 'progressHeader',
	},
	{
		number: 5,
		question: 'Where does `is_aigc` of photos stand?',
		assumes: 'at the top of the body, as documented',
		switch: 'isAigcPosition',
	},
	{
		number: 6,
		question: 'What happens to branded content with `SELF_ONLY`?',
		assumes: '`privacy_level_option_mismatch`',
		switch: 'brandedSelfOnly',
	},
	{
		number: 7,
		question: 'Can the tokens of a sandbox be renewed?',
		assumes: 'yes',
		switch: 'sandboxRefresh',
	},
	{
		number: 8,
		question: 'How long do codes live, and how long does an old refresh token work?',
		assumes: 'codes five minutes; the old token not at all',
		switch: 'refreshReuseWindowMs',
	},
	{
		number: 9,
		question: 'Does video/list hold photos, and what begins the ID of a photo draft?',
		assumes: 'no; `p_pub_url`',
		switch: 'photosInVideoList',
	},
	{
		number: 10,
		question: 'Do the three inits share their six a minute?',
		assumes: 'no',
		switch: 'initBucketsShared',
	},
	{
		number: 11,
		question: 'How long are publish IDs kept, and are retried events signed anew?',
		assumes: 'for ever; yes',
		switch: 'webhookRetriesSignedAnew',
	},
	{
		number: 12,
		question: 'What happens to values over their limit?',
		assumes: 'they are refused',
		switch: 'overMaxCount',
	},
	{
		number: 101,
		question: 'Does the redirect of the Business API carry `code`?',
		assumes: 'yes, beside `auth_code`',
		switch: 'omitCode',
	},
	{ number: 102, question: 'Is the answer of `/oauth/token/` flat?', assumes: 'yes' },
	{
		number: 103,
		question: 'Are parameters tolerated that every OAuth client sends?',
		assumes: 'yes',
	},
	{
		number: 104,
		question: 'What does `Authorization` do beside `Access-Token`?',
		assumes: 'nothing',
		switch: 'bearerBesideAccessToken',
	},
	{
		number: 105,
		question: 'Which terms are there, and are they text or HTML?',
		assumes: 'four types, as text',
		switch: 'termsReadable',
	},
	{
		number: 106,
		question: 'Which permission do the action categories need?',
		assumes: 'Ads Management',
	},
	{
		number: 107,
		question: 'Does the asset type SHOP work?',
		assumes: 'no',
		switch: 'shopAssetType',
	},
	{
		number: 108,
		question: 'What do parameter errors say?',
		assumes: 'texts of our own: only the code counts',
	},
	{
		number: 109,
		question: 'What does the redirect carry when the advertiser refuses?',
		assumes: 'the state alone',
	},
];
