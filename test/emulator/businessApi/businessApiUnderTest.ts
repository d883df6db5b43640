/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';

import { createBusinessApi } from './index';

export const root = '/open_api/v1.3';
export const hour = 60 * 60 * 1000;

/** The API on a server of its own for the test file that imports this; each test finds it fresh. */
let server: Server;
let origin: string;
export const clock = { time: 0, now: () => clock.time };
export const api = createBusinessApi({ clock, baseUrl: () => origin });
export const { seed } = api;

beforeAll(async () => {
	const app = express();
	app.use((req, _res, next) => {
		const parts: Buffer[] = [];
		req.on('data', (part: Buffer) => parts.push(part));
		req.on('end', () => {
			Object.assign(req, { bodyBytes: Buffer.concat(parts) });
			next();
		});
	});
	app.use(api.router);
	app.use((_req, res) => void res.status(418).end('not ours'));
	server = app.listen(0, '127.0.0.1');
	await once(server, 'listening');
	origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
	server.close();
	server.closeAllConnections();
	await once(server, 'close');
});

beforeEach(() => {
	clock.time = Date.UTC(2026, 2, 1, 12, 0, 0);
	api.reset();
});

interface Envelope {
	code: number;
	message: string;
	request_id: string;
	data: Record<string, unknown>;
}

export const withToken = { 'Access-Token': seed.token };

export async function request(path: string, init: RequestInit = {}): Promise<Response> {
	return await fetch(origin + path, { redirect: 'manual', ...init });
}

type Parameters = Record<string, string> | string;

/** A GET with the seeded token unless told otherwise; always an envelope, always HTTP 200. */
export async function get(
	path: string,
	parameters: Parameters = {},
	headers: Record<string, string> = withToken,
): Promise<Envelope> {
	const query = new URLSearchParams(parameters).toString();
	return await envelope(await request(`${root}${path}?${query}`, { headers }));
}

export async function postJson(
	path: string,
	body: unknown,
): Promise<Envelope & Record<string, unknown>> {
	const headers = { 'Content-Type': 'application/json' };
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	return await envelope(await request(root + path, { method: 'POST', headers, body: text }));
}

export async function postForm(
	path: string,
	body: Record<string, string> | string,
): Promise<Envelope & Record<string, unknown>> {
	const form = new URLSearchParams(body);
	return await envelope(await request(root + path, { method: 'POST', body: form }));
}

export async function envelope(response: Response): Promise<Envelope & Record<string, unknown>> {
	expect(response.status).toBe(200);
	return (await response.json()) as Envelope & Record<string, unknown>;
}

export function expectRefusal(answer: Envelope, code: number, naming = ''): void {
	expect(answer).toEqual({
		code,
		message: expect.stringContaining(naming),
		request_id: expect.any(String),
		data: {},
	});
}

export function without(parameters: Record<string, string>, name: string): Record<string, string> {
	return Object.fromEntries(Object.entries(parameters).filter(([key]) => key !== name));
}

export const us = { advertiser_id: seed.usAdvertiserId };
export const occupied = {
	...us,
	store_id: seed.storeId,
	occupied_asset_type: 'SPU',
	asset_ids: JSON.stringify([seed.productInUse]),
};
export const occupiedPath = '/gmv_max/occupied_custom_shop_ads/list/';

/** One request per endpoint that is answered with success. */
export const goodCalls: Array<[string, Record<string, string>]> = [
	['/oauth2/advertiser/get/', { app_id: seed.appId, secret: seed.appSecret }],
	['/advertiser/info/', { advertiser_ids: JSON.stringify([seed.usAdvertiserId]) }],
	['/user/info/', {}],
	['/gmv_max/store/list/', us],
	['/tool/action_category/', us],
	['/term/get/', { ...us, term_type: 'LeadAds' }],
	['/term/check/', { ...us, term_type: 'LeadAds' }],
	[occupiedPath, occupied],
];
