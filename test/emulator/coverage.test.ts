import type { Router } from 'express';

import { businessEndpoints, consumerEndpoints, webhookEvents } from './coverage';
import { createEmulator, type Emulator } from './index';
import { consumerRouters } from './server';
import { webhookEventNames } from './webhooks/types';
import type { World } from './world';

let emulator: Emulator;
beforeAll(async () => {
	emulator = await createEmulator();
});
afterAll(async () => await emulator.close());

function routesOf(router: Router): string[] {
	return router.stack.flatMap(({ route }) =>
		route ? route.stack.map(({ method }) => `${method.toUpperCase()} ${route.path}`) : [],
	);
}

describe('the coverage table', () => {
	it('names exactly the consumer endpoints that are registered', () => {
		const registered = consumerRouters({} as World).flatMap(routesOf);
		expect(registered.sort()).toEqual(consumerEndpoints.map(({ endpoint }) => endpoint).sort());
	});

	it('names exactly the business endpoints that are registered', () => {
		const registered = emulator.business.endpoints.map(({ method, path }) => `${method} ${path}`);
		expect(registered.sort()).toEqual(businessEndpoints.map(({ endpoint }) => endpoint).sort());
	});

	it('names exactly the webhook events', () => {
		expect(webhookEvents.map(({ event }) => event).sort()).toEqual([...webhookEventNames].sort());
	});

	it('says for every partial endpoint what is different', () => {
		const silent = consumerEndpoints.filter(
			({ support, differences }) => support === 'partial' && !differences,
		);
		expect(silent).toEqual([]);
	});
});
