import { probes } from '../conformance/probes';
import { businessEndpoints, consumerEndpoints } from '../emulator/coverage';
import { openQuestions } from '../emulator/questions';
import { rules } from '../emulator/rules';

/** `docs/how-true.md`, from the data of the emulator and of the probes. */
export function howTruePage(): string {
	return `# How true the emulator is

Nothing in this repository has spoken to TikTok: the emulator is a reading of its documentation.
\`npm run conformance\` asks TikTok itself, with your own app, what the emulator assumes.
This page is written by \`npm run docs\`.

- *documented*: TikTok says so; *seen*: integrators report it; both are refused when broken, and a test breaks each
- *assumed*: TikTok is silent, and the emulator does the likeliest; a switch has the other answer
- *unknown*: the emulator knowingly differs, or does nothing

## Documented and seen

| Endpoint | Wants | Basis | Otherwise |
| --- | --- | --- | --- |
${rules.map(({ endpoint, rule, basis, code }) => `| \`${endpoint}\` | ${rule} | ${basis} | \`${code}\` |`).join('\n')}

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

## Unknown, or knowingly different

| Endpoint | |
| --- | --- |
${[...consumerEndpoints, ...businessEndpoints]
	.filter(({ differences }) => differences)
	.map(({ endpoint, differences }) => `| \`${endpoint}\` | ${differences} |`)
	.join('\n')}

## What is asked

| Tier | Probe | Asks |
| --- | --- | --- |
${probes.map(({ tier, id, asks }) => `| ${tier} | \`${id}\` | ${asks} |`).join('\n')}
`;
}

const askedBy = (number: number) =>
	probes
		.filter(({ question }) => question === number)
		.map(({ id }) => `\`${id}\``)
		.join(', ');
