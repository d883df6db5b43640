import { sharedInstance } from '../instance';
import { N8nRest } from '../n8n/rest';
import { installAsN8nDoes } from '../package';
import { startOwnInstance, type OwnInstance } from './ownInstance';

/** The packed package in an n8n that never saw this repository. */

const PACKAGE = 'n8n-nodes-tiktok-suite';
const CREDENTIALS = {
	tikTokBusinessApi: ['tikTok'],
	tikTokBusinessOAuth2Api: ['tikTok'],
	tikTokOAuth2Api: ['tikTok', 'tikTokTrigger', 'tikTokWebhookTrigger'],
};
const NODES = ['tikTok', 'tikTokTool', 'tikTokTrigger', 'tikTokWebhookTrigger'];

const named = (...names: string[]) => names.map((name) => `${PACKAGE}.${name}`);
/** Nothing but a drawing: a page of n8n's would be answered with 200 as well. */
const svg = {
	status: 200,
	type: expect.stringContaining('image/svg+xml'),
	text: expect.stringMatching(/<svg[\s>]/),
};

let own: OwnInstance | undefined;
afterAll(async () => await own?.stop());

const installations: Array<[string, () => Promise<{ url: string }>]> = [
	['by the command of the README', async () => sharedInstance()],
	[
		"by what n8n's own Install button does",
		async () => (own = await startOwnInstance({}, installAsN8nDoes)).instance,
	],
];

describe.each(installations)('installed %s', (_how, instance) => {
	let rest: N8nRest;
	beforeAll(async () => {
		rest = new N8nRest((await instance()).url);
		await rest.signIn(sharedInstance().owner);
	});

	it('every node is there under its real name, with icons for both themes', async () => {
		const types = await rest.nodeDescriptions();
		const ours = types.filter(({ name }) => /tiktok/i.test(name));

		expect(ours.map(({ name }) => name).sort()).toEqual(named(...NODES));
		for (const { iconUrl } of ours) await expectIcons(rest, iconUrl);
	});

	it('every credential is there for its nodes, with icons for both themes', async () => {
		const types = await rest.credentialDescriptions();
		const ours = types.filter(({ name }) => /tiktok/i.test(name));

		expect(ours.map(({ name }) => name).sort()).toEqual(Object.keys(CREDENTIALS));
		for (const [credential, nodes] of Object.entries(CREDENTIALS)) {
			const found = ours.find(({ name }) => name === credential);
			expect(found?.supportedNodes?.sort()).toEqual(named(...nodes));
			await expectIcons(rest, found?.iconUrl);
		}
	});
});

async function expectIcons(rest: N8nRest, icons?: { light: string; dark: string }): Promise<void> {
	if (!icons) throw new Error('There is no icon');
	const light = await rest.file(`/${icons.light}`);
	const dark = await rest.file(`/${icons.dark}`);

	expect(light).toEqual(svg);
	expect(dark).toEqual(svg);
	expect(dark.text).not.toBe(light.text);
}
