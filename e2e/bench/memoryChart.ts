import type { Sample } from './memorySampler';
import { inMB, MB, sizeName } from './sizes';
import type { MeasuredRun } from './uploads';

const [WIDTH, HEIGHT] = [760, 380];
const PLOT = { left: 64, right: WIDTH - 24, top: 64, bottom: HEIGHT - 52 };
const MOST_TICKS = 5;
/** No line needs more points than the plot has columns of pixels. */
const POINTS = 350;

/** Two lines over time. Colours and text follow the reader's light or dark setting. */
export function memoryChart(bytes: number, ours: MeasuredRun, naive: MeasuredRun): string {
	const all = [...ours.curve, ...naive.curve];
	const seconds = scale(Math.max(...all.map(({ time }) => time)) / 1000);
	const megabytes = scale(Math.max(...all.map(({ rss }) => rss)) / MB);
	const x = (ms: number) => PLOT.left + ((PLOT.right - PLOT.left) * ms) / (seconds.end * 1000);
	const y = (rss: number) =>
		PLOT.bottom - ((PLOT.bottom - PLOT.top) * Math.max(0, rss)) / (megabytes.end * MB);
	const line = (name: string, curve: Sample[]) =>
		`<polyline class="${name}" points="${thinned(curve)
			.map(({ time, rss }) => `${x(time).toFixed(1)},${y(rss).toFixed(1)}`)
			.join(' ')}"/>`;

	const grid = megabytes.ticks.map((tick) => {
		const height = y(tick * MB);
		return `<line class="grid" x1="${PLOT.left}" x2="${PLOT.right}" y1="${height}" y2="${height}"/>
<text class="tick" x="${PLOT.left - 8}" y="${height + 4}" text-anchor="end">${tick}</text>`;
	});
	const times = seconds.ticks.map(
		(tick) =>
			`<text class="tick" x="${x(tick * 1000)}" y="${PLOT.bottom + 20}" text-anchor="middle">${tick}</text>`,
	);
	const title = `n8n's memory while it sends ${sizeName(bytes)}`;
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}: ${inMB(ours.rise)} more with this package, ${inMB(naive.rise)} more with the HTTP Request node">
<style>
text { font: 13px system-ui, -apple-system, 'Segoe UI', sans-serif; fill: #24292f; }
.title { font-size: 16px; font-weight: 600; }
.tick { font-size: 12px; fill: #57606a; }
.grid { stroke: #d0d7de; }
polyline { fill: none; stroke-width: 2; stroke-linejoin: round; }
.naive { stroke: #bc4c00; }
.ours { stroke: #0969da; }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3; }
.tick { fill: #9198a1; }
.grid { stroke: #3d444d; }
.naive { stroke: #f0883e; }
.ours { stroke: #58a6ff; }
}
</style>
<text class="title" x="${PLOT.left}" y="24">${title}</text>
${legend('ours', PLOT.left, `TikTok node: at most ${inMB(ours.rise)} more`)}
${legend('naive', PLOT.left + 300, `HTTP Request, one PUT: at most ${inMB(naive.rise)} more`)}
${grid.join('\n')}
${times.join('\n')}
<text class="tick" x="${PLOT.right}" y="${HEIGHT - 12}" text-anchor="end">seconds since the start of the run</text>
<text class="tick" x="${PLOT.left}" y="${HEIGHT - 12}">MB over n8n at rest</text>
${line('naive', naive.curve)}
${line('ours', ours.curve)}
</svg>
`;
}

function legend(name: string, left: number, text: string): string {
	return `<polyline class="${name}" points="${left},44 ${left + 24},44"/>
<text x="${left + 32}" y="48">${text}</text>`;
}

/** The highest of each group of samples, so that no peak is lost. */
function thinned(curve: Sample[]): Sample[] {
	const group = Math.ceil(curve.length / POINTS);
	const kept: Sample[] = [];
	for (let first = 0; first < curve.length; first += group) {
		kept.push(
			curve.slice(first, first + group).reduce((most, one) => (one.rss > most.rss ? one : most)),
		);
	}
	return kept;
}

/** An axis from 0 to the first round step at or over the highest value. */
function scale(highest: number): { end: number; ticks: number[] } {
	const least = highest / MOST_TICKS;
	const power = 10 ** Math.floor(Math.log10(least));
	const step = power * ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= least) ?? 10);
	const ticks = Array.from({ length: Math.ceil(highest / step) + 1 }, (_, tick) => tick * step);
	return { end: ticks[ticks.length - 1], ticks };
}
