import fc from 'fast-check';
import type { INodePropertyOptions } from 'n8n-workflow';
import { TikTokOAuth2Api } from '../../../../credentials/TikTokOAuth2Api.credentials';
import { TikTokFailure } from '../../../../nodes/TikTok/errors/failure';
import type { Scope } from '../../../../nodes/TikTok/connection/scopes';
import { missingScope, requireScope, scopesIn } from '../../../../nodes/TikTok/connection/scopes';

/** The scopes of the open API fact sheet, §2. */
const scopes: Scope[] = [
	'user.info.basic',
	'user.info.profile',
	'user.info.stats',
	'video.list',
	'video.publish',
	'video.upload',
];

const choices = new TikTokOAuth2Api().properties.find(({ name }) => name === 'scopeGroups')
	?.options as INodePropertyOptions[];

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

	it.each([
		['user.info.basic,video.list', ['user.info.basic', 'video.list']],
		['user.info.basic video.list', ['user.info.basic', 'video.list']],
		['user.info.basic, something.new', ['user.info.basic', 'something.new']],
	])('are read from %j', (told, scopes) => {
		expect([...(scopesIn(told) ?? [])]).toEqual(scopes);
	});

	it.each(['', 'SOMETHING_NEW', null, undefined, 7, {}, ['video.list']])(
		'are not told by %p',
		(told) => {
			expect(scopesIn(told)).toBeUndefined();
		},
	);

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

	it.each(scopes)('%s has the name that the credential gives it', (scope) => {
		const choice = choices.find(({ value }) => value === scope);
		const [label] = String(choice?.name).split(' (');
		expect(missingScope([scope]).advice.toLowerCase()).toContain(`"${label.toLowerCase()}"`);
	});

	it.each(scopes)('of %s the advice says whether the app may lack it', (scope) => {
		const ofDisplayApi = ['user.info.profile', 'user.info.stats', 'video.list'].includes(scope);
		const { advice } = missingScope([scope]);
		expect(advice.includes('Your TikTok app needs the product Display API')).toBe(ofDisplayApi);
		expect(advice.includes('(empty asks for it)')).toBe(!ofDisplayApi);
	});
});
