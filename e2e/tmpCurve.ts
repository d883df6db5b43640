import { N8nLab } from './bench/n8nLab';
import { makeFile } from './bench/mediaFiles';
import { TikTok } from './bench/tiktok';
import { measuredRun } from './bench/uploads';
import { uploadWorkflow } from './bench/workflows';
import { runAndLeaveNothingBehind } from './shutdown';
void runAndLeaveNothingBehind(async () => {
	const tiktok = await TikTok.start();
	const lab = await N8nLab.prepare(tiktok, 5000);
	const file = await makeFile(lab.files, 'm', Number(process.argv[2]) * 1024 ** 3);
	for (let i = 0; i < Number(process.argv[3]); i++) {
		await lab.warm(async (n8n, resting) => {
			const run = await measuredRun(tiktok, n8n, uploadWorkflow(file.path), resting);
			const p = run.publishes[0];
			const start = Date.now() - run.curve.at(-1)!.time;
			console.log('RISE', (run.rise / 1e6) | 0, 'init at', p.createdAt - start, 'final', (p.finalAt as number) - start);
			const step = Math.ceil(run.curve.length / 50);
			console.log(run.curve.filter((_, k) => k % step === 0).map((s) => `${(s.time / 1000).toFixed(1)}:${(s.rss / 1e6) | 0}`).join(' '));
		});
	}
});
