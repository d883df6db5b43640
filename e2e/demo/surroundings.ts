/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import type { RequestListener } from 'node:http';

import type { INodeParameters } from 'n8n-workflow';

import type { Emulator } from '../../test/emulator';
import { desktopApp } from '../../test/emulator/seed';
import { startPublicNames } from '../../test/harness/publicNames';
import { answerChats } from '../chatModel';
import { bodyOf, listenOnLoopback } from '../loopbackServer';
import { serveMedia } from '../mediaHost';
import { assistant } from './assistant';
import { Callback } from './callback';

const VERIFIED_HOST = 'media.example.com';

/** What the examples reach besides n8n and TikTok, on one port of this machine. */
export interface Surroundings {
	url: string;
	/** Stands for https://media.example.com, which the app has verified, and any other file host. */
	mediaUrl: string;
	/** Takes what the examples tell a team, and shows it to whoever opens it. */
	notifyUrl: string;
	/** Options of a node for which media.example.com is public: the tools of agents ask nothing else. */
	requestOptions: INodeParameters;
	/** Base URL of a chat model. */
	modelUrl: string;
	/** What has arrived at `notifyUrl`, oldest first. */
	notified: Array<Record<string, unknown>>;
	callback: Callback;
	close(): Promise<void>;
}

/** @param ports of an earlier run, whose addresses workflows hold */
export async function startSurroundings(
	emulator: Emulator,
	ports = { surroundings: 0, names: 0 },
): Promise<Surroundings> {
	const notified: Surroundings['notified'] = [];
	const callback = new Callback();
	const chat = answerChats(assistant);
	const notify: RequestListener = (request, response) => {
		response.setHeader('content-type', 'application/json');
		if (request.method === 'GET') return void response.end(JSON.stringify(notified, null, 2));
		return void bodyOf(request).then((body) => {
			notified.push(JSON.parse(body.toString()) as Record<string, unknown>);
			response.end('{}');
		});
	};
	const { url, close } = await listenOnLoopback((request, response) => {
		switch (/^\/\w+/.exec(request.url ?? '')?.[0]) {
			case '/notify':
				return notify(request, response);
			case '/v1':
				return chat(request, response);
			case '/tiktok':
				return void callback.take(request, response);
			default:
				return serveMedia(request, response);
		}
	}, ports.surroundings);
	const names = await startPublicNames({ [VERIFIED_HOST]: `${url}/media` }, ports.names);

	emulator.switches.pullMapping[VERIFIED_HOST] = `${url}/media`;
	const app = emulator.apps.find(({ clientKey }) => clientKey === desktopApp);
	if (app) app.webhookUrl = `${url}/tiktok`;
	return {
		url,
		mediaUrl: `${url}/media`,
		notifyUrl: `${url}/notify`,
		requestOptions: names.requestOptions,
		modelUrl: `${url}/v1`,
		notified,
		callback,
		async close() {
			callback.close();
			await names.close();
			await close();
		},
	};
}
