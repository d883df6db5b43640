/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { dirname, join, normalize } from 'node:path';
import { businessErrors } from '../../nodes/TikTok/errors/businessErrors';
import { openApiErrors } from '../../nodes/TikTok/errors/openApiErrors';
import { ownErrors } from '../../nodes/TikTok/errors/ownErrors';
import { triggerFields } from '../../nodes/TikTok/trigger/triggerFields';
import { anchorOf, exampleFiles, operations, operationTitle } from './parts';
import { exists, list, pages, part, read } from './repository';
import { sources } from './sources';

const manifest = JSON.parse(read('package.json')) as {
	scripts: Record<string, string>;
	n8n: { nodes: string[] };
	homepage: string;
};

function linksOf(page: string): string[] {
	// A link's text may be code; its address never is.
	const text = read(page).replace(/```[\s\S]*?```/g, '');
	return [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, address]) => address);
}

const headingsOf = (page: string) =>
	[
		...read(page)
			.replace(/```[\s\S]*?```/g, '')
			.matchAll(/^#+ (.+)$/gm),
	].map(([, text]) => text);

describe.each(pages)('%s', (page) => {
	const relative = linksOf(page).filter((address) => !/^https?:/.test(address));

	it('every link leads to a file or folder of the repository', () => {
		const broken = relative
			.map((address) => address.split('#')[0])
			.filter((path) => path !== '')
			.map((path) => normalize(join(dirname(page), path)))
			.filter((path) => !exists(path));
		expect(broken).toEqual([]);
	});

	it('every anchor is a heading', () => {
		const broken = relative
			.filter((address) => address.includes('#'))
			.filter((address) => {
				const [path, anchor] = address.split('#');
				const target = path === '' ? page : normalize(join(dirname(page), path));
				return !headingsOf(target).map(anchorOf).includes(anchor);
			});
		expect(broken).toEqual([]);
	});

	it('no two headings share an anchor', () => {
		const anchors = headingsOf(page).map(anchorOf);
		expect(anchors.filter((anchor, at) => anchors.indexOf(anchor) !== at)).toEqual([]);
	});

	it('web addresses are https, and of TikTok or n8n', () => {
		const elsewhere = linksOf(page)
			.filter((address) => /^https?:/.test(address))
			.filter((address) => !/^https:\/\/([\w-]+\.)*(tiktok\.com|n8n\.io)(\/|$)/.test(address));
		expect(elsewhere).toEqual([]);
	});

	it('every npm script it names exists', () => {
		const named = [...read(page).matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name);
		expect(named.filter((name) => !(name in manifest.scripts))).toEqual([]);
	});

	it('every file of this repository that it names exists', () => {
		const named = [...read(page).matchAll(/`((?:nodes|test|e2e|docs|examples)\/[\w./-]+)`/g)]
			.map(([, path]) => path)
			.filter((path) => path !== 'e2e/node_modules');
		expect(named.filter((path) => !exists(path))).toEqual([]);
	});

	it('every code of TikTok that it names stands in a table', () => {
		const known = [openApiErrors, ownErrors].flatMap((table) => Object.keys(table));
		const named = [...read(page).matchAll(/`([a-z]+(?:_[a-z]+){2,})`/g)].map(([, word]) => word);
		const looksLikeCode = /^(spam_|reached_|url_own|unaudited_|.*_check_failed$|.*_pull_failed$)/;
		expect(named.filter((word) => looksLikeCode.test(word) && !known.includes(word))).toEqual([]);
	});
});

describe('nothing is missing', () => {
	it('every npm script is explained', () => {
		const texts = read('README.md') + read('CONTRIBUTING.md');
		const unknown = Object.keys(manifest.scripts)
			.map((name) => (name === 'test' ? 'npm test' : `npm run ${name}`))
			.filter((command) => !texts.includes(command));
		expect(unknown).toEqual([]);
	});

	it('README lists every operation once, and nothing else', () => {
		const rows = [...part(read('README.md'), 'operations').matchAll(/^\| ?(.*?) \| \[(.+?)\]/gm)];
		let resource = '';
		const listed = rows.map(([, first, operation]) => {
			resource = first.trim() || resource;
			return `${resource}: ${operation}`;
		});
		const offered = operations().flatMap((one) =>
			one.operations.map((operation) => operationTitle(one.resource, operation)),
		);
		expect(listed.sort()).toEqual(offered.sort());
	});

	it('README lists every example once, and nothing else', () => {
		const listed = [...part(read('README.md'), 'examples').matchAll(/\]\(examples\/(.+?)\)/g)];
		expect(listed.map(([, file]) => file)).toEqual(exampleFiles());
	});

	it('README lists every trigger', () => {
		const names = manifest.n8n.nodes
			.map((path) => read(path.replace('dist/', '').replace('.js', '.ts')))
			.map((text) => /displayName: '(.+?)'/.exec(text)?.[1] ?? '')
			.filter((name) => name.endsWith('Trigger'));
		expect(names.length).toBeGreaterThan(0);
		for (const name of names) expect(read('README.md')).toContain(`| ${name} |`);
	});

	it('docs/triggers.md names everything that the polling trigger offers', () => {
		const page = read('docs/triggers.md');
		for (const { name, options = [] } of triggerFields) {
			for (const choice of options) {
				const label = 'displayName' in choice ? choice.displayName : choice.name;
				expect([name, label, page.includes(label)]).toEqual([name, label, true]);
			}
		}
	});

	it('every picture is shown somewhere', () => {
		const shown = [...pages, 'test/emulator/README.md'].map(read).join('\n');
		expect(list('docs/images').filter((file) => !shown.includes(`images/${file})`))).toEqual([]);
	});

	it('every page of docs/ is linked from README or from a page of docs/', () => {
		const linked = pages.flatMap((page) =>
			linksOf(page).map((address) => normalize(join(dirname(page), address.split('#')[0]))),
		);
		const lonely = list('docs').filter(
			(file) => file.endsWith('.md') && !linked.includes(`docs/${file}`),
		);
		expect(lonely).toEqual([]);
	});

	it('every resource and operation has a section with its title', () => {
		const headings = headingsOf('docs/operations.md');
		for (const { resource, operations: all } of operations()) {
			for (const operation of all) expect(headings).toContain(operationTitle(resource, operation));
		}
	});

	it('the links of nodes and credentials into the README lead to a heading', () => {
		const codices = list('nodes/TikTok').filter((file) => file.endsWith('.node.json'));
		const texts = [
			...sources.map(({ text }) => text),
			...codices.map((file) => read(`nodes/TikTok/${file}`)),
		].join('\n');
		const anchors = [...texts.matchAll(/n8n-nodes-tiktok-suite#([\w-]+)/g)].map(
			([, anchor]) => anchor,
		);
		expect(anchors.length).toBeGreaterThan(0);
		const headings = headingsOf('README.md').map(anchorOf);
		expect(anchors.filter((anchor) => !headings.includes(anchor))).toEqual([]);
	});
});

describe('docs/troubleshooting.md', () => {
	const everything = sources.map(({ text }) => text.replace(/\\'/g, "'")).join('\n');
	const messages = headingsOf('docs/troubleshooting.md').filter((heading) =>
		heading.startsWith('`'),
	);

	it.each(messages)('%s is what the node says', (heading) => {
		const pieces = heading
			.replaceAll('`', '')
			.split('…')
			.filter((piece) => /\w{2}/.test(piece));
		expect(pieces.length).toBeGreaterThan(0);
		for (const piece of pieces) expect(everything).toContain(piece);
	});

	it('numbers of TikTok for Business on other pages are known codes', () => {
		const named = [...read('docs/connecting-business.md').matchAll(/\b[45]\d{4}\b/g)];
		for (const [code] of named) expect(Object.keys(businessErrors)).toContain(code);
	});
});
