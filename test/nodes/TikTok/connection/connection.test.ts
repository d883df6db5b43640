import {
	businessApp,
	readConnection,
	withoutBlanks,
} from '../../../../nodes/TikTok/connection/connection';

const connect = (oauthTokenData: object) => () =>
	readConnection('tikTokOAuth2Api', { oauthTokenData } as never);

/** n8n stores a refusal that came with HTTP 200 as if it were a token (open API fact sheet §1.5). */
describe('a stored refusal', () => {
	it.each([
		[{ error: 'invalid_grant', error_description: 'Expired.' }, 'Expired.'],
		[{ error: 'invalid_grant', error_description: { en: 'Expired.' } }, 'invalid_grant'],
		[{ error: 'invalid_grant', error_description: '' }, 'invalid_grant'],
		[{ error: { code: 'invalid_grant' } }, 'TikTok refused.'],
		[{ code: 40110, message: 'Used.' }, 'Used. (TikTok code: 40110)'],
		[{ code: 40110, message: ['Used.'] }, 'TikTok refused (TikTok code: 40110)'],
		[{ code: 'OK' }, 'the account is not connected yet.'],
	])('%j is told as "%s"', (token, reason) => {
		expect(connect(token)).toThrow(
			expect.objectContaining({ headline: `Reconnect the credential: ${reason}` }),
		);
	});
});

describe('a credential whose fields have blanks around them', () => {
	const oauthTokenData = { access_token: 'a', open_id: 'o' };

	it('is the same account', () => {
		const account = (clientId: string) =>
			readConnection('tikTokOAuth2Api', withoutBlanks({ clientId, oauthTokenData })).accountKey;
		expect(account(' key\n')).toBe(account('key'));
	});

	it('that are nothing but blanks is no Business app', () => {
		const data = withoutBlanks({ appId: ' ', appSecret: '\t', accessToken: 'a' });
		expect(businessApp('tikTokBusinessApi', data)).toBeUndefined();
	});
});
