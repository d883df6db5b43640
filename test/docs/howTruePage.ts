import { probes } from '../conformance/probes';
import { coveredEndpoints, type CoveredEndpoint } from '../emulator/coverage';
import { openQuestions } from '../emulator/questions';
import { rules, rulesOf } from '../emulator/rules';

/** `docs/how-true.md`, from the data of the emulator and of the probes. */
export function howTruePage(): string {
	return `# How true the emulator is

Nothing in this repository has spoken to TikTok: the emulator is a reading of its documentation.
\`npm run conformance\` asks TikTok itself, with your own app, what the emulator assumes.
This page is written by \`npm run docs\`.

- *enforced*: refused when broken, and a test breaks each rule; *documented* by TikTok, or *seen* by integrators
- *assumed*: TikTok is silent, and the emulator does the likeliest; a switch has the other answer
- *unknown*: the emulator knowingly differs, or does nothing

## Endpoint by endpoint

A number is that of a question [below](#assumed).

| Endpoint | Enforced | Assumed | Unknown |
| --- | --- | --- | --- |
${coveredEndpoints.map(endpointRow).join('\n')}

## Enforced

| Endpoint | Wants | Basis | Answer otherwise |
| --- | --- | --- | --- |
${rules.map(({ endpoint, rule, basis, code }) => `| \`${endpoint}\` | ${rule} | ${basis} | ${/^[a-z]+ /.test(code) ? code : `\`${code}\``} |`).join('\n')}

## Assumed

Numbers from 101 on are about the Business API.

| No. | Question | The emulator assumes | Switch | Asked by |
| --- | --- | --- | --- | --- |
${openQuestions
	.map(
		({ number, question, assumes, switch: name }) =>
			`| ${number} | ${question} | ${assumes} | ${name ? `\`${name}\`` : ''} | ${askedBy(number)} |`,
	)
	.join('\n')}

## What is asked

| Tier | Probe | Asks |
| --- | --- | --- |
${probes.map(({ tier, id, asks }) => `| ${tier} | \`${id}\` | ${asks} |`).join('\n')}
`;
}

function endpointRow({ endpoint, assumes, also, unknown }: CoveredEndpoint): string {
	const enforced = rulesOf(endpoint).map(({ rule }) => rule);
	const assumed = [assumes.join(', '), also].filter(Boolean);
	return `| \`${endpoint}\` | ${enforced.join('; ')} | ${assumed.join('; ')} | ${unknown} |`;
}

const askedBy = (number: number) =>
	probes
		.filter(({ question }) => question === number)
		.map(({ id }) => `\`${id}\``)
		.join(', ');
