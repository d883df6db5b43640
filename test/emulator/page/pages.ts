import { Router } from 'express';

import { picture } from '../media/picture';
import { settleAll } from '../posting/lifecycle';
import type { World } from '../world';
import { liveScript } from './liveScript';
import { sendMedia } from './mediaFile';
import { postPage, publishPage } from './postPage';
import { accountPage, homePage } from './profilePage';

/** The web page for people, and the pictures its and the API's addresses point to. */
export function pageRoutes(world: World): Router {
	const router = Router();

	router.get('/', (_req, res) => {
		res.send(homePage(world));
	});

	router.get('/@:username', (req, res, next) => {
		const account = world.store.accounts.find(({ username }) => username === req.params.username);
		if (!account) return next();
		res.send(accountPage(world, account));
	});

	router.get('/@:username/:kind/:id', (req, res, next) => {
		settleAll(world);
		const account = world.store.accounts.find(({ username }) => username === req.params.username);
		const video = account?.videos.find(({ id }) => id === req.params.id);
		if (!account || !video) return next();
		res.send(postPage(world, account, video));
	});

	router.get('/publish/:publishId', (req, res, next) => {
		settleAll(world);
		const publish = world.store.publish(req.params.publishId);
		if (!publish) return next();
		res.send(publishPage(world, world.store.account(publish.account), publish));
	});

	router.get('/page.js', (_req, res) => {
		res.type('js').send(liveScript);
	});

	router.get('/media/file/:publishId/:index', (req, res, next) => {
		const { publishId, index } = req.params;
		const file = world.store.media.file(publishId, Number(index));
		const type = world.store.publish(publishId)?.media[Number(index)]?.type;
		if (!file || !type) return next();
		sendMedia(req, res, file, type);
	});

	router.get('/media/cover/:id.svg', (req, res) => {
		const query = new URLSearchParams(req.originalUrl.split('?')[1]);
		const expires = Number(query.get('x-expires') ?? Infinity);
		// Cover addresses handed out by the API live six hours (§4.3).
		if (world.clock.now() / 1000 > expires) return void res.status(403).end();
		res.type('svg').send(picture(req.params.id));
	});

	router.get('/media/avatar/:username.svg', (req, res) => {
		const label = /^[a-z]/i.exec(req.params.username)?.[0].toUpperCase();
		res.type('svg').send(picture(req.params.username, label));
	});

	return router;
}
