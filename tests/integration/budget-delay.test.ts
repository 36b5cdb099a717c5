/** The triangle behind what is not billed, recomputed from the bills themselves. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tableCsv } from '../../src/lib/charts/table-csv.ts';
import { addDays, addMonths, daysBetween } from '../../src/lib/domain/period.ts';
import type { BudgetDelayView } from '../../src/lib/protocol/views/budget-delay.ts';
import { coursesOf, refreshAnalyst, sendClaims, setCeiling } from './budget-claims.ts';
import { now, openCity, type IngestCity } from './ingest-city.ts';

const today = '2026-11-22';
const months = Array.from({ length: 22 }, (_, index) => addMonths('2025-01-01', index));
const courses = coursesOf(months, today).filter(({ steps }) => steps.length > 0);
let city: IngestCity;
const load = (asOf: string | null = null, year: string | null = null): Promise<BudgetDelayView> =>
	city.app.services.budgetDelay.load({ asOf, year });

beforeAll(async () => {
	city = await openCity();
	await sendClaims(city, courses);
});
afterAll(() => city.close());

describe('the billing triangle', () => {
	it('is empty where nobody entered a budget', async () => {
		await refreshAnalyst(city, () => now);
		expect((await load()).triangle).toBeNull();
	});

	it('has each bill in its service month, as many months later as it was learned, to the rupiah', async () => {
		await setCeiling(city, 2026, 400_000_000, '2025-12-20');
		await refreshAnalyst(city, () => now);
		const { triangle } = await load();
		if (!triangle) throw new Error('no triangle');
		expect(triangle.rows.map(({ month }) => month)).toEqual(months);
		// The last finished month ended so many days ago: every column is seen that many days after its month.
		const late = daysBetween('2026-10-31', today);
		const lagOf = (served: string, learned: string) => {
			const seen = addDays(learned, -late) < served ? served : addDays(learned, -late);
			const apart = (Number(seen.slice(0, 4)) - Number(served.slice(0, 4))) * 12;
			return Math.min(11, apart + Number(seen.slice(5, 7)) - Number(served.slice(5, 7)));
		};
		for (const [origin, { month, cumulative, billed }] of triangle.rows.entries()) {
			const own = courses.filter(({ served }) => served.slice(0, 7) === month.slice(0, 7));
			const by = (lag: number) =>
				own.reduce(
					(sum, one) => (lagOf(one.served, one.steps[0]?.on ?? '') <= lag ? sum + one.billedRupiah : sum),
					0
				);
			for (const [lag, amount] of cumulative.entries())
				expect(amount).toBe(origin + lag < months.length ? by(lag) : null);
			expect(billed).toBe(own.reduce((sum, one) => sum + one.billedRupiah, 0));
		}
		const [factor] = triangle.links;
		const both = triangle.rows.slice(0, -1);
		const sum = (lag: number) => both.reduce((all, row) => all + (row.cumulative[lag] ?? 0), 0);
		expect(factor?.factor).toBeCloseTo(sum(1) / sum(0), 12);
		expect(factor?.origins).toBe(months.length - 1);
	});

	it('is shown as it stood, and of the running year only', async () => {
		expect((await load('2026-11-21')).triangle).toBeNull();
		expect((await load(null, '2025')).triangle).toBeNull();
		await expect(async () => load(null, '26')).rejects.toMatchObject({ field: 'year' });
	});

	it('leaves no cell of its file that a spreadsheet program would run', () => {
		const columns = [{ id: 'a', name: '=1+1', value: () => '@x' }];
		expect(tableCsv(columns, [{}])).not.toMatch(/(^|[,;\n\uFEFF])"?[=@+]/);
	});
});
