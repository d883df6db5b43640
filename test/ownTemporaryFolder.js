/** Tests leave nothing in the system's temporary folder, also those that are killed by a failure. */
const { rmSync } = require('node:fs');

const { makeRunFolder, removeLeftFolders } = require('./runFolders');

const VARIABLES = ['TMPDIR', 'TEMP', 'TMP'];

let folder;
let before = {};

module.exports = {
	create() {
		removeLeftFolders();
		folder = makeRunFolder('test');
		before = Object.fromEntries(VARIABLES.map((variable) => [variable, process.env[variable]]));
		for (const variable of VARIABLES) process.env[variable] = folder;
	},
	remove() {
		if (!folder) return;
		rmSync(folder, { recursive: true, force: true });
		folder = undefined;
		// In watch mode the same process creates the next one.
		for (const [variable, value] of Object.entries(before)) {
			if (value === undefined) delete process.env[variable];
			else process.env[variable] = value;
		}
	},
};
