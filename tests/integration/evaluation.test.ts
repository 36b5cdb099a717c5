/** The yearly evaluation: every figure recomputed from what was sent, frozen for good, verified with every look, and as files. */
import { createHash, randomUUID } from 'node:crypto';
import { extractText, getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { simulateYear, type YearInput } from '../../src/lib/analytics/budget/project-year.ts';
import { mayDo } from '../../src/lib/domain/access.ts';
import { blurCount } from '../../src/lib/domain/blur.ts';
import { findMedicine } from '../../src/lib/domain/medicines.ts';
import { maskIdentityNumbers } from '../../src/lib/domain/nik.ts';
import { addMonths, daysBetween } from '../../src/lib/domain/period.ts';
import { roles, type Role } from '../../src/lib/domain/role.ts';
import { services } from '../../src/lib/domain/service.ts';
import type { Viewer } from '../../src/lib/domain/viewer.ts';
import { canonicalText } from '../../src/lib/protocol/evaluation-text.ts';
import { figureText } from '../../src/lib/protocol/evaluation-document.ts';
import type { EvaluationContents } from '../../src/lib/protocol/views/evaluation.ts';
import { judgeDue } from '../../src/lib/server/jobs/membership-job.ts';
import {
	clinic,
	courses,
	heldUntil,
	openEvaluationCity,
	people,
	visits,
	wordsIn
} from './evaluation-city.ts';
import type { EvaluationCity } from './evaluation-city.ts';
import { readWorkbook } from '../support/read-workbook.ts';
import { claim, hospitalA, hospitalB, now, senders } from './ingest-city.ts';

let city: EvaluationCity;
const dina: Viewer = { name: 'user:dina', role: 'planner', facility: null };
const as = (role: Role) =>
	city.app.servicesFor({ name: `user:${role}`, role, facility: role === 'hospital' ? hospitalA : null });
const load = async (year: string | null = null, asOf: string | null = null, role: Role = 'planner') =>
	(await as(role).evaluation.load({ year, asOf })).document;

beforeAll(async () => {
	city = await openEvaluationCity();
}, 120_000);
afterAll(() => city.close());

const valueIn = (document: EvaluationContents, key: string) => {
	const figure = document.figures.find((one) => one.key === key);
	if (!figure) throw new Error(`no figure ${key}`);
	return figure.value;
};
/** A column of a table by the rows' keys, without its sum. */
function columnOf(document: EvaluationContents, table: string, column: string) {
	const own = document.figures.filter(
		({ key }) => key.startsWith(`${table}/`) && key.endsWith(`/${column}`) && !key.includes('/total/')
	);
	return Object.fromEntries(own.map(({ key, value }) => [key.split('/')[2] ?? '', value]));
}
/** Counted by hand: the rows for which `pick` says the key, blurred. */
function count<Row>(rows: readonly Row[], keys: readonly string[], keyOf: (row: Row) => string) {
	return Object.fromEntries(
		keys.map((key) => [key, blurCount(rows.filter((row) => keyOf(row) === key).length)])
	);
}

type RawClaim = {
	facility: string;
	state: string;
	service: string;
	served: string;
	month: string;
	billed: number;
	amount: number;
	icd3: string;
	billedOn: string;
};
/** The newest version of every claim of a budget year by the end of a day, straight from the versions. */
const claimsAt = (year: number, day: string) => city.database.sql<RawClaim[]>`
	SELECT newest.facility, state, service, service_to AS served, to_char(occurred_on, 'YYYY-MM-01') AS month,
		billed_rupiah AS billed, amount_rupiah AS amount, left(diagnoses[1], 3) AS icd3,
		(SELECT min(first.occurred_on) FROM claim first
			WHERE first.facility = newest.facility AND first.claim_no = newest.claim_no) AS "billedOn"
	FROM (
		SELECT DISTINCT ON (facility, claim_no) * FROM claim WHERE occurred_on <= ${day}
		ORDER BY facility, claim_no, version_time DESC
	) newest WHERE budget_year = ${year}`;
const sum = <Row>(rows: readonly Row[], value: (row: Row) => number) =>
	rows.reduce((all, row) => all + value(row), 0);
const amountOf = (rows: readonly RawClaim[], ...states: string[]) =>
	sum(
		rows.filter(({ state }) => states.includes(state)),
		({ amount }) => amount
	);
const owed = ['approved', 'verified', 'submitted'] as const;
/** Whose card counts: JKN covers one in four of those who have one. */
const covered = people.filter(({ n, segment }) => segment !== null && n % 4 !== 1).length;
const told = visits.filter(({ knownOn }) => knownOn <= heldUntil);

describe('what was needed', () => {
	it('are the decisions, the members, and what one of them costs', async () => {
		const document = await load();
		expect(columnOf(document, 'needed/decisions', 'amount')).toEqual({
			'2025-12-20': 400_000_000,
			'2026-09-15': 900_000_000
		});
		const members = blurCount(covered);
		const months = await city.database.sql<{ month: string; rupiah: number }[]>`
			SELECT to_char(service_to, 'YYYY-MM-01') AS month, sum(amount_rupiah)::bigint AS rupiah FROM claim
			WHERE reversed_on IS NULL AND posted_on IS NOT NULL AND budget_year = 2026
				AND state IN ('paid', 'approved', 'verified', 'submitted') GROUP BY 1`;
		// Members are known since June; September is the newest settled month.
		const settled = months.filter(({ month }) => month >= '2026-06-01' && month <= '2026-09-01');
		expect(columnOf(document, 'needed/members', 'value')).toEqual({
			members,
			plan_per_member: Math.round(900_000_000 / members / 12),
			cost_per_member: Math.round(sum(settled, ({ rupiah }) => rupiah) / (4 * members)),
			premium: 42_000
		});
	});

	it('is the projection that the Budget page shows, and of a year without one is not known', async () => {
		const { projection } = await as('planner').budget.load({
			...{ asOf: null, year: null, facility: null, service: null }
		});
		expect(projection).not.toBeNull();
		expect(columnOf(await load(), 'needed/expected', 'value')).toEqual({
			expected_low: projection?.yearEnd.p10,
			expected_middle: projection?.yearEnd.p50,
			expected_high: projection?.yearEnd.p90,
			exhaustion: Math.round(100 * (projection?.probability ?? NaN)),
			exhausted_on: projection?.date.median
		});
		const past = (await load('2025')).figures.filter(({ key }) => key.startsWith('needed/expected/'));
		expect(past.map(({ value, unknown }) => [value, unknown])).toEqual(
			past.map(() => [null, 'evaluation_unknown_projection'])
		);
	});
});

describe('what was used', () => {
	it.each([
		[2026, null, '2026-11-22'],
		[2026, '2026-09-10', '2026-09-10'],
		[2025, null, '2026-11-22']
	])('of %i as of %s is each claim once, on the rung on which it stands', async (year, asOf, day) => {
		const document = await load(String(year), asOf);
		const rungs = (rows: readonly RawClaim[]) =>
			Object.fromEntries(['paid', ...owed].map((state) => [state, amountOf(rows, state)]));
		const standing = await claimsAt(year, day);
		expect(columnOf(document, 'used/ladder', 'now')).toEqual(rungs(standing));
		expect(valueIn(document, 'used/ladder/total/now')).toBe(amountOf(standing, 'paid', ...owed));
		const atEnd = columnOf(document, 'used/ladder', 'atYearEnd');
		if (year === 2025) {
			const then = await claimsAt(2025, '2025-12-31');
			expect(atEnd).toEqual(rungs(then));
			expect(amountOf(then, 'paid')).not.toBe(amountOf(standing, 'paid'));
		} else expect(new Set(Object.values(atEnd))).toEqual(new Set([null]));
		expect(document.hasEnded).toBe(year === 2025);
	});

	it('by month are sums of rounded days, services of that month, and payments within it', async () => {
		const document = await load();
		const standing = await claimsAt(2026, '2026-11-22');
		const days = new Map<string, number>();
		for (const { day } of visits) days.set(day, (days.get(day) ?? 0) + 1);
		for (let month = '2026-01-01'; month <= '2026-12-01'; month = addMonths(month, 1)) {
			const inMonth = (day: string) => day.slice(0, 7) === month.slice(0, 7);
			const shown = [...days].filter(([day, visitors]) => inMonth(day) && blurCount(visitors) > 0);
			const isToCome = month > '2026-11-22';
			expect([month, valueIn(document, `used/months/${month}/visits`)]).toEqual([
				month,
				shown.length === 0 ? null : sum(shown, ([, visitors]) => blurCount(visitors))
			]);
			const own = standing.filter(({ served }) => inMonth(served));
			expect(valueIn(document, `used/months/${month}/committed`)).toBe(
				isToCome ? null : amountOf(own, 'paid', ...owed)
			);
			const paid = standing.filter(({ state, month: paidIn }) => state === 'paid' && paidIn === month);
			expect(valueIn(document, `used/months/${month}/paid`)).toBe(
				isToCome ? null : sum(paid, ({ amount }) => amount)
			);
		}
		for (const column of ['committed', 'paid'])
			expect(valueIn(document, `used/months/total/${column}`)).toBe(
				sum(Object.values(columnOf(document, 'used/months', column)), (value) => Number(value ?? 0))
			);
	});

	it('by service and facility are the visits that were known by the counting, and the money', async () => {
		const document = await load();
		const standing = await claimsAt(2026, '2026-11-22');
		const ids = services.map(({ id }) => id);
		expect(columnOf(document, 'used/services', 'visits')).toEqual(count(told, ids, ({ service }) => service));
		for (const id of ids) {
			const own = standing.filter(({ service }) => service === id);
			expect(valueIn(document, `used/services/${id}/paid`)).toBe(amountOf(own, 'paid'));
			expect(valueIn(document, `used/services/${id}/owed`)).toBe(amountOf(own, ...owed));
		}
		const { [clinic]: others, ...hospitals } = count(
			told,
			[hospitalA, hospitalB, clinic],
			({ facility }) => facility
		);
		expect(others).toBeGreaterThan(0);
		expect(columnOf(document, 'used/facilities', 'visits')).toEqual({ ...hospitals, others });
		for (const code of [hospitalA, hospitalB]) {
			const own = standing.filter(({ facility }) => facility === code);
			expect(valueIn(document, `used/facilities/${code}/billed`)).toBe(sum(own, ({ billed }) => billed));
			expect(valueIn(document, `used/facilities/${code}/paid`)).toBe(amountOf(own, 'paid'));
			expect(valueIn(document, `used/facilities/${code}/owed`)).toBe(amountOf(own, ...owed));
		}
	});

	it('has the share of the dearest diseases, and what no bill shows as the ladder of the page has it', async () => {
		const document = await load();
		const standing = (await claimsAt(2026, '2026-11-22')).filter(({ state }) =>
			['paid', ...owed].includes(state)
		);
		const heart = standing.filter(({ icd3 }) => icd3 === 'I21');
		const all = sum(standing, ({ amount }) => amount);
		expect(valueIn(document, 'used/beside/catastrophic/value')).toBe(
			Math.round((100 * sum(heart, ({ amount }) => amount)) / all)
		);
		const { whole } = await as('planner').budgetOwed.load(
			{ asOf: null, year: null, facility: null, service: null, stage: null },
			'en'
		);
		expect(valueIn(document, 'used/beside/not_reported_middle/value')).toBe(whole.notReported?.p50);
		expect(valueIn(document, 'used/beside/carried/value')).toBe(0);
	});
});

describe('by whom', () => {
	it('are the visits of the counting, by kecamatan, age, sex and segment, rounded', async () => {
		const document = await load();
		const areas = columnOf(document, 'whom/kecamatan', 'visits');
		const counted = count(told, ['32.75.01', '32.75.02', '99.99.99'], ({ person }) => person.kecamatan);
		expect(areas).toMatchObject({
			'32.75.01': counted['32.75.01'],
			'32.75.02': counted['32.75.02'],
			area_outside: counted['99.99.99'],
			area_unknown: 0
		});
		expect(sum(Object.values(areas), Number)).toBe(sum(Object.values(counted), Number));
		const groupOf = (age: number) => [60, 45, 15, 5, 0].find((first) => first <= age) ?? 0;
		expect(columnOf(document, 'whom/age', 'visits')).toEqual({
			...count(
				told,
				['age_0', 'age_5', 'age_15', 'age_45', 'age_60'],
				({ person }) => `age_${groupOf(2026 - person.birthYear)}`
			),
			age_unknown: 0
		});
		expect(columnOf(document, 'whom/sex', 'visits')).toEqual({
			...count(told, ['sex_female', 'sex_male'], ({ person }) =>
				person.isFemale ? 'sex_female' : 'sex_male'
			),
			sex_unknown: 0
		});
		expect(columnOf(document, 'whom/segment', 'visits')).toEqual(
			count(told, ['general', 'ks-nik', 'no_member'], ({ person }) => person.segment ?? 'no_member')
		);
	});

	it('cost what the daily count of that day had, in whole percent and thousands of rupiah', async () => {
		const document = await load();
		const rows = await city.database.sql<
			{ segment: string; claims: number; months: number; rupiah: number }[]
		>`SELECT segment, sum(claims)::int AS claims, sum(member_months)::int AS months, sum(committed_rupiah)::bigint AS rupiah
			FROM capitation_area WHERE budget_year = 2026 AND known_on = ${heldUntil} GROUP BY 1`;
		const all = sum(rows, ({ rupiah }) => rupiah);
		expect(rows.map(({ segment }) => segment).sort()).toEqual(['', 'general', 'ks-nik']);
		for (const { segment, claims, months, rupiah } of rows) {
			const key = `whom/segment/${segment || 'no_member'}`;
			expect(valueIn(document, `${key}/claims`)).toBe(blurCount(claims));
			expect(valueIn(document, `${key}/share`)).toBe(Math.round((100 * rupiah) / all));
			expect(valueIn(document, `${key}/perMember`)).toBe(
				months > 0 ? Math.round(rupiah / blurCount(months) / 1_000) * 1_000 : null
			);
		}
	});
});

describe('for which diseases', () => {
	it('are the frozen weeks added up, and the shares of the money in whole percent', async () => {
		const document = await load();
		const weeks = await city.database.sql<{ condition: string; cases: number }[]>`
			SELECT condition, sum(shown)::int AS cases FROM lattice WHERE area = '32.75' AND week >= '2026-01-01'
			GROUP BY 1 HAVING sum(shown) > 0`;
		expect(weeks.length).toBeGreaterThan(0);
		expect(columnOf(document, 'diseases/frequent', 'cases')).toEqual(
			Object.fromEntries(weeks.map(({ condition, cases }) => [condition, cases]))
		);
		const standing = (await claimsAt(2026, heldUntil)).filter(({ state }) =>
			['paid', ...owed].includes(state)
		);
		const all = sum(standing, ({ amount }) => amount);
		const groups = {
			dengue: 'A91',
			hipertensi: 'I10',
			diabetes: 'E11',
			ispa: 'J06',
			'jantung-iskemik': 'I21'
		};
		const shares = Object.entries(groups).map(([id, code]): [string, number] => {
			const own = standing.filter(({ icd3 }) => icd3 === code);
			return [id, Math.round((100 * sum(own, ({ amount }) => amount)) / all)];
		});
		expect(columnOf(document, 'diseases/costly', 'share')).toEqual(Object.fromEntries(shares));
	});
});

describe('how it was paid', () => {
	it('has the age of unpaid bills, and what came back', async () => {
		const document = await load();
		const standing = await claimsAt(2026, '2026-11-22');
		const ageOf = (days: number) => (days <= 30 ? 0 : days <= 60 ? 31 : days <= 90 ? 61 : 91);
		for (const age of [0, 31, 61, 91]) {
			const own = standing.filter(
				({ state, billedOn }) =>
					owed.some((one) => one === state) && ageOf(daysBetween(billedOn, '2026-11-22')) === age
			);
			expect(valueIn(document, `payment/ages/age_from_${age}/claims`)).toBe(own.length);
			expect(valueIn(document, `payment/ages/age_from_${age}/amount`)).toBe(sum(own, ({ amount }) => amount));
		}
		for (const state of ['returned', 'rejected']) {
			const own = standing.filter((one) => one.state === state);
			expect(own.length).toBeGreaterThan(0);
			expect(valueIn(document, `payment/refused/${state}/claims`)).toBe(own.length);
			expect(valueIn(document, `payment/refused/${state}/billed`)).toBe(sum(own, ({ billed }) => billed));
		}
	});

	it('took as many days as the claims stood in each stage', async () => {
		const days = courses
			.filter(({ served }) => served.startsWith('2026'))
			.flatMap(({ steps }) =>
				steps.flatMap((step, place) => {
					const next = steps[place + 1];
					return step.state === 'approved' && next ? [daysBetween(step.on, next.on)] : [];
				})
			)
			.sort((a, b) => a - b);
		const at = (days.length - 1) / 2;
		const median = ((days[Math.floor(at)] ?? NaN) + (days[Math.ceil(at)] ?? NaN)) / 2;
		expect(valueIn(await load(), 'payment/days/stage_approved/medianDays')).toBe(median);
	});

	it('took each hospital so many days from the first submission to the payment', async () => {
		const document = await load();
		const rows = await city.database.sql<
			{ facility: string; days: number | null; claims: number; back: number }[]
		>`
			SELECT facility, percentile_cont(0.5) WITHIN GROUP (ORDER BY paid - billed)::float8 AS days, count(*)::int AS claims,
				count(back)::int AS back FROM (
				SELECT facility, min(occurred_on) FILTER (WHERE state = 'submitted') AS billed,
					max(occurred_on) FILTER (WHERE state = 'paid') AS paid, max(occurred_on) FILTER (WHERE state = 'returned') AS back
				FROM claim WHERE budget_year = 2026 GROUP BY facility, claim_no
			) way GROUP BY 1`;
		expect(rows).toHaveLength(2);
		for (const { facility, days, claims, back } of rows) {
			const key = `payment/hospitals/${facility}`;
			expect(valueIn(document, `${key}/daysToPay`)).toBe(days);
			expect(valueIn(document, `${key}/claims`)).toBe(claims);
			expect(valueIn(document, `${key}/everReturned`)).toBe(back);
		}
	});

	it('tells of doubtful claims what the audit had found by the counting, rounded', async () => {
		const document = await load();
		const [found] = await city.database.sql<{ claims: number; stake: number }[]>`
			SELECT (rule->>'claims')::int AS claims, (rule->>'atStakeRupiah')::bigint AS stake
			FROM analysis, jsonb_array_elements(result->'rules') AS rule
			WHERE kind = 'claim-audit' AND subject = '2026' AND known_on = ${heldUntil} AND rule->>'rule' = 'double-financing'`;
		expect(found?.claims).toBeGreaterThan(8);
		const key = 'payment/findings/finding_double_financing';
		expect(valueIn(document, `${key}/claims`)).toBe(blurCount(found?.claims ?? 0));
		expect(valueIn(document, `${key}/atStake`)).toBe(found?.stake);
	});
});

describe('medicines, beds and the next year', () => {
	it('has the medicines by value, each month rounded before it is added', async () => {
		const document = await load();
		for (const item of ['paracetamol-500', 'ceftriaxone-inj']) {
			const months = new Map<string, number>();
			for (const { n, day, tablets } of visits)
				if ((n % 2 === 0) === (item === 'paracetamol-500'))
					months.set(day.slice(0, 7), (months.get(day.slice(0, 7)) ?? 0) + tablets);
			const units = sum([...months.values()], blurCount);
			expect(units).toBeGreaterThan(0);
			expect(valueIn(document, `medicines/top/${item}/units`)).toBe(units);
			expect(valueIn(document, `medicines/top/${item}/value`)).toBe(
				units * (findMedicine(item)?.unitPriceRupiah ?? NaN)
			);
		}
	});

	it('has the beds as known by the counting, weighed by their days', async () => {
		const document = await load();
		// Of 150 beds 105 were taken through September; October was measured after the counting.
		expect(valueIn(document, 'beds/months/2026-09-01/bor')).toBe(70);
		expect(valueIn(document, 'beds/months/2026-10-01/bor')).toBeNull();
		expect(valueIn(document, 'beds/year/bor/value')).toBe(70);
		// 60 stays of 220 days.
		expect(valueIn(document, 'beds/year/avLos/value')).toBe(Math.round((10 * 220) / 60) / 10);
	});

	it('proposes what half, 80 and 95 of 100 simulated years need, debts included', async () => {
		const document = await load();
		const [stored] = await city.database.sql<{ input: YearInput }[]>`
			SELECT input FROM projection_input WHERE budget_year = 2026 AND known_on = '2026-11-22'`;
		const simulation = stored && simulateYear(stored.input, 12);
		if (simulation?.status !== 'simulated') throw new Error('nothing was simulated');
		const { simulated, budget } = simulation;
		const { costs, months, simulations } = simulated;
		const needs = Array.from({ length: simulations }, (_, world) => {
			const own = costs.subarray(world * months, (world + 1) * months);
			const thisYear = sum([...own.subarray(budget.firstIndex, budget.firstIndex + 12)], Number);
			const over = Math.max(0, budget.carriedRupiah + thisYear - budget.ceilingRupiah);
			return over + sum([...own.subarray(budget.firstIndex + 12, budget.firstIndex + 24)], Number);
		}).sort((a, b) => a - b);
		for (const [key, p] of [
			['p50', 0.5],
			['p80', 0.8],
			['p95', 0.95]
		] as const) {
			const at = (simulations - 1) * p;
			const low = needs[Math.floor(at)] ?? NaN;
			const expected = low + (at % 1) * ((needs[Math.ceil(at)] ?? NaN) - low);
			const value = Number(valueIn(document, `next/proposal/${key}/amount`));
			expect(Math.abs(value - expected)).toBeLessThan(2);
			expect(valueIn(document, `next/proposal/${key}/perMember`)).toBeCloseTo(
				value / blurCount(covered) / 12,
				0
			);
		}
		expect(columnOf(document, 'next/decisions', 'amount')).toEqual({ '2026-11-10': 950_000_000 });
	});
});

describe('every figure', () => {
	it('has one evidence, and where nobody knows says why and not nought', async () => {
		const words = wordsIn('en');
		for (const year of ['2026', '2025', '2024']) {
			const { figures } = await load(year);
			expect(new Set(figures.map(({ key }) => key)).size).toBe(figures.length);
			for (const figure of figures) {
				const { value, unit, asOf, evidence, unknown } = figure;
				expect(evidence).toMatchObject({ unit, asOf });
				expect(evidence.url).toContain(`year=${year}`);
				expect(value === null).toBe(unknown !== null);
				expect([words.say(evidence.formula), words.say(evidence.measure)]).not.toContain('');
				if (unknown !== null)
					expect(figureText(figure, words)).toBe(`not known, because ${words.say(unknown)}`);
			}
		}
		const empty = await load('2024');
		for (const table of ['whom/age', 'used/months'])
			expect(new Set(Object.values(columnOf(empty, table, 'visits')))).toEqual(new Set([null]));
	});

	it('is the same for everybody whom the page opens to', async () => {
		const planner = await load();
		for (const role of ['executive', 'finance'] as const)
			expect(await load(null, null, role)).toEqual(planner);
	});

	it('of a year that is none or has not begun is refused', async () => {
		for (const year of ['x', '26', '2027'])
			await expect(async () => load(year)).rejects.toMatchObject({ field: 'year' });
	});
});

type Stored = { number: number; sha256: string; contents: string };
const stored = async (number: number) => {
	const [row] = await city.database.sql<Stored[]>`
		SELECT number, sha256, contents FROM evaluation WHERE number = ${number}`;
	if (!row) throw new Error('nothing was frozen');
	return row;
};
async function freeze(asOf: string | null = null, note = 'Rapat =evaluasi'): Promise<number> {
	const result = await city.app.servicesFor(dina).evaluation.freeze(dina, { year: '2026', asOf }, note);
	if (result.outcome !== 'frozen') throw new Error(result.outcome);
	return result.number;
}
const open = (number: number, role: Role = 'executive') => as(role).evaluation.open(number);

describe('a frozen evaluation', () => {
	it('is what the preview showed, under the digest of its canonical text, with a line in the trail', async () => {
		const document = await load();
		const number = await freeze();
		const { contents, sha256 } = await stored(number);
		expect(sha256).toBe(createHash('sha256').update(contents, 'utf8').digest('hex'));
		expect(canonicalText(JSON.parse(contents))).toBe(contents);
		const found = await open(number);
		expect(found?.standing).toBe('whole');
		expect(found?.document).toEqual(document);
		expect(found?.head).toMatchObject({
			...{ number, year: 2026, who: 'user:dina', whoName: 'Dina', note: 'Rapat =evaluasi', sha256 },
			...{ asOf: now.toISOString(), frozenAt: now.toISOString() }
		});
		const [line] = await city.database.sql<{ viewer: string; filter: Record<string, string> }[]>`
			SELECT viewer, filter FROM trail WHERE what = '/evaluation' ORDER BY number DESC LIMIT 1`;
		const filter = { frozen: String(number), year: '2026', sha256: maskIdentityNumbers(sha256) };
		expect(line).toEqual({ viewer: 'user:dina', filter });
	});

	it('is whole with many digits in a row in its digest too, which the trail keeps as stars', async () => {
		const { number, contents } = await stored(await freeze());
		const head = JSON.parse(contents) as Record<string, unknown>;
		const digestWith = (note: string) =>
			createHash('sha256')
				.update(canonicalText({ ...head, number: number + 1, note }), 'utf8')
				.digest('hex');
		// One digest in some twenty has them: the next one frozen is given a note that makes it such.
		let tries = 0;
		while (maskIdentityNumbers(digestWith(`Rapat ${tries}`)) === digestWith(`Rapat ${tries}`)) tries += 1;
		const masked = await freeze(null, `Rapat ${tries}`);
		const { sha256, ...row } = await stored(masked);
		expect([masked, sha256]).toEqual([number + 1, digestWith(`Rapat ${tries}`)]);
		const { sql } = city.database;
		const [line] = await sql<{ sha256: string }[]>`
			SELECT filter->>'sha256' AS sha256 FROM trail WHERE what = '/evaluation' ORDER BY number DESC LIMIT 1`;
		expect(line?.sha256).toMatch(/\*{13}/);
		expect((await open(masked))?.standing).toBe('whole');
		expect((await fileOf(masked, 'xlsx')).body.byteLength).toBeGreaterThan(1_000);
		// What is left of it beside the stars still tells another digest from it.
		const changed = row.contents.replace(/"value":(\d)/, '"value":9$1');
		await sql`ALTER TABLE evaluation DISABLE TRIGGER evaluation_is_append_only`;
		await sql`UPDATE evaluation SET contents = ${changed}, sha256 = ${createHash('sha256').update(changed).digest('hex')}
			WHERE number = ${masked}`;
		await sql`ALTER TABLE evaluation ENABLE TRIGGER evaluation_is_append_only`;
		expect((await open(masked))?.standing).toBe('altered');
	});

	it('stays as it was, whatever is learned later', async () => {
		const number = await freeze();
		const before = await open(number);
		city.setClock(new Date(now.getTime() + 10 * 86_400_000));
		const late = claim(
			'late',
			{ budgetYear: 2026, billedRupiah: 77_000_000, serviceFrom: '2026-10-01', serviceTo: '2026-10-02' },
			{ subject: hospitalA }
		);
		expect(await city.app.ingest.submit(senders.importer, [late])).toMatchObject({ accepted: 1 });
		await judgeDue(city.app.sql, city.clock(), { usualMs: 0, dueMs: 0 });
		await city.refresh();
		const document = await load();
		expect(valueIn(document, 'used/ladder/submitted/now')).toBe(
			Number(valueIn(before?.document ?? document, 'used/ladder/submitted/now')) + 77_000_000
		);
		expect(await open(number)).toEqual(before);
		// The same past day shows the same figures as on that day.
		const past = await load(null, '2026-11-22');
		for (const key of ['used/ladder/total/now', 'used/services/outpatient/visits', 'whom/age/age_15/visits'])
			expect(valueIn(past, key)).toBe(valueIn(before?.document ?? past, key));
		city.setClock(now);
	});

	it('may be of a past day, as that day knew it', async () => {
		const found = await open(await freeze('2026-09-10'));
		const standing = await claimsAt(2026, '2026-09-10');
		const { document } = found ?? {};
		if (!document) throw new Error('nothing was frozen');
		expect(valueIn(document, 'used/ladder/paid/now')).toBe(amountOf(standing, 'paid'));
		expect(columnOf(document, 'needed/decisions', 'amount')).toEqual({ '2025-12-20': 400_000_000 });
		expect(document.asOf).toBe('2026-09-10T16:59:59.999Z');
	});

	it('cannot be changed or taken away, by the owner of the tables neither', async () => {
		const number = await freeze();
		const { sql } = city.database;
		for (const change of [
			sql`UPDATE evaluation SET note = 'x' WHERE number = ${number}`,
			sql`DELETE FROM evaluation WHERE number = ${number}`,
			sql`TRUNCATE evaluation`
		])
			await expect(change).rejects.toThrow('append-only');
	});

	it.each([
		['a figure', (row: Stored) => ({ contents: row.contents.replace(/"value":(\d)/, '"value":9$1') })],
		['what can no longer be read', () => ({ contents: '{"document":' })],
		['who and when beside it', () => ({ note: 'lain' })],
		[
			'a figure together with its digest',
			(row: Stored) => {
				const contents = row.contents.replace(/"value":(\d)/, '"value":9$1');
				return { contents, sha256: createHash('sha256').update(contents, 'utf8').digest('hex') };
			}
		]
	])('is said not to match once somebody changed %s, and is given out as no file', async (_, change) => {
		const number = await freeze();
		const { sql } = city.database;
		await sql`ALTER TABLE evaluation DISABLE TRIGGER evaluation_is_append_only`;
		await sql`UPDATE evaluation SET ${sql(change(await stored(number)) as Record<string, string>)} WHERE number = ${number}`;
		await sql`ALTER TABLE evaluation ENABLE TRIGGER evaluation_is_append_only`;
		expect((await open(number))?.standing).toBe('altered');
		const asked = { format: 'pdf', words: wordsIn('en') } as const;
		expect(await as('planner').evaluation.file(dina, number, asked)).toBe('altered');
		expect((await open(await freeze()))?.standing).toBe('whole');
	});

	it('is made by planner and treasury alone, and with no identity number in its note', async () => {
		for (const role of roles) {
			const viewer: Viewer = { name: `user:${role}`, role, facility: null };
			const { outcome } = await as(role).evaluation.freeze(viewer, { year: '2026', asOf: null }, '');
			expect([role, outcome]).toEqual([role, mayDo(role, 'freeze-evaluation') ? 'frozen' : 'forbidden']);
		}
		const { evaluation } = as('planner');
		const asked = { year: '2026', asOf: null };
		expect(await evaluation.freeze(dina, asked, 'untuk 3275015203890000')).toMatchObject({
			field: 'identity-number'
		});
		expect(await evaluation.freeze(dina, asked, 'x'.repeat(301))).toMatchObject({ field: 'note' });
		expect(await open(9_999)).toBeUndefined();
	});

	it('is one, however often its form is sent', async () => {
		const before = (await as('planner').evaluation.list()).length;
		const { evaluation, forms } = city.app.servicesFor(dina);
		const form = { who: dina.name, token: randomUUID() };
		const send = () =>
			forms.send(
				form,
				() => evaluation.freeze(dina, { year: '2026', asOf: null }, ''),
				() => true
			);
		const answers = await Promise.all([send(), send(), send()]);
		expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
		expect((await evaluation.list()).length).toBe(before + 1);
	});

	it('frozen twice at once has two numbers', async () => {
		const numbers = await Promise.all([freeze(), freeze(), freeze()]);
		expect(new Set(numbers).size).toBe(3);
	});
});

async function fileOf(number: number, format: 'pdf' | 'xlsx', locale: 'id' | 'en' = 'en') {
	const file = await as('executive').evaluation.file(
		{ name: 'user:executive', role: 'executive', facility: null },
		number,
		{ format, words: wordsIn(locale) }
	);
	if (!file || file === 'altered') throw new Error('no file');
	return file;
}

describe('as a file', () => {
	it.each(['id', 'en'] as const)(
		'to print in %s has every figure, and the digest on each page',
		async (locale) => {
			const number = await freeze(null, 'Rapat TAPD');
			const { sha256 } = await stored(number);
			const { body, name } = await fileOf(number, 'pdf', locale);
			expect(name).toBe(`evaluasi-2026-${String(number).padStart(4, '0')}.pdf`);
			const pdf = await getDocumentProxy(new Uint8Array(body));
			const { text: pages } = await extractText(pdf, { mergePages: false });
			expect(pages.length).toBe(pdf.numPages);
			expect(pages.length).toBeGreaterThan(4);
			for (const [index, page] of pages.entries()) {
				expect(page).toContain(`SHA-256 ${sha256}`);
				expect(page).toContain(`${index + 1}/${pages.length}`);
			}
			const squeezed = (text: string) => text.replaceAll(/\s+/g, '').replaceAll('−', '-');
			const text = squeezed(pages.join(''));
			const words = wordsIn(locale);
			const { document } = (await open(number)) ?? {};
			for (const figure of document?.figures ?? [])
				expect(text, figure.key).toContain(squeezed(figureText(figure, words)));
			expect(text).toContain(squeezed('Rapat TAPD'));
		}
	);

	it('is written into the trail with its digest', async () => {
		const number = await freeze();
		await fileOf(number, 'xlsx');
		const { sha256 } = await stored(number);
		const [line] = await city.database.sql<{ action: string; filter: Record<string, string> }[]>`
			SELECT action, filter FROM trail WHERE what = ${`/evaluation/${number}.xlsx`}`;
		expect(line).toEqual({ action: 'export', filter: { year: '2026', sha256: maskIdentityNumbers(sha256) } });
	});

	it('for a spreadsheet has the values as numbers and its sums as formulas over them', async () => {
		const number = await freeze();
		const { sha256 } = await stored(number);
		const { body } = await fileOf(number, 'xlsx');
		const document = (await open(number))?.document;
		if (!document) throw new Error('nothing was frozen');
		const words = wordsIn('en');
		const sheets = await readWorkbook(body);
		expect(sheets).toHaveLength(document.tables.length + 2);
		for (const [place, table] of document.tables.entries()) {
			const { cells, formulas } = sheets[place + 1] ?? { cells: new Map(), formulas: new Map() };
			expect([...cells.values()]).toContain(sha256);
			const rows = table.rows.filter(({ key }) => key !== 'total');
			const at = (column: number, row: number) => `${String.fromCharCode(66 + column)}${6 + row}`;
			const figureOf = (row: string, column: string) =>
				document.figures.find(({ key }) => key === `${table.section}/${table.id}/${row}/${column}`);
			for (const [row, { key }] of rows.entries())
				for (const [column, id] of table.columns.entries()) {
					const figure = figureOf(key, id);
					if (!figure) continue;
					const expected = typeof figure.value === 'number' ? figure.value : figureText(figure, words);
					expect([figure.key, cells.get(at(column, row))]).toEqual([figure.key, expected]);
				}
			const summed = table.summed.filter((id) => (figureOf('total', id)?.value ?? null) !== null);
			const expected = summed.map((id): [string, string] => {
				const column = table.columns.indexOf(id);
				return [at(column, rows.length), `SUM(${at(column, 0)}:${at(column, rows.length - 1)})`];
			});
			expect([...formulas]).toEqual(expected);
			// What the formula comes to is what was frozen.
			for (const id of summed) {
				const own = rows.map((_, row) => cells.get(at(table.columns.indexOf(id), row)));
				expect(sum(own, (cell) => (typeof cell === 'number' ? cell : 0))).toBe(figureOf('total', id)?.value);
			}
		}
		const evidence = sheets.at(-1)?.cells;
		expect(document.figures.map((_, index) => evidence?.get(`A${index + 2}`))).toEqual(
			document.figures.map(({ key }) => key)
		);
		expect(document.tables.filter(({ summed }) => summed.length > 0).length).toBeGreaterThan(6);
	});
});
