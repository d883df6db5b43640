/**
 * n8n starts the next poll although the one before is still at work; two that both see an event as
 * new would both fire it. Module state: in n8n's static data a crash would leave the mark for ever.
 */
const running = new Set<string>();

/** Runs a poll of one trigger; `null`, n8n's "nothing new", while another one of it runs. */
export async function unlessRunning<T>(trigger: string, poll: () => Promise<T>): Promise<T | null> {
	if (running.has(trigger)) return null;
	running.add(trigger);
	try {
		return await poll();
	} finally {
		running.delete(trigger);
	}
}
