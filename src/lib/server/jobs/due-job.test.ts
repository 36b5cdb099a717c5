import pino from 'pino';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DueJob } from './due-job.ts';

const restMs = 600_000;
const minuteMs = 60_000;
let [newest, fails] = [5, false];

class Counted extends DueJob {
	runs = 0;
	/** Of the commit by which it tells; null where it tells nobody. */
	told: number | null = null;

	refresh(): Promise<void> {
		this.runs += 1;
		if (fails) return Promise.reject(new Error('the database is away'));
		this.settle(new Date(), newest, this.told);
		return Promise.resolve();
	}
}

let job: Counted;
beforeEach(() => {
	[newest, fails] = [5, false];
	vi.useFakeTimers({ now: new Date('2026-11-22T03:00:00Z') });
	const log = pino({ level: 'silent' });
	job = new Counted({ clock: () => new Date(), log, lastChange: () => newest }, 'not counted', restMs);
});
afterEach(async () => {
	await job.stop();
	vi.useRealTimers();
});

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

it('runs at once, and again only when something was committed and it has rested', async () => {
	job.start();
	expect(job.runs).toBe(1);
	await pass(2 * restMs);
	expect(job.runs).toBe(1);
	newest = 6;
	await pass(minuteMs);
	expect(job.runs).toBe(2);
	newest = 7;
	await pass(restMs - minuteMs);
	expect(job.runs).toBe(2);
	await pass(minuteMs);
	expect(job.runs).toBe(3);
});

it('takes its own commit for no news, and one that came before it for news', async () => {
	job.told = 6;
	job.start();
	newest = 6;
	await pass(2 * restMs);
	expect(job.runs).toBe(1);
	job.told = 8;
	newest = 7;
	await pass(minuteMs);
	expect(job.runs).toBe(2);
	newest = 9;
	await pass(restMs);
	expect(job.runs).toBe(3);
});

it('runs on a new day of Jakarta though nothing was committed', async () => {
	job.start();
	await pass(Date.parse('2026-11-22T16:59:00Z') - Date.now());
	expect(job.runs).toBe(1);
	await pass(minuteMs);
	expect(job.runs).toBe(2);
});

it('tries again a minute after a failure, and not after it was stopped', async () => {
	fails = true;
	job.start();
	await pass(minuteMs);
	expect(job.runs).toBe(2);
	await job.stop();
	await pass(restMs);
	expect(job.runs).toBe(2);
});
