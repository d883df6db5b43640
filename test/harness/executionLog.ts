/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { AsyncLocalStorage } from 'node:async_hooks';
import { ErrorReporter } from 'n8n-core';
import { Container, Logger } from './engineServices';
import type { LogEntry } from './types';

/** Runs may overlap in one test; each collects its own lines. */
const currentLog = new AsyncLocalStorage<LogEntry[]>();

function note(level: LogEntry['level']) {
	return (message: string, meta: Record<string, unknown> = {}) => {
		currentLog.getStore()?.push({ level, message, meta });
	};
}

const capturingLogger = {
	error: note('error'),
	warn: note('warn'),
	info: note('info'),
	debug: note('debug'),
	scoped: () => capturingLogger,
};

/** Puts the log behind `this.logger`. Error reports for n8n's makers are no lines of the node. */
export function captureLog(): void {
	Container.set(Logger, capturingLogger);
	Container.set(ErrorReporter, { error() {}, warn() {}, info() {} } as unknown as ErrorReporter);
}

export async function withLog<T>(action: (log: LogEntry[]) => Promise<T>): Promise<T> {
	const log: LogEntry[] = [];
	return await currentLog.run(log, async () => await action(log));
}
