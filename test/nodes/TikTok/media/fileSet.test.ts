import { asFailure } from '../../../../nodes/TikTok/errors/ownFailure';
import { MAX_DRAFT_SECONDS } from '../../../../nodes/TikTok/limits';
import { checkPhoto, checkPhotoPixels } from '../../../../nodes/TikTok/media/checkPhoto';
import { checkVideoFacts } from '../../../../nodes/TikTok/media/checkVideo';
import { MetadataSearch } from '../../../../nodes/TikTok/media/metadataSearch';
import { PHOTO_HEAD_BYTES, readPhotoPixels } from '../../../../nodes/TikTok/media/photoHeader';
import { recogniseMedia } from '../../../../nodes/TikTok/media/recogniseMedia';
import type { HandedFile } from '../../../../nodes/TikTok/media/requireMedia';
import { requirePhoto, requireVideo } from '../../../../nodes/TikTok/media/requireMedia';
import { builtFiles } from '../../../media/built';
import { encodedFiles } from '../../../media/encoded';
import type { MediaFile } from '../../../media/fileSet';

const files = [...encodedFiles, ...builtFiles];

const handed = ({ name, label }: MediaFile, bytes: Buffer): HandedFile => ({
	field: 'data',
	mimeType: 'application/octet-stream',
	fileName: name,
	size: bytes.length,
	...label,
});

function judge(file: MediaFile): { mimeType?: string; verdict: string } {
	const bytes = file.bytes();
	const first = file.as === 'photo' ? bytes.subarray(0, PHOTO_HEAD_BYTES) : bytes;
	const require = file.as === 'photo' ? requirePhoto : requireVideo;
	let mimeType: string | undefined;
	try {
		mimeType = require(first, handed(file, bytes));
		if (file.as === 'photo') {
			checkPhoto(first, handed(file, bytes));
			checkPhotoPixels(first, handed(file, bytes));
		} else checkVideoFacts(new MetadataSearch().look(bytes, 0) ?? {}, MAX_DRAFT_SECONDS);
		return { mimeType, verdict: 'good' };
	} catch (error) {
		return { mimeType, verdict: asFailure(error).details.code };
	}
}

const factsOf = ({ as }: MediaFile, bytes: Buffer) =>
	as === 'photo'
		? readPhotoPixels(bytes.subarray(0, PHOTO_HEAD_BYTES))
		: new MetadataSearch().look(bytes, 0);

const numbers = ['duration', 'width', 'height', 'frameRate'] as const;

describe.each(files.map((file) => [file.name, file] as const))('%s', (_name, file) => {
	it('is known by its bytes', () => {
		const bytes = file.bytes();
		expect(recogniseMedia(bytes, bytes.length)).toBe(file.kind);
	});

	it(`is ${file.verdict === 'good' ? 'taken' : 'refused'}`, () => {
		const { mimeType, verdict } = judge(file);
		expect(verdict).toBe(file.verdict);
		if (verdict !== 'wrong_file_type') expect(mimeType).toBe(file.mimeType);
	});

	it('has the facts that its header tells, and no other', () => {
		if (!file.facts) return;
		const facts: MediaFile['facts'] = factsOf(file, file.bytes()) ?? {};
		for (const name of numbers) {
			const truth = file.facts[name];
			if (truth === undefined) expect([name, facts[name]]).toEqual([name, undefined]);
			else expect(Math.abs((facts[name] ?? 0) / truth - 1)).toBeLessThan(0.01);
		}
	});
});

it('the set holds good files, refused ones, and every kind once', () => {
	const names = files.map(({ name }) => name);
	expect(new Set(names).size).toBe(names.length);
});
