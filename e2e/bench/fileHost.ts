/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console */
/**
 * Somebody's web server: sends the files of a folder over TLS as fast as they are taken.
 *
 * Arguments: key, certificate, the folder.
 */
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';

const [key, cert, folder] = process.argv.slice(2);
const server = createServer(
	{ key: readFileSync(key), cert: readFileSync(cert) },
	(asked, answer) => {
		const path = join(folder, basename(new URL(asked.url ?? '/', 'https://host').pathname));
		const size = statSync(path, { throwIfNoEntry: false })?.size;
		if (size === undefined) return void answer.writeHead(404).end();
		answer.writeHead(200, { 'Content-Type': 'video/mp4', 'Content-Length': size });
		createReadStream(path, { highWaterMark: 1024 ** 2 }).pipe(answer);
	},
);
server.listen(0, '127.0.0.1', () => {
	console.log(`https://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
process.stdin.resume().once('close', () => process.exit());
