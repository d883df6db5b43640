/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { conformance, type Person } from './conformance';
import { connect } from './connect';
import { openEventPort, type EventPort } from './events';
import { readOptions, type Options } from './options';
import { reportJson, reportPage, summaryOf } from './report';
import { Scrubber } from './scrub';
import { Side } from './side';

/** `npm run conformance`: asks TikTok, with one's own app, what the emulator assumes. */
async function main(): Promise<void> {
	const options = readOptions(process.argv.slice(2), process.env);
	const stopping = new AbortController();
	process.once('SIGINT', () => {
		say('Stopping after this probe. Ctrl+C again ends at once.');
		stopping.abort();
		process.once('SIGINT', () => process.exit(130));
	});
	const person: Person = { say, agrees: asker(options), signal: stopping.signal };
	const events = options.tiers.includes('push') ? await openEventPort(options.pushPort) : undefined;
	try {
		if (events) say(`Lead the callback URL of your app to ${events.url}.`);
		const target = await targetOf(options, events, stopping.signal);
		const findings = await conformance(target, options.tiers, person);
		const scrubber = new Scrubber(() => secretsOf(target));
		const asked = {
			day: new Date().toISOString().slice(0, 10),
			apiUrl: options.apiUrl,
			tiers: options.tiers.filter((tier) => findings.some((finding) => finding.tier === tier)),
			permissions: target.access.scopes,
		};
		const page = reportPage(findings, scrubber, asked);
		if (options.report) {
			const pageFile = `${options.report.replace(/\.json$/, '')}.md`;
			writeFileSync(options.report, reportJson(findings, scrubber, asked));
			writeFileSync(pageFile, page);
			say(`The report is in ${options.report}, for people in ${pageFile}.`);
		} else say(`\n${page}`);
		say(summaryOf(findings));
		if (findings.some(({ verdict }) => verdict === 'differs')) process.exitCode = 1;
	} finally {
		await events?.close();
	}
}

const say = (text: string) => void process.stdout.write(`${text}\n`);

function asker({ yes }: Options): Person['agrees'] {
	return async (question) => {
		if (yes) return true;
		const terminal = createInterface({ input: process.stdin, output: process.stdout });
		// Where nobody sits at it, the terminal is at its end: that is no.
		const ended = once(terminal, 'close').then(() => 'no');
		const answer = await Promise.race([terminal.question(`${question} [y/N] `), ended]);
		terminal.close();
		const agreed = /^y(es)?$/i.test(answer.trim());
		if (!agreed) say('Left out. --yes agrees to all.');
		return agreed;
	};
}

async function targetOf(
	options: Options,
	events: EventPort | undefined,
	signal: AbortSignal,
): Promise<Side> {
	const { apiUrl, clientKey, clientSecret, business } = options;
	const isConsumer = options.tiers.some((tier) => tier !== 'business');
	const given = { accessToken: options.accessToken, refreshToken: options.refreshToken };
	const mustConnect = isConsumer && !options.accessToken;
	if (mustConnect && (!clientKey || !clientSecret)) {
		throw new Error('Give --client-key and --client-secret to connect, or an --access-token.');
	}
	const connection =
		mustConnect && clientKey && clientSecret
			? await connect({
					...options,
					clientKey,
					clientSecret,
					signal,
					show: (address) =>
						say(
							`Open this page and agree:\n${address}\nWaiting for TikTok at ${options.redirectUri}. If the page shows an error, TikTok tells it to nobody else: end with Ctrl+C.`,
						),
				})
			: given;
	const side: Side = new Side(
		{
			apiUrl,
			clientKey,
			clientSecret,
			...connection,
			business,
			events: events && (async () => await events.next(async (ms) => await side.wait(ms))),
		},
		async (ms) => await pause(ms),
	);
	return side;
}

function secretsOf({ access, exchanges }: Side): Array<string | undefined> {
	// Tokens that a renewal has replaced are in what was said.
	const issued = exchanges.flatMap(
		({ answer }) => answer.match(/\b(?:act|rft)\.[^"\\&\s]+/g) ?? [],
	);
	return [
		access.clientSecret,
		access.clientKey,
		access.accessToken,
		access.refreshToken,
		access.business?.token,
		access.business?.secret,
		access.business?.appId,
		...issued,
	];
}

main().catch((error: Error) => {
	process.stderr.write(`${error.message}\n`);
	process.exitCode = 1;
});
