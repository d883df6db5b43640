/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import fc from 'fast-check';
import type { INodeParameters } from 'n8n-workflow';
import { mediaBuffer, sha256 } from '../../fixtures/media';
import { committed, mediaFirst } from '../../media/fileSet';
import type { FileHost, HostedFile, HostFault } from '../../harness/fileHost';
import { startFileHost } from '../../harness/fileHost';
import { installVirtualClock, type ClockModule, type VirtualClock } from '../../harness/index';
import { completeAt, directPost, initsAt } from '../../harness/posts';
import type { Setting } from '../../harness/setting';
import { createSetting } from '../../harness/setting';
import type { RunOptions, RunResult } from '../../harness/types';

let setting: Setting;
let host: FileHost;
let clock: VirtualClock;
let clockModule: ClockModule & { deadline(ms: number): AbortSignal };

/** Smaller than TikTok takes: three of these are a file that is quickly made and sent. */
const CHUNK = 3_000_000;
const LARGE = 8_500_001;
/** Where the second of its chunks begins. */
const EDGE = Math.floor(LARGE / 3);

beforeAll(async () => {
	setting = await createSetting({
		switches: { initQuotaPerMinute: 1_000, statusQuotaPerMinute: 1_000, minChunkBytes: 2_000_000 },
	});
	host = await startFileHost();
	clockModule = setting.harness.packageModule('dist/nodes/TikTok/shared/clock.js');
	setting.chunksOf(CHUNK);
});
afterAll(async () => {
	await setting.close();
	await host.close();
});
beforeEach(() => {
	setting.emulator.reset();
	setting.emulator.requests.length = 0;
	host.requests.length = 0;
	clock = installVirtualClock({
		clockModule,
		busy: () => setting.emulator.inFlight > 0 || host.isBusy(),
		onAdvance: (ms) => setting.emulator.clock.advance(ms),
	});
});
afterEach(() => {
	setting.emulator.faults.clear();
	clock.uninstall();
});

/** Made once: fresh memory for a file costs more than its upload. */
const made = new Map<string, Buffer>();
function video(bytes: number, version = 0): Buffer {
	const property = `version ${version}`;
	const key = `${property} ${bytes}`;
	const file = made.get(key) ?? mediaBuffer({ property, bytes, head: 'mp4' });
	made.set(key, file);
	return file;
}

let served = 0;
/** A file of the host; by default one that the host describes well. */
function serve(file: Partial<HostedFile> = {}): string {
	served += 1;
	return host.serve(`/${served}/clip.mp4`, {
		versions: [video(LARGE, 0), video(LARGE, 1)],
		etag: 'strong',
		ranges: true,
		...file,
	});
}

const fromAddress = (videoUrl: string): INodeParameters => ({
	...directPost,
	operation: 'upload',
	videoSource: 'url',
	videoUrl,
});

async function run(url: string, options: Partial<RunOptions> = {}): Promise<RunResult> {
	return await setting.harness.run({
		parameters: fromAddress(url),
		credentials: [setting.connect()],
		...options,
	});
}

const hashes = new Map<Buffer, string>();
async function hashOf(bytes: number, version = 0): Promise<string> {
	const file = video(bytes, version);
	const hash = hashes.get(file) ?? (await sha256(file));
	hashes.set(file, hash);
	return hash;
}

const posts = () => completeAt(setting.emulator);
const hostName = () => new URL(host.url).host;
const tikTokOf = ({ error }: RunResult) =>
	error?.context?.tiktok as Record<string, unknown> | undefined;
const ranges = () => host.requests.map(({ headers }) => headers.range);
const inits = () => initsAt(setting.emulator);

/** Everything that a failed run says, where a secret of the address could be. */
const saidBy = ({ error, log, items }: RunResult) =>
	JSON.stringify([error?.message, error?.description, error?.context, log, items]);

describe('a video at an address', () => {
	it('of several chunks arrives whole, over one connection, and nothing is stored in n8n', async () => {
		const result = await run(serve());

		expect(result.error).toBeUndefined();
		expect(result.items[0].json.upload).toMatchObject({ bytes: LARGE, chunks: 3 });
		expect(posts()).toMatchObject([{ sha256: await hashOf(LARGE) }]);
		expect(host.requests).toHaveLength(1);
		expect(result.items[0].binary).toBeUndefined();
	});

	it('is asked for without any credential, and not compressed', async () => {
		await run(serve({ versions: [video(20_000)] }));

		const [{ headers }] = host.requests;
		expect(headers['accept-encoding']).toBe('identity');
		expect(headers.authorization).toBeUndefined();
		expect(JSON.stringify(headers)).not.toMatch(/act\.|token/);
	});

	it('behind redirects is found, and no credential travels there either', async () => {
		const end = serve({ versions: [video(20_000)] });
		const to = (location: string, status = 302): HostFault => ({
			kind: 'answer',
			status,
			headers: { Location: location },
		});
		const middle = serve({ always: to(end, 307) });
		const start = serve({ always: to(new URL(middle).pathname, 301) });
		const result = await run(start);

		expect(result.error).toBeUndefined();
		expect(posts()).toMatchObject([{ sha256: await hashOf(20_000) }]);
		expect(host.requests.map(({ headers }) => headers.authorization)).toEqual([
			undefined,
			undefined,
			undefined,
		]);
	});

	it('may be a QuickTime film by its ending, when its bytes leave that open', async () => {
		const unbranded = Buffer.concat([
			Buffer.from('\0\0\0\x08free\0\0\0\0mdat', 'latin1'),
			Buffer.alloc(5_000),
		]);
		const url = host.serve('/film.mov', {
			versions: [unbranded],
			contentType: 'application/octet-stream',
		});
		await run(url);

		const [put] = setting.emulator.requests.filter(({ api }) => api === 'upload');
		expect(put.headers['content-type']).toBe('video/quicktime');
	});

	it('is one of a list of Upload Many: each is a post and an item of its own', async () => {
		const urls = [
			serve({ versions: [video(20_000)] }),
			`${host.url}/missing.mp4`,
			serve({ versions: [video(30_000)] }),
		];
		const { items } = await run('', {
			parameters: {
				...fromAddress(''),
				operation: 'uploadMany',
				videoUrls: urls,
			},
			onError: 'continueRegularOutput',
		});

		expect(
			items.map(({ json }) => json.index ?? (json.details as { index: number }).index),
		).toEqual([0, 1, 2]);
		expect(items[1].json.error).toContain('Nothing is at the address in Video URL 2');
		expect(
			posts()
				.map((post) => post.sha256)
				.sort(),
		).toEqual([await hashOf(20_000), await hashOf(30_000)].sort());
	});
});

describe('metadata behind the media', () => {
	const bad = mediaFirst(committed('slow15.mp4'), LARGE);
	const good = mediaFirst(committed('base.mp4'), LARGE);
	/** All but the movie box. */
	const media = (file: Buffer) => file.indexOf('moov', LARGE, 'latin1') - 4;

	it('are judged before the init, by a range of just them', async () => {
		const result = await run(serve({ versions: [bad] }));

		expect(tikTokOf(result)).toMatchObject({ code: 'frame_rate_check_failed' });
		expect(tikTokOf(result)).not.toHaveProperty('publish_id');
		expect(ranges()).toEqual([undefined, `bytes=${media(bad)}-${bad.length - 1}`]);
		expect(host.requests[1].headers['if-range']).toBe('"version-0"');
		expect(inits()).toBe(0);
	});

	it('of a good video are asked for once, and the video goes on over its first connection', async () => {
		const result = await run(serve({ versions: [good] }));

		expect(result.error).toBeUndefined();
		expect(posts()).toMatchObject([{ sha256: await sha256(good) }]);
		expect(ranges()).toEqual([undefined, `bytes=${media(good)}-${good.length - 1}`]);
	});

	it('are no concern when the file is not to be checked', async () => {
		const parameters = {
			...fromAddress(serve({ versions: [bad] })),
			options: { preflight: false },
		};
		const result = await run('', { parameters });

		expect(result.error).toBeUndefined();
		expect(ranges()).toEqual([undefined]);
	});

	it.each<[string, Partial<HostedFile>]>([
		['a server that knows no ranges', { ranges: false }],
		['one that does not tell versions apart', { etag: undefined }],
		['a range that fails', { faults: [{ kind: 'none' }, { kind: 'answer', status: 500 }] }],
		['a range that breaks off', { faults: [{ kind: 'none' }, { kind: 'cut', after: 10 }] }],
		[
			'a file that changed meanwhile, which the first connection does not know',
			{ versions: [bad, good], faults: [{ kind: 'none' }, { kind: 'change' }] },
		],
	])('are judged when they pass, before the last chunk is sent: %s', async (_, told) => {
		const result = await run(serve({ versions: [bad], ...told }));

		expect(tikTokOf(result)).toMatchObject({ code: 'frame_rate_check_failed' });
		expect(result.error?.description).toContain('Nothing was posted');
		expect(inits()).toBe(1);
		expect(posts()).toEqual([]);
	});

	it('Check Only sees them without downloading what is before them', async () => {
		const { items } = await run('', {
			parameters: { ...fromAddress(serve({ versions: [bad] })), options: { checkOnly: true } },
		});

		expect(items[0].json).toMatchObject({
			would_post: false,
			problems: [{ code: 'frame_rate_check_failed' }],
			file: { bytes: bad.length, frames_per_second: 15, chunks: 3 },
		});
		expect(ranges()).toEqual([undefined, `bytes=${media(bad)}-${bad.length - 1}`]);
	});
});

describe('without a length', () => {
	const untold = { length: false, etag: undefined, ranges: false } as const;

	it('a file of one chunk is sent all the same', async () => {
		const result = await run(serve({ ...untold, versions: [video(CHUNK)] }));

		expect(result.error).toBeUndefined();
		expect(posts()).toMatchObject([{ sha256: await hashOf(CHUNK) }]);
	});

	it('a larger one is refused before TikTok hears of it, with what to do', async () => {
		const result = await run(serve({ ...untold, versions: [video(CHUNK + 1)] }));

		expect(result.error?.message).toBe(
			`${hostName()} does not say how large the file of Video URL is, and it is larger than ${CHUNK} bytes.`,
		);
		expect(result.error?.description).toContain('HTTP Request node');
		expect(inits()).toBe(0);
	});

	it('what is no video is refused by its first bytes, however long it goes on', async () => {
		const page = Buffer.from(`<!DOCTYPE html>${'<p>Sign in</p>'.repeat(1_000_000)}`);
		const result = await run(serve({ ...untold, versions: [page] }));

		expect(tikTokOf(result)?.code).toBe('address_is_no_file');
	});

	it('an answer that n8n had to decompress counts as one', async () => {
		const result = await run(
			serve({ versions: [video(30_000)], always: { kind: 'gzip', length: false } }),
		);

		expect(result.error).toBeUndefined();
		expect(posts()).toMatchObject([{ sha256: await hashOf(30_000) }]);
	});
});

it.each(['base64', 'aws-chunked', 'none', 'utf-8', 'Identity', ''])(
	'a coding that is none changes no byte: %j',
	async (coding) => {
		const headers = { 'Content-Encoding': coding };
		const result = await run(serve({ headers, versions: [video(30_000)] }));
		expect(result.error).toBeUndefined();
		expect(posts()).toMatchObject([{ sha256: await hashOf(30_000) }]);
	},
);

it('a redirect in bare UTF-8 is followed', async () => {
	const path = '/été/mon clip.mp4';
	host.serve(encodeURI(path), { versions: [video(30_000)] });
	// Node.js writes headers byte by byte.
	const Location = Buffer.from(path).toString('latin1');
	const result = await run(
		serve({ always: { kind: 'answer', status: 302, headers: { Location } } }),
	);
	expect(result.error).toBeUndefined();
	expect(posts()).toMatchObject([{ sha256: await hashOf(30_000) }]);
});

describe('a compressed answer with the length of the compressed bytes', () => {
	it.each([30_000, LARGE])(
		'of a video of %d bytes is refused, and nothing is posted',
		async (size) => {
			const zeros = Buffer.concat([video(1_000), Buffer.alloc(size - 1_000)]);
			const result = await run(
				serve({ versions: [zeros], always: { kind: 'gzip', length: true } }),
			);

			expect(tikTokOf(result)).toMatchObject({ code: 'address_encoded', retryable: false });
			expect(posts()).toEqual([]);
		},
	);
});

describe('a download that breaks', () => {
	it.each([0, 1, 999, EDGE - 1, EDGE, EDGE + 1, LARGE - 1])(
		'after %d bytes goes on there by a range',
		async (after) => {
			const result = await run(serve({ faults: [{ kind: 'cut', after }] }));

			expect(result.error).toBeUndefined();
			expect(posts()).toMatchObject([{ sha256: await hashOf(LARGE) }]);
			// A byte that came while the first chunk was on its way may go with the connection.
			const from = after === EDGE + 1 ? [after, EDGE] : [after];
			expect(host.requests).toHaveLength(2);
			expect(from.map((byte) => (byte === 0 ? undefined : `bytes=${byte}-`))).toContain(
				ranges()[1],
			);
			expect(host.requests[1].headers['if-range']).toBe(after === 0 ? undefined : '"version-0"');
			expect(inits()).toBe(1);
		},
	);

	it('goes on by a range where only the age of the file tells versions apart', async () => {
		const result = await run(
			serve({ etag: undefined, lastModified: 'old', faults: [{ kind: 'cut', after: 3_500_000 }] }),
		);

		expect(result.error).toBeUndefined();
		expect(ranges()).toEqual([undefined, 'bytes=3500000-']);
		expect(posts()).toMatchObject([{ sha256: await hashOf(LARGE) }]);
	});

	it('starts anew and skips where the server knows no ranges', async () => {
		const result = await run(serve({ ranges: false, faults: [{ kind: 'cut', after: 6_500_000 }] }));

		expect(result.error).toBeUndefined();
		expect(host.requests).toHaveLength(2);
		expect(posts()).toMatchObject([{ sha256: await hashOf(LARGE) }]);
	});

	it.each<Partial<HostedFile>>([
		{ etag: undefined },
		{ etag: 'weak' },
		{ etag: undefined, lastModified: 'now' },
	])('starts anew and compares where nothing tells versions apart: %j', async (told) => {
		const result = await run(serve({ ...told, faults: [{ kind: 'cut', after: 6_500_000 }] }));

		expect(result.error).toBeUndefined();
		expect(ranges()).toEqual([undefined, undefined]);
		expect(posts()).toMatchObject([{ sha256: await hashOf(LARGE) }]);
	});

	it('again and again is given up in the end, and nothing is posted', async () => {
		const result = await run(
			serve({ faults: [{ kind: 'cut', after: 3_500_000 }], always: { kind: 'cut', after: 100 } }),
		);

		expect(result.error?.message).toMatch(
			new RegExp(`^The download from ${hostName()} \\(Video URL\\) broke off after 100 bytes: `),
		);
		expect(tikTokOf(result)).toMatchObject({
			code: 'address_broke_off',
			upload_state: 'partial',
			retryable: true,
			publish_id: setting.emulator.publishes[0].publishId,
		});
		expect(posts()).toEqual([]);
	});

	it('or falls silent is taken up again', async () => {
		const { deadline } = clockModule;
		clockModule.deadline = () => AbortSignal.timeout(300);
		const result = await run(serve({ faults: [{ kind: 'stall', after: 4_000_000 }] }));
		clockModule.deadline = deadline;

		expect(result.error).toBeUndefined();
		expect(ranges()[1]).toMatch(/^bytes=[34]\d{6}-$/);
		expect(posts()).toMatchObject([{ sha256: await hashOf(LARGE) }]);
	});

	it('before the answer is asked for again, as is a server in trouble', async () => {
		const result = await run(
			serve({
				versions: [video(20_000)],
				faults: [
					{ kind: 'hangUp' },
					{ kind: 'answer', status: 503 },
					{ kind: 'answer', status: 429 },
				],
			}),
		);

		expect(result.error).toBeUndefined();
		expect(host.requests).toHaveLength(4);
	});

	it('because its signed link expired half-way says so, and nothing is posted', async () => {
		const result = await run(
			serve({
				faults: [
					{ kind: 'cut', after: 3_500_000 },
					{
						kind: 'answer',
						status: 403,
						body: '<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>',
					},
				],
			}),
		);

		expect(result.error?.message).toBe(
			`${hostName()} does not hand out the file of Video URL (HTTP 403): its signed link has expired.`,
		);
		expect(tikTokOf(result)).toMatchObject({ code: 'address_refused', upload_state: 'partial' });
		expect(posts()).toEqual([]);
	});
});

describe('a file that changes on the way', () => {
	it.each<Partial<HostedFile>>([
		{},
		{ ranges: false },
		{ ifRange: false },
		{ etag: undefined, lastModified: 'old' },
		{ etag: undefined },
		{ etag: 'weak', lastModified: 'now' },
		{ versions: [video(LARGE), video(LARGE - 1)], etag: undefined },
	])('is never mixed: %#', async (told) => {
		const result = await run(
			serve({ ...told, faults: [{ kind: 'cut', after: 6_500_000 }, { kind: 'change' }] }),
		);

		expect(result.error?.message).toBe(
			`The file of Video URL changed at ${hostName()} while it was uploaded.`,
		);
		expect(tikTokOf(result)).toMatchObject({
			code: 'address_changed',
			upload_state: 'partial',
			retryable: true,
			publish_id: setting.emulator.publishes[0].publishId,
		});
		expect(posts()).toEqual([]);
	});

	it('is posted in its new version by the next try of Retry On Fail', async () => {
		const result = await run(
			serve({ faults: [{ kind: 'cut', after: 6_500_000 }, { kind: 'change' }] }),
			{ retryOnFail: true, maxTries: 2, waitBetweenTries: 0 },
		);

		expect(result.error).toBeUndefined();
		expect(posts()).toMatchObject([{ sha256: await hashOf(LARGE, 1) }]);
	});

	it.each<Partial<HostedFile>>([{}, { etag: undefined }])(
		'between two tries of Retry On Fail is not mixed either: %#',
		async (told) => {
			setting.emulator.faults.script({
				match: { method: 'PUT', path: '/video/' },
				nth: 2,
				do: { kind: 'status', status: 400 },
			});
			const result = await run(serve({ ...told, faults: [{ kind: 'none' }, { kind: 'change' }] }), {
				retryOnFail: true,
				maxTries: 2,
				waitBetweenTries: 0,
			});

			expect(tikTokOf(result)).toMatchObject({ code: 'address_changed' });
			expect(posts()).toEqual([]);
		},
	);
});

describe('Retry On Fail', () => {
	it.each<Partial<HostedFile>>([{}, { etag: undefined }])(
		'goes on with the same version where TikTok is: %#',
		async (told) => {
			setting.emulator.faults.script({
				match: { method: 'PUT', path: '/video/' },
				nth: 2,
				do: { kind: 'status', status: 400 },
			});
			const result = await run(serve(told), {
				retryOnFail: true,
				maxTries: 2,
				waitBetweenTries: 0,
			});

			expect(result.error).toBeUndefined();
			expect(inits()).toBe(1);
			expect(posts()).toMatchObject([{ sha256: await hashOf(LARGE) }]);
		},
	);
});

describe('an address without a video', () => {
	const page = '<!DOCTYPE html><html><body>Please sign in</body></html>';
	const answers: Array<[string, HostFault, string, string]> = [
		[
			'a web page with status 200',
			{ kind: 'answer', status: 200, body: page },
			'address_is_no_file',
			'The address in Video URL (HOST) leads to a web page (HTML), not to a video.',
		],
		[
			'JSON',
			{ kind: 'answer', status: 200, body: '{"error":"no"}' },
			'address_is_no_file',
			'The address in Video URL (HOST) leads to JSON, not to a video.',
		],
		[
			'nothing',
			{ kind: 'answer', status: 200 },
			'empty_file',
			'The file at HOST (Video URL) is empty (0 bytes).',
		],
		[
			'status 204',
			{ kind: 'answer', status: 204 },
			'empty_file',
			'The file at HOST (Video URL) is empty (0 bytes).',
		],
		[
			'a login',
			{ kind: 'answer', status: 401, body: page },
			'address_refused',
			'HOST does not hand out the file of Video URL (HTTP 401): it wants a login.',
		],
		[
			'a forbidden one',
			{ kind: 'answer', status: 403, body: 'no' },
			'address_refused',
			'HOST does not hand out the file of Video URL (HTTP 403): access is forbidden.',
		],
		[
			'a wrong signature',
			{ kind: 'answer', status: 403, body: '<Error><Code>SignatureDoesNotMatch</Code></Error>' },
			'address_refused',
			'HOST does not hand out the file of Video URL (HTTP 403): the signature of the link is wrong.',
		],
		[
			'status 404',
			{ kind: 'answer', status: 404, body: page },
			'address_not_found',
			'Nothing is at the address in Video URL (HOST, HTTP 404).',
		],
		[
			'status 410',
			{ kind: 'answer', status: 410 },
			'address_not_found',
			'Nothing is at the address in Video URL (HOST, HTTP 410).',
		],
		[
			'status 418',
			{ kind: 'answer', status: 418 },
			'address_http_418',
			'HOST answered with HTTP 418 for the file of Video URL.',
		],
		[
			'status 500, also later',
			{ kind: 'answer', status: 500 },
			'address_http_500',
			'HOST answered with HTTP 500 for the file of Video URL.',
		],
		[
			'a picture',
			{ kind: 'answer', status: 200, body: 'GIF89a' + 'x'.repeat(100) },
			'wrong_file_type',
			'The file at HOST (Video URL) looks like a GIF picture, not like a video.',
		],
		[
			'an answer in another coding',
			{ kind: 'answer', status: 200, body: 'abc', headers: { 'Content-Encoding': 'aes128gcm' } },
			'address_encoded',
			'HOST sends the file of Video URL compressed (aes128gcm), although asked not to.',
		],
		[
			'an answer in two codings',
			{ kind: 'answer', status: 200, body: 'abc', headers: { 'Content-Encoding': 'gzip, ZSTD' } },
			'address_encoded',
			'HOST sends the file of Video URL compressed (gzip, ZSTD), although asked not to.',
		],
		[
			'a redirect to no web address',
			{ kind: 'answer', status: 302, headers: { Location: 'ftp://files.example.com/clip.mp4' } },
			'address_redirected',
			'The address in Video URL (HOST) redirects to no address.',
		],
		[
			'a redirect to nowhere',
			{ kind: 'answer', status: 302 },
			'address_redirected',
			'The address in Video URL (HOST) redirects to no address.',
		],
		[
			'redirects without end',
			{ kind: 'answer', status: 302, headers: { Location: '?again' } },
			'address_redirected',
			'The address in Video URL (HOST) redirects more than 10 times.',
		],
	];

	it.each(answers)('%s is refused before TikTok hears of it', async (_, always, code, message) => {
		const result = await run(`${serve({ always })}?X-Signature=topsecret`);

		expect(result.error?.message).toBe(message.replace('HOST', hostName()));
		expect(tikTokOf(result)?.code).toBe(code);
		expect(inits()).toBe(0);
		expect(saidBy(result)).not.toContain('topsecret');
		expect(await host.openConnections()).toBeLessThanOrEqual(1);
	});

	it('one that nothing answers is tried patiently, then named', async () => {
		const result = await run('http://127.0.0.1:9/clip.mp4?sig=topsecret');

		expect(result.error?.message).toBe(
			'The address in Video URL could not be reached (127.0.0.1:9): nothing answers there.',
		);
		expect(clock.waits).toEqual(expect.arrayContaining([1_000, 2_000, 4_000]));
		expect(tikTokOf(result)?.retryable).toBe(true);
		expect(saidBy(result)).not.toContain('topsecret');
	});

	it.each([
		['={{ "" }}', 'Video URL is empty.'],
		['clip.mp4', 'Video URL is not an address of a file.'],
		['ftp://files.example.com/clip.mp4', 'Video URL is not an address of a file.'],
	])('%j is no address', async (url, message) => {
		const result = await run(url);

		expect(result.error?.message).toBe(message);
		expect(setting.emulator.requests).toEqual([]);
	});
});

describe('a server that takes its time', () => {
	it('and drips is given up after a minute of waiting, and the slot comes back', async () => {
		const { elapsed } = clockModule;
		// Here a minute passes in a twentieth of a second.
		clockModule.elapsed = () => Math.floor(performance.now() * 1_200);
		const result = await run(serve({ always: { kind: 'drip', after: 100_000 } }));
		clockModule.elapsed = elapsed;

		expect(result.error?.message).toMatch(
			/ delivers the file of Video URL too slowly: \d+ bytes in a minute\.$/,
		);
		expect(tikTokOf(result)).toMatchObject({ code: 'address_too_slow', retryable: true });
		expect((await run(serve({ versions: [video(20_000)] }))).error).toBeUndefined();
	});

	it.each([
		[0, true],
		[4_000_000, true],
		[3_000, false],
	])(
		'or stalls after %d bytes is left at once when the execution is stopped (with a length: %p)',
		async (after, length) => {
			let stalled = () => {};
			const isStalled = new Promise<void>((resolve) => (stalled = resolve));
			const address = serve({ always: { kind: 'stall', after }, length });
			const running = run(address, { cancelAfter: isStalled });
			while (host.requests.length === 0 || host.isBusy()) {
				await new Promise((resolve) => setImmediate(resolve));
			}
			stalled();
			const { status } = await running;

			expect(status).toBe('canceled');
			expect(posts()).toEqual([]);
			while ((await host.openConnections()) > 0)
				await new Promise((resolve) => setImmediate(resolve));
		},
	);
});

describe('as a tool of an agent', () => {
	it.each([
		'http://media.example.com/clip.mp4',
		'https://127.0.0.1/clip.mp4',
		'https://localhost/clip.mp4',
		'https://minio.internal/clip.mp4',
	])('%s is refused: a model takes public https addresses only', async (url) => {
		const { text } = await setting.harness.runTool({
			parameters: {
				...fromAddress(''),
				videoUrl: "={{ $fromAI('Address', 'Where the video is', 'string') }}",
			},
			credentials: [setting.connect()],
			args: { Address: `${url}?sig=topsecret` },
		});

		expect(text).toContain('Video URL is no public https address');
		expect(text).not.toContain('topsecret');
		expect(setting.emulator.requests).toEqual([]);
	});
});

/** CI plays many more. */
const count = Number(process.env.ADDRESS_COUNT ?? 6);

const anyByte = fc.oneof(fc.nat(LARGE), fc.constantFrom(0, CHUNK - 1, CHUNK, 2 * CHUNK, LARGE - 1));
const anyFault: fc.Arbitrary<HostFault> = fc.oneof(
	{ weight: 4, arbitrary: anyByte.map((after): HostFault => ({ kind: 'cut', after })) },
	{ weight: 2, arbitrary: fc.constant<HostFault>({ kind: 'change' }) },
	fc.constant<HostFault>({ kind: 'none' }),
	fc.constant<HostFault>({ kind: 'hangUp' }),
	fc
		.constantFrom(403, 404, 416, 429, 500, 503)
		.map((status): HostFault => ({ kind: 'answer', status })),
	fc.constant<HostFault>({ kind: 'answer', status: 200, body: '<html>Sign in</html>' }),
	fc.constant<HostFault>({ kind: 'gzip', length: true }),
);
const anyHost = fc.record({
	etag: fc.constantFrom<HostedFile['etag']>('strong', 'weak', undefined),
	lastModified: fc.constantFrom<HostedFile['lastModified']>('old', 'now', undefined),
	ranges: fc.boolean(),
	ifRange: fc.boolean(),
	length: fc.boolean(),
	sizes: fc.array(fc.constantFrom(20_000, CHUNK, CHUNK * 2 - 1, LARGE), {
		minLength: 2,
		maxLength: 3,
	}),
	isSameSize: fc.boolean(),
	faults: fc.array(anyFault, { maxLength: 6 }),
});
const anyRun = fc.record({
	maxTries: fc.constantFrom(0, 2, 3),
	/** What TikTok answers to some chunk. */
	put: fc.option(
		fc.record({ nth: fc.integer({ min: 1, max: 4 }), status: fc.constantFrom(400, 403, 429, 503) }),
	),
});

it('whatever happens on the way, TikTok gets one version of the file, or nothing that is complete', async () => {
	await fc.assert(
		fc.asyncProperty(anyHost, anyRun, async ({ sizes, isSameSize, ...told }, { maxTries, put }) => {
			setting.emulator.reset();
			setting.emulator.faults.clear();
			if (put) {
				setting.emulator.faults.script({
					match: { method: 'PUT', path: '/video/' },
					nth: put.nth,
					do: { kind: 'status', status: put.status },
				});
			}
			const bytes = sizes.map((size) => (isSameSize ? sizes[0] : size));
			const url = serve({ ...told, versions: bytes.map((size, version) => video(size, version)) });
			const result = await run(url, {
				retryOnFail: maxTries > 0,
				maxTries: maxTries || undefined,
				waitBetweenTries: 0,
			});

			const versions = await Promise.all(
				bytes.map(async (size, version) => await hashOf(size, version)),
			);
			for (const { sha256: hash } of posts()) expect(versions).toContain(hash);
			expect(posts()).toHaveLength(result.error ? 0 : 1);
			expect(tikTokOf(result)?.code).not.toBe('unexpected');
			setting.emulator.faults.clear();
		}),
		// Every case takes too long to look for a smaller one.
		{ numRuns: count, endOnFailure: true },
	);
}, 600_000);
