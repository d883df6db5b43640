/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { createRequire } from 'node:module';

interface EngineOutside {
	/** Node's own `require`, beside jest's. */
	requireOutside: NodeJS.Require;
	/** The same with the eyes of n8n-core, which has versions of its own of some packages. */
	requireOfEngine: NodeJS.Require;
	/** Home of this process's n8n: its settings file and the binary data of all harnesses. */
	n8nFolder: string;
}

declare global {
	/** Set by jest's environment in `test/outside/`; without jest nothing is in its way. */
	var engineOutside: EngineOutside | undefined;
}

export const { requireOutside, requireOfEngine, n8nFolder } =
	globalThis.engineOutside ?? (createRequire(__filename)('../outside/engine.js') as EngineOutside);
