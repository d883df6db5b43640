/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';

import { createBusinessApi } from './businessApi';
import { createClock } from './clock';
import { controlRoutes } from './control';
import type { Emulator, EmulatorOptions } from './emulator';
import { Faults } from './faults/faults';
import { allScopes } from './oauth/scopes';
import { issueTokens, removeAuthorization } from './oauth/tokens';
import { creatorPosts, creatorSetsPrivacy, fail, settleAll } from './posting/lifecycle';
import { Pulls } from './posting/pull';
import { Quotas } from './request/quotas';
import { Recorder } from './request/recorder';
import { newAccount, webApp } from './seed';
import { buildServer } from './server';
import { Store } from './store';
import { defaultSwitches } from './switches';
import type { Publish } from './types';
import { Webhooks } from './webhooks/webhooks';
import type { World } from './world';

export { frozenClock, type Clock } from './clock';
export type { Emulator, EmulatorOptions } from './emulator';
export type {
	DeliveryAction,
	DeliveryFault,
	Fault,
	FaultAction,
	RequestFault,
} from './faults/fault';
export type { Switches } from './switches';
export type * from './types';
export type * from './webhooks/types';

const defaultUser = 'demo.creator';

export async function createEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
	const ownClock = createClock();
	const clock = options.clock ?? ownClock;
	const store = new Store(options.seed ?? 'default', options.keptMediaBytes);
	store.reset(clock.now());
	const initialSwitches = () => structuredClone({ ...defaultSwitches(), ...options.switches });
	const recorder = new Recorder(clock);
	const faults = new Faults(clock);
	const world: World = {
		clock,
		switches: initialSwitches(),
		store,
		quotas: new Quotas(),
		pulls: new Pulls(() => world),
		webhooks: new Webhooks(() => world, faults),
		baseUrl: () => url,
	};
	const business = createBusinessApi({ clock, baseUrl: () => url });
	const app = buildServer(world, recorder, faults, {
		control: controlRoutes(() => emulator),
		business: business.router,
	});

	const host = options.host ?? '127.0.0.1';
	const name = host === '0.0.0.0' ? '127.0.0.1' : host;
	const servers: Server[] = [createServer(app)];
	const url = `http://${name}:${await listen(servers[0], options.port ?? 0, host)}`;
	let secureUrl: string | undefined;
	if (options.tls) {
		servers.push(createSecureServer(options.tls, app));
		secureUrl = `https://${name}:${await listen(servers[1], 0, host)}`;
	}

	const publishOf = (publishId: string): Publish => {
		const publish = settleAll(world).find((candidate) => candidate.publishId === publishId);
		if (!publish) throw new Error(`The emulator knows no publish "${publishId}"`);
		return publish;
	};

	const emulator: Emulator = {
		url,
		secureUrl,
		clock,
		get inFlight() {
			return recorder.inFlight;
		},
		apps: store.apps,
		accounts: store.accounts,
		account: (username) => store.account(username),
		addAccount(values) {
			const account = newAccount(values);
			store.accounts.push(account);
			return account;
		},
		grant({ username = defaultUser, clientKey = webApp, scopes, expiresIn } = {}) {
			if (!store.app(clientKey)) throw new Error(`The emulator has no app "${clientKey}"`);
			store.account(username);
			const consent = { clientKey, username, scopes: scopes ?? [...allScopes] };
			return issueTokens(world, consent, expiresIn === undefined ? undefined : expiresIn * 1000);
		},
		expireAccessTokens() {
			for (const token of store.accessTokens.values()) token.revoked = true;
		},
		removeAuthorization({ username = defaultUser, clientKey = webApp, reason = 1 } = {}) {
			removeAuthorization(world, clientKey, username, reason);
		},
		creatorPostsDraft(publishId, { privacy = 'PUBLIC_TO_EVERYONE' } = {}) {
			return creatorPosts(world, publishOf(publishId), privacy);
		},
		creatorSetsPrivacy(publishId, privacy) {
			creatorSetsPrivacy(world, publishOf(publishId), privacy);
		},
		failPublish(publishId, reason) {
			const publish = publishOf(publishId);
			world.pulls.abort(publish);
			fail(world, publish, reason);
		},
		async settled() {
			// Gives up downloads whose hour is over.
			settleAll(world);
			await world.pulls.settled();
			settleAll(world);
			await world.webhooks.deliverDue();
		},
		requests: recorder.requests,
		get publishes() {
			settleAll(world);
			return store.publishes;
		},
		faults,
		webhooks: world.webhooks,
		switches: world.switches,
		business,
		reset() {
			world.pulls.abortAll();
			if (!options.clock) ownClock.restore();
			store.reset(clock.now());
			Object.assign(world.switches, initialSwitches());
			world.quotas.clear();
			faults.clear();
			world.webhooks.clear();
			recorder.clear();
			business.reset();
		},
		async close() {
			world.pulls.abortAll();
			faults.clear();
			world.webhooks.close();
			await Promise.all(servers.map(end));
		},
	};
	if (options.webhooks !== 'whenSettled') world.webhooks.runByItself(() => settleAll(world));
	return emulator;
}

async function listen(server: Server, port: number, host: string): Promise<number> {
	// A 4 GiB chunked upload through a slow network must not be cut off.
	server.requestTimeout = 0;
	server.keepAliveTimeout = 60_000;
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, host, resolve);
	});
	return (server.address() as AddressInfo).port;
}

async function end(server: Server): Promise<void> {
	await new Promise((resolve) => {
		server.close(resolve);
		server.closeAllConnections();
	});
}
