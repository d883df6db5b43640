import { consumer, directPost, form } from '../consumerClient';
import { createEmulator, type Emulator } from '../index';
import { sandboxApp } from '../seed';

let emulator: Emulator;
beforeAll(async () => {
	emulator = await createEmulator();
});
beforeEach(() => emulator.reset());
afterAll(async () => await emulator.close());

describe('a sandbox', () => {
	it('lets only its target users sign in', async () => {
		const query = new URLSearchParams({
			client_key: sandboxApp,
			response_type: 'code',
			scope: 'user.info.basic',
			redirect_uri: 'http://127.0.0.1:5678/rest/oauth2-credential/callback',
			code_challenge: '13d31e961a1ad8ec2f16b10c4c982e0876a878ad6df144566ee1894acb70f9c3',
			code_challenge_method: 'S256',
		});
		const consentOf = async (account: string) => {
			const url = `${emulator.url}/v2/auth/authorize/?${query}`;
			const { headers } = await form(url, { account });
			return new URL(headers.get('location')!).searchParams;
		};
		expect(Object.fromEntries(await consentOf('second.creator'))).toMatchObject({
			error: 'access_denied',
			error_type: 'non_sandbox_target',
		});
		expect((await consentOf('demo.creator')).has('code')).toBe(true);
	});

	it('renews its tokens, or refuses to', async () => {
		const renew = async () => {
			const { refresh_token } = emulator.grant({ clientKey: sandboxApp });
			return (
				await form(`${emulator.url}/v2/oauth/token/`, {
					client_key: sandboxApp,
					client_secret: 'sand-secret-1',
					grant_type: 'refresh_token',
					refresh_token,
				})
			).json;
		};
		expect((await renew()).access_token).toMatch(/^act\./);
		emulator.switches.sandboxRefresh = 'invalid_grant';
		expect((await renew()).error).toBe('invalid_grant');
	});

	it('posts nothing for everybody to see', async () => {
		const { access_token } = emulator.grant({ clientKey: sandboxApp });
		const api = consumer(emulator.url, access_token);
		const answer = await api.post('/v2/post/publish/video/init/', directPost(1000));
		expect([answer.status, answer.json.error.code]).toEqual([
			403,
			'unaudited_client_can_only_post_to_private_accounts',
		]);
	});
});
