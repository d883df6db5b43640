import { Router, type Request, type Response } from 'express';

import { containerOf } from '../media/containers';
import { mediaVerdict } from '../media/mediaVerdict';
import { contentTypeOf, readUpload } from '../request/requestBody';
import type { UploadSession } from '../store';
import type { World } from '../world';
import { rangeOfChunk } from './chunkRules';
import { isProcessing, mediaComplete, settle } from './lifecycle';

const mimeTypes = ['video/mp4', 'video/quicktime', 'video/webm'];

/** Chunk PUTs; fact sheet §7.2 and §7.3. Answers have no envelope. */
export function uploadRoutes(world: World): Router {
	const router = Router({ strict: true, caseSensitive: true });

	router.put('/video/', async (req, res) => {
		const session = sessionOf(world, req);
		const refusal = refusalOf(world, req, session);
		if (refusal !== undefined || !session) {
			// Read to the end first, so that the client sees the status and not a broken pipe.
			await readUpload(req, world.switches.hashChunks);
			return answer(world, res, refusal ?? 404, session);
		}

		const chunk = session.chunksStored;
		const hash = session.hash.copy();
		const scan = session.scan.copy();
		const parts: Buffer[] | undefined = session.parts && [];
		const end = await readUpload(req, world.switches.hashChunks, (part) => {
			hash.update(part);
			scan.take(part);
			parts?.push(part);
		});
		// A chunk that broke off, or that another request delivered meanwhile, is not stored.
		if (end === 'broken') return void req.socket.destroy();
		if (session.chunksStored !== chunk) return answer(world, res, 416, session);

		session.hash = hash;
		session.scan = scan;
		session.chunksStored += 1;
		if (parts) session.parts?.push(...parts);
		session.publish.bytesReceived = storedBytes(session);
		noteChunk(world, session);
		if (session.chunksStored < session.chunkCount) return answer(world, res, 206, session);
		finish(world, session);
		answer(world, res, world.switches.finalUploadStatus, session);
	});

	return router;
}

function sessionOf(world: World, req: Request): UploadSession | undefined {
	const query = new URLSearchParams(req.originalUrl.split('?').slice(1).join('?'));
	const session = world.store.uploads.get(query.get('upload_id') ?? '');
	return session?.uploadToken === query.get('upload_token') ? session : undefined;
}

function refusalOf(world: World, req: Request, session?: UploadSession): number | undefined {
	if (!session) return 404;
	const { headers } = req;
	const range = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/.exec(headers['content-range'] ?? '');
	if (headers.authorization || headers['transfer-encoding'] || !headers['content-length'])
		return 400;
	if (!range || !mimeTypes.includes(contentTypeOf(req))) return 400;
	const [first, last, total] = range.slice(1).map(Number);
	if (total !== session.videoSize || last < first || last >= total) return 400;
	if (Number(headers['content-length']) !== last - first + 1) return 400;

	const { publish } = session;
	const isComplete = session.chunksStored === session.chunkCount;
	if (!isComplete && !isProcessing(settle(world, publish))) return 404;
	if (world.clock.now() >= session.expiresAt) return 403;
	if (isComplete || first !== storedBytes(session)) return 416;
	return last === rangeOfChunk(session.chunksStored, session).last ? undefined : 400;
}

function storedBytes(session: UploadSession): number {
	if (session.chunksStored === session.chunkCount) return session.videoSize;
	return session.chunksStored * session.chunkSize;
}

function noteChunk(world: World, session: UploadSession): void {
	const { publish, chunksStored, chunkCount, videoSize } = session;
	const progress = `${publish.bytesReceived.toLocaleString('en')} of ${videoSize.toLocaleString('en')} bytes`;
	const what = `Chunk ${chunksStored} of ${chunkCount} received`;
	world.store.journal.note(publish.publishId, world.clock.now(), what, progress);
}

function finish(world: World, session: UploadSession): void {
	const { publish, scan } = session;
	const type = containerOf(scan.head);
	publish.sha256 = session.hash.copy().digest('hex');
	world.store.media.keep(publish.publishId, session.parts);
	session.parts = undefined;
	publish.media.push({ bytes: session.videoSize, sha256: publish.sha256, type: type ?? 'unknown' });
	mediaComplete(world, publish, mediaVerdict(publish, world.store.account(publish.account), scan));
}

/** Whether UPLOADED_BYTES is a count or the last index is open (§7.3). */
function answer(world: World, res: Response, status: number, session?: UploadSession): void {
	if (session && [200, 201, 206, 416].includes(status)) {
		const stored = storedBytes(session);
		const uploaded = world.switches.progressHeader === 'count' ? stored : stored - 1;
		const range = uploaded < 0 ? '*' : `0-${uploaded}`;
		res.setHeader('Content-Range', `bytes ${range}/${session.videoSize}`);
	}
	res.status(status).end();
}
