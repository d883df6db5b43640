import express, { type ErrorRequestHandler, type Express, type Router } from 'express';

import { Refusal, refusalHandler, sendRefusal } from './envelope';
import { faultMiddleware } from './faultMiddleware';
import type { Faults } from './faults';
import type { Recorder } from './recorder';
import { authorizeRoutes } from './routes/authorize';
import { creatorRoutes } from './routes/creator';
import { oauthRoutes } from './routes/oauth';
import { pageRoutes } from './routes/page';
import { photoRoutes } from './routes/photo';
import { publishRoutes } from './routes/publish';
import { statusRoutes } from './routes/status';
import { uploadRoutes } from './routes/upload';
import { userRoutes } from './routes/user';
import { videoRoutes } from './routes/video';
import type { World } from './world';

/** The routers of the consumer API, in one list so that the coverage table can be checked. */
export function consumerRouters(world: World): Router[] {
	return [
		authorizeRoutes(world),
		oauthRoutes(world),
		userRoutes(world),
		videoRoutes(world),
		creatorRoutes(world),
		publishRoutes(world),
		photoRoutes(world),
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
