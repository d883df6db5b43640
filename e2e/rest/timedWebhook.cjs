/**
 * Loaded into n8n with `node --require`: takes the time of each call of the webhook trigger, where
 * n8n calls it. Each becomes a line of JSON in the file that WEBHOOK_TIMES names, in milliseconds:
 * what has `passed` in all, and the trigger's `own` part, without n8n reading the credential, as it
 * passed and as the thread was at work.
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
		const whole = stopwatch();
		const inN8n = { passed: 0, worked: 0 };
		const context = Object.create(this, {
			getCredentials: {
				value: async (...args) => {
					const reading = stopwatch();
					try {
						return await this.getCredentials(...args);
					} finally {
						const { passed, worked } = reading();
						inN8n.passed += passed;
						inN8n.worked += worked;
					}
				},
			},
		});
		try {
			return await webhook.call(context);
		} finally {
			const { passed, worked } = whole();
			const own = { passed: passed - inN8n.passed, worked: worked - inN8n.worked };
			appendFileSync(file, `${JSON.stringify({ own, passed })}\n`);
		}
	};
}

function stopwatch() {
	const started = performance.now();
	const work = process.threadCpuUsage();
	return () => {
		const { user, system } = process.threadCpuUsage(work);
		return { passed: performance.now() - started, worked: (user + system) / 1000 };
	};
}
