/** What the yearly evaluation says of the next year: recomputed world by world, and out of the year's last proposal once it is over. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { simulateYear, type YearInput } from '../../src/lib/analytics/budget/project-year.ts';
import { blurCount } from '../../src/lib/domain/blur.ts';
import { setCeiling } from './budget-claims.ts';
import { openEvaluationCity, type EvaluationCity } from './evaluation-city.ts';
import { columnOf, covered, readingOf, sum, valueIn } from './evaluation-reading.ts';
import { now } from './ingest-city.ts';

let city: EvaluationCity;
const { as, load } = readingOf(() => city);

beforeAll(async () => {
	city = await openEvaluationCity();
	// About what the year uses: some of its worlds leave bills unpaid, others none.
	await setCeiling(city, 2026, 150_000_000, '2026-11-21');
	await city.refresh();
}, 120_000);
afterAll(() => city.close());

describe('the next year', () => {
	it('proposes what half, 80 and 95 of 100 simulated years need, debts included', async () => {
		const document = await load();
		const [stored] = await city.database.sql<{ input: YearInput }[]>`
			SELECT input FROM projection_input WHERE budget_year = 2026 AND known_on = '2026-11-22'`;
		const simulation = stored && simulateYear(stored.input, 12);
		if (simulation?.status !== 'simulated') throw new Error('nothing was simulated');
		const { simulated, budget } = simulation;
		const { costs, months, simulations } = simulated;
		const worlds = Array.from({ length: simulations }, (_, world) => {
			const own = costs.subarray(world * months, (world + 1) * months);
			const thisYear = sum([...own.subarray(budget.firstIndex, budget.firstIndex + 12)], Number);
			const over = Math.max(0, budget.carriedRupiah + thisYear - budget.ceilingRupiah);
			const need = over + sum([...own.subarray(budget.firstIndex + 12, budget.firstIndex + 24)], Number);
			return { need, over };
		}).sort((a, b) => a.need - b.need);
		for (const [key, p] of [
			['p50', 0.5],
			['p80', 0.8],
			['p95', 0.95]
		] as const) {
			const at = (simulations - 1) * p;
			const low = worlds[Math.floor(at)]?.need ?? NaN;
			const expected = low + (at % 1) * ((worlds[Math.ceil(at)]?.need ?? NaN) - low);
			const value = Number(valueIn(document, `next/proposal/${key}/amount`));
			expect(Math.abs(value - expected)).toBeLessThan(2);
			expect(valueIn(document, `next/proposal/${key}/perMember`)).toBe(
				Math.round(value / blurCount(covered) / 12)
			);
			// Of the hundredth of all worlds on either side, which need about as much.
			const near = worlds.slice(Math.round(at) - simulations / 100, Math.round(at) + simulations / 100 + 1);
			const carried = Number(valueIn(document, `next/proposal/${key}/carried`));
			expect(carried).toBeGreaterThan(0);
			expect(Math.abs(carried - sum(near, ({ over }) => over) / near.length)).toBeLessThan(2);
		}
		expect(columnOf(document, 'next/decisions', 'amount')).toEqual({ '2026-11-10': 950_000_000 });
	});

	it('proposes what the page of next year does without levers', async () => {
		const { proposal } = await as('executive').budgetNextYear.load(
			{ name: 'user:executive', role: 'executive', facility: null },
			new URLSearchParams()
		);
		const document = await load();
		for (const [key, { total, carried, perMemberMonth }] of Object.entries(proposal?.points ?? {}))
			expect(
				['amount', 'carried', 'perMember'].map((column) =>
					valueIn(document, `next/proposal/${key}/${column}`)
				)
			).toEqual([total, carried, perMemberMonth]);
		expect(Object.keys(proposal?.points ?? {})).toHaveLength(3);
	});
});

describe('a year that is over', () => {
	it('has the last projection and proposal made in it, though on its last day nothing is left to project', async () => {
		for (const day of ['2026-12-30', '2026-12-31']) {
			city.setClock(new Date(`${day}T12:00:00+07:00`));
			await city.refresh();
		}
		const kept = await city.database.sql<
			{ day: string; status: string; p80: number | null; used: number | null }[]
		>`
			SELECT known_on::text AS day, result ->> 'status' AS status,
				round((result #>> '{proposal,points,p80,total}')::float8) AS p80,
				round((result #>> '{yearEnd,p50}')::float8) AS used
			FROM analysis WHERE kind IN ('budget-next-year', 'budget-projection') AND known_on >= '2026-12-30'
			ORDER BY known_on, kind`;
		expect(kept.map(({ day, status }) => [day, status])).toEqual([
			['2026-12-30', 'projected'],
			['2026-12-30', 'projected'],
			['2026-12-31', 'unknown'],
			['2026-12-31', 'unknown']
		]);
		city.setClock(new Date('2027-01-05T12:00:00+07:00'));
		const document = await load('2026');
		expect(document.hasEnded).toBe(true);
		expect(valueIn(document, 'next/proposal/p80/amount')).toBe(kept[0]?.p80);
		expect(valueIn(document, 'needed/expected/expected_middle/value')).toBe(kept[1]?.used);
		expect(kept[1]?.used).toBeGreaterThan(0);
		city.setClock(now);
	});
});
