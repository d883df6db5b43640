import fc from 'fast-check';
import { inputFailure } from '../../../../nodes/TikTok/errors/ownFailure';
import type {
	AccountLedger,
	LedgerEntry,
	PostSoFar,
	RunLedger,
} from '../../../../nodes/TikTok/run/ledger';
import { RunLedgers } from '../../../../nodes/TikTok/run/ledger';
import { HandClock } from '../../../harness/handClock';

const hour = 60 * 60 * 1000;

let clock: HandClock;
let runs: RunLedgers;
let executions = 0;

beforeEach(() => {
	clock = new HandClock();
	runs = new RunLedgers(clock);
});

function newExecution(): string {
	executions += 1;
	return `execution ${executions}`;
}

/** One item's work with the ledger of a run, for its account. */
async function item<T>(
	executionId: string | undefined,
	work: (ledger: AccountLedger, run: RunLedger) => T | Promise<T>,
	{ node = 'TikTok', runIndex = 0, account = 'one' } = {},
): Promise<T> {
	const run = { executionId, node, runIndex };
	return await runs.during(run, async (ledger) => await work(ledger.of(account), ledger));
}

const posted = (publishId: string): PostSoFar => ({ at: 'accepted', publishId });

/** @returns the publish ID, when the entry has one */
const idOf = ({ post }: LedgerEntry) => (post.at === 'accepted' ? post.publishId : undefined);

const posts = async (executionId: string, publishId: string) =>
	await item(executionId, (ledger) => {
		ledger.entry(0, request).post = posted(publishId);
	});
const postOf = async (executionId: string) =>
	await item(executionId, (ledger) => idOf(ledger.entry(0, request)));

const request = { post_info: { title: 'One' }, source_info: { video_url: 'https://a.example' } };

describe('the ledger of a run', () => {
	it('a repeat of the run finds what an item has posted', async () => {
		const execution = newExecution();
		await item(execution, (ledger) => {
			ledger.entry(2, request).post = posted('v_pub_1');
		});
		expect(await item(execution, (ledger) => idOf(ledger.entry(2, { ...request })))).toBe(
			'v_pub_1',
		);
	});

	it.each([
		['another execution', { other: true }],
		['another node', { node: 'TikTok1' }],
		['another turn of a loop', { runIndex: 1 }],
		['another item', { itemIndex: 1 }],
		['another account', { account: 'two' }],
		['another request', { post: { ...request, post_info: {} } }],
	])('%s posts anew', async (_, differs) => {
		const {
			other,
			itemIndex = 0,
			post = request,
			...run
		} = differs as {
			other?: boolean;
			itemIndex?: number;
			post?: object;
			node?: string;
			runIndex?: number;
			account?: string;
		};
		const execution = newExecution();
		await posts(execution, 'v_pub_1');
		const entry = await item(
			other ? newExecution() : execution,
			(ledger) => ledger.entry(itemIndex, post),
			run,
		);
		expect(entry.post).toEqual({ at: 'notStarted' });
	});

	it('different requests never share an entry', async () => {
		const requests = fc.uniqueArray(fc.jsonValue(), { selector: (value) => JSON.stringify(value) });
		await item(newExecution(), (ledger) =>
			fc.assert(
				fc.property(requests, (values) => {
					const entries = values.map((value) => ledger.entry(0, value));
					expect(new Set(entries).size).toBe(values.length);
					expect(values.map((value) => ledger.entry(0, value))).toEqual(entries);
				}),
			),
		);
	});

	it('a publish ID is listed once, with what is known last', async () => {
		await item(newExecution(), (ledger, run) => {
			ledger.accept({ item: 0, publish_id: 'a', upload_state: 'unknown' });
			ledger.accept({ item: 1, publish_id: 'b' });
			ledger.accept({ item: 0, publish_id: 'a' });
			expect(run.published).toEqual([
				{ item: 0, publish_id: 'a' },
				{ item: 1, publish_id: 'b' },
			]);
		});
	});

	it('remembers a daily cap for the rest of the run only', async () => {
		const execution = newExecution();
		const cap = inputFailure('Cap.', 'Tomorrow.');
		await item(execution, (ledger) => {
			ledger.entry(0, request);
			ledger.reachCap('MEDIA_UPLOAD', cap);
		});
		const reason = (ledger: AccountLedger) => ledger.belowCap('MEDIA_UPLOAD').reason as unknown;
		expect(await item(execution, reason)).toBe(cap);
		expect(await item(newExecution(), reason)).toBeUndefined();
		expect(await item(execution, reason, { account: 'two' })).toBeUndefined();
		const ofPosts = await item(execution, (ledger) => ledger.belowCap('DIRECT_POST').aborted);
		expect(ofPosts).toBe(false);
	});

	it("is nobody else's without an execution", async () => {
		const entry = await item(undefined, (ledger) => ledger.entry(0, request));
		entry.post = posted('v_pub_1');
		expect(await item(undefined, (ledger) => idOf(ledger.entry(0, request)))).toBeUndefined();
	});

	it('lets one try of a post at a time go on; a later one finds what it achieved', async () => {
		const entry = await item(newExecution(), (ledger) => ledger.entry(0, request));
		let starts = 0;
		const start = async () => {
			if (entry.post.at === 'accepted') return entry.post.publishId;
			starts += 1;
			await Promise.resolve();
			entry.post = posted(`v_pub_${starts}`);
			return `v_pub_${starts}`;
		};
		const tries = await Promise.all([entry.inTurn(start), entry.inTurn(start)]);
		expect(tries).toEqual(['v_pub_1', 'v_pub_1']);
	});

	it('a failed try does not end the next one, and a cancelled one does not begin', async () => {
		const entry = await item(newExecution(), (ledger) => ledger.entry(0, request));
		const failing = entry.inTurn(async () => await Promise.reject(new Error('broke')));
		const cancelled = entry.inTurn(async () => 'begun', AbortSignal.abort(new Error('stopped')));
		const next = entry.inTurn(async () => 'went on');
		await expect(failing).rejects.toThrow('broke');
		await expect(cancelled).rejects.toThrow('stopped');
		await expect(next).resolves.toBe('went on');
	});
});

describe('its bounds', () => {
	it('a run is kept for a day after its last item and no longer', async () => {
		const execution = newExecution();
		await posts(execution, 'v_pub_1');
		await clock.advance(24 * hour - 1);
		expect(await postOf(execution)).toBe('v_pub_1');
		await clock.advance(24 * hour);
		expect(await postOf(execution)).toBeUndefined();
	});

	it('a run that waits a day for its posts is found by its repeat', async () => {
		const execution = newExecution();
		await item(execution, async (ledger) => {
			ledger.entry(0, request).post = posted('v_pub_1');
			await clock.advance(24 * hour);
			for (let run = 0; run < 600; run += 1) await posts(newExecution(), 'other');
		});
		await clock.advance(hour);
		expect(await postOf(execution)).toBe('v_pub_1');
	});

	it("the computer's clock may be set meanwhile", async () => {
		const execution = newExecution();
		await posts(execution, 'v_pub_1');
		clock.setBy(48 * hour);
		expect(await postOf(execution)).toBe('v_pub_1');
		clock.setBy(-96 * hour);
		await clock.advance(24 * hour);
		expect(await postOf(execution)).toBeUndefined();
	});

	it('of many runs the latest 500 are kept', async () => {
		const [first, second] = [newExecution(), newExecution()];
		for (const execution of [first, second]) await posts(execution, 'kept');
		for (let run = 0; run < 499; run += 1) await posts(newExecution(), 'other');
		expect(await postOf(second)).toBe('kept');
		expect(await postOf(first)).toBeUndefined();
	});

	it('a run that posted outlives any number of runs that only read', async () => {
		const execution = newExecution();
		await posts(execution, 'kept');
		for (let run = 0; run < 1200; run += 1) await item(newExecution(), () => {});
		expect(await postOf(execution)).toBe('kept');
	});

	it('a run that failed is kept as one that did not', async () => {
		const execution = newExecution();
		const failing = item(execution, (ledger) => {
			ledger.entry(0, request).post = posted('kept');
			throw new Error('failed');
		});
		await expect(failing).rejects.toThrow('failed');
		expect(await postOf(execution)).toBe('kept');
	});

	it('a run in use outlives many others', async () => {
		const execution = newExecution();
		await posts(execution, 'kept');
		for (let round = 0; round < 3; round += 1) {
			for (let run = 0; run < 400; run += 1) await posts(newExecution(), 'other');
			expect(await postOf(execution)).toBe('kept');
		}
	});
});
