import { builtFiles } from '../../media/built';
import { encodedFiles } from '../../media/encoded';
import { containerOf } from './containers';
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
});
