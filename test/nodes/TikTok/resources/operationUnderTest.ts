import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import type { RecordedRequest, Switches } from '../../../emulator';
import type { OperationFixture } from '../../../fixtures/fixture';
import type { VirtualClock } from '../../../harness';
import { freshUsername } from '../../../harness/accounts';
import { casesOf, runFixtureCase } from '../../../harness/fixtureCase';
import { isForTikTok } from '../../../harness/fixtureRequests';
import { jumpThroughWaits } from '../../../harness/jumpThroughWaits';
import { createSetting, type Setting } from '../../../harness/setting';
import type { CredentialRef, RunOptions, RunResult } from '../../../harness/types';

const MINUTE = 60_000;
const creatorInfo = '/v2/post/publish/creator_info/query/';

/** TikTok tells nobody which privacy levels the account may choose, and refuses wrong ones later. */
export function hidePrivacyLevels({ emulator }: Setting): void {
	emulator.faults.script({
		match: { path: creatorInfo },
		do: { kind: 'drift', key: 'data.privacy_level_options', to: [] },
	});
}

/** One operation in front of an account that no other test has used. */
export interface OperationUnderTest {
	readonly setting: Setting;
	/** The account of the present test. */
	readonly username: string;
	/** Its credential, with all permissions; another one may be put in its place. */
	credential: CredentialRef;
	run(parameters: INodeParameters, options?: Omit<RunOptions, 'parameters'>): Promise<RunResult>;
	/** What TikTok received in the present test. */
	sent(): RecordedRequest[];
	/** The same without the question what the account may post, which TikTok's rules demand. */
	posted(): RecordedRequest[];
	/** From now until the end of the test time passes in jumps. */
	virtualClock(): VirtualClock;
}

/** Sets an operation up for a test file and lets its fixture's cases be the first tests. */
export function operationUnderTest(
	fixture: OperationFixture,
	{ authentication }: { authentication?: 'tikTokBusinessApi' } = {},
): OperationUnderTest {
	const { resource, operation } = fixture;
	let setting: Setting;
	let username = '';
	let clock: VirtualClock | undefined;
	let earlier = 0;
	let switches: Partial<Switches> = {};

	const underTest: OperationUnderTest = {
		get setting() {
			return setting;
		},
		get username() {
			return username;
		},
		credential: { id: '', name: '', type: '' },
		run: async (parameters, options) =>
			await setting.harness.run({
				credentials: [underTest.credential],
				...options,
				parameters: {
					...(authentication && { authentication }),
					resource,
					operation,
					...parameters,
				},
			}),
		sent: () => setting.emulator.requests.slice(earlier).filter(isForTikTok),
		posted: () => underTest.sent().filter(({ path }) => path !== creatorInfo),
		virtualClock() {
			clock = jumpThroughWaits(setting);
			return clock;
		},
	};

	/** What the node knows of a Business account's limits hangs on its token. */
	const freshToken = () =>
		setting.harness.addCredential('tikTokBusinessApi', {
			...setting.harness.credentialData(setting.businessToken),
			accessToken: setting.emulator.business.issueToken(),
		});

	beforeAll(async () => {
		setting = await createSetting();
	});
	beforeEach(() => {
		username = freshUsername();
		setting.emulator.addAccount({ username });
		switches = { ...setting.emulator.switches };
		// TikTok for Business counts the calls of an app, whoever's token it is.
		setting.emulator.clock.advance(MINUTE);
		underTest.credential = authentication ? freshToken() : setting.connect({ username });
		earlier = setting.emulator.requests.length;
	});
	afterEach(async () => {
		clock?.uninstall();
		clock = undefined;
		await setting.emulator.settled();
		Object.assign(setting.emulator.switches, switches);
		const unused = setting.emulator.faults.remaining();
		setting.emulator.faults.clear();
		expect(unused).toEqual([]);
	});
	afterAll(async () => {
		await setting.close();
	});

	describe('sends what TikTok documents', () => {
		it.each(casesOf(fixture).map((fixtureCase) => [fixtureCase.name, fixtureCase] as const))(
			'%s',
			async (_name, fixtureCase) => {
				const { status } = await runFixtureCase(setting, fixtureCase);
				expect(status).toBe('success');
			},
		);
	});

	return underTest;
}

/** What the user reads when the node refuses; `description` holds at least the given text. */
export interface Refusal {
	message: string;
	description: string;
}

export function expectError({ error, items }: RunResult, { message, description }: Refusal): void {
	expect({ message: error?.message, description: error?.description, items }).toEqual({
		message,
		description: expect.stringContaining(description) as unknown,
		items: [],
	});
}

/** The same for TikTok's own refusals, which name the code and the log id that support asks for. */
export function expectTikTokError(result: RunResult, refusal: Refusal & { code: string }): void {
	expectError(result, refusal);
	expect(result.error?.description).toMatch(
		new RegExp(`\\(TikTok code: ${refusal.code}, log id: \\d{14}[0-9A-F]{18,20}`),
	);
}

/** An item that stands for a failure, while the user goes on. */
export function errorItem(item: number, error: string, details: IDataObject): INodeExecutionData {
	return {
		json: {
			error: expect.stringContaining(error) as unknown as string,
			details: expect.objectContaining(details) as unknown as IDataObject,
		},
		pairedItem: { item },
	};
}
