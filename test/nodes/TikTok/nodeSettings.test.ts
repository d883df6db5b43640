import type { INodeParameters } from 'n8n-workflow';
import { fixtures } from '../../fixtures';
import { prepareFixtureCase } from '../../harness/fixtureCase';
import { jumpThroughWaits } from '../../harness/jumpThroughWaits';
import type { Setting } from '../../harness/setting';
import { createSetting } from '../../harness/setting';
import type { VirtualClock } from '../../harness/virtualClock';

/** What n8n lets the user set for every node, with every operation: Execute Once and Timeout. */
let setting: Setting;
let clock: VirtualClock;
beforeAll(async () => {
	setting = await createSetting();
});
beforeEach(() => {
	setting.emulator.reset();
	clock = jumpThroughWaits(setting);
});
afterEach(() => clock.uninstall());
afterAll(async () => await setting.close());

describe.each(fixtures.map((fixture) => [`${fixture.resource}.${fixture.operation}`, fixture]))(
	'%s',
	(_name, fixture) => {
		/** The example as it stands, with more items than one. */
		async function run(settings: { executeOnce?: boolean; requestOptions?: INodeParameters }) {
			const { requestOptions, ...node } = settings;
			const { given } = fixture.example;
			const { credential, parameters, binary, leave } = await prepareFixtureCase(
				setting,
				fixture.example,
			);
			const item = { json: {}, binary };
			try {
				return await setting.harness.run({
					parameters: { ...parameters, ...(requestOptions && { requestOptions }) },
					credentials: [credential],
					items: node.executeOnce ? [item, item, item] : [item],
					timezone: given?.timezone,
					...node,
				});
			} finally {
				await setting.emulator.settled();
				await leave();
			}
		}

		it.each([
			['', undefined],
			[' and batches', { batching: { batch: { batchSize: 1, batchInterval: 5 } } }],
		])('Execute Once%s does the first item and no other', async (_what, requestOptions) => {
			const { items, error } = await run({ executeOnce: true, requestOptions });
			expect(error).toBeUndefined();
			expect(items.length).toBeGreaterThan(0);
			for (const { pairedItem } of items) expect(pairedItem).toEqual({ item: 0 });
		});

		it('a Timeout of more than timers can hold fails nothing that is answered', async () => {
			const { items, error } = await run({ requestOptions: { timeout: 2 ** 53 } });
			expect(error).toBeUndefined();
			expect(items.length).toBeGreaterThan(0);
		});
	},
);
