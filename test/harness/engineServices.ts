/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createRequire } from 'node:module';

/**
 * n8n-core's own service container and logger class. Several versions of these packages may be
 * installed side by side, and only the one n8n-core itself resolves is the engine's.
 */
const fromEngine = createRequire(require.resolve('n8n-core'));

type Class<T> = abstract new (...args: never[]) => T;

interface ServiceContainer {
	get<T>(type: Class<T>): T;
	set<T>(type: Class<T>, instance: T): void;
}

export const { Container } = fromEngine('@n8n/di') as { Container: ServiceContainer };
export const { Logger } = fromEngine('@n8n/backend-common') as { Logger: Class<unknown> };
