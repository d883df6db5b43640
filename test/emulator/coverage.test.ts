import type { Router } from 'express';

import { createClock } from './clock';
import { controlRoutes } from './control';
import { coveredEndpoints, webhookEvents } from './coverage';
import { Faults } from './faults/faults';
import { createEmulator, type Emulator } from './index';
import { openQuestions } from './questions';
import { Recorder } from './request/recorder';
import { rules, rulesOf } from './rules';
import { buildServer } from './server';
import { webhookEventNames } from './webhooks/types';
import type { World } from './world';

let emulator: Emulator;
beforeAll(async () => {
	emulator = await createEmulator();
});
afterAll(async () => await emulator.close());

function routesOf(router: Router): string[] {
	return router.stack.flatMap(({ route, handle }) => {
		if (route) return route.stack.map(({ method }) => `${method.toUpperCase()} ${route.path}`);
		return 'stack' in handle ? routesOf(handle as Router) : [];
	});
}

/** What does not exist at TikTok: the control, the pages for people, their script and pictures. */
const isOurs = (route: string) =>
	/^\w+ \/(_emulator\/.*|@.*|media\/.*|portal\/avatar\.svg|page\.js|publish\/.*)?$/.test(route);

function everyRoute(): string[] {
	const clock = createClock();
	const app = buildServer({} as World, new Recorder(clock), new Faults(clock), {
		control: controlRoutes(() => emulator),
		business: emulator.business.router,
	});
	// The gateway of the Business API finds its endpoints by itself.
	const behindGateway = emulator.business.endpoints.map(({ method, path }) => `${method} ${path}`);
	return [...routesOf(app.router), ...behindGateway];
}

const endpoints = coveredEndpoints.map(({ endpoint }) => endpoint);

describe('the coverage table', () => {
	it('has an entry for every route of the emulator that TikTok has too, and no other', () => {
		const routes = everyRoute();
		expect(routes.filter(isOurs).length).toBeGreaterThan(20);
		expect(routes.filter((route) => !isOurs(route)).sort()).toEqual([...endpoints].sort());
	});

	it.each(coveredEndpoints)(
		'says of $endpoint what is enforced, assumed and unknown',
		({ endpoint, assumes, also, unknown }) => {
			expect(rulesOf(endpoint)).not.toEqual([]);
			expect(assumes.length > 0 || also).toBeTruthy();
			expect(unknown).not.toBe('');
		},
	);

	it('names every open question, and no other', () => {
		const named = new Set(coveredEndpoints.flatMap(({ assumes }) => assumes));
		expect([...named].sort((a, b) => a - b)).toEqual(openQuestions.map(({ number }) => number));
	});

	it('no rule is about an endpoint that is not in it', () => {
		const strangers = rules.filter(({ endpoint }) => !endpoints.includes(endpoint));
		expect(strangers).toEqual([]);
	});

	it('names exactly the webhook events', () => {
		expect(webhookEvents.map(({ event }) => event).sort()).toEqual([...webhookEventNames].sort());
	});
});
