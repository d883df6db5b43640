/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { env } from 'node:process';
import fc from 'fast-check';
import { startFileHost, type FileHost } from '../harness/fileHost';
import { startMediaServer, type MediaServer } from '../harness/mediaServer';
import { startPublicNames, type PublicNames } from '../harness/publicNames';
import { createSetting, type Setting } from '../harness/setting';
import { play } from './play';
import { atAddresses, somePost, type SomePost } from './posts';

/**
 * Check Only is held to its word: whatever the input, it sends no init, and the same run without it
 * posts exactly when Check Only said so.
 */
let setting: Setting;
let media: MediaServer;
let host: FileHost;
let names: PublicNames;
beforeAll(async () => {
	media = await startMediaServer();
	host = await startFileHost();
	for (const [path, file] of Object.entries(atAddresses)) host.serve(path, file);
	names = await startPublicNames({
		'media.example.com': host.url,
		'elsewhere.example.net': host.url,
	});
	setting = await createSetting({
		switches: {
			pullMapping: {
				'media.example.com': host.url,
				'gone.media.example.com': 'http://127.0.0.1:9',
				'n8n.media.example.com': media.url,
			},
		},
	});
	// Many accounts post in turn.
	setting.emulator.apps[0].activeCreatorCap = Infinity;
	setting.harness.setInstanceUrl('https://n8n.media.example.com');
});
afterAll(async () => {
	await setting.close();
	await names.close();
	await host.close();
	await media.close();
});

/**
 * What TikTok tells with the init and not before: these may follow a `would_post: true`. There is
 * no other exception.
 */
const onlyTheInitTells = [
	'url_ownership_unverified',
	'unaudited_client_can_only_post_to_private_accounts',
	'spam_risk_too_many_pending_share',
	// Of drafts, for which TikTok has no question before the init.
	'spam_risk_user_banned_from_posting',
	'app_version_check_failed',
];

/** Few posts may all be refused, as most of what can be entered is: these are not. */
const few = { numRuns: 20, seed: 1 };

const isPull = ({ operation }: SomePost) => operation === 'publish' || operation === 'post';

it('would_post is followed by a post, its absence by a refusal', async () => {
	const seen: Record<string, number> = {};
	await fc.assert(
		fc.asyncProperty(somePost, async (post) => {
			const { checked, initsOfCheck, posted } = await play(setting, post, names.requestOptions);
			expect(initsOfCheck).toEqual([]);
			for (const [index, { would_post, problems }] of checked.entries()) {
				// What is wrong with all files of the item is one refusal.
				const { publishId, code, state } =
					posted.length === checked.length ? posted[index] : posted[0];
				const isException = code !== undefined && onlyTheInitTells.includes(code);
				const outcome = would_post ? (isException ? 'exception' : 'posted') : 'refused';
				seen[outcome] = (seen[outcome] ?? 0) + 1;
				if (would_post && !isException)
					expect({ code, publishId }).toMatchObject({ code: undefined });
				// What is at an address TikTok finds out by itself, after the init.
				if (isPull(post) && publishId) expect(state === 'FAILED').toBe(!would_post);
				// The refusal is one of the problems, and none stands there without one. What the init of
				// a pull tells comes before what TikTok finds at the address.
				else if (!would_post && !(isPull(post) && isException))
					expect(problems.map((one) => one.code)).toContain(code);
			}
		}),
		env.CHECK_COUNT ? { numRuns: Number(env.CHECK_COUNT) } : few,
	);
	expect(seen).toEqual(
		expect.objectContaining({ posted: expect.any(Number), refused: expect.any(Number) }),
	);
}, 600_000);
