import { fixture } from '../../../../fixtures/post/cancel';
import { addPosts } from '../../../../harness/accounts';
import { jumpThroughWaits } from '../../../../harness/jumpThroughWaits';
import {
	errorItem,
	expectError,
	expectTikTokError,
	operationUnderTest,
} from '../operationUnderTest';

const cancel = operationUnderTest(fixture);

const first = 'v_pub_url~v2.7600000000000000002';
const second = 'v_inbox_url~v2.7600000000000000004';
const finished = 'v_pub_url~v2.7600000000000000006';

beforeEach(() =>
	addPosts(cancel.setting.emulator, cancel.username, [
		{ publish_id: first, status: 'PROCESSING_DOWNLOAD' },
		{ publish_id: second, status: 'PROCESSING_DOWNLOAD' },
		{ publish_id: finished, status: 'PUBLISH_COMPLETE' },
	]),
);

const stateOf = (id: string) =>
	cancel.setting.emulator.publishes.find(({ publishId }) => publishId === id)?.failReason;

const byItem = { publishId: '={{ $json.id }}' };

describe('two items', () => {
	it('cancel two posts, each linked to its item', async () => {
		const { items, error } = await cancel.run(byItem, {
			items: [{ json: { id: first } }, { json: { id: ` ${second}\n` } }],
		});
		expect(error).toBeUndefined();
		expect(items).toEqual([
			{ json: { publish_id: first, cancelled: true }, pairedItem: { item: 0 } },
			{ json: { publish_id: second, cancelled: true }, pairedItem: { item: 1 } },
		]);
		expect([first, second].map(stateOf)).toEqual(['publish_cancelled', 'publish_cancelled']);
	});
});

describe('an answer that gets lost on the way back', () => {
	it('is a success all the same: the repeat finds the post cancelled', async () => {
		cancel.setting.emulator.faults.script({
			match: { path: '/v2/post/publish/cancel/' },
			do: { kind: 'resetAfter' },
		});
		const clock = jumpThroughWaits(cancel.setting);
		const { items, error } = await cancel.run({ publishId: first });
		clock.uninstall();
		expect(error).toBeUndefined();
		expect(items[0].json).toEqual({ publish_id: first, cancelled: true });
	});
});

describe('wrong input is refused before any request', () => {
	it.each([
		['an empty publish ID', '={{ "" }}'],
		['a publish ID of blanks', '={{ "  " }}'],
		['a field that the item does not have', '={{ $json.id }}'],
	])('%s', async (_what, publishId) => {
		expectError(await cancel.run({ publishId }), {
			message: 'Publish ID is empty.',
			description: 'Use the publish_id that a posting operation returned.',
		});
		expect(cancel.sent()).toEqual([]);
	});

	it('a publish ID that is one unit too long', async () => {
		const result = await cancel.run({ publishId: 'v'.repeat(65) });
		expect(result.error?.message).toContain('65/64');
		expect(cancel.sent()).toEqual([]);
	});

	it('an account that granted neither way to post', async () => {
		const { setting, username } = cancel;
		cancel.credential = setting.connect({ username, scopes: ['video.list'] });
		expectError(await cancel.run({ publishId: first }), {
			message: 'This account did not grant video.publish or video.upload.',
			description: '"Direct Post" or "Drafts to Inbox"',
		});
		expect(cancel.sent()).toEqual([]);
	});
});

describe("TikTok's refusals", () => {
	it('say what to do, with code and log id', async () => {
		expectTikTokError(await cancel.run({ publishId: finished }), {
			code: 'publish_not_cancellable',
			message: 'This post can no longer be cancelled.',
			description: 'Delete the post in the TikTok app instead.',
		});
	});

	it.each([
		['FAILED', 'It has failed already, so there is nothing to delete.'],
		['SEND_TO_USER_INBOX', 'Its status is SEND_TO_USER_INBOX.'],
	])('tell where the post stands: %s', async (status, sentence) => {
		const publish_id = 'v_pub_url~v2.7600000000000000077';
		addPosts(cancel.setting.emulator, cancel.username, [{ publish_id, status }]);
		expectTikTokError(await cancel.run({ publishId: publish_id }), {
			code: 'publish_not_cancellable',
			message: 'This post can no longer be cancelled.',
			description: sentence,
		});
	});

	it('leave the other item alone when the user goes on', async () => {
		const { items, error } = await cancel.run(byItem, {
			items: [{ json: { id: finished } }, { json: { id: second } }],
			onError: 'continueRegularOutput',
		});
		expect(error).toBeUndefined();
		expect(items).toEqual([
			errorItem(0, 'This post can no longer be cancelled.', {
				code: 'publish_not_cancellable',
				publish_id: finished,
				http_status: 400,
				retryable: false,
				log_id: expect.any(String),
			}),
			{ json: { publish_id: second, cancelled: true }, pairedItem: { item: 1 } },
		]);
	});
});
