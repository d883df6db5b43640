import { Router, type Request } from 'express';

import type { Emulator } from './emulator';
import type { Fault } from './faults/fault';
import { assertRegistrable } from './oauth/redirectUris';
import type { Switches } from './switches';
import { failReasons, type Account, type App, type FailReason, type PrivacyLevel } from './types';
import { assertCallable } from './webhooks/callbackUrl';
import type { WebhookEvent } from './webhooks/types';

/** For tests and demos in another process; none of this exists at TikTok. */
export function controlRoutes(emulator: () => Emulator): Router {
	const router = Router();
	const prefix = '/_emulator';

	router.get(`${prefix}/requests`, (_req, res) => void res.json(emulator().requests));
	router.get(`${prefix}/publishes`, (_req, res) => void res.json(emulator().publishes));
	router.get(`${prefix}/faults`, (_req, res) => void res.json(emulator().faults.remaining()));
	router.get(`${prefix}/switches`, (_req, res) => void res.json(emulator().switches));

	router.post(`${prefix}/reset`, (_req, res) => {
		emulator().reset();
		res.json({});
	});

	router.post(`${prefix}/clock/advance`, (req, res) => {
		const { ms } = body<{ ms: unknown }>(req);
		if (typeof ms !== 'number' || !Number.isFinite(ms)) throw new Error('ms must be a number');
		emulator().clock.advance(ms);
		res.json({ now: emulator().clock.now() });
	});

	router.post(`${prefix}/faults`, (req, res) => {
		emulator().faults.script(...[body<Fault | Fault[]>(req)].flat());
		res.json(emulator().faults.remaining());
	});

	router.delete(`${prefix}/faults`, (_req, res) => {
		emulator().faults.clear();
		res.json({});
	});

	router.patch(`${prefix}/switches`, (req, res) => {
		const changes = body<Partial<Switches>>(req);
		assertKeys(changes, emulator().switches);
		res.json(Object.assign(emulator().switches, changes));
	});

	router.post(`${prefix}/grant`, (req, res) => {
		res.json(emulator().grant(body(req)));
	});

	router.post(`${prefix}/expire-access-tokens`, (_req, res) => {
		emulator().expireAccessTokens();
		res.json({});
	});

	router.post(`${prefix}/remove-authorization`, (req, res) => {
		emulator().removeAuthorization(body(req));
		res.json({});
	});

	router.post(`${prefix}/drafts/:publishId/post`, (req, res) => {
		const { privacy } = body<{ privacy?: PrivacyLevel }>(req);
		res.json({ postId: emulator().creatorPostsDraft(req.params.publishId, { privacy }) });
	});

	router.post(`${prefix}/publishes/:publishId/privacy`, (req, res) => {
		const { privacy } = body<{ privacy: PrivacyLevel }>(req);
		emulator().creatorSetsPrivacy(req.params.publishId, privacy);
		res.json({});
	});

	router.post(`${prefix}/publishes/:publishId/fail`, (req, res) => {
		const { reason } = body<{ reason: FailReason }>(req);
		if (!failReasons.includes(reason)) {
			throw new Error(`reason must be one of ${failReasons.join(', ')}`);
		}
		emulator().failPublish(req.params.publishId, reason);
		res.json({});
	});

	router
		.route(`${prefix}/account/:username`)
		.get((req, res) => void res.json(emulator().account(req.params.username)))
		.patch((req, res) => {
			const account = emulator().account(req.params.username);
			const changes = body<Partial<Account>>(req);
			assertKeys(changes, { ...account, postingBlock: undefined });
			// null lifts a block: JSON has no undefined.
			const lifted = changes.postingBlock === null ? { postingBlock: undefined } : {};
			res.json(Object.assign(account, changes, lifted));
		});

	router.patch(`${prefix}/app/:clientKey`, (req, res) => {
		const app = emulator().apps.find(({ clientKey }) => clientKey === req.params.clientKey);
		if (!app) throw new Error(`The emulator has no app "${req.params.clientKey}"`);
		const changes = body<Partial<App>>(req);
		assertKeys(changes, app);
		const { type, redirectUris, webhookUrl } = { ...app, ...changes };
		assertRegistrable(type, redirectUris);
		assertCallable(webhookUrl);
		res.json(Object.assign(app, changes));
	});

	router.get(`${prefix}/webhooks`, (_req, res) => {
		const { webhooks } = emulator();
		res.json({ deliveries: webhooks.deliveries, waiting: webhooks.waiting() });
	});

	router.post(`${prefix}/webhooks/emit`, (req, res) => {
		const event = body<Omit<WebhookEvent, 'at'>>(req);
		emulator().webhooks.emit({ at: emulator().clock.now(), ...event });
		res.json({});
	});

	router.post(`${prefix}/settle`, async (_req, res) => {
		await emulator().settled();
		res.json({});
	});

	return router;
}

function body<T>(req: Request): T {
	return JSON.parse(req.bodyBytes?.toString('utf8') || '{}') as T;
}

/** A misspelled switch must not pass silently. */
function assertKeys(changes: object, known: object): void {
	const wrong = Object.keys(changes).find((key) => !(key in known));
	if (wrong !== undefined) throw new Error(`Unknown key "${wrong}"`);
}
