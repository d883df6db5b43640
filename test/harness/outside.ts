declare global {
	/** Node's own `require`, beside jest's: set by the environment in `test/outside/`. */
	var requireOutside: NodeJS.Require;
	/** The same with the eyes of n8n-core, which has versions of its own of some packages. */
	var requireOfEngine: NodeJS.Require;
	/** Home of this process's n8n: its settings file and the binary data of all harnesses. */
	var n8nFolder: string;
}

export const { requireOutside, requireOfEngine, n8nFolder } = globalThis;
