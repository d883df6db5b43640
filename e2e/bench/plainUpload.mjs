/**
 * The control of the speed figures: the least a Node process can do. It streams each chunk of the
 * same plan from the file into a PUT, over one connection.
 *
 * Arguments: the emulator's address, an access token, the file.
 */
import { createReadStream, statSync } from 'node:fs';
import * as http from 'node:http';
import * as https from 'node:https';
import { argv } from 'node:process';

const CHUNK = 50_000_000;
const [tiktok, token, path] = argv.slice(2);
const { size } = statSync(path);
const count = Math.ceil(size / CHUNK);
const chunkSize = Math.floor(size / count);
const { Agent, request } = tiktok.startsWith('https:') ? https : http;
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

const init = await fetch(`${tiktok}/v2/post/publish/video/init/`, {
	method: 'POST',
	headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
	body: JSON.stringify({
		post_info: { privacy_level: 'SELF_ONLY' },
		source_info: {
			source: 'FILE_UPLOAD',
			video_size: size,
			chunk_size: chunkSize,
			total_chunk_count: count,
		},
	}),
});
const { data, error } = await init.json();
if (!data?.upload_url) throw new Error(`init: ${JSON.stringify(error)}`);

for (let index = 0; index < count; index++) {
	const first = index * chunkSize;
	const last = (index === count - 1 ? size : first + chunkSize) - 1;
	const status = await put(first, last);
	const expected = index === count - 1 ? 201 : 206;
	if (status !== expected) throw new Error(`chunk ${index + 1} of ${count}: HTTP ${status}`);
}
agent.destroy();
console.log(data.publish_id);

async function put(first, last) {
	return await new Promise((resolve, reject) => {
		const outgoing = request(
			data.upload_url,
			{
				method: 'PUT',
				agent,
				headers: {
					'Content-Type': 'video/mp4',
					'Content-Length': last - first + 1,
					'Content-Range': `bytes ${first}-${last}/${size}`,
				},
			},
			(response) => response.resume().once('end', () => resolve(response.statusCode)),
		);
		outgoing.once('error', reject);
		createReadStream(path, { start: first, end: last }).once('error', reject).pipe(outgoing);
	});
}
