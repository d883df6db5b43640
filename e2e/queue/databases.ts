/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { randomBytes } from 'node:crypto';
import { chown, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { run } from '../command';
import { startLeashed } from '../leashed';
import { freePort } from '../n8n/ports';
import { temporaryFolder } from '../privateFolder';
import type { Programs } from './programs';

const LOOPBACK = '127.0.0.1';
const USER = 'n8n';
/** Debian's package brings the first; every system has the second. */
const UNPRIVILEGED = ['postgres', 'nobody'];

/** Starts both on free ports of this machine and returns how n8n reaches them. */
export async function startDatabases(programs: Programs): Promise<Record<string, string>> {
	return { ...(await startRedis(programs)), ...(await startPostgres(programs)) };
}

async function startRedis({ redis }: Programs): Promise<Record<string, string>> {
	const folder = await temporaryFolder('redis');
	const port = String(await freePort());
	const password = newPassword();
	const settings = [
		`bind ${LOOPBACK}`,
		`port ${port}`,
		`dir ${folder}`,
		`requirepass ${password}`,
		// Nothing of it is to survive.
		'save ""',
		'appendonly no',
	];
	// In a file, because everybody can read the arguments of a process.
	const file = join(folder, 'redis.conf');
	await writeFile(file, settings.join('\n'), { mode: 0o600 });
	const readyText = 'Ready to accept connections';
	await startLeashed('Redis', [redis, file], { cwd: folder, readyText });
	return {
		QUEUE_BULL_REDIS_HOST: LOOPBACK,
		QUEUE_BULL_REDIS_PORT: port,
		QUEUE_BULL_REDIS_PASSWORD: password,
	};
}

async function startPostgres({ postgres, initdb }: Programs): Promise<Record<string, string>> {
	const folder = await temporaryFolder('postgres');
	const port = String(await freePort());
	const password = newPassword();
	const passwordFile = join(folder, 'password');
	await writeFile(passwordFile, password, { mode: 0o600 });
	const asUser = await withoutPrivileges([folder, passwordFile]);

	const data = join(folder, 'data');
	const [program, ...args] = [
		...asUser,
		initdb,
		...['-D', data, '-U', USER, '-E', 'UTF8', '--no-locale', '--no-sync'],
		...['--auth=scram-sha-256', `--pwfile=${passwordFile}`],
	];
	await run(program, args, { cwd: folder });
	const options = {
		listen_addresses: LOOPBACK,
		unix_socket_directories: '',
		// Nothing of it is to survive.
		fsync: 'off',
		max_connections: '100',
	};
	const settings = Object.entries(options).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
	await startLeashed('Postgres', [...asUser, postgres, '-D', data, '-p', port, ...settings], {
		cwd: folder,
		readyText: 'database system is ready to accept connections',
	});
	return {
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: LOOPBACK,
		DB_POSTGRESDB_PORT: port,
		DB_POSTGRESDB_DATABASE: 'postgres',
		DB_POSTGRESDB_USER: USER,
		DB_POSTGRESDB_PASSWORD: password,
	};
}

/** Postgres refuses to be run by root: gives the paths to somebody else and says how to become that one. */
async function withoutPrivileges(paths: string[]): Promise<string[]> {
	if (process.getuid?.() !== 0) return [];
	const users = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
	const user = UNPRIVILEGED.flatMap((name) => users.filter(([found]) => found === name))[0];
	if (!user) throw new Error(`This machine has none of the users ${UNPRIVILEGED.join(', ')}`);
	const [, , uid, gid] = user;
	for (const path of paths) await chown(path, Number(uid), Number(gid));
	return ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--'];
}

const newPassword = () => randomBytes(16).toString('hex');
