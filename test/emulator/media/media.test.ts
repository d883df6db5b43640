import { builtFiles } from '../../media/built';
import { encodedFiles } from '../../media/encoded';
import { newAccount } from '../seed';
import type { Publish } from '../types';
import { containerOf } from './containers';
import { FileScan } from './fileScan';
import { mediaVerdict } from './mediaVerdict';
import { movieFacts } from './movieFacts';
import { photoSides } from './photoSides';

/** The truth of the set was written for both sides: what the node sends, the emulator takes. */
const files = [...encodedFiles, ...builtFiles].map((file) => [file.name, file] as const);

/** Only the size of the whole file tells, and the first bytes do not hold it. */
const undecided = new Set(['box_larger_than_the_file.mov']);

describe('the emulator knows by itself', () => {
	it.each(files.filter(([name, { kind }]) => kind !== 'ebml' && !undecided.has(name)))(
		'what %s is',
		(_name, file) => {
			const container = containerOf(file.bytes().subarray(0, 4096));
			if (file.kind === 'unbranded') expect(container).toBe('video/quicktime');
			else expect(container).toBe(file.kind === 'mp4' ? 'video/mp4' : file.mimeType);
		},
	);

	it.each(files.filter(([, { as, facts }]) => as === 'photo' && facts?.width))(
		'how large %s is',
		(_name, { bytes, facts }) => {
			const sides = photoSides(bytes()) ?? [];
			expect([...sides].sort()).toEqual([facts?.width, facts?.height].sort());
		},
	);

	const withFacts = files.filter(
		([, { as, kind, facts }]) => as === 'video' && kind !== 'ebml' && kind !== 'webm' && facts,
	);
	it.each(withFacts)('how long and large %s is, read in parts of any size', (_name, file) => {
		const bytes = file.bytes();
		for (const size of [1 << 20, bytes.length > 100_000 ? 9999 : 99]) {
			const scan = new FileScan();
			for (let at = 0; at < bytes.length; at += size) scan.take(bytes.subarray(at, at + size));
			const { duration, sides } = scan.moov ? movieFacts(scan.moov) : {};
			const { facts } = file;
			if (duration !== undefined && facts?.duration !== undefined) {
				// The sound may go on when the picture has ended.
				expect(duration).toBeLessThan(facts.duration + 1.5);
			}
			if (sides && facts?.width && facts.height) {
				expect(Math.max(...sides)).toBeLessThanOrEqual(Math.max(facts.width, facts.height) * 2);
			}
		}
	});

	const publishes = {
		video: { flow: 'direct' },
		photo: { flow: 'photo_direct' },
	} as unknown as Record<string, Publish>;
	const account = newAccount({ username: 'anybody' });
	const judged = files.filter(
		([, { verdict, kind }]) => verdict !== 'wrong_file_type' && kind !== 'webm',
	);
	it.each(judged.filter(([name]) => !undecided.has(name)))(
		'whether TikTok would take %s',
		(_name, { as, verdict, bytes }) => {
			const scan = new FileScan();
			scan.take(bytes());
			const found = mediaVerdict(publishes[as], account, scan);
			if (verdict === 'good') expect(found).toBeUndefined();
			else if (verdict !== 'empty_file') expect(found).toBe(verdict);
		},
	);
});
