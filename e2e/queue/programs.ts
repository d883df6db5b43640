/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { findProgram, provide } from '../debian';

const DEBIAN_POSTGRES = '/usr/lib/postgresql';

export interface Programs {
	redis: string;
	postgres: string;
	initdb: string;
}

/** Redis and Postgres of this machine, installed from Debian's packages when they are missing. */
export async function databasePrograms(): Promise<Programs> {
	return await provide(
		{
			sentence: "n8n's queue mode needs Redis and Postgres, and this machine lacks at least one.",
			packages: ['redis-server', 'postgresql'],
			elsewhere: {
				dnf: 'sudo dnf install -y redis postgresql-server',
				brew: 'brew install redis postgresql',
			},
		},
		findPrograms,
	);
}

async function findPrograms(): Promise<Programs | undefined> {
	const folders = await debianFolders();
	const [redis, postgres, initdb] = ['redis-server', 'postgres', 'initdb'].map((name) =>
		findProgram(name, folders),
	);
	return redis && postgres && initdb ? { redis, postgres, initdb } : undefined;
}

/** Debian keeps each version apart and out of PATH. */
async function debianFolders(): Promise<string[]> {
	if (!existsSync(DEBIAN_POSTGRES)) return [];
	const versions = await readdir(DEBIAN_POSTGRES);
	const newestFirst = versions.sort((a, b) => Number(b) - Number(a));
	return newestFirst.map((version) => join(DEBIAN_POSTGRES, version, 'bin'));
}
