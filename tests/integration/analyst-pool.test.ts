import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AnalystPool } from '../../src/lib/server/jobs/analyst/pool.ts';
import { projectYear, type YearInput } from '../../src/lib/analytics/budget/project-year.ts';
import { addMonths } from '../../src/lib/domain/period.ts';

/** Two years of bills, half a month after the service and half two months later. */
const billed = Array.from({ length: 22 }, (_, index) => addMonths('2025-01-01', index)).flatMap(
	(occurred) => [
		{ occurred, known: addMonths(occurred, 1), amount: 5e8 },
		{ occurred, known: addMonths(occurred, 2), amount: 5e8 }
	]
);
const input: YearInput = {
	year: 2026,
	ceilingRupiah: 10e9,
	carriedRupiah: 0,
	billed,
	decided: { billedRupiah: 0, paidRupiah: 0 },
	visits: [],
	today: '2026-11-22',
	seed: 1,
	simulations: 50_000
};

let pool: AnalystPool;
beforeAll(() => (pool = new AnalystPool()));
afterAll(() => pool.close());

describe('the analyst', () => {
	it('answers what the function itself answers', async () => {
		const small = { ...input, simulations: 500 };
		expect(await pool.run('project-year', small)).toEqual(projectYear(small));
	});

	it('leaves the event loop free while it computes', async () => {
		const delay = monitorEventLoopDelay({ resolution: 5 });
		const began = performance.now();
		projectYear(input);
		const alone = performance.now() - began;
		delay.enable();
		await pool.run('project-year', input);
		delay.disable();
		// Computed here it would have been one delay of that length.
		expect(delay.max / 1e6).toBeLessThan(alone / 2);
	});

	it('hands a refusal on with its sentence', async () => {
		await expect(pool.run('project-year', { ...input, ceilingRupiah: -1 })).rejects.toThrow('ceiling');
	});
});
