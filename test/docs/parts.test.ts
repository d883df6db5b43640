import { pageParts } from './parts';
import { part, read } from './repository';
import { exampleParts } from './runExamples';

/** When one of these fails: `npm run docs` writes the pages anew. */
it.each(pageParts().map((one) => [one.page, one.name, one.text]))(
	'%s, %s: is what the code says (else "npm run docs" writes it)',
	(page, name, text) => {
		expect(part(read(page), name)).toBe(text);
	},
);

it('the worked examples put out what the pages show (else "npm run docs" writes them)', async () => {
	for (const { page, name, text } of await exampleParts()) {
		expect([name, part(read(page), name)]).toEqual([name, text]);
	}
});
