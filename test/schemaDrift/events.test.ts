import { changedJson } from '../emulator/faults/changedJson';
import { webApp } from '../emulator/seed';
import { signatureOf } from '../emulator/webhooks/message';
import type { Setting } from '../harness/setting';
import { createSetting } from '../harness/setting';
import { drift, randomFrom, type Drift } from './drift';
import { complaintsAbout, inText, turnsEach } from './drifting';
import { nonsenseIn } from './judge';

/** Webhook events that have drifted: one execution or a refusal that TikTok repeats, never a crash. */

let setting: Setting;
beforeAll(async () => {
	setting = await createSetting();
});
afterAll(async () => await setting.close());

/** What TikTok sends (open API fact sheet §13.3); the content travels as a text of JSON. */
const contents: Record<string, object> = {
	'post.publish.complete': { publish_id: 'v_pub_file~v2-1.7600000000000000001', publish_type: 'x' },
	'post.publish.failed': { publish_id: 'v_pub_file~v2-1.7600000000000000001', reason: 'internal' },
	'post.publish.publicly_available': {
		publish_id: 'v_pub_file~v2-1.7600000000000000001',
		post_id: '7600000000000000002',
	},
	'authorization.removed': { reason: 1 },
	'portability.download.ready': { request_id: '7600000000000000003' },
};
const events = Object.keys(contents);
const cases = events.map((event) => ({
	event,
	message: {
		client_key: webApp,
		event,
		create_time: 1_790_000_000,
		user_openid: '-000abcDEF123',
		content: contents[event],
	},
}));

let workflows = 0;

async function deliver(body: string) {
	const trigger = await setting.harness.serveWebhook({
		credentials: [setting.tikTok],
		workflowId: `drifting-${++workflows}`,
		parameters: { events },
	});
	try {
		const [{ clientSecret }] = setting.emulator.apps;
		const signature = signatureOf(Buffer.from(body), clientSecret, Date.now());
		const { status } = await fetch(trigger.url, {
			method: 'POST',
			headers: { 'content-type': 'application/json', 'tiktok-signature': signature },
			body,
		});
		const { executions, failures } = trigger;
		return { status, executions, failures };
	} finally {
		await trigger.close();
	}
}

/** As TikTok would write it: the content inside out, IDs with all their digits. */
function bodyOf(message: unknown): string {
	const { content, ...envelope } = message as { content?: unknown };
	const isOpen = typeof content === 'object' && content !== null && !Array.isArray(content);
	return exactly({ ...envelope, content: isOpen ? exactly(content) : content });
}

const exactly = (value: unknown) => changedJson('{}', '', () => value);

/** Without these TikTok's event cannot be told from another: it may be refused, or be nobody's. */
const identity = ['event', 'user_openid', 'content', 'content.publish_id'];
const mustArrive = ({ path }: Drift) => !identity.includes(path.join('.'));

function complaintOf(
	one: Drift,
	corpus: string,
	{ status, executions, failures }: Awaited<ReturnType<typeof deliver>>,
): string | undefined {
	if (failures.length > 0) return `it threw ${String(failures[0])}`;
	if (![200, 400].includes(status)) return `it was answered with ${status}`;
	if (executions.length > 1) return 'it started two executions';
	if (mustArrive(one) && executions.length === 0) return `it was lost, answered with ${status}`;
	if (status !== 200 && executions.length > 0) return 'refused, and yet it started an execution';
	return executions.flat().map(({ json }) => nonsenseIn(json, corpus))[0];
}

it.each(cases)(
	'$event',
	async ({ event, message }) => {
		expect((await deliver(bodyOf(message))).executions).toHaveLength(1);
		const turns = turnsEach(cases.length, 30);
		const complaints = await complaintsAbout(event, turns, 1, async (seed) => {
			const found = drift(message, randomFrom(seed));
			const delivered = await deliver(bodyOf(found.after));
			const corpus = inText([message, found.after]);
			return { drifts: [found], complaint: complaintOf(found, corpus, delivered) };
		});
		expect(complaints).toEqual([]);
	},
	600_000,
);
