/**
 * Folders of one run in the system's temporary folder. A run that is killed outright cannot remove
 * its own: the next one does, because each folder says whose it is.
 */
const {
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} = require('node:fs');
const { hostname, tmpdir } = require('node:os');
const { join } = require('node:path');

const PREFIX = 'n8n-nodes-tiktok-suite-';
const OWNER = '.owner.json';
const DAY_MS = 86_400_000;

function isAlive(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		// Somebody else's process is alive, too.
		return error.code !== 'ESRCH';
	}
}

/** Whether nobody uses the folder any more; of another machine's or container's nobody can tell. */
function isLeft(folder) {
	try {
		const { host, pid } = JSON.parse(readFileSync(join(folder, OWNER), 'utf8'));
		return host === hostname() && !isAlive(pid);
	} catch {
		// Killed before it could say whose it is.
		return Date.now() - statSync(folder).mtimeMs > DAY_MS;
	}
}

module.exports = {
	/** A new folder of this process in the given one, by default the system's temporary folder. */
	makeRunFolder(name, inside = tmpdir()) {
		const folder = mkdtempSync(join(inside, `${PREFIX}${name}-`));
		writeFileSync(join(folder, OWNER), JSON.stringify({ host: hostname(), pid: process.pid }));
		return folder;
	},

	/** Removes what killed runs have left there. */
	removeLeftFolders(inside = tmpdir()) {
		for (const name of readdirSync(inside)) {
			if (!name.startsWith(PREFIX)) continue;
			const folder = join(inside, name);
			try {
				if (isLeft(folder)) rmSync(folder, { recursive: true, force: true });
			} catch {
				// Another user's, or another run removes it at this moment.
			}
		}
	},
};
