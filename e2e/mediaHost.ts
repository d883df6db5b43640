/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { basename, join } from 'node:path';

import type { Emulator } from '../test/emulator';
import { examples } from './folders';
import { listenOnLoopback } from './loopbackServer';

/** Serves the files of `examples/media` by name, in any folder. */
export const serveMedia: RequestListener = (request, response) => {
	const name = basename(new URL(request.url ?? '/', 'http://media').pathname);
	readFile(join(examples, 'media', name)).then(
		(bytes) => response.end(bytes),
		() => response.writeHead(404).end(),
	);
};

/** Plays media.example.com, a domain the emulated apps have verified. Returns how to close it. */
export async function hostMedia(emulator: Emulator): Promise<() => Promise<void>> {
	const { url, close } = await listenOnLoopback(serveMedia);
	emulator.switches.pullMapping['media.example.com'] = url;
	return close;
}
