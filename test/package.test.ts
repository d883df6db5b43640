/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- the package is packed and loaded by real commands */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

const repository = resolve(__dirname, '..');
const read = (path: string) => readFileSync(join(repository, path), 'utf8');
const run = (command: string, ...args: string[]) =>
	execFileSync(command, args, { cwd: repository, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });

interface Manifest {
	name: string;
	version: string;
	description: string;
	license: string;
	homepage: string;
	keywords: string[];
	author: { name: string; email: string };
	repository: { type: string; url: string };
	main: string;
	files: string[];
	scripts: Record<string, string>;
	n8n: { n8nNodesApiVersion: number; strict: boolean; nodes: string[]; credentials: string[] };
	peerDependencies: Record<string, string>;
	[key: string]: unknown;
}

const manifest = JSON.parse(read('package.json')) as Manifest;
const registered = [...manifest.n8n.nodes, ...manifest.n8n.credentials];
const tracked = run('git', 'ls-files', '-z')
	.split('\0')
	.filter((path) => path !== '');

describe('the manifest', () => {
	it('is one that n8n can verify', () => {
		expect(manifest.name).toBe('n8n-nodes-tiktok-suite');
		expect(manifest.keywords).toContain('n8n-community-node-package');
		expect(manifest.version).toMatch(/^\d+\.\d+\.\d+$/);
		expect(manifest.license).toBe('MIT');
		expect(manifest.description).not.toBe('');
		expect(manifest.author).toEqual({
			name: 'n8n-nodes-tiktok-suite maintainers',
			email: expect.stringContaining('noreply') as string,
		});
		expect(manifest.repository.url).toContain('/n8n-nodes-tiktok-suite.git');
		expect(manifest.homepage).toMatch(/^https:/);
		expect(manifest.files).toEqual(['dist']);
		expect(manifest.n8n).toMatchObject({ n8nNodesApiVersion: 1, strict: true });
	});

	it('needs nothing at run time but what n8n brings', () => {
		expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
		for (const key of [
			'dependencies',
			'optionalDependencies',
			'bundledDependencies',
			'bundleDependencies',
			'overrides',
		]) {
			expect(manifest).not.toHaveProperty(key);
		}
	});

	it('runs nothing when it is installed', () => {
		const forbidden = [
			'prepare',
			'preinstall',
			'install',
			'postinstall',
			'prepublish',
			'preprepare',
			'postprepare',
		];
		expect(Object.keys(manifest.scripts).filter((name) => forbidden.includes(name))).toEqual([]);
	});

	it('registers every node and credential of the source', () => {
		const classes = tracked
			.filter((path) => /^(nodes|credentials)\/.*\.(node|credentials)\.ts$/.test(path))
			.map((path) => `dist/${path.replace(/\.ts$/, '.js')}`);
		expect([...registered].sort()).toEqual(classes.sort());
	});

	it.each(registered)('%s is built', (path) => {
		expect(existsSync(join(repository, path))).toBe(true);
	});

	it('every node has its codex and icons beside it', () => {
		for (const path of manifest.n8n.nodes) {
			const codex = path.replace(/\.js$/, '.json');
			expect(JSON.parse(read(codex))).toMatchObject({
				node: expect.stringContaining(`${manifest.name}.`) as string,
			});
			expect(existsSync(join(repository, path, '../tiktok.svg'))).toBe(true);
			expect(existsSync(join(repository, path, '../tiktok.dark.svg'))).toBe(true);
		}
	});
});

describe('the packed package', () => {
	interface Packed {
		files: Array<{ path: string; size: number }>;
	}
	const [{ files }] = JSON.parse(run('npm', 'pack', '--dry-run', '--json')) as Packed[];
	const paths = files.map(({ path }) => path);

	it('holds the built files and what people read, nothing else', () => {
		const outside = paths.filter((path) => !path.startsWith('dist/')).sort();
		expect(outside).toEqual(['LICENSE.md', 'README.md', 'index.js', 'package.json']);
	});

	it('holds everything that is registered', () => {
		expect(paths).toEqual(expect.arrayContaining(registered));
		expect(paths).toContain(manifest.main);
	});

	it('holds neither tests nor anything made for them', () => {
		expect(
			paths.filter((path) =>
				/(^|\/)(test|e2e|examples|emulator|harness|fixtures)\/|\.test\./.test(path),
			),
		).toEqual([]);
	});

	it('holds only compiled code, types, maps, icons and codex', () => {
		const odd = paths
			.filter((path) => path.startsWith('dist/'))
			.filter(
				(path) =>
					!/^dist\/(nodes|credentials)\/.*(\.js|\.d\.ts|\.js\.map|\.svg|\.node\.json)$/.test(path),
			);
		expect(odd).toEqual([]);
	});

	it('holds no file whose source is gone', () => {
		const stale = paths
			.filter((path) => path.startsWith('dist/') && path.endsWith('.js'))
			.filter((path) => !existsSync(join(repository, path.slice(5).replace(/\.js$/, '.ts'))));
		expect(stale).toEqual([]);
	});

	it('imports only what n8n allows', () => {
		const allowed = /^(\.|n8n-workflow$|lodash|moment|p-limit|luxon|zod|(node:)?crypto$)/;
		const foreign = paths
			.filter((path) => path.endsWith('.js') && path.startsWith('dist/'))
			.flatMap((path) =>
				[...read(path).matchAll(/require\(["']([^"']+)["']\)/g)].map(
					([, name]) => `${path}: ${name}`,
				),
			)
			.filter((line) => !allowed.test(line.split(': ')[1]));
		expect(foreign).toEqual([]);
	});
});

describe('loading', () => {
	it('each registered file gives n8n the class it looks for', () => {
		const classNames = registered.map((path) => basename(path).split('.')[0]);
		const script = `
			const [files, classNames] = ${JSON.stringify([registered.map((path) => join(repository, path)), classNames])};
			for (const [index, file] of files.entries()) {
				const instance = new (require(file)[classNames[index]])();
				console.log(instance.name ?? instance.description.name);
			}
		`;
		const names = run(process.execPath, '-e', script).trim().toLowerCase();
		expect(names.split('\n')).toEqual(classNames.map((name) => name.toLowerCase()));
	});
});

describe('the repository', () => {
	const texts = tracked
		.filter((path) => !/\.(mp4|png|jpg|webp|ico)$/.test(path))
		.filter((path) => existsSync(join(repository, path)))
		.map((path) => ({ path, text: read(path) }));

	it('lock files name no registry', () => {
		const locks = texts.filter(({ path }) => path.endsWith('package-lock.json'));
		expect(locks.length).toBeGreaterThan(0);
		for (const { path, text } of locks) {
			expect([path, text.includes('"resolved"')]).toEqual([path, false]);
		}
	});

	it('no file names a folder of the machine it was written on', () => {
		// Allowed are the home of n8n's container image and the routes of n8n's editor.
		const homes = ['work/', 'home/(?!node/|credentials/|workflows)', 'Users/', 'root/', 'mnt/'].map(
			(name) => `/${name}`,
		);
		const place = new RegExp(`(^|["'\`\\s=(:])(${homes.join('|')})[\\w.-]`, 'm');
		expect(texts.filter(({ text }) => place.test(text)).map(({ path }) => path)).toEqual([]);
	});

	it('no rule is switched off in what is published', () => {
		const off = /eslint-disable|@ts-(ignore|nocheck|expect-error)/;
		const published = texts.filter(({ path }) => /^(nodes|credentials)\//.test(path));
		expect(published.length).toBeGreaterThan(50);
		expect(published.filter(({ text }) => off.test(text)).map(({ path }) => path)).toEqual([]);
	});
});
