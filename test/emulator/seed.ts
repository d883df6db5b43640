import { assertRegistrable } from './oauth/redirectUris';
import { allScopes } from './oauth/scopes';
import type { Account, App, PrivacyLevel, Video } from './types';

export type Seed = 'default' | 'demo';

/** Client keys of the seeded apps */
export const webApp = 'awdemo0000000001';
export const desktopApp = 'awdesk0000000001';
export const sandboxApp = 'sbawdesk00000001';

const callback = '/rest/oauth2-credential/callback';

export function seedApps(): App[] {
	const shared = {
		scopes: [...allScopes],
		audited: true,
		verifiedUrlProperties: ['media.example.com', 'https://cdn.example.org/tiktok/'],
		activeCreatorCap: 100,
		webhookUrl: '',
	};
	const apps: App[] = [
		{
			...shared,
			verifiedUrlProperties: [...shared.verifiedUrlProperties],
			clientKey: webApp,
			clientSecret: 'demo-secret-1',
			name: 'Demo Web App',
			type: 'web',
			redirectUris: [`https://n8n.example.com${callback}`],
		},
		{
			...shared,
			verifiedUrlProperties: [...shared.verifiedUrlProperties],
			clientKey: desktopApp,
			clientSecret: 'desk-secret-1',
			name: 'Demo Desktop App',
			type: 'desktop',
			redirectUris: [
				`http://127.0.0.1:*${callback}`,
				`http://localhost:*${callback}`,
				// That of `npm run conformance`.
				'http://127.0.0.1:4021/callback/',
			],
		},
		{
			...shared,
			verifiedUrlProperties: [...shared.verifiedUrlProperties],
			clientKey: sandboxApp,
			clientSecret: 'sand-secret-1',
			name: 'Demo Desktop App, Sandbox',
			type: 'desktop',
			redirectUris: [`http://127.0.0.1:*${callback}`, `http://localhost:*${callback}`],
			audited: false,
			sandboxTargetUsers: ['demo.creator', 'quiet.creator'],
		},
	];
	for (const app of apps) assertRegistrable(app.type, app.redirectUris);
	return apps;
}

export function newAccount(values: Partial<Account> & { username: string }): Account {
	return {
		displayName: values.username,
		bio: '',
		isPrivate: false,
		verified: false,
		stats: { followers: 0, following: 0, likes: 0 },
		videos: [],
		commentDisabled: false,
		duetDisabled: false,
		stitchDisabled: false,
		maxVideoPostDurationSec: 600,
		dailyPostCap: 15,
		appVersion: '38.1.0',
		failNext: [],
		...values,
	};
}

export function seedAccounts(seed: Seed, now: number): Account[] {
	const many = seed === 'demo' ? 5 : 26;
	return [
		newAccount({
			username: 'demo.creator',
			displayName: 'Demo Creator',
			bio: 'Short films about small machines',
			verified: true,
			stats: { followers: 12840, following: 112, likes: 98213 },
			videos: [
				...videos(1, many, 'PUBLIC_TO_EVERYONE', now),
				...videos(901, 2, 'SELF_ONLY', now),
				...videos(911, 1, 'MUTUAL_FOLLOW_FRIENDS', now),
			],
		}),
		newAccount({
			username: 'quiet.creator',
			displayName: 'Quiet Creator',
			bio: 'For friends',
			isPrivate: true,
			duetDisabled: true,
			stitchDisabled: true,
			stats: { followers: 41, following: 60, likes: 512 },
			videos: videos(921, 3, 'FOLLOWER_OF_CREATOR', now),
		}),
		newAccount({
			username: 'second.creator',
			displayName: 'Second Creator',
			commentDisabled: true,
			maxVideoPostDurationSec: 180,
			stats: { followers: 980, following: 15, likes: 4302 },
			videos: videos(941, 2, 'PUBLIC_TO_EVERYONE', now),
		}),
	];
}

const subjects = [
	'Gears',
	'A music box',
	'Tiny lathe',
	'Clockwork bird',
	'Paper engine',
	'Marbles',
];

/** One video every nine hours, the newest two hours ago. */
function videos(first: number, count: number, privacy: PrivacyLevel, now: number): Video[] {
	return Array.from({ length: count }, (_, index) => {
		const number = first + index;
		const title = `${subjects[number % subjects.length]} #${number}`;
		return {
			id: `75${String(number).padStart(5, '0')}480772396${String((number * 37) % 100).padStart(2, '0')}1`,
			createdAtMs: now - (2 + index * 9) * 3_600_000 - ((number * 131) % 1000),
			title,
			description: `${title} in slow motion`,
			durationSec: 12 + (number % 40),
			width: 1080,
			height: 1920,
			likes: number * 17,
			comments: number * 3,
			shares: number,
			views: number * 421,
			privacy,
			kind: 'video' as const,
		};
	});
}
