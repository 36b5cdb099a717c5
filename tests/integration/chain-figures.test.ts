/**
 * The chain where every assumption is certain: each figure is then a plain product of what the rows say, and the day on which
 * the money ends one addition over the drawn worlds.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChainBase } from '../../src/lib/analytics/chain/chain-base.ts';
import type { YearInput } from '../../src/lib/analytics/budget/project-year.ts';
import { drawYearWorlds } from '../../src/lib/analytics/chain/run-chain.ts';
import type { Viewer } from '../../src/lib/domain/viewer.ts';
import type { ChainView } from '../../src/lib/protocol/views/chain.ts';
import { openChainCity, type ChainCity } from './chain-city.ts';

const executive: Viewer = { name: 'user:executive', role: 'executive', facility: null };
const ceilingRupiah = 3_050_000_000;
/** What a frozen week holds here, all year. */
const aWeek = 10;
let city: ChainCity;

const load = (query: string): Promise<ChainView> => {
	const words = new URLSearchParams(query);
	return city.app.servicesFor(executive).chain.load(executive, (name) => words.get(name));
};
const loadBudget = () =>
	city.app
		.servicesFor({ ...executive, role: 'planner' })
		.budget.load({ asOf: null, year: null, facility: null, service: null });
const arrow = ({ arrows }: ChainView, key: string) => {
	const found = arrows.find((one) => one.key === `scenario.${key}`);
	if (!found) throw new Error(`no arrow ${key}`);
	return found;
};

/** A frozen week is neither changed nor removed; here alone, so that every one of them is the same. */
const setWeeks = (shown: number, area: string) =>
	city.database.sql.begin(async (tx) => {
		await tx`ALTER TABLE lattice DISABLE TRIGGER USER`;
		await tx`UPDATE lattice SET shown = ${shown} WHERE condition = 'dengue' AND area = ${area}`;
		await tx`ALTER TABLE lattice ENABLE TRIGGER USER`;
	});

/** Bounds that are their value, all the way down. */
function pin(part: unknown): unknown {
	if (Array.isArray(part)) return part.map(pin);
	if (typeof part !== 'object' || part === null) return part;
	const own = Object.fromEntries(Object.entries(part).map(([key, value]) => [key, pin(value)]));
	return 'lower80' in own ? { ...own, lower80: own['value'], upper80: own['value'] } : own;
}

beforeAll(async () => {
	city = await openChainCity(ceilingRupiah);
	await city.analyst.refresh();
	await city.bases.refresh();
	const { sql } = city.database;
	const [row] = await sql<{ result: ChainBase }[]>`SELECT result FROM analysis WHERE kind = 'chain-base'`;
	await sql`UPDATE analysis SET result = ${JSON.stringify(pin(row?.result))}::text::jsonb WHERE kind = 'chain-base'`;
	await setWeeks(aWeek, '32.75');
}, 120_000);
afterAll(() => city.closeAll());

const visits = `(SELECT DISTINCT ON (facility, visit_no) * FROM visit ORDER BY facility, visit_no, version_time DESC) AS v
	WHERE occurred_on BETWEEN '2026-01-01' AND '2026-06-30'`;
const claims = `(SELECT DISTINCT ON (facility, claim_no) * FROM claim ORDER BY facility, claim_no, version_time DESC) AS c
	WHERE service_to BETWEEN '2026-01-01' AND '2026-06-30'`;
const ofDengue = `icd3 IN ('A90', 'A91', 'A97')`;
const billOf = (service: string) => `(SELECT avg(billed_rupiah)::numeric FROM ${claims}
	AND left(diagnoses[1], 3) IN ('A90', 'A91', 'A97') AND service = '${service}')`;

/** The rates out of the rows, rounded as the page says: shares to a thousandth, days and units to a hundredth, rupiah to a thousand. */
async function readRates() {
	const [row] = await city.database.sql.unsafe<Record<string, number>[]>(`
		WITH paid AS (SELECT round(sum(paid_rupiah) FILTER (WHERE state = 'paid')
			/ sum(billed_rupiah) FILTER (WHERE state IN ('paid', 'rejected')), 3) AS share FROM ${claims})
		SELECT
			(SELECT round(avg((service = 'inpatient-3')::int), 3)::float8 FROM ${visits} AND ${ofDengue}) AS admitted,
			(SELECT round(avg(extract(epoch FROM discharged_at - arrived_at) / 86400), 2)::float8 FROM ${visits}
				AND ${ofDengue} AND service = 'inpatient-3' AND discharged_at IS NOT NULL) AS stay,
			((SELECT round(sum((d->>'quantity')::numeric), 6)
				FROM ${visits.replace(') AS v', ') AS v, jsonb_array_elements(drugs) AS d')} AND ${ofDengue}
				AND d->>'item' = 'paracetamol-500') / (SELECT count(*) FROM ${visits} AND ${ofDengue}))::float8 AS units,
			((SELECT count(*) FROM ${claims})::numeric / (SELECT count(*) FROM ${visits}))::float8 AS claimed,
			(SELECT round(round(${billOf('inpatient-3')}) * share, -3)::float8 FROM paid) AS admission,
			(SELECT round(round(${billOf('outpatient')}) * share, -3)::float8 FROM paid) AS visit,
			(SELECT round(sum(billed_rupiah) FILTER (WHERE tariff_code IS NOT NULL) / sum(billed_rupiah), 3)::float8
				FROM ${claims}) AS tariff`);
	const of = (name: string) => row?.[name] ?? NaN;
	return {
		...{ admitted: of('admitted'), stay: of('stay'), units: Math.round(of('units') * 100) / 100 },
		...{ claimed: Math.round(Math.min(1, of('claimed')) * 1_000) / 1_000, admission: of('admission') },
		...{ visit: of('visit'), tariff: of('tariff') }
	};
}

type Asked = { size: number; weeks: number };

/** What an event comes to, by multiplication. */
async function expectedOf({ size, weeks }: Asked) {
	const rates = await readRates();
	const cases = aWeek * (size - 1) * weeks;
	const admitted = cases * rates.admitted;
	const [stays, others] = [admitted * rates.claimed, (cases - admitted) * rates.claimed];
	return {
		...{ cases, beds: ((admitted / weeks) * rates.stay) / 7, units: cases * rates.units },
		...{ claims: stays + others, rupiah: stays * rates.admission + others * rates.visit }
	};
}

/** From 22 November on: the weeks whose middle lies within the year. The first month ahead is November, of 365.25 ÷ 12 days. */
const weeksIn = (weeks: number) => {
	const lag = 21;
	const month = 365.25 / 12;
	return Array.from({ length: weeks }, (_, week) => 10 + Math.floor((lag + 7 * week + 3.5) / month));
};

describe('an event whose every assumption is certain', () => {
	it.each([
		{ size: 3, weeks: 8 },
		{ size: 1.5, weeks: 3 }
	])('comes to the product of what the rows say: $size times for $weeks weeks', async (asked) => {
		const view = await load(`disease=dengue&size=${asked.size}&weeks=${asked.weeks}`);
		const expected = await expectedOf(asked);
		expect(view.usual).toMatchObject({ value: aWeek, lower80: aWeek, upper80: aWeek });
		expect(view.cases).toEqual({ value: expected.cases, lower80: expected.cases, upper80: expected.cases });
		const shown = {
			...{ beds: arrow(view, 'peak-beds'), units: arrow(view, 'drug.paracetamol-500') },
			...{ claims: arrow(view, 'claims'), rupiah: arrow(view, 'outbreak-cost') }
		};
		for (const name of ['beds', 'units', 'claims', 'rupiah'] as const)
			for (const bound of ['value', 'lower80', 'upper80'] as const)
				expect(shown[name].result[bound] / expected[name], `${name} ${bound}`).toBeCloseTo(1, 12);
		expect(view.drugs).toMatchObject({ item: 'paracetamol-500', items: 1 });
		expect(view.drugs?.units).toEqual(shown.units.result);
	});

	it('charges this year with the weeks that lie in it, and says which share that is', async () => {
		for (const weeks of [4, 8, 26]) {
			const inYear = weeksIn(weeks).filter((month) => month < 12).length;
			const { rupiah } = await expectedOf({ size: 3, weeks });
			const charge = arrow(await load(`disease=dengue&size=3&weeks=${weeks}`), 'year-difference');
			expect(charge.result.value).toBeCloseTo((rupiah * inYear) / weeks, 0);
			const share = charge.assumptions.find(({ key }) => key === 'event-in-year');
			expect(share).toMatchObject({ source: 'calendar' });
			expect(share?.value).toBeCloseTo(inYear / weeks, 12);
		}
		expect(weeksIn(8).filter((month) => month < 12)).toHaveLength(6);
	});

	it('names the projection that it is charged to, and how late bills come', async () => {
		const { assumptions } = arrow(await load('disease=dengue&size=3&tariff=10'), 'year-difference');
		const [projection] = await city.database.sql<
			{ p10: number; p50: number; p90: number; version: number }[]
		>`
			SELECT round((result->'yearEnd'->>'p10')::numeric)::float8 AS p10,
				round((result->'yearEnd'->>'p50')::numeric)::float8 AS p50,
				round((result->'yearEnd'->>'p90')::numeric)::float8 AS p90, version
			FROM analysis WHERE kind = 'budget-projection' ORDER BY known_on DESC LIMIT 1`;
		expect(assumptions.map(({ key }) => key)).toEqual([
			...['event-in-year', 'policy-months', 'year-unchanged', 'bill-delay']
		]);
		expect(assumptions[1]).toMatchObject({ value: 1, source: 'calendar' });
		expect(assumptions[2]).toMatchObject({
			...{ value: projection?.p50, lower80: projection?.p10, upper80: projection?.p90 },
			source: 'projection'
		});
		expect((await load('')).projectionVersion).toBe(projection?.version);
		const delays = await city.database.sql<{ delay: number }[]>`
			SELECT min(learned_at)::date - min(service_to) AS delay FROM claim
			WHERE service_to BETWEEN '2026-01-01' AND '2026-06-30' GROUP BY facility, claim_no ORDER BY 1`;
		const place = (p: number) => delays[Math.ceil(p * delays.length) - 1]?.delay;
		expect(assumptions[3]).toMatchObject({
			...{ value: place(0.5), lower80: place(0.1), upper80: place(0.9), source: 'claims-all' }
		});
	});
});

describe('the day on which the money ends', () => {
	const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
	const dayOf = (day: number) =>
		day === Infinity ? null : new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10);

	/** World by world: what each month costs is added up until the budget is reached, in proportion to the days. */
	async function recount(change: (rupiah: number, month: number) => number) {
		const [row] = await city.database.sql<{ input: YearInput }[]>`
			SELECT input FROM projection_input WHERE budget_year = 2026 ORDER BY known_on DESC LIMIT 1`;
		const worlds = row && drawYearWorlds(row.input);
		if (!worlds) throw new Error('no worlds were drawn');
		const ends: number[] = [];
		const usedBy = monthDays.map((): number[] => []);
		const finished: number[] = [];
		const days: number[] = [];
		const gone = new Array<number>(12).fill(0);
		for (let world = 0; world < worlds.simulations; world++) {
			let used = worlds.carriedRupiah;
			let day = used >= ceilingRupiah ? 0 : Infinity;
			let first = 0;
			for (const [month, length] of monthDays.entries()) {
				const costs = change(worlds.costs[world * 12 + month] ?? NaN, month);
				if (day === Infinity && used + costs >= ceilingRupiah)
					day = first + Math.min(length - 1, Math.floor(((ceilingRupiah - used) / costs) * length));
				used += costs;
				first += length;
				usedBy[month]?.push(used);
				// October is the last month that is over.
				if (month === 9) finished.push(used - worlds.carriedRupiah);
				if (day < first) gone[month] = (gone[month] ?? 0) + 1;
			}
			ends.push(used);
			days.push(day);
		}
		days.sort((a, b) => a - b);
		const at = (p: number) => dayOf(days[Math.floor(p * days.length)] ?? Infinity);
		return {
			date: { lower80: at(0.1), median: at(0.5), upper80: at(0.9) },
			probability: days.filter((day) => day < Infinity).length / days.length,
			gone: gone.map((count) => count / days.length),
			...{ yearEnd: quantilesOf(ends), months: usedBy.map(quantilesOf), finished }
		};
	}

	/** Nine in ten, half and one in ten lie above; between two worlds in proportion. */
	function quantilesOf(worlds: readonly number[]) {
		const sorted = worlds.toSorted((a, b) => a - b);
		const between = (p: number) => {
			const place = p * (sorted.length - 1);
			const low = sorted[Math.floor(place)] ?? NaN;
			return low + ((sorted[Math.ceil(place)] ?? NaN) - low) * (place - Math.floor(place));
		};
		return { p10: between(0.1), p50: between(0.5), p90: between(0.9) };
	}

	type Quantiles = ReturnType<typeof quantilesOf>;
	function expectQuantiles(
		found: Quantiles | undefined,
		expected: Quantiles | undefined,
		what: string
	): void {
		for (const p of ['p10', 'p50', 'p90'] as const)
			expect(Math.abs((found?.[p] ?? NaN) - (expected?.[p] ?? NaN)), `${what} ${p}`).toBeLessThanOrEqual(1);
	}

	function expectMoney(money: ChainView['money'], expected: Awaited<ReturnType<typeof recount>>) {
		expect(money?.date).toEqual(expected.date);
		expect(money?.probability).toBe(expected.probability);
		expectQuantiles(money?.yearEnd, expected.yearEnd, 'the year’s end');
		for (const [month, used] of expected.months.entries())
			expectQuantiles(money?.months[month]?.used, used, `month ${month + 1}`);
	}

	it('without levers is that of the drawn worlds, and so is the chance of each month', async () => {
		const expected = await recount((rupiah) => rupiah);
		const { money } = await load('');
		expectMoney(money, expected);
		const { projection } = await loadBudget();
		expect(projection?.months.map(({ probability }) => probability)).toEqual(expected.gone);
		expectMoney(projection, expected);
		expect(expected.date.median).toMatch(/^2026-/);
		expect(expected.gone.some((share) => share > 0 && share < 1)).toBe(true);
	});

	it('leaves in no bill yet what the months that are over cost beyond their bills', async () => {
		const { finished } = await recount((rupiah) => rupiah);
		const [row] = await city.database.sql<{ billed: number; worth: number }[]>`
			SELECT (SELECT sum(billed_rupiah)::float8 FROM (SELECT DISTINCT ON (facility, claim_no) * FROM claim
					ORDER BY facility, claim_no, version_time) AS first
					WHERE service_to BETWEEN '2026-01-01' AND '2026-10-31') AS billed,
				(SELECT (coalesce(sum(paid_rupiah), 0) / sum(billed_rupiah))::float8 FROM (SELECT DISTINCT ON (facility, claim_no) *
					FROM claim ORDER BY facility, claim_no, version_time DESC) AS newest
					WHERE state IN ('paid', 'rejected')) AS worth`;
		const known = (row?.billed ?? NaN) * (row?.worth ?? NaN);
		const { projection } = await loadBudget();
		const expected = quantilesOf(finished.map((incurred) => Math.max(0, incurred - known)));
		expectQuantiles(projection?.notReported, expected, 'not billed');
		expect(expected.p10).toBeGreaterThan(0);
	});

	it('under an event comes sooner, by the event’s own rupiah', async () => {
		const { rupiah } = await expectedOf({ size: 10, weeks: 26 });
		const months = weeksIn(26);
		const share = (month: number) => months.filter((one) => one === month).length / 26;
		const expected = await recount((costs, month) => costs + rupiah * share(month));
		const { money, baseline } = await load('disease=dengue&size=10&weeks=26');
		expectMoney(money, expected);
		expect(expected.date).not.toEqual(baseline?.date);
	});

	it('under a tariff follows the bills that carry its code, from the next whole month on', async () => {
		const { tariff } = await readRates();
		const expected = await recount((costs, month) => (month < 11 ? costs : costs * (1 - tariff * 0.5)));
		const view = await load('tariff=-50');
		expectMoney(view.money, expected);
		expect(view.money?.yearEnd.p50).toBeLessThan(view.baseline?.yearEnd.p50 ?? NaN);
		expect(arrow(view, 'tariff-factor').result.value).toBeCloseTo(1 - tariff * 0.5, 12);
	});
});

describe('an event that cannot be told', () => {
	it('shows no figure of its own, neither nought rupiah nor a day, and is not kept', async () => {
		const { chain } = city.app.servicesFor(executive);
		const view = await load('disease=difteri&size=3');
		expect(view).toMatchObject({ eventGap: 'no-rates', arrows: [], cases: null, drugs: null });
		const words = new URLSearchParams('disease=difteri&size=3');
		expect((await chain.keep(executive, 'Difteri', (name) => words.get(name))).outcome).toBe('nothing');
		const [row] = await city.database.sql<{ count: number }[]>`SELECT count(*)::int FROM scenario`;
		expect(row?.count).toBe(0);
	});

	it('leaves a policy beside it as it is alone', async () => {
		const [both, alone] = await Promise.all([load('disease=difteri&size=3&tariff=10'), load('tariff=10')]);
		expect(both.arrows).toEqual(alone.arrows);
		expect(both.money).toEqual(alone.money);
		expect(both.arrows.map(({ key }) => key)).toEqual(['scenario.tariff-factor', 'scenario.year-difference']);
	});

	it('has no arrow of noughts where nobody usually has the disease', async () => {
		await setWeeks(0, '32.75.03');
		const view = await load('disease=dengue&kecamatan=32.75.03&size=3&tariff=10');
		expect(view).toMatchObject({ eventGap: 'no-cases', cases: null });
		expect(view.arrows.map(({ key }) => key)).not.toContain('scenario.outbreak-cost');
	});
});

describe('a kept scenario', () => {
	it('keeps its drugs with its other figures', async () => {
		const words = new URLSearchParams('disease=dengue&size=3&weeks=8');
		const { chain } = city.app.servicesFor(executive);
		expect((await chain.keep(executive, 'Tiga kali', (name) => words.get(name))).outcome).toBe('kept');
		const { units } = await expectedOf({ size: 3, weeks: 8 });
		const figures = (await load('')).scenarios.find(({ name }) => name === 'Tiga kali')?.figures;
		expect(figures?.drugs).toMatchObject({ item: 'paracetamol-500', items: 1 });
		expect((figures?.drugs?.units.value ?? NaN) / units).toBeCloseTo(1, 12);
	});
});
