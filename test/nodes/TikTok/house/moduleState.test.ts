/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { basename, join } from 'node:path';
import { filesBelow, nodeFolder, repository, source } from './sourceFiles';

describe('what the node remembers between runs', () => {
	/** Outside of functions and classes, so at the beginning of a line; empty, so no table of facts. */
	const state =
		/^(?:export )?(?:(?:let|var) |const \w+(?:: .+)? = (?:new \w+(?:<.+>)?\(\)|\[\];|\{\};))/m;

	const found = filesBelow(nodeFolder, '.ts')
		.filter((path) => state.test(source(path)))
		.map((path) => basename(path, '.ts'))
		.sort();

	it('is kept in the designed places only', () => {
		expect(found).toEqual([
			'accountMemory',
			'clientSecret',
			'handOver',
			// Events that TikTok delivers at the same time: static data alone is too slow for them.
			'knownEvents',
			'ledger',
			'onceKeys',
			'pacing',
			'renewedTokens',
			// Held weakly, as `setUp`: gone with n8n's own objects of a run.
			'runCredentials',
			'runningPolls',
			'setUp',
			'uploadSlots',
			// Copies of a workflow's data that are written back late hold what others have kept since.
			'workflowParts',
		]);
	});

	it('is what CONTRIBUTING lists', () => {
		const page = source(join(repository, 'CONTRIBUTING.md'));
		const [list = ''] = /^State in memory .+?\. Each /m.exec(page) ?? [];
		expect([...list.matchAll(/`(\w+)`/g)].map(([, name]) => name).sort()).toEqual(found);
	});
});
