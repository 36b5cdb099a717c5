/**
 * The demo's live feed: every facility and party sends through the public HTTP API with its own key, at wall-clock
 * time. It is given the city as JSON on stdin, keys included, so that no key stands in a command line.
 *
 * States: waiting for the next second → posting what has become due → waiting … A refused or unreachable server is
 * asked again with the same events after Retry-After; ids are stable, so nothing counts twice. How far the feed has come
 * is kept in a file, so that a restart goes on where it stopped.
 */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { writePrivateFile } from '../lib/server/store/private-file.ts';
import { dayMs, startMs } from './demo/calendar.ts';
import { buildCity, type City, type DemoEvent, type Planned } from './demo/model.ts';
import { Feed, written } from './demo/schedule.ts';
import { Poster } from './demo/poster.ts';
import { runCommand } from './run-command.ts';

const inputSchema = z.object({
	url: z.string(),
	speed: z.number(),
	cursorFile: z.string(),
	keys: z.record(z.string(), z.string()),
	plan: z.object({ seed: z.number(), scale: z.number(), start: z.string(), end: z.string() })
});
export type FeedInput = z.output<typeof inputSchema>;

const tickMs = 1_000;
/** After a longer pause the days between stay empty: a demo is not worth an hour of catching up. */
const longestCatchUpMs = 7 * dayMs;

async function main(): Promise<void> {
	const input = inputSchema.parse(JSON.parse(await readStdin()));
	const city = buildCity(input.plan);
	const poster = new Poster(input.url, input.keys);
	let sinceMs = Math.max(await readCursor(input.cursorFile, city.endMs), Date.now() - longestCatchUpMs);
	const feed = new Feed(city, sinceMs, input.speed);
	const queue = new DayQueue(city, feed);
	for (;;) {
		const nowMs = Date.now();
		const due = queue.takeUntil(nowMs);
		if (due.length > 0) await poster.post(due);
		sinceMs = nowMs;
		await writePrivateFile(input.cursorFile, JSON.stringify({ sinceMs }));
		await new Promise((resolve) => setTimeout(resolve, tickMs));
	}
}

/** The feed's days as one line of events, written out when due and never before. */
class DayQueue {
	private planned: Planned[] = [];
	private plannedUntilMs = 0;

	constructor(
		private readonly city: City,
		private readonly feed: Feed
	) {}

	takeUntil(nowMs: number): DemoEvent[] {
		const due: DemoEvent[] = [];
		while (this.plannedUntilMs <= nowMs) {
			due.push(...this.takeDue(nowMs));
			const { day, planned } = this.feed.next();
			this.planned = planned;
			this.plannedUntilMs = startMs(day + 1);
		}
		due.push(...this.takeDue(nowMs));
		return due;
	}

	private takeDue(nowMs: number): DemoEvent[] {
		const later = this.planned.findIndex(({ recordedMs }) => recordedMs > nowMs);
		const due = this.planned.splice(0, later === -1 ? this.planned.length : later);
		return due.map((planned) => written(this.city, planned));
	}
}

async function readCursor(path: string, otherwiseMs: number): Promise<number> {
	const text = await readFile(path, 'utf8').catch(() => '{}');
	const parsed = z.object({ sinceMs: z.number() }).safeParse(JSON.parse(text));
	// A cursor from before this city's beginning belongs to another city.
	return parsed.success ? Math.max(parsed.data.sinceMs, otherwiseMs) : otherwiseMs;
}

async function readStdin(): Promise<string> {
	let text = '';
	for await (const chunk of process.stdin) text += String(chunk);
	return text;
}

runCommand(main);
