import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import type { PostOrigin } from '../posting/handOver';
import { handOver } from '../posting/handOver';
import { openOwnSession } from '../request/openOwnSession';
import type { Session } from '../request/session';
import type { ParameterSource } from '../run/parameters';
import { Parameters } from '../run/parameters';
import type { PublishStatus } from '../api/publishStatus';
import { readPublishStatus } from '../api/publishStatus';
import { askStatus } from '../api/status';
import { readPublishIds } from '../status/publishIds';
import { describeStatus, linksTo } from '../status/statusOutput';
import { postUrl } from '../status/usernames';
import { eventItem, publicPostItem } from './eventItem';
import { newestPost } from './listPosts';
import type { PollOutput } from './poll';
import type { TriggerEvent } from './postState';
import { triggerFields } from './triggerFields';

/**
 * What the trigger would put out, for building the rest of the workflow: the latest real post when its
 * outcome is one that fires, or else a sample that says so. Remembers nothing, so that testing
 * changes nothing.
 */
export async function testRun(context: IPollFunctions): Promise<PollOutput> {
	const session = await openOwnSession(context, 'tikTokOAuth2Api');
	const parameters = new Parameters(triggerFields, context as ParameterSource);
	parameters.check();
	const source = parameters.text('source');
	if (source === 'account') return [[await latestPublicPost(session)]];
	const chosen = parameters.list('events') as TriggerEvent[];
	if (source !== 'publishIds') return [[await latestHandedOver(session, chosen)]];
	const [publishId] = readPublishIds(parameters);
	return [[await item(session, await askStatus(session, publishId), chosen)]];
}

async function latestPublicPost(session: Session) {
	const latest = await newestPost(session);
	return latest ? publicPostItem(latest.video) : sample(session, 'public');
}

async function latestHandedOver(session: Session, chosen: TriggerEvent[]) {
	const { notes } = handOver.read(session.connection.accountKey);
	const gone = new Set(notes.filter((note) => note.isWithdrawn).map(({ publishId }) => publishId));
	const latest = notes.filter(({ publishId }) => !gone.has(publishId)).pop();
	if (latest) return await item(session, await askStatus(session, latest.publishId), chosen);
	return sampleOfChosen(session, chosen);
}

async function item(session: Session, status: PublishStatus, chosen: TriggerEvent[]) {
	const event = eventOf(status, chosen);
	if (!chosen.includes(event)) return sampleOfChosen(session, chosen);
	const origin = handOver.originOf(session.connection.accountKey, status.publish_id);
	return eventItem({ event }, await describeStatus(session, status), origin);
}

/** A post with its link was published before: that is what fires when nobody asked for the link. */
function eventOf({ outcome, post_ids }: PublishStatus, chosen: TriggerEvent[]): TriggerEvent {
	if (outcome === 'in_progress') return 'started';
	const isPublic = outcome === 'published' && post_ids.length > 0;
	return isPublic && chosen.includes('public') ? 'public' : outcome;
}

const sampleStatus: Record<TriggerEvent, IDataObject> = {
	started: { status: 'PROCESSING_UPLOAD' },
	published: { status: 'PUBLISH_COMPLETE' },
	public: { status: 'PUBLISH_COMPLETE', publicaly_available_post_id: ['7000000000000000001'] },
	inbox: { status: 'SEND_TO_USER_INBOX' },
	failed: { status: 'FAILED', fail_reason: 'internal' },
	expired: { status: 'PROCESSING_UPLOAD' },
};

function sampleOfChosen(session: Session, [first]: TriggerEvent[]) {
	return sample(session, first ?? 'published', sampleOrigin);
}

const sampleOrigin: PostOrigin = {
	mediaType: 'VIDEO',
	caption: 'The caption of the post',
	workflow: { id: '1', name: 'The workflow that posted it' },
};

function sample(session: Session, event: TriggerEvent, origin?: PostOrigin) {
	const status = readPublishStatus('v_pub_file~v2-1.7000000000000000000', sampleStatus[event]);
	const { websiteUrl } = session.connection;
	const urls = status.post_ids.map((id) =>
		postUrl(websiteUrl, 'your.account', status.publish_id, id),
	);
	return eventItem(
		{ event },
		linksTo(urls, {
			sample: 'This is no real post: there is none to show with this outcome.',
			...status,
		}),
		origin,
	);
}
