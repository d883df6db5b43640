import { createHash } from 'node:crypto';

import { plainSecret, snowflake } from '../ids';
import { FileScan } from '../media/fileScan';
import type { Token } from '../store';
import type { Flow, Publish } from '../types';
import type { World } from '../world';

const uploadLifetimeMs = 3_600_000;

/** Shapes seen live; fact sheet §6.3. Clients must treat them as opaque. */
function publishIdOf(world: World, flow: Flow, source: Publish['source']): string {
	const ending = source === 'FILE_UPLOAD' ? 'file' : 'url';
	if (flow === 'direct') return `v_pub_${ending}~v2-1.${snowflake()}`;
	if (flow === 'inbox') return `v_inbox_${ending}~v2.${snowflake()}`;
	const prefix = flow === 'photo_inbox' ? world.switches.draftsPrefix : 'p_pub_url';
	return `${prefix}~v2.${snowflake()}`;
}

/** Enters an accepted init in the ledger and starts its download, if it is one. */
export function acceptInit(
	world: World,
	token: Token,
	init: {
		flow: Flow;
		postInfo: Record<string, unknown>;
		sourceInfo: Record<string, unknown>;
		isAigc: boolean;
	},
): Publish {
	const source = init.sourceInfo.source as Publish['source'];
	const account = world.store.account(token.username);
	const publish: Publish = {
		...init,
		publishId: publishIdOf(world, init.flow, source),
		account: account.username,
		openId: token.openId,
		clientKey: token.clientKey,
		source,
		createdAt: world.clock.now(),
		state: source === 'FILE_UPLOAD' ? 'PROCESSING_UPLOAD' : 'PROCESSING_DOWNLOAD',
		verdict: account.failNext.shift(),
		bytesReceived: 0,
		complete: false,
		postIds: [],
		media: [],
	};
	world.store.publishes.push(publish);
	const app = world.store.app(token.clientKey)?.name ?? token.clientKey;
	world.store.journal.note(publish.publishId, publish.createdAt, publish.state, `asked by ${app}`);
	return publish;
}

/** The absolute, secret, one-hour address the client follows blindly. */
export function openUpload(world: World, publish: Publish): string {
	const { video_size, chunk_size, total_chunk_count } = publish.sourceInfo;
	const uploadId = snowflake();
	const uploadToken = plainSecret();
	world.store.uploads.set(uploadId, {
		uploadId,
		uploadToken,
		publish,
		videoSize: video_size as number,
		chunkSize: chunk_size as number,
		chunkCount: total_chunk_count as number,
		expiresAt: world.clock.now() + uploadLifetimeMs,
		chunksStored: 0,
		hash: createHash('sha256'),
		scan: new FileScan(),
		parts: world.store.media.collector(video_size as number),
	});
	const base = world.switches.uploadUrlBase || world.baseUrl();
	return `${base}/video/?upload_id=${uploadId}&upload_token=${uploadToken}`;
}
