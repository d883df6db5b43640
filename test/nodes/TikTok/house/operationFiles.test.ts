/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { existsSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { fixtures } from '../../../fixtures';
import { cases } from '../description/listedOperations';
import { filesBelow, nodeFolder } from './sourceFiles';

describe('files that belong together', () => {
	const operationFiles = filesBelow(join(nodeFolder, 'resources'), '.operation.ts').map((path) => {
		const [resource, file] = relative(join(nodeFolder, 'resources'), path).split('/');
		return { path, resource, operation: basename(file, '.operation.ts') };
	});

	it('each operation has one file, and each such file is an operation', () => {
		const files = operationFiles.map(({ resource, operation }) => `${resource} → ${operation}`);
		expect(files).toEqual(cases.map(([name]) => name).sort());
	});

	it.each(operationFiles)('$resource → $operation has a test', ({ resource, operation }) => {
		const path = join(__dirname, '../resources', resource, `${operation}.test.ts`);
		const mirrored = join(__dirname, '../resources', resource, `${operation}.operation.test.ts`);
		expect([path, mirrored].filter((file) => existsSync(file))).toHaveLength(1);
	});

	it.each(operationFiles)('$resource → $operation has a fixture', (file) => {
		const found = fixtures.filter(
			({ resource, operation }) => resource === file.resource && operation === file.operation,
		);
		expect(found).toHaveLength(1);
	});
});
