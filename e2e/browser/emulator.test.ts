/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readFile } from 'node:fs/promises';
import type { Browser, BrowserContext, Page } from 'playwright-core';

import { createEmulator, type Emulator } from '../../test/emulator';
import { consumer, directPost, fileSource, put } from '../../test/emulator/consumerClient';
import { hostMedia } from '../mediaHost';
import { sampleVideo } from '../rest/setting';

import { launchBrowser } from './editor';
import { picture } from './pictures';

/** The emulator's page, as somebody sees it to whom a demo is shown. */

const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1280, height: 900 };

let emulator: Emulator;
let closeMedia: () => Promise<void>;
let browser: Browser;
let context: BrowserContext;
let page: Page;
const elsewhere: string[] = [];

beforeAll(async () => {
	emulator = await createEmulator({ seed: 'demo', keptMediaBytes: 100_000_000 });
	closeMedia = await hostMedia(emulator);
	browser = await launchBrowser();
	context = await browser.newContext({ viewport: DESKTOP, colorScheme: 'light' });
	page = await context.newPage();
	page.on('request', (request) => {
		if (!request.url().startsWith(emulator.url)) elsewhere.push(request.url());
	});
	await page.goto(`${emulator.url}/@demo.creator`);
});
afterAll(async () => {
	await browser.close();
	await emulator.close();
	await closeMedia();
});

const api = () => consumer(emulator.url, emulator.grant().access_token);

async function upload(path: string, more: object): Promise<string> {
	const video = await readFile(sampleVideo);
	const { json } = await api().post(path, { ...directPost(video.length), ...more });
	await put(json.data.upload_url, video, 0, video.length);
	return json.data.publish_id as string;
}

const post = async (title: string) =>
	await upload('/v2/post/publish/video/init/', {
		post_info: { privacy_level: 'PUBLIC_TO_EVERYONE', title },
	});

const tile = (text: string) => page.locator('li.post').filter({ hasText: text });

it('a post appears by itself, and its video plays on while others come', async () => {
	await post('Behind the scenes #studio');
	const video = tile('Behind the scenes').locator('video');
	await video.waitFor();
	await tile('Behind the scenes').getByText('Public', { exact: true }).waitFor();
	await page.evaluate(
		'{ const video = document.querySelector("video"); video.loop = true; video.play(); }',
	);
	await page.waitForFunction('document.querySelector("video").currentTime > 0.3');

	await post('A second one');
	await tile('A second one').waitFor();
	// The newer one stands before it.
	const playing = '[...document.querySelectorAll("video")].map((video) => !video.paused)';
	expect(await page.evaluate(playing)).toEqual([false, true]);
});

it('photos can be swiped through', async () => {
	const photo_images = [1, 2].map((number) => `https://media.example.com/photo-${number}.jpg`);
	await api().post('/v2/post/publish/content/init/', {
		media_type: 'PHOTO',
		post_mode: 'DIRECT_POST',
		post_info: { privacy_level: 'PUBLIC_TO_EVERYONE', title: 'Two frames' },
		source_info: { source: 'PULL_FROM_URL', photo_images, photo_cover_index: 0 },
	});
	const photos = tile('Two frames').locator('img');
	await photos.nth(1).waitFor();
	await photos.first().scrollIntoViewIfNeeded();
	await page.waitForFunction(
		'[...document.querySelectorAll(".strip img")].every(({ naturalWidth }) => naturalWidth > 0)',
	);
	expect(await photos.count()).toBe(2);
});

it('a person posts a draft, hides the post, and refuses the next', async () => {
	const video = await readFile(sampleVideo);
	const body = { source_info: fileSource(video.length) };
	const { json } = await api().post('/v2/post/publish/inbox/video/init/', body);
	await put(json.data.upload_url, video, 0, video.length);
	const id = json.data.publish_id as string;
	const waiting = page.locator(`li.post[data-publish-id="${id}"]`);
	await waiting.getByText('SEND_TO_USER_INBOX').waitFor();
	await waiting.getByRole('button', { name: 'Post the draft' }).click();
	await waiting.waitFor({ state: 'detached' });
	const postId = emulator.publishes.find(({ publishId }) => publishId === id)?.postId;
	const posted = page.locator(`li.post[data-post-id="${postId}"]`);
	await posted.getByRole('button', { name: 'Make private' }).click();
	await posted.locator('.badge').filter({ hasText: 'SELF_ONLY' }).waitFor();

	await page.getByText('Act as this creator').click();
	await page.getByLabel('Reason').first().selectOption('spam_risk_text');
	await page.getByRole('button', { name: 'Refuse the next post' }).click();
	await page.getByText('next post: spam_risk_text').waitFor();
	await picture('emulator-light', page);
	await post('Not to be seen');
	await tile('Not to be seen').getByText('FAILED: spam_risk_text').waitFor();
});

it('removes the app: its token is dead', async () => {
	const { access_token } = emulator.grant();
	await page.getByRole('button', { name: 'Remove Demo Web App' }).click();
	await page.getByRole('button', { name: 'Remove Demo Web App' }).waitFor({ state: 'detached' });
	const { status } = await consumer(emulator.url, access_token).get(
		'/v2/user/info/?fields=open_id',
	);
	expect(status).toBe(401);
});

it('a click opens the life of a post, which goes on while it is open', async () => {
	await tile('Behind the scenes').getByRole('link', { name: 'Behind the scenes' }).click();
	await page.getByRole('cell', { name: 'Public', exact: true }).waitFor();
	const { publishId } = emulator.publishes[0];
	await api().status(publishId);
	await page.getByRole('cell', { name: 'Status asked' }).waitFor();
	const life = await page.locator('table').innerText();
	for (const text of ['PROCESSING_UPLOAD', 'bytes', 'PUBLISH_COMPLETE', 'Demo Web App']) {
		expect(life).toContain(text);
	}
	await picture('emulator-life', page);
});

it.each([
	['dark', { colorScheme: 'dark' as const, viewport: DESKTOP }],
	['phone', { colorScheme: 'dark' as const, viewport: PHONE }],
])('is at home: %s', async (name, options) => {
	const other = await browser.newContext(options);
	const shown = await other.newPage();
	for (const [place, path] of [
		['home', '/'],
		['post', `/publish/${encodeURIComponent(emulator.publishes[0].publishId)}`],
	]) {
		await shown.goto(emulator.url + path);
		const tooWide = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';
		expect([path, await shown.evaluate(tooWide)]).toEqual([path, false]);
		await picture(`emulator-${name}-${place}`, shown);
	}
	await other.close();
});

it('asks nobody else for anything', () => {
	expect(elsewhere).toEqual([]);
});
