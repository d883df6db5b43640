/**
 * Loaded into n8n with `node --require`: takes the time of each call of the webhook trigger, from
 * where n8n calls it to its answer. Each becomes a line of JSON in the file that WEBHOOK_TIMES names,
 * in milliseconds: what has `passed` by the clock, for how long of that the thread had to wait for a
 * core (`queued`) and was at work (`worked`), and whether the answer waited for n8n to read the
 * credential (`hasRead`).
 */
const { appendFileSync, readFileSync } = require('node:fs');
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
		const times = stopwatch();
		let hasRead = false;
		const context = Object.create(this, {
			getCredentials: {
				value: async (...args) => {
					hasRead = true;
					return await this.getCredentials(...args);
				},
			},
		});
		const response = this.getResponseObject();
		const { end } = response;
		response.end = function timedEnd(...args) {
			response.end = end;
			appendFileSync(file, `${JSON.stringify({ ...times(), hasRead })}\n`);
			return end.apply(response, args);
		};
		return await webhook.call(context);
	};
}

function stopwatch() {
	const started = performance.now();
	const work = process.threadCpuUsage();
	const queue = queuedMs();
	return () => {
		const { user, system } = process.threadCpuUsage(work);
		return {
			passed: performance.now() - started,
			queued: queuedMs() - queue,
			worked: (user + system) / 1000,
		};
	};
}

/** How long this thread has been ready to run while other programs had the cores; Linux counts it. */
function queuedMs() {
	try {
		return Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[1]) / 1e6;
	} catch {
		return 0;
	}
}
