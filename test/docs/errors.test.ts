import { businessErrors } from '../../nodes/TikTok/errors/businessErrors';
import { openApiErrors } from '../../nodes/TikTok/errors/openApiErrors';
import { ownErrorFamilies, ownErrors } from '../../nodes/TikTok/errors/ownErrors';
import { errorsPage } from './errorsPage';
import { read } from './repository';
import { sources } from './sources';

it('docs/errors.md says what the tables say; npm run docs writes it', () => {
	expect(read('docs/errors.md')).toBe(errorsPage());
});

it('every code has a row of its own', () => {
	const page = errorsPage();
	const tables = [openApiErrors, businessErrors, ownErrors, ownErrorFamilies];
	for (const code of tables.flatMap((table) => Object.keys(table))) {
		expect([code, page.split(`\n| \`${code}\` |`).length - 1]).toEqual([code, 1]);
	}
});

it('every code that the source writes stands in a table', () => {
	const known = [openApiErrors, ownErrors, ownErrorFamilies].flatMap((table) => Object.keys(table));
	const written = sources.flatMap(({ text }) =>
		[
			...text.matchAll(
				/\bcode: '(\w+)'|ownFailure\('([^']+)'|^\t+'([a-z]+(?:_[a-z]+)+)',\n\t+\)/gm,
			),
		].map(([, inline, own, last]) => inline ?? own ?? last),
	);
	expect(written.length).toBeGreaterThan(25);
	expect(written.filter((code) => !known.includes(code))).toEqual([]);
});

it('where a place decides itself whether to try again, the page says more than the code', () => {
	const page = errorsPage();
	const deciding = sources
		.flatMap(({ text }) => [...text.matchAll(/ownFailure\('([^']+)', \{\n([\s\S]*?)\n\t*\}\)/g)])
		.filter(([, , parts]) => parts.includes('retryable'))
		.map(([, code]) => code);
	expect(deciding.length).toBeGreaterThan(2);
	for (const code of deciding) {
		const [row] = page.split('\n').filter((line) => line.startsWith(`| \`${code}\` |`));
		expect(row).toMatch(/ (with|unless) [^|]+ \|$/);
	}
});

it('no code of ours is one that nothing uses', () => {
	const everything = sources
		.filter(({ path }) => !path.endsWith('ownErrors.ts'))
		.map(({ text }) => text)
		.join('\n');
	const unused = Object.keys(ownErrors).filter((code) => !everything.includes(`'${code}'`));
	expect(unused).toEqual([]);
});
