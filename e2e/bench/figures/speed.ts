import type { Bench, Figure } from '../bench';
import { makeFile, type MediaFile } from '../mediaFiles';
import type { FreshN8n } from '../n8nLab';
import type { Result } from '../result';
import { GiB, MB, sizeName } from '../sizes';
import { median, spread } from '../statistics';
import { uploadSeconds } from '../tiktok';
import { nodeSeconds, plainUpload, requireSameBytes } from '../uploads';
import { UPLOAD, uploadWorkflow } from '../workflows';

/** Over TLS, as the control. */
const MOST = 1.1;

/** Time from the accepted init to the final 201, beside the least a Node process can do. */
export const speed: Figure = async (bench, note) => {
	const file = await makeFile(bench.lab.files, 'speed', bench.options.quick ? 64 * MB : GiB);
	const ways = [
		{ name: 'upload time', base: bench.tiktok.secureUrl, pairs: [] as Pair[] },
		{ name: 'upload time behind 50 ms', base: bench.delayedUrl, pairs: [] as Pair[] },
	];
	for (let repeat = 1; repeat <= bench.options.repeat; repeat++) {
		await bench.lab.used(async (n8n) => {
			for (const { name, base, pairs } of ways) {
				note(`${name}, ${repeat} of ${bench.options.repeat}`);
				await bench.tiktok.sendUploadsTo(base);
				pairs.push(await pair(bench, n8n, file, repeat));
			}
			await bench.tiktok.sendUploadsTo(bench.tiktok.secureUrl);
		});
	}
	return ways.map(({ name, pairs }) => line(`${sizeName(file.bytes)}: ${name}`, pairs));
};

interface Pair {
	ours: number;
	/** The whole node, all that it does before and after included. */
	node: number;
	control: number;
}

/** Interleaved, and each of the two goes first in turn: neither profits from warm caches. */
async function pair(bench: Bench, n8n: FreshN8n, file: MediaFile, repeat: number): Promise<Pair> {
	const ours = async () => {
		const before = (await bench.tiktok.publishes()).length;
		const execution = await n8n.runToSuccess(uploadWorkflow(file.path));
		const publishes = (await bench.tiktok.publishes()).slice(before);
		requireSameBytes(publishes, [file]);
		return { ours: uploadSeconds(publishes[0]), node: nodeSeconds(execution, UPLOAD) };
	};
	const control = async () => uploadSeconds(await plainUpload(bench.tiktok, bench.lab, file));
	if (repeat % 2 === 1) return { control: await control(), ...(await ours()) };
	return { ...(await ours()), control: await control() };
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
		note: `the whole node took ${seconds(median(pairs.map(({ node }) => node)))}`,
	};
}
