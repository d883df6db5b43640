/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { nodeFolder as house, repository } from './sourceFiles';

/** The table of CONTRIBUTING: a room imports only from rooms on lines below its own. */
const lines = new Map(
	[...readFileSync(join(repository, 'CONTRIBUTING.md'), 'utf8').matchAll(/^\| (\d) \| (.+?) \|/gm)]
		.flatMap(([, line, rooms]) => rooms.split(' · ').map((room) => [room, Number(line)] as const))
		.map(([room, line]) => [room.replace(/[`/]|\.ts/g, ''), line]),
);

const roomOf = (path: string) =>
	path.endsWith('.node.ts') ? '*.node' : relative(house, path).split('/')[0].replace('.ts', '');

const imports = readdirSync(house, { recursive: true, encoding: 'utf8' })
	.filter((file) => file.endsWith('.ts'))
	.flatMap((file) =>
		[...readFileSync(join(house, file), 'utf8').matchAll(/ from '(\.[^']*)'/g)].map(([, to]) => ({
			file,
			to,
			from: roomOf(join(house, file)),
			room: roomOf(resolve(house, dirname(file), to)),
		})),
	);

it('every import goes down the table of rooms, or stays in its room', () => {
	expect(imports.length).toBeGreaterThan(300);
	const wrong = imports.filter(
		({ from, room }) => from !== room && !(Number(lines.get(from)) > Number(lines.get(room))),
	);
	expect(wrong.map(({ file, to }) => `${file} imports ${to}`)).toEqual([]);
});
