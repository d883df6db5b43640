import { requireOfEngine } from './outside';

type Class<T> = abstract new (...args: never[]) => T;

interface ServiceContainer {
	get<T>(type: Class<T>): T;
	set<T>(type: Class<T>, instance: T): void;
}

/** n8n-core's own service container and logger class. */
export const { Container } = requireOfEngine('@n8n/di') as { Container: ServiceContainer };
export const { Logger } = requireOfEngine('@n8n/backend-common') as { Logger: Class<unknown> };
