/**
 * `npm run bench -- soak [--minutes 120] [--every 5] [--warm 10]`: a wall screen with a live feed, whether it and the server
 * keep what they should let go. Heap is told after a collection, in the tab and in the server, every ten minutes, so that a
 * leak is told from what levels off; and beside it the compiled code in it, which grows while functions get hot. The line is
 * cut once in the middle and has to heal. It begins warm: every slide was shown, and more commits were sent than the server
 * remembers for viewers who fall behind. Server, database, browser and senders share this machine.
 */
import { chromium, type CDPSession, type Page } from '@playwright/test';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { findBrowser } from '../browser.ts';
import { openSession } from '../support/session.ts';
import { makeDataDir, startServer, type TestServer } from '../support/server.ts';
import { atPace, bedEvent, makeHospitals, postEvents, type Hospital } from './support/bed-sender.ts';
import { tabCodeBytes } from './support/code-bytes.ts';
import { round } from './support/table.ts';

const { values } = parseArgs({
	options: {
		minutes: { type: 'string', default: '120' },
		every: { type: 'string', default: '5' },
		warm: { type: 'string', default: '10' }
	}
});
const minutes = Number(values.minutes);
const warmMinutes = Number(values.warm);
/** The promise: heap after ÷ before. */
const bar = 1.1;
const perSecond = 10;
const perSecondWarming = 50;
const lookEveryMinutes = 10;
const cutSeconds = 15;
const inMiB = (bytes: number) => round(bytes / 1024 / 1024, 2);

type Measured = {
	tabMiB: number;
	tabCodeMiB: number;
	serverMiB: number;
	serverCodeMiB: number;
	nodes: number;
	listeners: number;
	charts: number;
};

async function serverHeap(server: TestServer, file: string): Promise<{ bytes: number; codeBytes: number }> {
	rmSync(file, { force: true });
	server.process.kill('SIGUSR2');
	while (!existsSync(file) || readFileSync(file, 'utf8') === '') await pause(100);
	return JSON.parse(readFileSync(file, 'utf8')) as { bytes: number; codeBytes: number };
}

/** Twice, for what only the first collection let go. */
async function tabHeap(cdp: CDPSession): Promise<{ bytes: number; nodes: number; listeners: number }> {
	await cdp.send('HeapProfiler.collectGarbage');
	await cdp.send('HeapProfiler.collectGarbage');
	const { usedSize } = await cdp.send('Runtime.getHeapUsage');
	const { metrics } = await cdp.send('Performance.getMetrics');
	const of = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? NaN;
	return { bytes: usedSize, nodes: of('Nodes'), listeners: of('JSEventListeners') };
}

type Bench = { server: TestServer; page: Page; cdp: CDPSession; heapFile: string };

async function measure({ server, page, cdp, heapFile }: Bench): Promise<Measured> {
	// The same slide each time: another one has other nodes.
	await page.getByText(/^1 (dari|of) /).waitFor({ timeout: 120_000 });
	const { bytes, nodes, listeners } = await tabHeap(cdp);
	const charts = await page.locator('canvas').count();
	const tabCodeMiB = inMiB(await tabCodeBytes(cdp));
	const heap = await serverHeap(server, heapFile);
	const [serverMiB, serverCodeMiB] = [inMiB(heap.bytes), inMiB(heap.codeBytes)];
	return { tabMiB: inMiB(bytes), tabCodeMiB, serverMiB, serverCodeMiB, nodes, listeners, charts };
}

/** All rooms of the hospitals in turn, so that every slide moves. */
function feed(
	server: TestServer,
	hospitals: readonly Hospital[],
	seconds: number,
	pace = perSecond
): Promise<void> {
	return atPace(pace, seconds, (index) => {
		const hospital = hospitals[index % hospitals.length] as Hospital;
		const room = Math.floor(index / hospitals.length) % 4;
		return postEvents(server.origin, hospital.key, [
			bedEvent({ room: `Kamar ${room}`, capacity: 20, free: (index * 7) % 21, queue: 0 })
		]);
	});
}

/** Says that it stands still while the line is cut, and is live again by itself. */
async function cutLine({ page }: Bench): Promise<void> {
	const live = page.getByText('Langsung', { exact: true }).first();
	await page.context().setOffline(true);
	await live.waitFor({ state: 'hidden', timeout: cutSeconds * 1_000 });
	await pause(cutSeconds * 1_000);
	await page.context().setOffline(false);
	await live.waitFor({ timeout: 60_000 });
}

async function openWall(
	server: TestServer
): Promise<{ page: Page; cdp: CDPSession; close: () => Promise<void> }> {
	const { executablePath, args, env } = await findBrowser();
	const browser = await chromium.launch({ executablePath, args, env });
	const viewport = { width: 1920, height: 1080 };
	const context = await browser.newContext({ viewport, locale: 'id-ID', timezoneId: 'Asia/Jakarta' });
	const cookie = await openSession(server.sql, 'planner');
	await context.addCookies([{ ...cookie, url: server.origin }]);
	const page = await context.newPage();
	await page.goto(`${server.origin}/wall?every=${values.every}`);
	await page.getByText('Langsung', { exact: true }).first().waitFor();
	const cdp = await context.newCDPSession(page);
	await cdp.send('Performance.enable');
	return { page, cdp, close: () => browser.close() };
}

async function main(): Promise<void> {
	const dataDir = makeDataDir();
	const heapFile = join(dataDir, 'heap.txt');
	const probe = new URL('./support/heap-probe.js', import.meta.url).href;
	const server = await startServer({
		dataDir,
		env: { NODE_OPTIONS: `--import ${probe}`, DENYUT_HEAP_FILE: heapFile }
	});
	try {
		const hospitals = await makeHospitals(server, 20);
		await feed(server, hospitals, 5);
		const { close, ...wall } = await openWall(server);
		const bench = { server, heapFile, ...wall };
		const faults: string[] = [];
		wall.page.on('pageerror', (error) => faults.push(error.message));
		await feed(server, hospitals, warmMinutes * 60, perSecondWarming);
		const looks = [await measure(bench)];
		console.log(JSON.stringify(looks[0]));
		for (let passed = 0; passed < minutes; passed += lookEveryMinutes) {
			const isMiddle = passed <= minutes / 2 && passed + lookEveryMinutes > minutes / 2;
			const seconds = Math.min(lookEveryMinutes, minutes - passed) * 60;
			if (isMiddle) await Promise.all([cutLine(bench), feed(server, hospitals, 2 * cutSeconds)]);
			await feed(server, hospitals, seconds - (isMiddle ? 2 * cutSeconds : 0));
			looks.push(await measure(bench));
			console.log(JSON.stringify(looks.at(-1)));
		}
		console.table(looks);
		const [before, after] = [looks[0], looks.at(-1)] as [Measured, Measured];
		const ratio = (of: (measured: Measured) => number) => round(of(after) / of(before), 3);
		const ratios = {
			...{ tab: ratio((one) => one.tabMiB), server: ratio((one) => one.serverMiB) },
			tabWithoutCode: ratio((one) => one.tabMiB - one.tabCodeMiB),
			serverWithoutCode: ratio((one) => one.serverMiB - one.serverCodeMiB),
			nodes: ratio((one) => one.nodes)
		};
		console.log(`${minutes} minutes, heap after ÷ before: ${JSON.stringify(ratios)}; bar ${bar}`);
		if (ratios.tab > bar || ratios.server > bar || faults.length > 0) process.exitCode = 1;
		for (const fault of faults) console.log(`uncaught in the tab: ${fault}`);
		await close();
	} finally {
		await server.stop();
		rmSync(dataDir, { recursive: true, force: true });
	}
}

await main();
