import { checkSync } from 'recheck';
import {
	createSourceFile,
	forEachChild,
	isRegularExpressionLiteral,
	ScriptTarget,
} from 'typescript';
import type { Node } from 'typescript';
import { filesBelow, repository, source } from './sourceFiles';

/**
 * What a pattern reads came from somebody else: one that takes more than linear time for some text
 * is one text away from a frozen n8n.
 */
const patterns = ['nodes', 'credentials']
	.flatMap((folder) => filesBelow(`${repository}/${folder}`, '.ts'))
	.flatMap((path) =>
		patternsIn(path).map((text) => [path.slice(repository.length + 1), text] as const),
	);

function patternsIn(path: string): string[] {
	const found: string[] = [];
	const look = (node: Node) => {
		if (isRegularExpressionLiteral(node)) found.push(node.text);
		forEachChild(node, look);
	};
	look(createSourceFile(path, source(path), ScriptTarget.Latest, true));
	return found;
}

/** The same verdict each time, however slow the machine is: the test's own limit ends it. */
const always = { timeout: null, randomSeed: 1 };

it('every pattern takes linear time, whatever the text', () => {
	expect(patterns.length).toBeGreaterThan(50);
	const unsafe = patterns.flatMap(([path, text]) => {
		const end = text.lastIndexOf('/');
		// One after the other: side by side, the checks of this library disturb each other.
		const { status } = checkSync(text.slice(1, end), text.slice(end + 1), always);
		return status === 'safe' ? [] : [`${path}: ${text} is ${status}`];
	});
	expect(unsafe).toEqual([]);
});
