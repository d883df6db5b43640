import { check } from 'recheck';
import {
	createSourceFile,
	forEachChild,
	isRegularExpressionLiteral,
	ScriptTarget,
} from 'typescript';
import type { Node } from 'typescript';
import { join, relative } from 'node:path';
import { filesBelow, repository, source } from './sourceFiles';

/**
 * What a pattern reads came from somebody else: one that takes more than linear time for some text
 * is one text away from a frozen n8n.
 */
const patterns = ['nodes', 'credentials']
	.flatMap((folder) => filesBelow(join(repository, folder), '.ts'))
	.flatMap((path) => patternsIn(path).map((text) => [relative(repository, path), text] as const));

function patternsIn(path: string): string[] {
	const found: string[] = [];
	const look = (node: Node) => {
		if (isRegularExpressionLiteral(node)) found.push(node.text);
		forEachChild(node, look);
	};
	look(createSourceFile(path, source(path), ScriptTarget.Latest, true));
	return found;
}

const slow = { timeout: null };

it('every pattern takes linear time, whatever the text', async () => {
	expect(patterns.length).toBeGreaterThan(50);
	const judged = await Promise.all(
		patterns.map(async ([path, text]) => {
			const end = text.lastIndexOf('/');
			// The test's own limit ends it.
			return { path, text, ...(await check(text.slice(1, end), text.slice(end + 1), slow)) };
		}),
	);
	const unsafe = judged.filter(({ status }) => status !== 'safe');
	expect(unsafe.map(({ path, text, status }) => `${path}: ${text} is ${status}`)).toEqual([]);
});
