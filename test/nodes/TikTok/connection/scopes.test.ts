import fc from 'fast-check';
import { TikTokFailure } from '../../../../nodes/TikTok/errors/failure';
import type { Scope } from '../../../../nodes/TikTok/connection/scopes';
import { missingScope, requireScope } from '../../../../nodes/TikTok/connection/scopes';

/** The scopes of the open API fact sheet, §2. */
const scopes: Scope[] = [
	'user.info.basic',
	'user.info.profile',
	'user.info.stats',
	'video.list',
	'video.publish',
	'video.upload',
];

describe('permissions', () => {
	it('one of the needed ones is enough, none is a failure', () => {
		fc.assert(
			fc.property(fc.subarray(scopes), fc.subarray(scopes, { minLength: 1 }), (granted, needed) => {
				const check = () => requireScope(new Set(granted), needed);
				if (needed.some((scope) => granted.includes(scope))) expect(check).not.toThrow();
				else expect(check).toThrow(TikTokFailure);
			}),
		);
	});

	it('are not checked when the stored token does not tell', () => {
		expect(() => requireScope(undefined, ['video.publish'])).not.toThrow();
	});

	it('are not checked for calls that need none', () => {
		expect(() => requireScope(new Set(), [])).not.toThrow();
	});

	it.each<[Scope[], string, string]>([
		[['video.list'], 'video.list', '"Videos"'],
		[['user.info.stats'], 'user.info.stats', '"Statistics"'],
		[
			['video.publish', 'video.upload'],
			'video.publish or video.upload',
			'"Direct Post" or "Drafts to Inbox"',
		],
	])(
		'a missing one is named as TikTok and as the credential call it: %j',
		(needed, name, label) => {
			const failure = missingScope(needed);
			expect(failure.headline).toBe(`This account did not grant ${name}.`);
			expect(failure.advice).toContain(label);
			expect(failure.advice).toContain('reconnect');
			expect(failure.details).toEqual({
				code: 'scope_not_authorized',
				retryable: false,
				missing_scope: name,
			});
		},
	);

	it.each(scopes)('%s has a name a user can find', (scope) => {
		expect(missingScope([scope]).advice).toMatch(/keep "[A-Z][A-Za-z ]+" among its Permissions/);
	});
});
