import express, { type ErrorRequestHandler, type Express, type Router } from 'express';

import { userRoutes } from './display/user';
import { videoRoutes } from './display/video';
import { faultMiddleware } from './faults/faultMiddleware';
import type { Faults } from './faults/faults';
import { authorizeRoutes } from './oauth/authorize';
import { tokenRoutes } from './oauth/tokenRoutes';
import { pageRoutes } from './page/pages';
import { creatorInfoRoutes } from './posting/creatorInfo';
import { photoInitRoutes } from './posting/photoInit';
import { statusRoutes } from './posting/status';
import { uploadRoutes } from './posting/upload';
import { videoInitRoutes } from './posting/videoInits';
import { Refusal, refusalHandler, sendRefusal } from './request/envelope';
import type { Recorder } from './request/recorder';
import type { World } from './world';

/** The routers of the consumer API, in one list so that the coverage table can be checked. */
export function consumerRouters(world: World): Router[] {
	return [
		authorizeRoutes(world),
		tokenRoutes(world),
		userRoutes(world),
		videoRoutes(world),
		creatorInfoRoutes(world),
		videoInitRoutes(world),
		photoInitRoutes(world),
		uploadRoutes(world),
		statusRoutes(world),
	];
}

export function buildServer(
	world: World,
	recorder: Recorder,
	faults: Faults,
	extra: { control: Router; business: Router },
): Express {
	const app = express();
	app.disable('x-powered-by');
	app.disable('etag');

	app.use(recorder.middleware());
	// What an open page asks for every second would fill the log of requests.
	app.use('/_emulator/page', pageRoutes(world));
	app.use(extra.control);
	app.use('/_emulator', controlErrors);
	app.use(faultMiddleware(world, faults));
	for (const router of consumerRouters(world)) app.use(router);
	app.use(extra.business);
	app.use(pageRoutes(world));
	app.use((_req, res) => {
		sendRefusal(world, res, new Refusal(404, 'invalid_params', 'Unsupported path'));
	});
	app.use(refusalHandler(world));
	return app;
}

const controlErrors: ErrorRequestHandler = (error, _req, res, next) => {
	if (res.headersSent) return next(error);
	res.status(400).json({ error: error instanceof Error ? error.message : String(error) });
};
