import type { Credential } from '../n8n/rest';
import { createSetting, type Setting } from './setting';
import { TIKTOK } from './workflows';

/** What the editor asks n8n for while somebody sets up a node; the clicks are tested in a browser. */

let setting: Setting;
beforeAll(async () => {
	setting = await createSetting();
});
afterAll(async () => await setting.close());

const privacyLevels = async ({ type, id, name }: Credential) =>
	await setting.rest.call('POST', '/rest/dynamic-node-parameters/options', {
		nodeTypeAndVersion: { name: TIKTOK, version: 1 },
		path: 'parameters.privacyLevel',
		methodName: 'getPrivacyLevels',
		credentials: { [type]: { id, name } },
		currentNodeParameters: { authentication: type, resource: 'video', operation: 'upload' },
	});

describe('the Privacy Level dropdown', () => {
	it("holds the creator's own options, also right after the token has expired", async () => {
		const credential = await setting.connect();
		// Before the first look: what was told is remembered for a while.
		setting.emulator.expireAccessTokens();
		const description = expect.stringContaining('comments, duets, stitches on');

		expect(await privacyLevels(credential)).toEqual([
			{ name: 'Everyone', value: 'PUBLIC_TO_EVERYONE', description },
			{ name: 'Friends', value: 'MUTUAL_FOLLOW_FRIENDS', description },
			{ name: 'Only Me', value: 'SELF_ONLY', description },
		]);
	});

	it('says which permission is missing instead of staying empty', async () => {
		const credential = await setting.connect({ without: ['video.publish'] });

		const levels = (await privacyLevels(credential)) as Array<{ description: string }>;
		const descriptions = levels.map(({ description }) => description);
		expect(descriptions).toHaveLength(4);
		for (const description of descriptions) {
			expect(description).toContain('This account did not grant video.publish.');
		}
	});
});

describe('the Test button of the pasted Business token', () => {
	const type = 'tikTokBusinessApi';
	const test = async (accessToken: string) => {
		const data = { accessToken, environment: 'custom', apiUrl: setting.emulator.url };
		const { id, name } = await setting.rest.createCredential('Pasted', type, data);
		return await setting.rest.call('POST', '/rest/credentials/test', {
			credentials: { id, name, type, data },
		});
	};

	it('is green for a good one', async () => {
		expect(await test(setting.emulator.business.seed.token)).toMatchObject({ status: 'OK' });
	});

	it('names what is wrong with a bad one, although TikTok answers HTTP 200', async () => {
		expect(await test('no-token')).toEqual({
			status: 'Error',
			message: 'The access token is wrong or was revoked. Create a new one in My Apps.',
		});
	});
});
