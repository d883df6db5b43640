export function escapeHtml(text: string): string {
	return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const style = `
:root { color-scheme: light dark; --bg: #fafafa; --card: #fff; --text: #161823; --soft: #6b6d76;
	--line: #e3e3e6; --accent: #d6204e; --on-accent: #fff; }
@media (prefers-color-scheme: dark) { :root { --bg: #121212; --card: #1e1e20; --text: #f2f2f2;
	--soft: #a3a5ad; --line: #333338; --accent: #ff4f76; --on-accent: #16060b; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--text);
	font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', sans-serif; }
main { max-width: 1040px; margin: 0 auto; padding: 24px 20px 64px; }
main.narrow { max-width: 460px; } .narrow h1 { font-size: 1.25rem; }
h1 { font-size: 1.5rem; margin: 0 0 4px; } h2 { font-size: 1.15rem; margin: 32px 0 4px; }
a { color: inherit; } .soft { color: var(--soft); font-size: .875rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 24px; }
.grid { display: grid; gap: 16px; grid-template-columns: repeat(auto-fill, minmax(200px, 1fr));
	padding: 0; list-style: none; margin: 16px 0; }
.post { background: var(--card); border: 1px solid var(--line); border-radius: 12px;
	overflow: hidden; display: flex; flex-direction: column; }
.post img, .post video, .single video, .single img { display: block; width: 100%; aspect-ratio: 4 / 5;
	object-fit: cover; background: #000; }
.post > div { padding: 12px; overflow-wrap: anywhere; } .post a { text-decoration: none; }
.post > div.strip { padding: 0; }
.strip { display: flex; overflow-x: auto; scroll-snap-type: x mandatory; }
.strip img { flex: 0 0 100%; scroll-snap-align: start; }
.caption { display: block; font-weight: 600; } .caption:hover { text-decoration: underline; }
.single { display: grid; gap: 24px; grid-template-columns: repeat(auto-fit, minmax(min(280px, 100%), 1fr)); }
.acts { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 8px; }
.act { display: inline-flex; gap: 4px; max-width: 100%; flex-wrap: wrap; }
.act select, .act button { font-size: .8125rem; padding: 4px 10px; margin: 0; width: auto; max-width: 100%; }
details { margin-top: 8px; } summary { cursor: pointer; font-size: .875rem; }
.wide { overflow-x: auto; } table { border-collapse: collapse; font-size: .875rem; }
td { padding: 4px 16px 4px 0; vertical-align: top; font-variant-numeric: tabular-nums; }
main.gone::before { content: 'The emulator has ended: this is what it showed last.'; display: block;
	border: 1px solid var(--accent); color: var(--accent); border-radius: 8px; padding: 8px 12px; margin-bottom: 16px; }
@media (max-width: 520px) { .grid { grid-template-columns: 1fr 1fr; gap: 8px; } main { padding: 16px 12px 48px; }
	.badge { padding: 0 8px; font-size: .6875rem; } }
.badge { display: inline-block; border: 1px solid var(--line); border-radius: 99px; padding: 0 10px;
	font-size: .75rem; color: var(--soft); margin: 0 4px 4px 0; max-width: 100%; overflow: hidden;
	text-overflow: ellipsis; white-space: nowrap; vertical-align: top; }
.bad { color: var(--accent); } .badge.bad { border-color: var(--accent); }
label { display: flex; gap: 10px; padding: 6px 0; align-items: baseline; }
select, button { font: inherit; padding: 10px 16px; border-radius: 8px; border: 1px solid var(--line);
	background: var(--card); color: var(--text); } select { width: 100%; margin: 4px 0 16px; }
button { cursor: pointer; } input { accent-color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; } button.main { background: var(--accent); color: var(--on-accent);
	border-color: var(--accent); font-weight: 600; }
.row { display: flex; gap: 12px; margin-top: 20px; } .row button { flex: 1; }
code { font-size: .8125rem; } dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
`;

const liveTag = '<script src="/page.js"></script>';

/** @param live whether what it shows changes by itself, and its buttons do something */
export function page(title: string, body: string, { narrow = false, live = false } = {}): string {
	return `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title><link rel="icon" href="data:,"><style>${style}</style></head>
<body><main${narrow ? ' class="narrow"' : ''}>${body}</main>${live ? liveTag : ''}</body></html>
`;
}
