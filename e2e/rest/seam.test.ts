/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { join } from 'node:path';

import { desktopApp } from '../../test/emulator/seed';
import { authorize } from '../consent';
import { outputOf, type Credential } from '../n8n/rest';
import { createSetting, writeVideo, type Setting } from './setting';
import { chain, node, readFiles, start, tikTok } from './workflows';

let setting: Setting;
beforeAll(async () => {
	setting = await createSetting();
});
afterAll(async () => await setting.close());

const getStats = { resource: 'creator', operation: 'getStats' };
const getOccupiedShopAds = () => ({
	resource: 'adAccount',
	operation: 'getOccupiedShopAds',
	advertiserId: setting.emulator.business.seed.usAdvertiserId,
	storeId: setting.emulator.business.seed.storeId,
	occupiedAssetType: 'SPU',
	assetIds: setting.emulator.business.seed.productInUse,
});

const tokenCalls = () =>
	setting.emulator.requests.filter(({ path }) => path === '/v2/oauth/token/').length;

it('n8n offers the node and its tool under their real names', async () => {
	const types = await setting.rest.nodeTypes();

	expect(types).toEqual(
		expect.arrayContaining(['n8n-nodes-tiktok-suite.tikTok', 'n8n-nodes-tiktok-suite.tikTokTool']),
	);
});

describe('a TikTok account connected with the Connect button', () => {
	it('uploads a file in chunks; TikTok has the same bytes', async () => {
		const file = join(setting.filesFolder, 'chunks.mp4');
		const { sha256 } = await writeVideo(file, 60_000_000);
		const execution = await setting.runToSuccess(
			chain('Upload', [
				start(),
				readFiles(file),
				tikTok(
					{
						resource: 'video',
						operation: 'upload',
						postMode: 'DIRECT_POST',
						binaryPropertyName: 'data',
						title: 'Seam',
						privacyLevel: 'PUBLIC_TO_EVERYONE',
						returnWhen: 'public',
						options: { maxWaitMinutes: 2 },
					},
					await setting.connect(),
				),
			]),
		);
		const [{ json }] = outputOf(execution, 'TikTok');
		const received = setting.emulator.publishes.find(
			({ publishId }) => publishId === json.publish_id,
		);

		expect(received).toMatchObject({ complete: true, sha256, bytesReceived: 60_000_000 });
		expect(json.upload).toMatchObject({ bytes: 60_000_000, chunks_resent: 0 });
		expect((json.upload as { chunks: number }).chunks).toBeGreaterThan(1);
		// Nineteen digits do not survive JSON.parse: the emulator sends the id as a number.
		expect(json.post_ids).toEqual([received?.postId]);
		expect(received?.postId).toMatch(/^\d{19}$/);
		expect(JSON.stringify(execution.data)).not.toContain('upload_token');
	});

	it("tells what TikTok refused, by TikTok's code", async () => {
		const parameters = {
			resource: 'post',
			operation: 'cancel',
			publishId: 'v_pub_url~v2.7600000000000000009',
		};
		const execution = await setting.run(
			chain('Refused', [start(), tikTok(parameters, await setting.connect())]),
		);

		expect(execution.data.resultData.error?.message).toMatch(
			/^TikTok does not know this publish ID/,
		);
		expect(execution.data.resultData.error?.description).toContain('TikTok code: ');
	});

	it('stays connected: expires, renews, expires, renews with the rotated token', async () => {
		const credential = await setting.connect();
		const workflow = chain('Stay connected', [start(), tikTok(getStats, credential)]);
		for (let day = 0; day < 2; day++) {
			setting.emulator.expireAccessTokens();
			const before = tokenCalls();
			await setting.runToSuccess(workflow);

			expect(tokenCalls() - before).toBe(1);
		}
		const renewals = setting.emulator.requests
			.filter(({ path }) => path === '/v2/oauth/token/')
			.map(({ body }) => body as Record<string, string>)
			.filter(({ grant_type }) => grant_type === 'refresh_token');
		expect(renewals).toHaveLength(2);
		for (const body of renewals) {
			expect(body).toMatchObject({
				client_key: desktopApp,
				client_secret: 'desk-secret-1',
				refresh_token: expect.any(String),
			});
		}
		expect(renewals[0].refresh_token).not.toBe(renewals[1].refresh_token);
	});

	it('posts every file of a loop that handles them one by one', async () => {
		const names = ['loop-0', 'loop-1', 'loop-2'];
		for (const name of names) await writeVideo(join(setting.filesFolder, `${name}.mp4`));
		const before = setting.emulator.publishes.length;
		const workflow = chain('Loop', [
			start(),
			readFiles(join(setting.filesFolder, 'loop-*.mp4')),
			node('Loop', 'n8n-nodes-base.splitInBatches', 3, { options: {} }),
		]);
		const upload = tikTok(
			{
				resource: 'video',
				operation: 'upload',
				postMode: 'DIRECT_POST',
				binaryPropertyName: 'data',
				privacyLevel: 'SELF_ONLY',
			},
			await setting.connect(),
		);
		workflow.nodes.push(upload);
		const to = (name: string) => [{ node: name, type: 'main', index: 0 }];
		workflow.connections.Loop = { main: [[], to(upload.name)] };
		workflow.connections[upload.name] = { main: [to('Loop')] };
		const execution = await setting.runToSuccess(workflow);
		const posted = outputOf(execution, 'Loop').map(({ json }) => json.publish_id);

		expect(new Set(posted).size).toBe(names.length);
		expect(setting.emulator.publishes).toHaveLength(before + names.length);
	});

	it('renews once for eight items', async () => {
		const credential = await setting.connect();
		for (let index = 0; index < 8; index++) {
			await writeVideo(join(setting.filesFolder, `eight-${index}.mp4`));
		}
		setting.emulator.expireAccessTokens();
		const before = tokenCalls();
		const execution = await setting.runToSuccess(
			chain('Eight items', [
				start(),
				readFiles(join(setting.filesFolder, 'eight-*.mp4')),
				tikTok(getStats, credential),
			]),
		);

		expect(outputOf(execution, 'TikTok')).toHaveLength(8);
		expect(tokenCalls() - before).toBe(1);
	});

	it('says "reconnect" with TikTok\'s reason when the account was disconnected', async () => {
		const username = 'leaving.creator';
		const credential = await setting.connect({ account: username });
		setting.emulator.removeAuthorization({ username, clientKey: desktopApp });
		const execution = await setting.run(
			chain('Disconnected', [start(), tikTok(getStats, credential)]),
		);

		expect(execution.status).toBe('error');
		expect(execution.data.resultData.error?.message).toMatch(/reconnect the credential/i);
	});
});

describe('an ad account', () => {
	const expectExactIds = async (credential: Credential) => {
		const execution = await setting.runToSuccess(
			chain('Look up ads', [start(), tikTok(getOccupiedShopAds(), credential)]),
		);
		const text = JSON.stringify(outputOf(execution, 'TikTok'));

		expect(text).toContain('"1780000000000000001"');
		expect(text).toContain('"1780000000000000112"');
		const request = setting.emulator.requests.findLast(({ api }) => api === 'business');
		expect(request?.headers['access-token']).toEqual(expect.any(String));
	};

	it('is read with a pasted token', async () => {
		const { token } = setting.emulator.business.seed;
		await expectExactIds(
			await setting.rest.createCredential('Pasted token', 'tikTokBusinessApi', {
				accessToken: token,
				environment: 'custom',
				apiUrl: setting.emulator.url,
			}),
		);
	});

	it("is read with a token from TikTok's own consent page", async () => {
		await expectExactIds(await connectBusiness());
		const paths = setting.emulator.requests.map(({ path }) => path);
		expect(paths).toContain('/open_api/v1.3/oauth/token/');
	});

	it('that withdrew its consent is told to reconnect', async () => {
		const credential = await connectBusiness();
		for (const token of [...setting.emulator.business.tokens.keys()]) {
			setting.emulator.business.revoke(token);
		}
		const execution = await setting.run(
			chain('Withdrawn', [start(), tikTok(getOccupiedShopAds(), credential)]),
		);

		expect(execution.status).toBe('error');
		const { message, description } = execution.data.resultData.error ?? {};
		expect(`${message} ${description}`).toMatch(/reconnect/i);
	});
});

async function connectBusiness(): Promise<Credential> {
	const { appId, appSecret } = setting.emulator.business.seed;
	const credential = await setting.rest.createCredential(
		'Business OAuth2',
		'tikTokBusinessOAuth2Api',
		{
			clientId: appId,
			clientSecret: appSecret,
			environment: 'custom',
			apiUrl: setting.emulator.url,
		},
	);
	await setting.rest.connectCredential(credential.id, async (url) => await authorize(url));
	return credential;
}
