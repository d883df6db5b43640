/** @type {import('jest').Config} */
module.exports = {
	...require('../jest.config.js'),
	rootDir: '../..',
	roots: ['<rootDir>/e2e/queue'],
};
