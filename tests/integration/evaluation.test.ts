/** The yearly evaluation: every figure recomputed from what was sent; of the next year in `evaluation-next`. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blurCount } from '../../src/lib/domain/blur.ts';
import { findMedicine } from '../../src/lib/domain/medicines.ts';
import { addMonths, daysBetween } from '../../src/lib/domain/period.ts';
import { services } from '../../src/lib/domain/service.ts';
import { figureText } from '../../src/lib/protocol/evaluation-document.ts';
import {
	clinic,
	courses,
	heldUntil,
	openEvaluationCity,
	people,
	personClaims,
	visits,
	wordsIn,
	type EvaluationCity
} from './evaluation-city.ts';
import {
	amountOf,
	columnOf,
	covered,
	owed,
	readingOf,
	sum,
	valueIn,
	type RawClaim
} from './evaluation-reading.ts';
import { standingAt } from './budget-claims.ts';
import { hospitalA, hospitalB } from './ingest-city.ts';

let city: EvaluationCity;
const { as, load, claimsAt } = readingOf(() => city);

beforeAll(async () => {
	city = await openEvaluationCity();
}, 120_000);
afterAll(() => city.close());

/** Counted by hand: the rows for which `pick` says the key, blurred. */
function count<Row>(rows: readonly Row[], keys: readonly string[], keyOf: (row: Row) => string) {
	return Object.fromEntries(
		keys.map((key) => [key, blurCount(rows.filter((row) => keyOf(row) === key).length)])
	);
}

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

	it.each(['submitted', 'returned', 'verified', 'approved'])(
		'took as many days as the claims stood %s: half of them, and nine in ten',
		async (stage) => {
			const days = courses
				.filter(({ served }) => served.startsWith('2026'))
				.flatMap(({ steps }) =>
					steps.flatMap(({ state, on }, place) => {
						const next = steps[place + 1];
						return state === stage && next ? [daysBetween(on, next.on)] : [];
					})
				)
				.sort((a, b) => a - b);
			expect(days.length).toBeGreaterThan(5);
			const at = (p: number) => {
				const place = p * (days.length - 1);
				const [low = NaN, high = NaN] = [days[Math.floor(place)], days[Math.ceil(place)]];
				return low + (high - low) * (place - Math.floor(place));
			};
			const document = await load();
			expect(valueIn(document, `payment/days/stage_${stage}/medianDays`)).toBeCloseTo(at(0.5), 9);
			expect(valueIn(document, `payment/days/stage_${stage}/ninetiethDays`)).toBeCloseTo(at(0.9), 9);
		}
	);

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

describe('what was found doubtful, in the raw claims and visits as they were known by the counting', () => {
	const expectFinding = async (rule: string, found: { claims: number; stake: number } | undefined) => {
		const document = await load();
		expect(found?.claims, rule).toBeGreaterThan(8);
		expect(valueIn(document, `payment/findings/finding_${rule}/claims`)).toBe(blurCount(found?.claims ?? 0));
		expect(valueIn(document, `payment/findings/finding_${rule}/atStake`)).toBe(found?.stake);
	};
	const standing = `(SELECT DISTINCT ON (facility, claim_no) * FROM claim WHERE occurred_on <= '${heldUntil}'
		ORDER BY facility, claim_no, version_time DESC) AS c`;
	const counts = `c.budget_year = 2026 AND c.state IN ('submitted', 'verified', 'approved', 'paid')`;

	it('are claims that bill the same care of the same person once more', async () => {
		const [found] = await city.database.sql.unsafe<{ claims: number; stake: number }[]>(`
			SELECT count(*)::int AS claims, sum(least(amount_rupiah, first))::bigint AS stake FROM (
				SELECT amount_rupiah, row_number() OVER same AS place, first_value(amount_rupiah) OVER same AS first
				FROM ${standing} WHERE ${counts} AND person_id IS NOT NULL
				WINDOW same AS (PARTITION BY person_id, facility, service, left(diagnoses[1], 3), service_from, service_to
					ORDER BY claim_no COLLATE "C")
			) AS told WHERE place > 1`);
		expect(found?.claims).toBe(30);
		await expectFinding('duplicate_claim', found);
	});

	it('are claims of visits without a referral, for what a puskesmas treats itself', async () => {
		// Of the diagnoses told here the list of the 144 holds I10 and E11.
		const [found] = await city.database.sql.unsafe<{ claims: number; stake: number }[]>(`
			SELECT count(*)::int AS claims, sum(amount_rupiah)::bigint AS stake FROM ${standing}
			JOIN (SELECT DISTINCT ON (facility, visit_no) * FROM visit
				WHERE (version_time AT TIME ZONE 'Asia/Jakarta')::date <= '${heldUntil}'
				ORDER BY facility, visit_no, version_time DESC) v ON v.facility = c.facility AND v.visit_no = c.visit_no
			WHERE ${counts} AND c.service = 'outpatient' AND v.referral IS NULL AND v.emergency IS NOT TRUE
				AND left(c.diagnoses[1], 3) IN ('I10', 'E11')`);
		await expectFinding('primary_care_bypass', found);
	});

	it('are claims of whom another scheme covered on the day of service', async () => {
		const own = personClaims.filter(
			({ person, served }) => person.segment !== null && person.n % 4 === 1 && served >= '2026-06-10'
		);
		await expectFinding('double_financing', {
			claims: own.length,
			stake: sum(own, ({ billedRupiah }) => billedRupiah)
		});
	});
});

describe('the cost by segment', () => {
	it('is that of the bills of the settled months, by what brought their persons the card', async () => {
		const document = await load();
		const [from, to] = ['2026-06-01', '2026-09-30'];
		const isSettled = (served: string) => served >= from && served <= to;
		// Nobody is named in the others: they stand under no member.
		const others = courses
			.filter(({ served }) => isSettled(served))
			.flatMap((course) => {
				const step = standingAt(course, heldUntil);
				return step && ['paid', ...owed].includes(step.state) ? [step.amountRupiah] : [];
			});
		const bills = [
			...others.map((rupiah) => ({ segment: '', rupiah })),
			...personClaims
				.filter(({ served }) => isSettled(served))
				.map(({ person, billedRupiah }) => ({ segment: person.segment ?? '', rupiah: billedRupiah }))
		];
		const all = sum(bills, ({ rupiah }) => rupiah);
		for (const segment of ['general', 'ks-nik', '']) {
			const own = bills.filter((bill) => bill.segment === segment);
			const rupiah = sum(own, (bill) => bill.rupiah);
			// Whose card counts, at the ends of June to September; of those without a segment nobody has one.
			const months = 4 * people.filter((one) => one.segment === segment && one.n % 4 !== 1).length;
			const key = `whom/segment/${segment || 'no_member'}`;
			expect(valueIn(document, `${key}/claims`), key).toBe(blurCount(own.length));
			expect(valueIn(document, `${key}/share`), key).toBe(Math.round((100 * rupiah) / all));
			expect(valueIn(document, `${key}/perMember`), key).toBe(
				months > 0 ? Math.round(rupiah / blurCount(months) / 1_000) * 1_000 : null
			);
		}
	});
});

describe('medicines and beds', () => {
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
