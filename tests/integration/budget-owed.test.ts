/** What is owed, by stage, part and age: recomputed from what was sent, and from the raw versions of the claims. */
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shareNotReported } from '../../src/lib/analytics/budget/share-not-reported.ts';
import { addMonths, daysBetween } from '../../src/lib/domain/period.ts';
import type { Role } from '../../src/lib/domain/role.ts';
import {
	debtAges,
	unpaidStages,
	type BudgetOwedView,
	type Ladder
} from '../../src/lib/protocol/views/budget-owed.ts';
import { loadKeys } from '../../src/lib/server/keys.ts';
import { prepareAppRole } from '../../src/lib/server/store/app-role.ts';
import { setViewer } from '../../src/lib/server/store/viewer-context.ts';
import { coursesOf, refreshAnalyst, sendClaims, setCeiling, standingAt, type Told } from './budget-claims.ts';
import { hospitalA, hospitalB, now, openCity, type IngestCity } from './ingest-city.ts';

const today = '2026-11-22';
const months = Array.from({ length: 23 }, (_, index) => addMonths('2025-01-01', index));
const courses = coursesOf(months, today);
const ofYear = courses.filter(({ served }) => served.startsWith('2026'));
const all = { asOf: null, year: null, facility: null, service: null, stage: null };

let city: IngestCity;
const viewerOf = (role: Role) => ({ name: `user:${role}`, role, facility: null });
const load = (
	query: Partial<typeof all> | Record<string, string> = {},
	role: Role = 'planner'
): Promise<BudgetOwedView> =>
	city.app.servicesFor(viewerOf(role)).budgetOwed.load({ ...all, ...query }, 'en');

beforeAll(async () => {
	city = await openCity();
	await sendClaims(city, courses);
	await setCeiling(city, 2026, 400_000_000, '2025-12-20');
	await refreshAnalyst(city, () => now);
});
afterAll(() => city.close());

/** Straight from the events. */
function sumOf(told: readonly Told[], state: string, day: string): number {
	return told.reduce((sum, course) => {
		const standing = standingAt(course, day);
		return standing?.state === state ? sum + standing.amountRupiah : sum;
	}, 0);
}
const rungsOf = (told: readonly Told[], day: string) => ({
	paid: sumOf(told, 'paid', day),
	approved: sumOf(told, 'approved', day),
	verified: sumOf(told, 'verified', day),
	submitted: sumOf(told, 'submitted', day)
});
const ageOf = (days: number) => (days <= 30 ? 0 : days <= 60 ? 31 : days <= 90 ? 61 : 91);

function agesOf(told: readonly Told[], day: string, states: readonly string[] = unpaidStages) {
	const sums = Object.fromEntries(debtAges.map((age) => [age, { claims: 0, amountRupiah: 0 }]));
	for (const course of told) {
		const standing = standingAt(course, day);
		if (!standing || !states.includes(standing.state)) continue;
		const cell = sums[ageOf(daysBetween(course.steps[0]?.on ?? '', day))];
		if (!cell) throw new Error('no such age');
		cell.claims += 1;
		cell.amountRupiah += standing.amountRupiah;
	}
	return sums;
}

describe.each([
	['now', null, today],
	['as a past day knew it', '2026-09-10', '2026-09-10']
])('the ladder %s', (_, asOf, day) => {
	it('has each claim once, on the rung on which it stands, for the whole and for every part', async () => {
		const view = await load(asOf === null ? {} : { asOf });
		expect(view.whole.rungs).toEqual(rungsOf(ofYear, day));
		expect(Object.values(view.whole.rungs).every((rupiah) => rupiah > 0)).toBe(true);
		expect(view.hospitals.map(({ key }) => key).sort()).toEqual([hospitalA, hospitalB]);
		for (const { key, rungs } of view.hospitals)
			expect(rungs).toEqual(
				rungsOf(
					ofYear.filter(({ facility }) => facility === key),
					day
				)
			);
		expect(view.services).toHaveLength(3);
		for (const { key, rungs } of view.services)
			expect(rungs).toEqual(
				rungsOf(
					ofYear.filter(({ service }) => service === key),
					day
				)
			);
	});

	it('agrees with the newest raw version of every claim', async () => {
		const raw = await city.database.sql<{ facility: string; state: string; amount: number }[]>`
			SELECT facility, state, sum(amount_rupiah)::bigint AS amount FROM (
				SELECT DISTINCT ON (facility, claim_no) facility, state, amount_rupiah, budget_year FROM claim
				WHERE occurred_on <= ${day} ORDER BY facility, claim_no, version_time DESC
			) newest WHERE budget_year = 2026 GROUP BY 1, 2`;
		const view = await load(asOf === null ? {} : { asOf });
		const amountOf = (facility: string, state: string) =>
			raw.find((row) => row.facility === facility && row.state === state)?.amount ?? 0;
		for (const { key, rungs } of view.hospitals)
			for (const [state, rupiah] of Object.entries(rungs)) expect(rupiah).toBe(amountOf(key, state));
	});

	it('tells the age of what is unpaid by the day of the first bill, by stage and by hospital', async () => {
		const view = await load(asOf === null ? {} : { asOf });
		for (const { key, ages } of view.stages) expect(ages).toEqual(agesOf(ofYear, day, [key]));
		for (const { key, ages } of view.ages)
			expect(ages).toEqual(
				agesOf(
					ofYear.filter(({ facility }) => facility === key),
					day
				)
			);
		for (const stage of unpaidStages) {
			const { ages } = await load({ stage, ...(asOf !== null && { asOf }) });
			for (const row of ages)
				expect(row.ages).toEqual(
					agesOf(
						ofYear.filter(({ facility }) => facility === row.key),
						day,
						[stage]
					)
				);
		}
		const owed = unpaidStages.reduce((sum, stage) => sum + view.whole.rungs[stage], 0);
		const aged = view.stages.flatMap(({ ages }) => Object.values(ages));
		expect(aged.reduce((sum, { amountRupiah }) => sum + amountRupiah, 0)).toBe(owed);
	});
});

describe('what is not billed yet', () => {
	const partsOf = (ladders: readonly Ladder[]) =>
		ladders.map(({ key, notReported }) => ({ key, ...notReported }));

	it('is the programme’s, divided by what the bills themselves say, and adds up to it', async () => {
		const view = await load();
		const [stored] = await city.database.sql<
			{
				result: {
					notReported: { p10: number; p50: number; p90: number };
					development: Record<string, never>;
				};
			}[]
		>`SELECT result FROM analysis WHERE kind = 'budget-projection' AND subject = '2026'`;
		const { origins, billedShares, dispersion, worth } = stored?.result.development as unknown as {
			origins: string[];
			billedShares: number[];
			dispersion: number;
			worth: number;
		};
		const first = origins.indexOf('2026-01-01');
		const parts = view.hospitals.map(({ key }) => ({
			key,
			billed: origins
				.slice(first)
				.map((month) =>
					courses
						.filter(
							({ facility, served, steps }) =>
								facility === key && served.slice(0, 7) === month.slice(0, 7) && steps.length > 0
						)
						.reduce((sum, { billedRupiah }) => sum + billedRupiah, 0)
				)
		}));
		const total = view.whole.notReported;
		if (!total) throw new Error('no estimate');
		expect(Math.round(stored?.result.notReported.p50 ?? 0)).toBe(total.p50);
		const told = shareNotReported({
			parts,
			billedShares: billedShares.slice(first),
			dispersion,
			worth,
			total
		});
		expect(partsOf(view.hospitals)).toEqual(told);
		for (const ladders of [view.hospitals, view.services])
			expect(ladders.reduce((sum, { notReported }) => sum + (notReported?.p50 ?? 0), 0)).toBe(total.p50);
		expect(total.p50).toBeGreaterThan(0);
	});

	it('is told of one hospital, and of its services not', async () => {
		const view = await load({ facility: hospitalA });
		const whole = await load();
		expect(view.whole.notReported).toEqual(whole.hospitals.find(({ key }) => key === hospitalA)?.notReported);
		expect(view.services.every(({ notReported }) => notReported === null)).toBe(true);
	});

	it('is not told of a year that is not this one, nor before anything was computed', async () => {
		expect((await load({ year: '2025' })).whole.notReported).toBeNull();
		expect((await load({ asOf: '2026-09-10' })).whole.notReported).toBeNull();
	});
});

describe('whoever looks', () => {
	it('sees the same in every role that may open the page', async () => {
		const planner = await load();
		for (const role of ['executive', 'verifier', 'finance'] as const)
			expect(await load({}, role)).toEqual(planner);
	});

	it('gets no age from the database without seeing the programme’s money', async () => {
		const { server } = await loadKeys(city.app.config);
		const url = await prepareAppRole(city.database.sql, city.database.url, server);
		const sql = postgres(url, { max: 1 });
		const count = async (role: Role, facility: string | null) =>
			sql.begin(async (tx) => {
				await setViewer(tx as never, { name: 'x', role, facility });
				const rows = await tx`SELECT * FROM city.unpaid_ages(2026, NULL, ${today}::date)`;
				return rows.length;
			});
		expect(await count('executive', null)).toBeGreaterThan(0);
		expect(await count('hospital', hospitalA)).toBe(0);
		expect(await count('admin', null)).toBe(0);
		await sql.end();
	});

	it.each([
		['stage', { stage: 'paid' }],
		['year', { year: '26' }],
		['facility', { facility: 'nowhere' }],
		['service', { service: 'spa' }]
	])('is refused a %s that does not exist', async (field, query) => {
		await expect(async () => load(query)).rejects.toMatchObject({ field });
	});
});
