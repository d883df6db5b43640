/** @type {import('jest').Config} */
module.exports = {
	rootDir: '..',
	roots: ['<rootDir>/test'],
	testMatch: ['**/*.test.ts'],
	testEnvironment: '<rootDir>/test/outside/environment.js',
	// Not in the system's temporary folder: nothing of this repository stays there.
	cacheDirectory: '<rootDir>/.cache/jest',
	globalSetup: '<rootDir>/test/jestBegins.js',
	globalTeardown: '<rootDir>/test/jestEnds.js',
	transform: {
		'\\.ts$': [
			'@swc/jest',
			{
				jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
				module: { type: 'commonjs' },
			},
		],
	},
	// Loaded once per process, not once per test file: see the environment.
	moduleNameMapper: {
		'^(n8n-core|n8n-workflow|axios|express|fast-check)$': '<rootDir>/test/outside/$1.js',
	},
	transformIgnorePatterns: ['/node_modules/'],
	modulePathIgnorePatterns: ['<rootDir>/e2e/node_modules'],
	testTimeout: 30_000,
	maxWorkers: 2,
	// A worker leaves its event loop within 10 ms: no test keeps it. But with n8n in it, it fills more
	// than half a gigabyte by then, and giving that back takes longer than jest's 500 ms.
	workerGracefulExitTimeout: 10_000,
};
