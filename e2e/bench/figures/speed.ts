import type { Bench, Figure } from '../bench';
import { makeFile, type MediaFile } from '../mediaFiles';
import type { FreshN8n } from '../n8nLab';
import type { Result } from '../result';
import { GiB, MB, sizeName } from '../sizes';
import { median, spread } from '../statistics';
import { uploadSeconds } from '../tiktok';
import { plainUpload, publishesOf, requireSameBytes } from '../uploads';
import { uploadWorkflow } from '../workflows';

const MOST = 1.3;

/** Time from the accepted init to the final 201, beside the least a Node process can do. */
export const speed: Figure = async (bench, note) => {
	const file = await makeFile(bench.lab.files, 'speed', bench.options.quick ? 64 * MB : GiB);
	const ways = [
		{ name: 'upload time', base: '', pairs: [] as Pair[] },
		{ name: 'upload time behind 50 ms', base: bench.delayedUrl, pairs: [] as Pair[] },
	];
	for (let repeat = 1; repeat <= bench.options.repeat; repeat++) {
		await bench.lab.warm(async (n8n) => {
			for (const { name, base, pairs } of ways) {
				note(`${name}, ${repeat} of ${bench.options.repeat}`);
				await bench.tiktok.sendUploadsTo(base);
				pairs.push(await pair(bench, n8n, file, repeat));
			}
			await bench.tiktok.sendUploadsTo('');
		});
	}
	return ways.map(({ name, pairs }) => line(`${sizeName(file.bytes)}: ${name}`, pairs));
};

interface Pair {
	ours: number;
	control: number;
}

/** Interleaved, and each of the two goes first in turn: neither profits from warm caches. */
async function pair(bench: Bench, n8n: FreshN8n, file: MediaFile, repeat: number): Promise<Pair> {
	const ours = async () => {
		const publishes = await publishesOf(bench.tiktok, n8n, uploadWorkflow(file.path));
		requireSameBytes(publishes, [file]);
		return uploadSeconds(publishes[0]);
	};
	const control = async () => uploadSeconds(await plainUpload(bench.tiktok, bench.lab, file));
	if (repeat % 2 === 1) return { control: await control(), ours: await ours() };
	return { ours: await ours(), control: await control() };
}

function line(figure: string, pairs: Pair[]): Result {
	const seconds = (value: number) => `${value.toFixed(2)} s`;
	const ours = pairs.map((pair) => pair.ours);
	const control = pairs.map((pair) => pair.control);
	const ratio = median(ours) / median(control);
	return {
		figure,
		ours: `${seconds(median(ours))} = ${ratio.toFixed(2)} x`,
		spread: spread(ours, seconds),
		control: `${seconds(median(control))} plain Node process, same chunks`,
		target: `<= ${MOST} x`,
		pass: ratio <= MOST,
	};
}
