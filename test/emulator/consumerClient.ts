/** A plain client for the emulator's own tests; it adds nothing the caller did not ask for. */
export interface Answer {
	status: number;
	headers: Headers;
	text: string;
	/** Parsed loosely: 19-digit numbers are rounded here, as with any JSON.parse */
	// eslint-disable-next-line @typescript-eslint/no-explicit-any
	json: any;
}

export async function send(url: string, init?: RequestInit): Promise<Answer> {
	const response = await fetch(url, { redirect: 'manual', ...init });
	const text = await response.text();
	const isJson = response.headers.get('content-type')?.includes('json') ?? false;
	return {
		status: response.status,
		headers: response.headers,
		text,
		json: isJson && text ? JSON.parse(text) : undefined,
	};
}

export function consumer(url: string, accessToken?: string) {
	const authorization: Record<string, string> = accessToken
		? { authorization: `Bearer ${accessToken}` }
		: {};
	return {
		get: async (path: string) => await send(url + path, { headers: authorization }),
		post: async (path: string, body?: unknown, headers: Record<string, string> = {}) =>
			await send(url + path, {
				method: 'POST',
				headers: { ...authorization, 'content-type': 'application/json', ...headers },
				body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
			}),
		status: async (publishId: string) => {
			const path = `${url}/v2/post/publish/status/fetch/`;
			const headers = { ...authorization, 'content-type': 'application/json' };
			const body = JSON.stringify({ publish_id: publishId });
			return await send(path, { method: 'POST', headers, body });
		},
	};
}

export async function form(url: string, fields: Record<string, string>): Promise<Answer> {
	return await send(url, { method: 'POST', body: new URLSearchParams(fields) });
}

export async function put(
	uploadUrl: string,
	bytes: Uint8Array,
	first: number,
	total: number,
	headers: Record<string, string> = {},
): Promise<Answer> {
	const range = `bytes ${first}-${first + bytes.length - 1}/${total}`;
	return await send(uploadUrl, {
		method: 'PUT',
		headers: { 'content-type': 'video/mp4', 'content-range': range, ...headers },
		body: bytes,
	});
}

/** Bytes with the head of an MP4 file and a pattern that shows misplaced chunks. */
export function mp4(size: number): Buffer {
	const bytes = Buffer.alloc(size);
	for (let index = 0; index < size; index += 1) bytes[index] = (index * 7 + (index >> 8)) & 0xff;
	bytes.write('\0\0\0\x18ftypmp42', 0, 'latin1');
	return bytes;
}

/** A direct post's body for one chunk of a small file. */
export function directPost(size: number, postInfo: Record<string, unknown> = {}) {
	return {
		post_info: { privacy_level: 'PUBLIC_TO_EVERYONE', ...postInfo },
		source_info: fileSource(size),
	};
}

export function fileSource(size: number, chunk = size, count = 1) {
	return { source: 'FILE_UPLOAD', video_size: size, chunk_size: chunk, total_chunk_count: count };
}
