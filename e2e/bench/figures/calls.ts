import type { Figure } from '../bench';
import { median, spread } from '../statistics';
import { nodeSeconds } from '../uploads';
import { CALLS, callsWorkflow } from '../workflows';

const COUNT = 90;
const MOST = 1;
/** With the one to warm up these are fewer calls than TikTok allows in a minute: nobody waits. */
const MOST_TURNS = 5;

/** Many calls in one run, beside the same ones by n8n's HTTP Request node with a pasted token. */
export const calls: Figure = async (bench, note) => {
	const ours: number[] = [];
	const control: number[] = [];
	const token = await bench.tiktok.newAccessToken();
	await bench.lab.fresh(async (n8n) => {
		const seconds = async (by: Parameters<typeof callsWorkflow>[1]) => {
			await bench.tiktok.emptyQuotas();
			return nodeSeconds(await n8n.runToSuccess(callsWorkflow(COUNT, by)), CALLS);
		};
		const byNode = async () => ours.push(await seconds('node'));
		const byRequest = async () =>
			control.push(await seconds({ url: bench.tiktok.secureUrl, token }));
		const turns = Math.min(bench.options.repeat, MOST_TURNS);
		for (let turn = 0; turn <= turns; turn++) {
			note(turn === 0 ? 'once to warm up' : `${turn} of ${turns}`);
			// Each of the two goes first in turn.
			for (const once of turn % 2 ? [byNode, byRequest] : [byRequest, byNode]) await once();
			if (turn === 0) [ours, control].forEach((values) => values.pop());
		}
	});
	const ms = (value: number) => `${(value * 1000).toFixed(0)} ms`;
	const ratio = median(ours) / median(control);
	return [
		{
			figure: `${COUNT} calls of Get Stats in one run: time in the node`,
			ours: `${ms(median(ours))} = ${ratio.toFixed(2)} x`,
			spread: spread(ours, ms),
			control: `${ms(median(control))} HTTP Request, pasted token`,
			target: `<= ${MOST.toFixed(1)} x`,
			pass: ratio <= MOST,
		},
	];
};
