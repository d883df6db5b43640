import { statusFetch } from '../../../../nodes/TikTok/api/status';
import { businessError, businessErrors } from '../../../../nodes/TikTok/errors/businessErrors';
import type { ErrorEntry } from '../../../../nodes/TikTok/errors/errorEntry';
import { openApiErrors } from '../../../../nodes/TikTok/errors/openApiErrors';
import { ownErrors } from '../../../../nodes/TikTok/errors/ownErrors';
import { MAX_PHOTO_BYTES, MAX_VIDEO_BYTES } from '../../../../nodes/TikTok/limits';

/** Open API fact sheet §10.2 and §10.3: what calls are refused with. */
const refusals = [
	'access_token_invalid',
	'scope_not_authorized',
	'scope_permission_missed',
	'invalid_params',
	'invalid_param',
	'invalid_file_upload',
	'rate_limit_exceeded',
	'internal_error',
	'app_version_check_failed',
	'invalid_publish_id',
	'token_not_authorized_for_specified_publish_id',
	'publish_not_cancellable',
	'spam_risk_too_many_posts',
	'spam_risk_user_banned_from_posting',
	'reached_active_user_cap',
	'spam_risk_too_many_pending_share',
	'unaudited_client_can_only_post_to_private_accounts',
	'url_ownership_unverified',
	'privacy_level_option_mismatch',
];

/** Open API fact sheet §9.2: why an accepted post failed. */
const failReasons = [
	'file_format_check_failed',
	'duration_check_failed',
	'frame_rate_check_failed',
	'picture_size_check_failed',
	'internal',
	'video_pull_failed',
	'photo_pull_failed',
	'publish_cancelled',
	'auth_removed',
	'spam_risk_too_many_posts',
	'spam_risk_user_banned_from_posting',
	'spam_risk_text',
	'spam_risk',
];

type Repeat = ErrorEntry['repeat'];

/** Business fact sheet §4: each code, and what its column R says. */
const businessCodes: Array<[number, Repeat]> = [
	...(
		[
			20001, 40000, 40001, 40002, 40003, 40006, 40007, 40008, 40009, 40010, 40011, 40013, 40014,
			40050, 40051, 40061, 40101, 40102, 40103, 40104, 40105, 40106, 40107, 40108, 40110, 40113,
			40114, 40115, 40116, 40117, 40118, 40119, 40124, 40125, 40130, 40131, 40300, 40301, 40302,
			40400, 40700, 41000, 41001, 41002,
		] as const
	).map((code): [number, Repeat] => [code, 'no']),
	...([40016, 40100, 40132, 40133, 61000] as const).map((code): [number, Repeat] => [
		code,
		'rateLimit',
	]),
	...(
		[
			40201, 40202, 50000, 50002, 51000, 51010, 51021, 51067, 51099, 51305, 52001, 53001, 60001,
		] as const
	).map((code): [number, Repeat] => [code, 'transient']),
	[40200, 'transient'],
];

const codes: Array<[string, ErrorEntry | undefined]> = [...new Set([...refusals, ...failReasons])]
	.map((code): [string, ErrorEntry | undefined] => [code, openApiErrors[code]])
	.concat(businessCodes.map(([code]) => [String(code), businessError(code)]));

describe.each(codes)("TikTok's code %s", (_code, entry) => {
	it('has a headline that is a sentence in the words of a user', () => {
		expect(entry?.headline).toMatch(/^[A-Z].*[A-Za-z0-9)]\.$/);
		expect(entry?.headline).not.toMatch(/_|\d{5}/);
		expect(entry?.headline.length).toBeLessThanOrEqual(120);
	});

	it('has advice that is one or more sentences and says something new', () => {
		expect(entry?.advice).toMatch(/^[A-Z].*[A-Za-z0-9)]\.$/);
		expect(entry?.advice).not.toBe(entry?.headline);
	});

	it('says when to try again exactly if trying again at some time can help', () => {
		if (entry?.repeat === 'no') expect(entry.retryAfterSeconds).toBeUndefined();
		if (entry?.repeat === 'transient' || entry?.repeat === 'rateLimit') {
			expect(entry.retryAfterSeconds).toBeGreaterThan(0);
		}
	});
});

describe('what may be repeated', () => {
	it.each(businessCodes)('Business code %d: %s', (code, repeat) => {
		expect(businessError(code)?.repeat).toBe(repeat);
	});

	it.each<[string, Repeat]>([
		['rate_limit_exceeded', 'rateLimit'],
		['internal_error', 'transient'],
		['spam_risk_too_many_posts', 'tomorrow'],
		['spam_risk_too_many_pending_share', 'tomorrow'],
		['reached_active_user_cap', 'tomorrow'],
		['access_token_invalid', 'no'],
		['scope_not_authorized', 'no'],
		['invalid_params', 'no'],
		['url_ownership_unverified', 'no'],
		['spam_risk_user_banned_from_posting', 'no'],
	])('%s: %s', (code, repeat) => {
		expect(openApiErrors[code].repeat).toBe(repeat);
	});
});

describe('the tables', () => {
	it('hold no code that the fact sheets do not know', () => {
		const known = new Set([...refusals, ...failReasons]);
		expect(Object.keys(openApiErrors).filter((code) => !known.has(code))).toEqual([]);
		const knownBusiness = new Set(businessCodes.map(([code]) => code));
		expect(Object.keys(businessErrors).filter((code) => !knownBusiness.has(Number(code)))).toEqual(
			[],
		);
	});

	it('leave codes outside the documented ranges to the general text', () => {
		for (const code of [0, 1, 49999, 50999, 54000, 70000]) {
			expect(businessError(code)).toBeUndefined();
		}
	});

	it('the most misunderstood refusal says that the account must be private, not only the post', () => {
		const { headline, advice } = openApiErrors.unaudited_client_can_only_post_to_private_accounts;
		expect(headline).toContain('account itself must be private');
		expect(advice).toContain('Settings');
		expect(advice).toContain('audit');
	});

	it('an address that is not verified names where to verify it', () => {
		expect(openApiErrors.url_ownership_unverified.advice).toContain('URL properties');
	});
});

describe('a text that names a limit names the one that holds', () => {
	it.each([
		['no_place_in_time', `allows ${statusFetch.quota.calls} status calls per minute`],
		[
			'file_too_large',
			`larger than ${MAX_VIDEO_BYTES / 1024 ** 3} GiB, or the photo larger than ${MAX_PHOTO_BYTES / 1e6} MB`,
		],
	] as const)('%s', (code, text) => {
		expect(JSON.stringify(ownErrors[code])).toContain(text);
	});
});
