/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { basename } from 'node:path';
import { filesBelow, nodeFolder, source } from './sourceFiles';

describe('what the node remembers between runs', () => {
	/** Outside of functions and classes, so at the beginning of a line; empty, so no table of facts. */
	const state =
		/^(?:export )?(?:(?:let|var) |const \w+(?:: .+)? = (?:new \w+(?:<.+>)?\(\)|\[\];|\{\};))/m;

	it('is kept in the designed places only', () => {
		const found = filesBelow(nodeFolder, '.ts')
			.filter((path) => state.test(source(path)))
			.map((path) => basename(path, '.ts'))
			.sort();
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
		]);
	});
});
