/** The mayor's two further answers on Overview: what no bill shows yet, and what next year needs beside the national premium. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { simulateYear, type YearInput } from '../../src/lib/analytics/budget/project-year.ts';
import { findNationalPremium } from '../../src/lib/domain/programme.ts';
import type { Viewer } from '../../src/lib/domain/viewer.ts';
import type { ChainCity } from './chain-city.ts';
import { openCity } from './ingest-city.ts';
import { ceiling, executive, members, openNextYearCity, planner, viewerOf } from './next-year-city.ts';

let city: ChainCity;
let input: YearInput;
/** World by world, drawn anew from the kept input. */
let used: number[];
let cost: number[];
let unbilled: number[];

const overviewOf = (viewer: Viewer, asOf: string | null = null) =>
	city.app.servicesFor(viewer).overview.load({ asOf });

/** Type 7. */
function quantile(values: readonly number[], p: number): number {
	const sorted = values.toSorted((a, b) => a - b);
	const place = (sorted.length - 1) * p;
	const [low = NaN, high = low] = sorted.slice(Math.floor(place), Math.floor(place) + 2);
	return low + (place - Math.floor(place)) * (high - low);
}

beforeAll(async () => {
	city = await openNextYearCity();
	const [kept] = await city.database.sql<{ input: YearInput }[]>`
		SELECT input FROM projection_input WHERE budget_year = 2026`;
	if (!kept) throw new Error('nothing was projected');
	({ input } = kept);
	const drawn = simulateYear(input, 12);
	if (drawn.status === 'unknown') throw new Error(drawn.reason);
	const { simulated, budget } = drawn;
	const sumOf = (world: number, from: number, months: number) =>
		Array.from(
			{ length: months },
			(_, month) => simulated.costs[world * simulated.months + from + month] ?? NaN
		).reduce((sum, one) => sum + one, 0);
	const worlds = Array.from({ length: simulated.simulations }, (_, world) => world);
	used = worlds.map((world) => input.carriedRupiah + sumOf(world, budget.firstIndex, 12));
	cost = worlds.map((world) => sumOf(world, budget.firstIndex + 12, 12));
	const last = drawn.to;
	const [bills] = await city.database.sql<{ billed: number }[]>`
		SELECT sum(billed_rupiah)::float8 AS billed FROM (
			SELECT DISTINCT ON (facility, claim_no) * FROM claim ORDER BY facility, claim_no, version_time DESC
		) AS c WHERE service_to >= '2026-01-01' AND service_to < ${last}::date + interval '1 month'`;
	const finished = Number(last.slice(5, 7));
	// A billed rupiah is worth what decided claims came to.
	const billed = (bills?.billed ?? NaN) * drawn.development.worth;
	unbilled = worlds.map((world) => Math.max(0, sumOf(world, budget.firstIndex, finished) - billed));
}, 120_000);
afterAll(() => city.closeAll());

describe('what no bill shows yet', () => {
	it('is what the finished months cost in each world less what SQL finds billed of them, with its interval', async () => {
		const { money, evidence } = await overviewOf(executive);
		const { p10 = 0, p50 = 0, p90 = 0 } = money.projection?.notReported ?? {};
		for (const [place, told] of [p10, p50, p90].entries())
			// Sums of fractions in another order: within a rupiah.
			expect(Math.abs(told - quantile(unbilled, [0.1, 0.5, 0.9][place] ?? NaN))).toBeLessThanOrEqual(1);
		expect(p10).toBeGreaterThan(0);
		expect(p90).toBeGreaterThan(p10);
		expect(evidence.not_reported).toMatchObject({
			...{ unit: 'rupiah', asOf: money.projection?.computedAt, formula: 'budget_formula_not_reported' },
			rows: { table: 'analysis', where: { kind: 'budget-projection', subject: '2026' } }
		});
	});

	it('is the same for everybody, and that of the ladder', async () => {
		const { budgetOwed } = city.app.servicesFor(planner);
		const query = { asOf: null, year: null, facility: null, service: null, stage: null };
		const { whole } = await budgetOwed.load(query, 'id');
		for (const viewer of [planner, executive])
			expect((await overviewOf(viewer)).money.projection?.notReported).toEqual(whole.notReported);
	});
});

describe('what next year needs', () => {
	const perMemberOf = (persons: number) =>
		[0.5, 0.8, 0.95].map((p) => {
			const totals = cost.map((one, world) => one + Math.max(0, (used[world] ?? NaN) - ceiling));
			return Math.round(Math.round(quantile(totals, p)) / persons / 12);
		});

	it('is the quantiles of the worlds a member and month, beside the national premium', async () => {
		const { nextYear, evidence } = await overviewOf(planner);
		expect(nextYear.year).toBe(2027);
		expect(Object.values(nextYear.perMember ?? {})).toEqual(perMemberOf(members));
		expect(nextYear.premiumRupiah).toBe(findNationalPremium('2027-01-01')?.rupiahPerMemberMonth);
		for (const measure of ['next_year', 'premium'] as const)
			expect(evidence[measure]).toMatchObject({
				...{ unit: 'rupiah-per-member-month', url: '/budget/next-year' }
			});
		const [kept] = await city.database.sql<{ at: Date }[]>`
			SELECT computed_at AS at FROM analysis WHERE kind = 'budget-next-year'`;
		expect(evidence.next_year.asOf).toBe(kept?.at.toISOString());
	});

	it('is divided by members in steps of five for who sees totals only', async () => {
		const { sql } = city.database;
		await sql`UPDATE membership_day SET persons = ${members + 2} WHERE reason = 'valid'`;
		const another = await city.openAnother();
		const told = async (viewer: Viewer) => {
			const { nextYear } = await another.servicesFor(viewer).overview.load({ asOf: null });
			return Object.values(nextYear.perMember ?? {});
		};
		expect(await told(viewerOf('planner'))).toEqual(perMemberOf(members + 2));
		expect(await told(executive)).toEqual(perMemberOf(members));
		expect(perMemberOf(members + 2)).not.toEqual(perMemberOf(members));
	});

	it('is not told for a day before anything was computed', async () => {
		const { nextYear, money } = await overviewOf(executive, '2025-11-30');
		expect([nextYear.perMember, money.projection]).toEqual([null, null]);
	});
});

it('says nothing out of nothing', async () => {
	const empty = await openCity();
	const { nextYear, money } = await empty.app.servicesFor(executive).overview.load({ asOf: null });
	expect(nextYear).toMatchObject({ year: 2027, perMember: null });
	expect(money.projection).toBeNull();
	await empty.close();
});
