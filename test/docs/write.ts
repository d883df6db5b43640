/* eslint-disable @n8n/community-nodes/no-restricted-imports, no-console */
import { writeFileSync } from 'node:fs';
import { errorsPage } from './errorsPage';
import { howTruePage } from './howTruePage';
import { pageParts } from './parts';
import { pathOf, read, replacePart } from './repository';
import { exampleParts } from './runExamples';

/** `npm run docs`: writes what follows from the code into the pages. The tests compare both. */
async function write(): Promise<void> {
	writeFileSync(pathOf('docs/errors.md'), errorsPage());
	writeFileSync(pathOf('docs/how-true.md'), howTruePage());
	for (const { page, name, text } of [...pageParts(), ...(await exampleParts())]) {
		writeFileSync(pathOf(page), replacePart(read(page), name, text));
		console.log(`${page}: ${name}`);
	}
}

void write();
