import { Router } from 'express';

import { picture } from '../media/picture';
import { settleAll } from '../posting/lifecycle';
import type { World } from '../world';
import { accountPage, homePage, postPage } from './profilePage';

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
