import fc from 'fast-check';
import type { INodeParameters } from 'n8n-workflow';
import type { HostedFile } from '../harness/fileHost';
import { committed } from '../media/fileSet';

/** One generated post: what the user entered, what the item holds, and what the account is like. */
export interface SomePost {
	operation: 'publish' | 'upload' | 'uploadMany' | 'post';
	parameters: INodeParameters;
	/** Contents of the item's binary fields `file0`, `file1`, … */
	files: string[];
	account: {
		isPrivate: boolean;
		commentDisabled: boolean;
		maxVideoPostDurationSec: number;
		appVersion: string;
		postingBlock?: 'spam_risk_too_many_posts' | 'spam_risk_user_banned_from_posting';
	};
	/** Permissions that the account did not grant. */
	withheld: string[];
	/** The user has removed the app, and nobody has noticed yet. */
	isRemoved: boolean;
}

/** Files of all sorts; the emulator looks at no more than the container, as TikTok does at first. */
export const someFiles: Record<string, () => Buffer> = {
	'good.mp4': () => committed('base.mp4'),
	'behind.mp4': () => committed('largest.mp4'),
	'good.webm': () => committed('vp9.webm'),
	'slow.mp4': () => committed('slow15.mp4'),
	'small.mov': () => committed('small.mov'),
	'sound.mp4': () => committed('sound_only.mp4'),
	'good.jpg': () => committed('baseline.jpg'),
	'good.webp': () => committed('lossy.webp'),
	'wide.jpg': () => committed('p1086x1448.jpg'),
	'picture.gif': () => committed('picture.gif'),
	'page.html': () => Buffer.from('<!doctype html><title>Sign in</title>'),
	'nothing.mp4': () => Buffer.alloc(0),
};

const mostly = <T>(usual: T, ...others: T[]) =>
	fc.oneof(
		{ weight: 3 * others.length, arbitrary: fc.constant(usual) },
		{ weight: others.length, arbitrary: fc.constantFrom(...others) },
	);

/** What TikTok is asked to download, by path. */
export const atAddresses: Record<string, HostedFile> = {
	...Object.fromEntries(
		['base.mp4', 'slow15.mp4', 'baseline.jpg', 'lossy.webp', 'p1086x1448.jpg', 'picture.gif'].map(
			(name) => [`/${name}`, { versions: [committed(name)], etag: 'strong', ranges: true }],
		),
	),
	'/page.html': { versions: [Buffer.from('<!doctype html><title>Sign in</title>')] },
	'/nothing': { versions: [Buffer.alloc(0)] },
	'/moved': {
		versions: [],
		always: { kind: 'answer', status: 302, headers: { Location: '/base.mp4' } },
	},
	'/forbidden': { versions: [], always: { kind: 'answer', status: 403 } },
};

const url = (usual: string, ...others: string[]) =>
	mostly<string>(
		`https://media.example.com/${usual}`,
		...[...others, 'page.html', 'nothing', 'moved', 'forbidden', 'missing'].map(
			(path) => `https://media.example.com/${path}`,
		),
		`https://elsewhere.example.net/${usual}`,
		`https://gone.media.example.com/${usual}`,
		`http://media.example.com/${usual}`,
		`https://10.0.0.1/${usual}`,
		usual,
		' ',
	);
const videoUrl = url('base.mp4', 'slow15.mp4', 'picture.gif');
const photoUrl = url('baseline.jpg', 'lossy.webp', 'p1086x1448.jpg', 'picture.gif', 'base.mp4');

const text = (limit: number) =>
	mostly('Behind the scenes', '', 'a'.repeat(limit), 'a'.repeat(limit + 1), '😀'.repeat(limit));

const options = fc.record(
	{
		preflight: mostly<string | boolean>(true, false, 'true', 'perhaps'),
		brandContent: mostly<string | boolean>(false, true, 'yes'),
		disableComment: mostly<string | boolean>(true, false, 'maybe'),
		coverTimestampMs: mostly<string | number>(0, 1500, '1500', -1, 'soon'),
		maxConcurrency: mostly<string | number>(2, 4),
		maxWaitMinutes: mostly<string | number>(10, 0),
	},
	{ requiredKeys: [] },
);

const ofOperation = {
	publish: fc.record({ videoUrl }),
	upload: fc.record({ binaryPropertyName: mostly('file0', 'data', 'file0,file1') }),
	uploadMany: fc.record({
		binaryPropertyNames: mostly('', 'file1', 'file0,data'),
		title: fc.oneof(text(2200), fc.array(text(2200), { maxLength: 3 })),
	}),
	post: fc.record({
		photoSource: fc.constantFrom('url', 'binary'),
		photoUrls: fc.oneof(
			{ weight: 4, arbitrary: fc.array(photoUrl, { minLength: 0, maxLength: 3 }) },
			{ weight: 1, arbitrary: fc.constantFrom(35, 36).map(manyUrls) },
		),
		binaryPropertyNames: mostly('', 'file0', 'data'),
		coverPhoto: mostly<string | number>(1, 2, 3, 40, 'first'),
		description: text(4000),
	}),
};

function manyUrls(count: number): string[] {
	return Array.from({ length: count }, () => 'https://media.example.com/baseline.jpg');
}

const common = fc.record({
	postMode: fc.constantFrom('DIRECT_POST', 'MEDIA_UPLOAD'),
	title: fc.oneof(text(2200), text(90)),
	privacyLevel: mostly(
		'SELF_ONLY',
		'PUBLIC_TO_EVERYONE',
		'FOLLOWER_OF_CREATOR',
		'Only Me',
		'',
		'CLOSE_FRIENDS',
	),
	options,
});

const account = fc.record({
	isPrivate: fc.boolean(),
	commentDisabled: fc.boolean(),
	maxVideoPostDurationSec: mostly(600, 1),
	appVersion: mostly('38.1.0', '31.0.0'),
	postingBlock: mostly<SomePost['account']['postingBlock']>(
		undefined,
		'spam_risk_too_many_posts',
		'spam_risk_user_banned_from_posting',
	),
});

/** Values are expressions here, so that n8n hands them over as they are. */
function asExpressions(parameters: Record<string, unknown>): INodeParameters {
	const entries = Object.entries(parameters).map(([name, value]) => [
		name,
		isChoice(name) ? value : expressionOf(value),
	]);
	return Object.fromEntries(entries) as INodeParameters;
}

const isChoice = (name: string) => name === 'postMode' || name === 'photoSource';
const expressionOf = (value: unknown): unknown =>
	typeof value === 'object' && !Array.isArray(value)
		? asExpressions(value as Record<string, unknown>)
		: `={{ ${JSON.stringify(value)} }}`;

export const somePost: fc.Arbitrary<SomePost> = fc
	.constantFrom('publish', 'upload', 'uploadMany', 'post')
	.chain((operation) => {
		const media = ['good.jpg', 'good.webp', 'wide.jpg', 'picture.gif'];
		const names = operation === 'post' ? media : Object.keys(someFiles);
		const [usual, ...others] = names;
		return fc.record({
			operation: fc.constant(operation),
			parameters: fc
				.tuple(common, ofOperation[operation])
				.map(([shared, own]) => asExpressions({ ...shared, ...own })),
			files: fc.array(mostly(usual, ...others), { minLength: 0, maxLength: 2 }),
			account,
			withheld: mostly<string[]>([], ['video.publish'], ['video.upload']),
			isRemoved: mostly(false, true),
		});
	});
