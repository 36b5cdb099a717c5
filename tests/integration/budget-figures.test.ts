/** Link ratios, usual shares, and whose the bills to come will be: from the raw claims by SQL and plain arithmetic. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addMonths, daysBetween } from '../../src/lib/domain/period.ts';
import type { Ladder } from '../../src/lib/protocol/views/budget-owed.ts';
import { coursesOf, refreshAnalyst, sendClaims, setCeiling } from './budget-claims.ts';
import { now, openCity, type IngestCity } from './ingest-city.ts';

const today = '2026-11-22';
const count = 22;
const months = Array.from({ length: count }, (_, index) => addMonths('2025-01-01', index));
/** Days that have passed since the last finished month: every column is seen as many days after its month. */
const late = daysBetween('2026-10-31', today);
const lags = 12;
let city: IngestCity;

beforeAll(async () => {
	city = await openCity();
	await sendClaims(city, coursesOf(months, today));
	await setCeiling(city, 2026, 400_000_000, '2025-12-20');
	await refreshAnalyst(city, () => now);
});
afterAll(() => city.close());

/** Each claim's first bill, with the column it stands in. */
const bills = `(SELECT facility, service, month, billed_rupiah, least(${lags - 1},
		(extract(year FROM seen) - extract(year FROM month)) * 12 + extract(month FROM seen) - extract(month FROM month))::int AS lag
	FROM (SELECT DISTINCT ON (facility, claim_no) facility, service, billed_rupiah,
			date_trunc('month', service_to)::date AS month,
			greatest(posted_on - ${late}, date_trunc('month', service_to)::date) AS seen
		FROM claim ORDER BY facility, claim_no, version_time) AS first) AS bill`;
/** What stood in each month's row at each lag, as far as that lag is over. */
const cells = `cell AS (SELECT origin, lag, (SELECT coalesce(sum(billed_rupiah), 0) FROM ${bills}
		WHERE month = '2025-01-01'::date + make_interval(months => origin) AND bill.lag <= at.lag)::float8 AS amount
	FROM generate_series(0, ${count - 1}) AS origin, generate_series(0, ${lags - 1}) AS at(lag)
	WHERE origin + at.lag <= ${count - 1})`;

type Link = { lag: number; factor: number; lowest: number; highest: number; origins: number };
const readLinks = () =>
	city.database.sql.unsafe<Link[]>(`WITH ${cells}
		SELECT a.lag, (sum(b.amount) / sum(a.amount))::float8 AS factor, count(*)::int AS origins,
			min(b.amount / nullif(a.amount, 0))::float8 AS lowest, max(b.amount / nullif(a.amount, 0))::float8 AS highest
		FROM cell a JOIN cell b ON b.origin = a.origin AND b.lag = a.lag + 1 GROUP BY a.lag ORDER BY a.lag`);

/** What stands at each lag of what stands at the last: 1 ÷ the factors from it on. */
function sharesOf(links: readonly Link[]): number[] {
	const shares = [1];
	for (const { factor } of links.toReversed()) shares.unshift((shares[0] ?? NaN) / factor);
	return shares;
}

async function readWorth(): Promise<number> {
	const [row] = await city.database.sql<{ worth: number }[]>`
		SELECT (coalesce(sum(paid_rupiah), 0) / sum(billed_rupiah))::float8 AS worth FROM (
			SELECT DISTINCT ON (facility, claim_no) state, paid_rupiah, billed_rupiah FROM claim
			ORDER BY facility, claim_no, version_time DESC) AS newest WHERE state IN ('paid', 'rejected')`;
	return row?.worth ?? NaN;
}

async function readTriangle() {
	const { triangle } = await city.app.services.budgetDelay.load({ asOf: null, year: null });
	if (!triangle) throw new Error('no triangle');
	return triangle;
}

describe('the link ratios', () => {
	it('are those of the bills at every lag, with the lowest, the highest and what usually stands there', async () => {
		const { links } = await readTriangle();
		const expected = await readLinks();
		const shares = sharesOf(expected);
		expect(links.map(({ lag, origins }) => [lag, origins])).toEqual(
			expected.map(({ lag, origins }) => [lag, origins])
		);
		expect(expected).toHaveLength(lags - 1);
		for (const [lag, link] of links.entries()) {
			for (const name of ['factor', 'lowest', 'highest'] as const)
				expect((link[name] ?? NaN) / (expected[lag]?.[name] ?? NaN), `${name} of ${lag}`).toBeCloseTo(1, 12);
			expect(link.share, `share at ${lag}`).toBeCloseTo(shares[lag] ?? NaN, 12);
		}
		expect(links.slice(1).some(({ factor }) => factor !== 1)).toBe(true);
		expect(links.some(({ lowest, highest }) => lowest !== highest)).toBe(true);
	});

	it('make the share that is usually billed of each month by now', async () => {
		const { rows } = await readTriangle();
		const shares = sharesOf(await readLinks());
		for (const [origin, { share, month }] of rows.entries())
			expect(share, month).toBeCloseTo(shares[Math.min(lags - 1, count - 1 - origin)] ?? NaN, 9);
		expect(rows.at(-1)?.share).toBeLessThan(0.7);
	});

	it('stand beside what a billed rupiah came to', async () => {
		const worth = await readWorth();
		expect((await readTriangle()).worth).toBeCloseTo(worth, 12);
		expect(worth).toBeLessThan(1);
		expect(worth).toBeGreaterThan(0);
	});
});

/** Variance of what comes ÷ its expectation: Pearson’s χ² over the free cells of the chain ladder, rupiah after verification. */
async function readDispersion(shares: readonly number[], worth: number): Promise<number> {
	const rows = await city.database.sql.unsafe<{ origin: number; lag: number; amount: number }[]>(
		`WITH ${cells} SELECT origin, lag, amount FROM cell ORDER BY origin, lag`
	);
	const at = (origin: number, lag: number) =>
		worth * (rows.find((row) => row.origin === origin && row.lag === lag)?.amount ?? 0);
	let squares = 0;
	for (const { origin, lag } of rows) {
		const last = Math.min(lags - 1, count - 1 - origin);
		const ultimate = at(origin, last) / (shares[last] ?? NaN);
		const expected = ultimate * ((shares[lag] ?? NaN) - (shares[lag - 1] ?? 0));
		if (expected > 0) squares += (at(origin, lag) - at(origin, lag - 1) - expected) ** 2 / expected;
	}
	return squares / (rows.length - (count + lags - 1));
}

describe('whose the bills to come will be', () => {
	/** Missing of each part: its bills × (1 − share) ÷ share; where hardly any are in, the level of its last three telling months. */
	async function expectedOf(by: 'facility' | 'service', total: { p10: number; p50: number; p90: number }) {
		const shares = sharesOf(await readLinks());
		const worth = await readWorth();
		const dispersion = await readDispersion(shares, worth);
		const billed = await city.database.sql.unsafe<{ key: string; month: string; amount: number }[]>(
			`SELECT ${by} AS key, month::text AS month, sum(billed_rupiah)::float8 AS amount FROM ${bills}
			WHERE month >= '2026-01-01' GROUP BY 1, 2`
		);
		const ofYear = months.filter((month) => month >= '2026-01-01');
		const parts = [...new Set(billed.map(({ key }) => key))].map((key) => {
			const paid = ofYear.map(
				(month) => worth * (billed.find((row) => row.key === key && row.month === month)?.amount ?? 0)
			);
			const share = (place: number) => shares[Math.min(lags - 1, ofYear.length - 1 - place)] ?? NaN;
			const telling = paid.flatMap((amount, place) => (share(place) >= 0.5 ? [amount / share(place)] : []));
			const level = telling.slice(-3).reduce((sum, cost) => sum + cost, 0) / 3;
			let [missing, variance] = [0, 0];
			for (const [place, amount] of paid.entries()) {
				const known = share(place);
				const isIn = known > 0.02 && amount > 0;
				missing += isIn ? (amount * (1 - known)) / known : level * (1 - known);
				variance += isIn
					? (dispersion * amount * (1 - known)) / known ** 2
					: dispersion * level * (1 - known);
			}
			return { key, missing, variance };
		});
		const sum = parts.reduce((all, { missing }) => all + missing, 0);
		return parts.map(({ key, missing, variance }) => {
			const own = (1.2816 * Math.sqrt(variance)) / missing;
			const p50 = (total.p50 * missing) / sum;
			return {
				...{ key, p50 },
				p10: Math.max(0, p50 * (1 - Math.max(own, (total.p50 - total.p10) / total.p50))),
				p90: p50 * (1 + Math.max(own, (total.p90 - total.p50) / total.p50))
			};
		});
	}

	it.each(['facility', 'service'] as const)('is told by %s as its own bills say', async (by) => {
		const view = await city.app.services.budgetOwed.load(
			{ asOf: null, year: null, facility: null, service: null, stage: null },
			'en'
		);
		const total = view.whole.notReported;
		if (!total) throw new Error('no estimate');
		const ladders: readonly Ladder[] = by === 'facility' ? view.hospitals : view.services;
		const expected = await expectedOf(by, total);
		expect(ladders.map(({ key }) => key).toSorted()).toEqual(expected.map(({ key }) => key).toSorted());
		for (const { key, p10, p50, p90 } of expected) {
			const told = ladders.find((one) => one.key === key)?.notReported;
			// Whole rupiah, the rest to the largest remainders; the ends are rounded from those.
			for (const [end, rupiah] of Object.entries({ p10, p50, p90 }))
				expect(Math.abs((told?.[end as 'p10'] ?? NaN) - rupiah), `${end} of ${key}`).toBeLessThanOrEqual(3);
		}
		expect(ladders.reduce((sum, { notReported }) => sum + (notReported?.p50 ?? 0), 0)).toBe(total.p50);
		expect(new Set(expected.map(({ p50 }) => Math.round(p50))).size).toBe(expected.length);
	});
});
