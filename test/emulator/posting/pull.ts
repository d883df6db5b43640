/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import axios from 'axios';
import { createHash, type Hash } from 'node:crypto';
import type { Readable } from 'node:stream';

import { containerOf } from '../media/containers';
import { FileScan } from '../media/fileScan';
import { mediaVerdict } from '../media/mediaVerdict';
import type { FailReason, Publish } from '../types';
import type { World } from '../world';
import { isPhoto, isProcessing, mediaComplete } from './lifecycle';

const maxPhotoBytes = 20_000_000;

class PullProblem extends Error {
	constructor(readonly reason: FailReason) {
		super(reason);
	}
}

/** Downloads the media of PULL_FROM_URL inits for real, streamed, without redirects (§12.1). */
export class Pulls {
	private readonly running = new Map<
		Publish,
		{ controller: AbortController; end: Promise<void> }
	>();

	constructor(private readonly world: () => World) {}

	start(publish: Publish, urls: string[]): void {
		const controller = new AbortController();
		const end = this.download(publish, urls, controller.signal).finally(() => {
			this.running.delete(publish);
		});
		this.running.set(publish, { controller, end });
	}

	abort(publish: Publish): void {
		this.running.get(publish)?.controller.abort();
	}

	abortAll(): void {
		for (const { controller } of this.running.values()) controller.abort();
	}

	async settled(): Promise<void> {
		while (this.running.size > 0) {
			await Promise.all([...this.running.values()].map(async ({ end }) => await end));
		}
	}

	private async download(publish: Publish, urls: string[], signal: AbortSignal): Promise<void> {
		const whole = createHash('sha256');
		try {
			// One bad photo fails the whole post, after all were downloaded (§12.3).
			let verdict: FailReason | undefined;
			for (const url of urls) verdict = (await this.one(publish, url, whole, signal)) ?? verdict;
			publish.sha256 = whole.digest('hex');
			mediaComplete(this.world(), publish, verdict);
		} catch (error) {
			const broken = isPhoto(publish) ? 'photo_pull_failed' : 'video_pull_failed';
			if (signal.aborted || !isProcessing(publish)) return;
			mediaComplete(this.world(), publish, error instanceof PullProblem ? error.reason : broken);
		}
	}

	/** Answers what is wrong with the file. */
	private async one(
		publish: Publish,
		url: string,
		whole: Hash,
		signal: AbortSignal,
	): Promise<FailReason | undefined> {
		const { switches, store, clock } = this.world();
		const limit = isPhoto(publish) ? maxPhotoBytes : switches.maxVideoBytes;
		const response = await axios.get<Readable>(this.addressOf(url), {
			responseType: 'stream',
			maxRedirects: 0,
			decompress: false,
			proxy: false,
			signal,
			headers: { 'User-Agent': switches.pullUserAgent },
		});
		const own = createHash('sha256');
		const scan = new FileScan();
		let bytes = 0;
		const parts: Buffer[] = [];
		for await (const part of response.data as AsyncIterable<Buffer>) {
			bytes += part.length;
			if (bytes > limit) {
				throw new PullProblem(isPhoto(publish) ? 'photo_pull_failed' : 'video_pull_failed');
			}
			own.update(part);
			whole.update(part);
			scan.take(part);
			publish.bytesReceived += part.length;
			if (bytes <= store.media.limit) parts.push(part);
		}
		const type = containerOf(scan.head) ?? 'unknown';
		publish.media.push({ url, bytes, sha256: own.digest('hex'), type });
		store.media.keep(publish.publishId, bytes <= store.media.limit ? parts : undefined);
		const size = `${bytes.toLocaleString('en')} bytes from ${new URL(url).host}`;
		store.journal.note(publish.publishId, clock.now(), 'Media downloaded', size);
		return mediaVerdict(publish, store.account(publish.account), scan);
	}

	/** A mapped host stands for a server on this machine; anything else is fetched as written. */
	private addressOf(url: string): string {
		const { pullMapping, pullFromLoopback } = this.world().switches;
		const { host, hostname, pathname, search } = new URL(url);
		const base = pullMapping[host] ?? pullMapping[hostname];
		if (base === undefined) return url;
		if (base.startsWith('http:') && !pullFromLoopback) throw new Error('Loopback is switched off');
		return `${base.replace(/\/$/, '')}${pathname}${search}`;
	}
}
