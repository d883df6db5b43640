/**
 * Loaded into n8n with `node --require`: takes the time of each call of the webhook trigger, where
 * n8n calls it. Each becomes a line of JSON in the file that WEBHOOK_TIMES names: milliseconds that
 * have passed, and those in which the thread of n8n was at work, for this call or another.
 */
const { appendFileSync } = require('node:fs');
const Module = require('node:module');

const load = Module._load;
const file = process.env.WEBHOOK_TIMES;
const timed = new WeakSet();

Module._load = function loadTimed(request, ...rest) {
	const loaded = load.call(this, request, ...rest);
	const trigger = request.endsWith('TikTokWebhookTrigger.node.js')
		? loaded.TikTokWebhookTrigger
		: undefined;
	if (trigger && !timed.has(trigger)) {
		timed.add(trigger);
		takeTimes(trigger.prototype);
	}
	return loaded;
};

function takeTimes(prototype) {
	const { webhook } = prototype;
	prototype.webhook = async function timedWebhook() {
		const started = performance.now();
		const work = process.threadCpuUsage();
		try {
			return await webhook.call(this);
		} finally {
			const { user, system } = process.threadCpuUsage(work);
			const passed = performance.now() - started;
			appendFileSync(file, `${JSON.stringify({ passed, worked: (user + system) / 1000 })}\n`);
		}
	};
}
