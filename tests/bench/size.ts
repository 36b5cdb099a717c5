/**
 * `npm run bench -- size`: JavaScript, gzip, that each page loads first, from the build's own manifests. The chart chunk
 * comes later, when a chart is on screen. The live client is fetched by every page at once, so it counts as first load
 * although it is a chunk of its own.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { round } from './support/table.ts';

type Chunk = { file: string; imports?: string[]; dynamicImports?: string[]; src?: string };
type Route = { id: string; page: { layouts: (number | undefined)[]; leaf: number } | null };

const bars = { firstLoad: 180, chart: 260 };
const output = resolve(import.meta.dirname, '../../.svelte-kit/output');
const manifestPath = join(output, 'client/.vite/manifest.json');
if (!existsSync(manifestPath)) throw new Error('There is no build to measure: npm run build first.');

const chunks = JSON.parse(readFileSync(manifestPath, 'utf8')) as Record<string, Chunk>;
const { manifest } = (await import(pathToFileURL(join(output, 'server/manifest-full.js')).href)) as {
	manifest: { _: { routes: Route[] } };
};

const findChunks = (matches: (name: string) => boolean) => Object.keys(chunks).filter(matches);
const start = findChunks((name) => /runtime\/client\/entry\.js$|client-optimized\/app\.js$/.test(name));
const nodeOf = (number: number) => findChunks((name) => name.endsWith(`client-optimized/nodes/${number}.js`));
const chartChunks = findChunks((name) => /^src\/lib\/charts\/echarts[\w-]*\.ts$/.test(name));
const liveClient = findChunks(
	(name) => /socket\.io-client\/.*\.js$/.test(name) && 'isDynamicEntry' in (chunks[name] ?? {})
);

/** A chunk with all it imports statically. */
function closure(names: readonly string[], found = new Set<string>()): Set<string> {
	for (const name of names) {
		if (found.has(name)) continue;
		found.add(name);
		closure(chunks[name]?.imports ?? [], found);
	}
	return found;
}

function gzipKb(names: Iterable<string>): number {
	const files = new Set(
		[...names].flatMap((name) => chunks[name]?.file ?? []).filter((file) => file.endsWith('.js'))
	);
	const bytes = [...files].reduce(
		(sum, file) => sum + gzipSync(readFileSync(join(output, 'client', file))).length,
		0
	);
	return bytes / 1_000;
}

const without = (names: Set<string>, known: Set<string>) => [...names].filter((name) => !known.has(name));

if (start.length !== 2 || liveClient.length === 0)
	throw new Error('The build has another shape than this bench knows.');
const rows = manifest._.routes.flatMap(({ id, page }) => {
	if (!page) return [];
	const numbers = [...page.layouts.filter((number) => number !== undefined), page.leaf];
	const painted = closure([...start, ...numbers.flatMap(nodeOf)]);
	const first = closure(liveClient, new Set(painted));
	return [
		{
			page: id.replace('/(app)', '') || '/',
			'first paint kB': round(gzipKb(painted), 1),
			'first load kB (with the live client)': round(gzipKb(first), 1),
			'chart chunk kB': round(gzipKb(without(closure(chartChunks), first)), 1)
		}
	];
});
console.table(rows);
const worst = Math.max(...rows.map((row) => row['first load kB (with the live client)']));
const chart = Math.max(0, ...rows.map((row) => row['chart chunk kB']));
console.log(
	`first load: at most ${worst} kB (bar ${bars.firstLoad}); chart chunk: ${chart} kB (bar ${bars.chart})`
);
if (worst > bars.firstLoad || chart > bars.chart) process.exitCode = 1;
