import type { Request, Response } from 'express';

/** Sends a kept file; a browser that plays or winds a video asks for parts of it. */
export function sendMedia(req: Request, res: Response, file: Buffer, type: string): void {
	// What clients posted is shown as media only, never run as a page.
	res.setHeader('Content-Type', /^(video|image)\//.test(type) ? type : 'application/octet-stream');
	res.setHeader('X-Content-Type-Options', 'nosniff');
	res.setHeader('Accept-Ranges', 'bytes');
	const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(req.headers.range ?? '') ?? [];
	if (first === undefined) return void res.end(file);
	const start = Number(first);
	const end = Math.min(last ? Number(last) : file.length - 1, file.length - 1);
	if (start > end) {
		res.setHeader('Content-Range', `bytes */${file.length}`);
		return void res.status(416).end();
	}
	res.setHeader('Content-Range', `bytes ${start}-${end}/${file.length}`);
	res.status(206).end(file.subarray(start, end + 1));
}
