import pino from 'pino';
import { beforeEach, expect, it } from 'vitest';
import { DueJob, type LastRun } from './due-job.ts';

const restMs = 600_000;
let now: Date;
let newest: number;
let logged: string[];

class Counted extends DueJob {
	/** Of the commit by which it tells; null where it tells nobody. */
	told: number | null = null;
	fails = false;

	refresh(): Promise<void> {
		if (this.fails) return Promise.reject(new Error('the database is away'));
		this.settle(now, newest, this.told);
		return Promise.resolve();
	}
}

function open(version = 1): Counted {
	const log = pino({ base: null }, { write: (line: string) => void logged.push(line) });
	return new Counted({ clock: () => now, log, lastChange: () => newest }, 'not counted', restMs, version);
}

beforeEach(() => {
	[now, newest, logged] = [new Date('2026-11-22T03:00:00Z'), 5, []];
});

const pass = (ms: number) => (now = new Date(now.getTime() + ms));
const run = async (job: Counted): Promise<LastRun> => ({ settled: await job.run(), endedAt: now });

it('is due where it never ran, and then only when something was committed and it has rested', async () => {
	const job = open();
	expect(job.isDue(null)).toBe(true);
	const last = await run(job);
	pass(2 * restMs);
	expect(job.isDue(last)).toBe(false);
	newest = 6;
	expect(job.isDue(last)).toBe(true);
	const next = await run(job);
	newest = 7;
	pass(restMs - 1);
	expect(job.isDue(next)).toBe(false);
	pass(1);
	expect(job.isDue(next)).toBe(true);
});

it('takes its own commit for no news, and one that came before it for news', async () => {
	const job = open();
	job.told = 6;
	const last = await run(job);
	newest = 6;
	pass(restMs);
	expect(job.isDue(last)).toBe(false);
	job.told = 8;
	const other = await run(job);
	newest = 8;
	pass(restMs);
	expect(job.isDue(other)).toBe(true);
});

it('is due on a new day of Jakarta though nothing was committed', async () => {
	now = new Date('2026-11-22T16:59:59Z');
	const last = await run(open());
	expect(open().isDue(last)).toBe(false);
	pass(1_000);
	expect(open().isDue(last)).toBe(true);
});

it('is due at once to a process with another method', async () => {
	const last = await run(open(1));
	expect(open(1).isDue(last)).toBe(false);
	expect(open(2).isDue(last)).toBe(true);
});

it('rests after a failure for good as after an answer, whatever was committed', () => {
	const failed: LastRun = { settled: null, endedAt: now };
	newest = 9;
	pass(restMs - 1);
	expect(open().isDue(failed)).toBe(false);
	pass(1);
	expect(open().isDue(failed)).toBe(true);
});

it('says in the log that it failed, without the message of the fault, and tells its caller', async () => {
	const job = open();
	job.fails = true;
	await expect(job.run()).rejects.toThrow('the database is away');
	expect(logged.join('')).toContain('not counted');
	expect(logged.join('')).not.toContain('the database is away');
});
