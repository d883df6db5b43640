/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Runs two steps, the second of which fails, and returns what was written. */
function written(output: { isTTY: boolean; columns: number }): string[] {
	const script = `
		import { step } from ${JSON.stringify(join(__dirname, 'progress.mjs'))};
		const written = [];
		const output = { ...${JSON.stringify(output)}, write: (text) => written.push(text) };
		await step('Packing', async (note) => note('a file'), output);
		await step('A title that is far too long for this terminal', async () => {
			throw new Error('no');
		}, output).catch(() => undefined);
		console.log(JSON.stringify(written));`;
	const args = ['--input-type=module', '--eval', script];
	return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as string[];
}

it('in a log a step is one line', () => {
	expect(written({ isTTY: false, columns: 80 })).toEqual([
		'✓ Packing (0 s)\n',
		'✗ A title that is far too long for this terminal (0 s)\n',
	]);
});

it('on a terminal the line moves, never longer than the terminal is wide', () => {
	const clear = '\r\u001b[2K';
	expect(written({ isTTY: true, columns: 20 })).toEqual([
		`${clear}… Packing, 0 s`,
		`${clear}✓ Packing (0 s)\n`,
		`${clear}… A title that is f`,
		`${clear}✗ A title that is far too long for this terminal (0 s)\n`,
	]);
});
