/**
 * `npm run bench -- lighthouse [--runs 3] [--page /]`: Lighthouse on a page with data, as a phone and as a desktop, the
 * median of several runs.
 */
import { launch } from 'chrome-launcher';
import lighthouse, { desktopConfig } from 'lighthouse';
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { findBrowser } from '../browser.ts';
import { seedDemoCity } from '../support/demo-city.ts';
import { startServer } from '../support/server.ts';
import { median, round } from './support/table.ts';
import { cookieHeader, openSession } from '../support/session.ts';

const { values } = parseArgs({
	options: { runs: { type: 'string', default: '3' }, page: { type: 'string', default: '/' } }
});
const categories = ['performance', 'accessibility', 'best-practices'] as const;
const metrics = [
	'first-contentful-paint',
	'largest-contentful-paint',
	'total-blocking-time',
	'cumulative-layout-shift'
];
type Run = Record<string, number>;

async function audit(
	url: string,
	device: 'mobile' | 'desktop',
	cookie: string
): Promise<{ run: Run; failed: string[] }> {
	const { executablePath, args, env } = await findBrowser();
	const chrome = await launch({
		chromePath: executablePath,
		chromeFlags: [...args, '--headless=new'],
		envVars: env,
		logLevel: 'error'
	});
	try {
		const result = await lighthouse(
			url,
			{
				port: chrome.port,
				output: 'json',
				logLevel: 'error',
				onlyCategories: [...categories],
				extraHeaders: { Cookie: cookie }
			},
			device === 'desktop' ? desktopConfig : undefined
		);
		if (!result) throw new Error('Lighthouse gave no result');
		const { lhr } = result;
		if (lhr.runtimeError) throw new Error(`Lighthouse: ${lhr.runtimeError.message}`);
		const scores = categories.map((name) => [name, (lhr.categories[name]?.score ?? 0) * 100]);
		const measured = metrics.map((name) => [name, lhr.audits[name]?.numericValue ?? Number.NaN]);
		const failed = categories
			.slice(1)
			.flatMap((name) =>
				(lhr.categories[name]?.auditRefs ?? [])
					.filter(({ id, weight }) => weight > 0 && (lhr.audits[id]?.score ?? 1) < 1)
					.map(({ id }) => `${name}: ${lhr.audits[id]?.title ?? id}`)
			);
		return { run: Object.fromEntries([...scores, ...measured]) as Run, failed };
	} finally {
		chrome.kill();
	}
}

const dataDir = await seedDemoCity();
const server = await startServer({ dataDir, env: { DENYUT_DEMO: '1', NODE_ENV: 'production' } });
try {
	const cookie = cookieHeader(await openSession(server.sql, 'planner'));
	const failed = new Set<string>();
	const table: Record<string, Record<string, number>> = {};
	for (const device of ['mobile', 'desktop'] as const) {
		const runs: Run[] = [];
		for (let turn = 0; turn < Number(values.runs); turn++) {
			const { run, failed: names } = await audit(`${server.origin}${values.page}`, device, cookie);
			runs.push(run);
			for (const name of names) failed.add(`${device}, ${name}`);
		}
		const medians = [...categories, ...metrics].map((name): [string, number] => [
			name,
			round(median(runs.map((run) => run[name] ?? Number.NaN)), name.startsWith('cumulative') ? 3 : 0)
		]);
		table[device] = Object.fromEntries(medians);
	}
	console.table(table);
	for (const name of failed) console.log(name);
} finally {
	await server.stop();
	rmSync(dataDir, { recursive: true, force: true });
}
