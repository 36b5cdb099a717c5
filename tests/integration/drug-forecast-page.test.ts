/** The page of the forecasts: every figure recomputed from the rows as they came, or from the stored months by arithmetic. */
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { blurCount } from '../../src/lib/domain/blur.ts';
import { findMedicine } from '../../src/lib/domain/medicines.ts';
import { addDays, addMonths, daysBetween } from '../../src/lib/domain/period.ts';
import type { Role } from '../../src/lib/domain/role.ts';
import type { DrugForecastQuery } from '../../src/lib/server/services/drug-forecast.ts';
import { plantForecasts } from '../support/plant-forecasts.ts';
import { item, openDrugCity, type DrugCity } from './drug-city.ts';
import { hospitalA, hospitalB } from './ingest-city.ts';

let city: DrugCity;
beforeAll(async () => {
	city = await openDrugCity();
});
afterAll(() => city.close());

const load = (asked: Partial<DrugForecastQuery> = {}, role: Role = 'planner') =>
	city.app
		.servicesFor({ name: 'test', role, facility: null })
		.drugForecast.load({ item: null, facility: null, asOf: null, ...asked });

async function loadDetail(asked: Partial<DrugForecastQuery> = {}, role?: Role) {
	const { detail } = await load(asked, role);
	if (!detail) throw new Error('no forecast');
	return detail;
}

type Band = { mean: number; low: number; high: number };
type Month = { month: string; mean: number; lower80: number; upper80: number };

/** Sum of months with its band, by the definition: reaches correlate at 0.4. */
function sumOf(months: readonly Month[]): Band {
	const mean = months.reduce((sum, one) => sum + one.mean, 0);
	const joint = (reaches: number[]) =>
		Math.sqrt(
			0.6 * reaches.reduce((sum, one) => sum + one * one, 0) +
				0.4 * reaches.reduce((sum, one) => sum + one, 0) ** 2
		);
	return {
		mean,
		low: Math.max(0, mean - joint(months.map((one) => one.mean - one.lower80))),
		high: mean + joint(months.map((one) => one.upper80 - one.mean))
	};
}

function expectBand(found: Band, expected: Band): void {
	for (const end of ['mean', 'low', 'high'] as const) expect(found[end]).toBeCloseTo(expected[end], 6);
}

/** Day by day: each month's use spread over its days. */
function dayOfRunOut(stock: number, months: readonly Month[]): string | null {
	let left = stock;
	for (const { month, mean } of months) {
		const first = `${month}-01`;
		const days = daysBetween(first, addMonths(first, 1));
		for (let day = 0; day < days; day++) {
			left -= mean / days;
			if (left <= 1e-9) return addDays(first, day);
		}
	}
	return null;
}

/** Months, with their fraction, until sums reach an amount, and the day on which they do: evenly over each month's days. */
function reachOf(sums: readonly number[], from: string, amount: number) {
	let before = 0;
	for (const [month, sum] of sums.entries()) {
		if (sum >= amount) {
			const part = (amount - before) / (sum - before);
			const first = addMonths(from, month);
			const days = daysBetween(first, addMonths(first, 1));
			return { months: month + part, day: addDays(first, Math.floor(part * days)) };
		}
		before = Math.max(before, sum);
	}
	return { months: null, day: null };
}

describe('before a forecast was made', () => {
	it('the page says so', async () => {
		expect(await load()).toMatchObject({ rows: [], detail: null, facilities: [] });
	});
});

describe('the page', () => {
	beforeAll(() => city.job.refresh());

	it('sums the next twelve months and the planned year with their intervals', async () => {
		const detail = await loadDetail();
		expectBand(detail.next, sumOf(detail.months.slice(0, 12)));
		const planned = detail.months.filter(({ month }) => month.startsWith('2027-'));
		expect(planned).toHaveLength(12);
		expectBand(detail.year, sumOf(planned));
	});

	it('tells for which use of the planned year and the lead time an order suffices, out of the months’ bands', async () => {
		const { total, months, history, card } = await loadDetail();
		const span = months.filter(({ month }) => month >= '2027-01');
		expect(span.map(({ month }) => month).at(-1)).toBe('2028-03');
		expect(span).toHaveLength(15);
		// Of 58 months, twelve went into the seasons and four into the rest: Student's t of 42, from its table.
		expect([card.method, history.length]).toEqual(['combination', 58]);
		const t = { 0.8: 0.8503, 0.9: 1.302, 0.95: 1.682, 0.975: 2.0181 } as const;
		const { mean, low, high } = sumOf(span);
		const at = (chance: number) => total.find((one) => one.chance === chance)?.units ?? NaN;
		expect(at(0.5)).toBeCloseTo(mean, 1);
		for (const chance of [0.8, 0.9, 0.95] as const)
			expect((at(chance) - mean) / ((high - mean) * (t[chance] / t[0.9])), `P${100 * chance}`).toBeCloseTo(
				1,
				3
			);
		expect(low).toBeGreaterThan(0);
		for (const chance of [0.8, 0.9, 0.95] as const)
			expect(
				(mean - at(Number((1 - chance).toFixed(2)))) / ((mean - low) * (t[chance] / t[0.9]))
			).toBeCloseTo(1, 3);
		for (const { mean: middle, upper80, upper95 } of span)
			expect((upper95 - middle) / (upper80 - middle)).toBeCloseTo(t[0.975] / t[0.9], 2);
	});

	it('says when the stock ends at the earliest and at the latest, and how many months it covers', async () => {
		const [row] = await city.database.sql<{ closing: number }[]>`
			SELECT closing::int FROM stock WHERE facility = ${hospitalB} AND month = '2026-10-01'`;
		const { runOut, months } = await loadDetail({ facility: hospitalB });
		const upTo = months.map((_, last) => sumOf(months.slice(0, last + 1)));
		const reached = (of: (use: Band) => number) => reachOf(upTo.map(of), '2026-11-01', row?.closing ?? NaN);
		const [expected, soon, late] = [
			reached(({ mean }) => mean),
			reached(({ high }) => high),
			reached(({ low }) => low)
		];
		expect(runOut).toMatchObject({ expected: expected.day, earliest: soon.day, latest: late.day });
		expect(runOut?.months).toBeCloseTo(expected.months ?? NaN, 9);
		expect([soon.day, expected.day, late.day]).toEqual([soon.day, expected.day, late.day].toSorted());
		expect(new Set([soon.day, expected.day, late.day]).size).toBe(3);
	});

	it('shows the use that the rows tell of, month by month', async () => {
		const { history } = await loadDetail();
		const rows = await city.database.sql<{ month: string; units: number }[]>`
			SELECT month, sum(units)::int AS units FROM (
				SELECT to_char(period, 'YYYY-MM') AS month, value AS units FROM tally
				WHERE measure = 'drug-use' AND period < '2025-09-01'
				UNION ALL SELECT to_char(month, 'YYYY-MM'), used FROM stock WHERE posted_on IS NOT NULL AND reversed_on IS NULL
				UNION ALL SELECT to_char(occurred_on, 'YYYY-MM'), (drug->>'quantity')::int
				FROM visit CROSS JOIN LATERAL jsonb_array_elements(drugs) AS drug
				WHERE posted_on IS NOT NULL AND reversed_on IS NULL
			) AS used GROUP BY month ORDER BY month`;
		expect(history.map(({ month, raw }) => ({ month, units: raw }))).toEqual([...rows]);
	});

	it('says when the reported stock ends at the use of those who reported it', async () => {
		const [row] = await city.database.sql<{ closing: number }[]>`
			SELECT closing::int FROM stock WHERE facility = ${hospitalB} AND month = '2026-10-01'`;
		const stock = row?.closing ?? NaN;
		const detail = await loadDetail({ facility: hospitalB });
		const expected = dayOfRunOut(stock, detail.months);
		expect(detail.runOut?.expected).toBe(expected);
		expect(expected).not.toBeNull();
		const { runOut } = detail;
		expect(runOut?.earliest && runOut.earliest <= (expected ?? '')).toBe(true);
		// Of the city only that hospital reported: its stock does not serve the other's patients.
		const whole = await loadDetail();
		expect(whole.stock).toMatchObject({ closing: stock, reported: 1 });
		const second = whole.facilities.find(({ facility }) => facility === hospitalB);
		expect(second?.runOut).toEqual(runOut);
		expect(whole.facilities.find(({ facility }) => facility === hospitalA)?.runOut).toBeNull();
		const apart = Math.abs(daysBetween(whole.runOut?.expected ?? '', expected ?? ''));
		expect(apart).toBeLessThanOrEqual(7);
	});

	it('has facilities that add up to the city, to the hundredth', async () => {
		const { facilities, year } = await loadDetail();
		expect(facilities.map(({ facility }) => facility).sort()).toEqual([hospitalA, hospitalB]);
		const sum = facilities.reduce((all, one) => all + Math.round(one.year.mean * 100), 0);
		expect(sum).toBe(Math.round(year.mean * 100));
	});

	it('holds both methods side by side, and says how far they are apart', async () => {
		const { needs, year, stock } = await loadDetail();
		const quantity = findMedicine(item)?.perEpisode.find(({ group }) => group === 'diare')?.quantity ?? NaN;
		const diare = needs?.perDisease.find(({ disease }) => disease === 'diare');
		const use = (diare?.cases ?? NaN) * quantity;
		for (const [part, expected] of [
			[needs?.consumption, year.mean],
			[needs?.morbidity, use]
		] as const) {
			expect(part?.use).toBeCloseTo(expected, 6);
			expect(part?.buffer).toBeCloseTo(expected * 0.2, 6);
			expect(part?.leadTime).toBeCloseTo(expected / 4, 6);
			expect(part?.stock).toBe(stock?.closing);
			expect(part?.need).toBeCloseTo(Math.max(0, expected * 1.45 - (stock?.closing ?? 0)), 6);
		}
		expect(needs?.ratio).toBeCloseTo(year.mean / use, 6);
		const word =
			year.mean / use > 1.5 ? 'consumption-higher' : year.mean / use < 1 / 1.5 ? 'morbidity-higher' : 'agree';
		expect(needs?.divergence).toBe(word);
	});

	it('proves its figures: unit, time, table and an address that brings the view back', async () => {
		const { evidence } = await load({ item, facility: hospitalB });
		for (const [name, one] of Object.entries(evidence)) {
			expect(one.measure).toBe(`drugcast_measure_${name}`);
			expect(one.url).toBe(`/drugs/forecast?item=${item}&facility=${hospitalB}`);
			expect(one.asOf).toBe('2026-11-22T05:00:00.000Z');
			// An expiry stands in the reports themselves, whose column is named otherwise.
			const place = name === 'expiry' ? { facility: hospitalB } : { place: hospitalB };
			expect(one.rows).toMatchObject({ where: place });
		}
	});

	it('shows a past day as it stood, and refuses what it cannot read', async () => {
		expect((await load({ asOf: '2026-11-21' })).rows).toEqual([]);
		for (const asked of [{ item: 'Not an item' }, { facility: 'nowhere' }, { asOf: '2027-01-01' }])
			await expect((async () => load(asked))()).rejects.toMatchObject({ name: 'InvalidFilter' });
		expect(await load({ item: 'amlodipine-5' })).toMatchObject({ detail: null });
	});
});

describe('who sees totals only', () => {
	it('is told units in steps of five, nothing of small months, and no cases by disease', async () => {
		const [exact, shown] = [await loadDetail(), await loadDetail({}, 'executive')];
		expect(await load({}, 'executive')).toMatchObject({ isRounded: true, mayCompare: false });
		expect(shown.needs).toBeNull();
		shown.history.forEach(({ raw, adjusted }, n) => {
			expect(raw).toBe(blurCount(exact.history[n]?.raw ?? 0));
			expect(adjusted).toBe(blurCount(exact.history[n]?.adjusted ?? 0));
		});
		const told = [
			...shown.months.flatMap(({ month: _, ...bands }) => Object.values(bands)),
			...shown.total.map(({ units }) => units),
			...[shown.next.mean, shown.year.mean, ...shown.facilities.map(({ year }) => year.mean)]
		];
		expect(told.filter((units) => units % 5 !== 0)).toEqual([]);
		expect(exact.months.some(({ mean }) => mean % 5 !== 0)).toBe(true);
		expect(shown.total).toEqual(
			exact.total.map(({ chance, units }) => ({ chance, units: 5 * Math.ceil(units / 5) }))
		);
		for (const span of ['next', 'year'] as const)
			for (const end of ['mean', 'low', 'high'] as const)
				expect(shown[span][end]).toBe(5 * Math.round(exact[span][end] / 5));
		const share = exact.stock?.share ?? NaN;
		expect(shown.stock).toEqual({ ...exact.stock, share: Math.round(share * 20) / 20 });
	});

	it('is told how good the forecast was in steps of a twentieth, and not how each method did', async () => {
		const [exact, shown] = [(await loadDetail()).card, (await loadDetail({}, 'executive')).card];
		expect(exact.members.length).toBeGreaterThan(0);
		expect(shown.members).toEqual([]);
		const ratios = ['mase', 'naiveMase', 'coverage80', 'coverage95'] as const;
		for (const name of ratios)
			expect([name, shown.record?.[name]]).toEqual([
				name,
				Math.round((exact.record?.[name] ?? NaN) * 20) / 20
			]);
		expect(ratios.some((name) => shown.record?.[name] !== exact.record?.[name])).toBe(true);
		expect(shown).toMatchObject({ method: exact.method, reason: exact.reason, why: exact.why });
	});

	it('finds no medicine of which only small amounts were ever given out', async () => {
		const { sql } = city.database;
		const day = '2026-11-22T05:00:00Z';
		onTestFinished(async () => void (await sql`DELETE FROM drug_forecast WHERE item = 'ceftriaxone-inj'`));
		await plantForecasts(sql, [{ item: 'ceftriaxone-inj', median: 7 * 15, stock: 3 }], new Date(day));
		const listed = async (role: Role) => (await load({}, role)).rows.map(({ item }) => item);
		expect(await listed('planner')).toContain('ceftriaxone-inj');
		expect(await listed('executive')).not.toContain('ceftriaxone-inj');
		expect((await load({ item: 'ceftriaxone-inj' }, 'executive')).detail).toBeNull();
	});

	it('and who sees no medicines of others finds none', async () => {
		for (const role of ['hospital', 'verifier', 'finance', 'admin', 'public'] as const)
			expect((await load({}, role)).rows, role).toEqual([]);
	});
});
