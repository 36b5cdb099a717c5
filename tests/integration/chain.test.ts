/** The chain, its every number recomputed from the raw rows; what was kept of it; and who may see what. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { normalQuantile } from '../../src/lib/analytics/stats/normal.ts';
import { kecamatan } from '../../src/lib/domain/area.ts';
import type { Role } from '../../src/lib/domain/role.ts';
import type { Viewer } from '../../src/lib/domain/viewer.ts';
import type { ChainView } from '../../src/lib/protocol/views/chain.ts';
import type { ChainBase } from '../../src/lib/analytics/chain/chain-base.ts';
import { openChainCity, type ChainCity } from './chain-city.ts';
import { hospitalA, senders, visit } from './ingest-city.ts';

let city: ChainCity;
let base: ChainBase;
const viewerOf = (role: Role, name: string = role): Viewer => ({
	name: `user:${name}`,
	role,
	facility: null
});
const planner = viewerOf('planner');
const executive = viewerOf('executive');
const load = (query: string, viewer = planner): Promise<ChainView> => {
	const words = new URLSearchParams(query);
	return city.app.servicesFor(viewer).chain.load(viewer, (name) => words.get(name));
};
const keep = (name: string, query: string, viewer = planner) => {
	const words = new URLSearchParams(query);
	return city.app.servicesFor(viewer).chain.keep(viewer, name, (word) => words.get(word));
};
const readBase = async () => {
	const [row] = await city.database.sql<{ result: ChainBase }[]>`
		SELECT result FROM analysis WHERE kind = 'chain-base' AND subject = '2026-01-01' ORDER BY known_on DESC LIMIT 1`;
	if (!row) throw new Error('no rates were made');
	return row.result;
};
const dengueOf = ({ diseases }: ChainBase) => {
	const found = diseases.find(({ disease }) => disease === 'dengue');
	if (!found) throw new Error('dengue has no rates');
	return found;
};
const rounded = (value: number, step: number) => Number((Math.round(value / step) * step).toFixed(6));

beforeAll(async () => {
	city = await openChainCity(3_050_000_000);
	await city.analyst.refresh();
	expect(await city.bases.refresh()).toBe(true);
	base = await readBase();
}, 120_000);
afterAll(() => city.closeAll());

/** The newest version of each visit and claim, found without what the product wrote down of which one stands. */
const visitsSql = `(SELECT DISTINCT ON (facility, visit_no) *, to_char(occurred_on, 'YYYY-MM') AS month,
	extract(epoch FROM discharged_at - arrived_at)::float8 / 86400 AS days
	FROM visit ORDER BY facility, visit_no, version_time DESC) AS v WHERE occurred_on BETWEEN '2026-01-01' AND '2026-06-30'`;
const claimsSql = `(SELECT DISTINCT ON (facility, claim_no) *, to_char(service_to, 'YYYY-MM') AS month
	FROM claim ORDER BY facility, claim_no, version_time DESC) AS c WHERE service_to BETWEEN '2026-01-01' AND '2026-06-30'`;
const isDengue = `icd3 IN ('A90', 'A91', 'A97')`;
const isDengueClaim = `left(diagnoses[1], 3) IN ('A90', 'A91', 'A97')`;
const one = async (text: string): Promise<Record<string, number>> => {
	const [row] = await city.database.sql.unsafe<Record<string, number>[]>(text);
	if (!row) throw new Error('no row');
	return row;
};

describe('the rates', () => {
	it('of beds are those of the visits themselves, with their interval', async () => {
		const { value, n } = await one(
			`SELECT avg((service = 'inpatient-3')::int)::float8 AS value, count(*)::int AS n FROM ${visitsSql} AND ${isDengue}`
		);
		const months = await one(
			`SELECT percentile_cont(0.1) WITHIN GROUP (ORDER BY share) AS low, percentile_cont(0.9) WITHIN GROUP (ORDER BY share) AS high
			FROM (SELECT avg((service = 'inpatient-3')::int)::float8 AS share FROM ${visitsSql} AND ${isDengue} GROUP BY month) AS m`
		);
		const reach = normalQuantile(0.9) * Math.sqrt(((value ?? NaN) * (1 - (value ?? NaN))) / (n ?? NaN));
		expect(n).toBeGreaterThan(300);
		expect(dengueOf(base).admittedShare).toEqual({
			value: rounded(value ?? NaN, 0.001),
			lower80: rounded(Math.min((value ?? NaN) - reach, months['low'] ?? NaN), 0.001),
			upper80: rounded(Math.max((value ?? NaN) + reach, months['high'] ?? NaN), 0.001),
			of: 'disease'
		});
		const stay = await one(
			`SELECT avg(days) AS value FROM ${visitsSql} AND ${isDengue} AND service = 'inpatient-3' AND days IS NOT NULL`
		);
		expect(dengueOf(base).stayDays).toMatchObject({
			value: rounded(stay['value'] ?? NaN, 0.01),
			of: 'disease'
		});
	});

	it('of a disease that nobody is admitted with are those of all diseases, and say so', async () => {
		const { value } = await one(
			`SELECT avg((service = 'inpatient-3')::int)::float8 AS value FROM ${visitsSql}`
		);
		const rates = base.diseases.find(({ disease }) => disease === 'hipertensi');
		expect(rates?.admittedShare).toMatchObject({ value: rounded(value ?? NaN, 0.001), of: 'all' });
		// No claim is of it either.
		expect(rates?.rupiahPerVisit.of).toBe('all');
	});

	it('of money are the bills, at what decided ones came to', async () => {
		const { share } = await one(
			`SELECT sum(paid_rupiah) FILTER (WHERE state = 'paid')::float8 / sum(billed_rupiah) FILTER (WHERE state IN ('paid', 'rejected'))::float8 AS share FROM ${claimsSql}`
		);
		expect(base.paidShare).toBe(rounded(share ?? NaN, 0.001));
		for (const [service, rate] of [
			['inpatient-3', dengueOf(base).rupiahPerAdmission],
			['outpatient', dengueOf(base).rupiahPerVisit]
		] as const) {
			const { bill } = await one(
				`SELECT avg(billed_rupiah)::float8 AS bill FROM ${claimsSql} AND ${isDengueClaim} AND service = '${service}'`
			);
			expect(rate).toMatchObject({
				value: rounded(Math.round(bill ?? NaN) * base.paidShare, 1_000),
				of: 'disease'
			});
		}
	});

	it('of drugs are the units of all visits, those without any included', async () => {
		const { units } = await one(
			`SELECT (SELECT sum((d->>'quantity')::float8) FROM ${visitsSql.replace(') AS v', ') AS v, jsonb_array_elements(drugs) AS d')}
				AND ${isDengue} AND d->>'item' = 'paracetamol-500') / (SELECT count(*) FROM ${visitsSql} AND ${isDengue}) AS units`
		);
		expect(dengueOf(base).drugs).toEqual([
			{
				item: 'paracetamol-500',
				unitsPerCase: expect.objectContaining({ value: rounded(units ?? NaN, 0.01) })
			}
		]);
	});

	it('of claims, referral, tariff and delay are those of the rows', async () => {
		const claims = await one(
			`SELECT count(*)::int AS claims, avg((service = 'outpatient')::int)::float8 AS x,
				(sum(billed_rupiah) FILTER (WHERE service = 'outpatient') / sum(billed_rupiah))::float8 AS outpatient,
				(sum(billed_rupiah) FILTER (WHERE tariff_code IS NOT NULL) / sum(billed_rupiah))::float8 AS tariff FROM ${claimsSql}`
		);
		const visits = await one(
			`SELECT count(*)::int AS visits,
				avg((referral IS NOT NULL)::int) FILTER (WHERE service = 'outpatient')::float8 AS referred,
				avg((diagnoses[1] = 'G43.9')::int) FILTER (WHERE service = 'outpatient' AND referral IS NULL)::float8 AS settled
			FROM ${visitsSql}`
		);
		expect(base.claimShare.value).toBe(rounded((claims['claims'] ?? NaN) / (visits['visits'] ?? NaN), 0.001));
		expect(base.referral).toMatchObject({
			complianceNow: rounded(visits['referred'] ?? NaN, 0.001),
			settledShare: { value: rounded(visits['settled'] ?? NaN, 0.001) },
			outpatientCostShare: { value: rounded(claims['outpatient'] ?? NaN, 0.001) }
		});
		expect(base.tariffShare.value).toBe(rounded(claims['tariff'] ?? NaN, 0.001));
		const delays = await city.database.sql<{ delay: number }[]>`
			SELECT min(learned_at)::date - min(service_to) AS delay FROM claim
			WHERE service_to BETWEEN '2026-01-01' AND '2026-06-30' GROUP BY facility, claim_no ORDER BY 1`;
		const place = (p: number) => delays[Math.ceil(p * delays.length) - 1]?.delay;
		expect(base.delayDays).toEqual({ p10: place(0.1), p50: place(0.5), p90: place(0.9) });
	});

	it('stay as they are when a patient comes late, and are made anew when a history was loaded', async () => {
		const before = await readBase();
		const late = (n: number) =>
			visit(`late-${n}`, { arrivedAt: '2026-03-03T02:00:00Z', diagnoses: ['I10'] }, { subject: hospitalA });
		await city.app.ingest.submit(senders.importer, [late(0)]);
		expect(await city.bases.refresh()).toBe(false);
		expect(await readBase()).toEqual(before);
		await city.app.ingest.submit(
			senders.importer,
			Array.from({ length: 200 }, (_, n) => late(n + 1))
		);
		expect(await city.bases.refresh()).toBe(true);
		base = await readBase();
		expect(base).not.toEqual(before);
	});
});

describe('the money', () => {
	it('without levers is the Budget page’s, to the digit', async () => {
		const budget = await city.app
			.servicesFor(planner)
			.budget.load({ asOf: null, year: null, facility: null, service: null });
		const { projection } = budget;
		const { baseline, money } = await load('');
		expect(projection?.date.median).toMatch(/^2026-/);
		expect(baseline).toEqual(projection);
		expect(money).toMatchObject({
			probability: projection?.probability,
			date: projection?.date,
			yearEnd: projection?.yearEnd
		});
		expect(money?.months.map(({ used }) => used)).toEqual(projection?.months.map(({ used }) => used));
	});

	it('is the same for an event that is as large as usual', async () => {
		const [usual, same] = await Promise.all([load(''), load('disease=dengue&size=1&weeks=12')]);
		expect(same.money).toEqual(usual.money);
		expect(same.cases).toBeNull();
	});

	it('ends sooner by an event, and later by a tariff that is lowered', async () => {
		const [usual, event, cheaper] = await Promise.all([
			load(''),
			load('disease=dengue&size=10&weeks=26'),
			load('tariff=-50')
		]);
		expect(event.money?.yearEnd.p50).toBeGreaterThan(usual.money?.yearEnd.p50 ?? NaN);
		expect(cheaper.money?.yearEnd.p50).toBeLessThan(usual.money?.yearEnd.p50 ?? NaN);
		expect(event.arrows.map(({ key }) => key)).toEqual([
			...['scenario.peak-beds', 'scenario.drug.paracetamol-500', 'scenario.claims'],
			...['scenario.outbreak-cost', 'scenario.year-difference']
		]);
		// Every arrow says what it rests on, and where that is from.
		for (const { assumptions, key } of [...event.arrows, ...cheaper.arrows]) {
			expect(assumptions.length, key).toBeGreaterThan(0);
			expect(
				assumptions.every(({ source }) => source !== ''),
				key
			).toBe(true);
		}
	});

	it('is told apart from a chain that ends at the claims where no budget was entered', async () => {
		await city.database.sql`UPDATE projection_input SET budget_year = 2025`;
		try {
			await city.app.ingest.submit(senders.importer, [visit('bump', {}, { subject: hospitalA })]);
			await city.app.hub.poll();
			expect((await load('disease=dengue')).money).toBeNull();
			expect((await load('disease=dengue')).arrows.map(({ key }) => key)).toContain('scenario.outbreak-cost');
		} finally {
			await city.database.sql`UPDATE projection_input SET budget_year = 2026`;
			await city.app.ingest.submit(senders.importer, [visit('bump-2', {}, { subject: hospitalA })]);
			await city.app.hub.poll();
			expect((await load('')).money).not.toBeNull();
		}
	});
});

describe('the usual cases', () => {
	const weeksSql = `SELECT occurred_on - extract(dow FROM occurred_on)::int AS week, count(*)::int AS cases FROM
		(SELECT DISTINCT ON (facility, visit_no) * FROM visit ORDER BY facility, visit_no, version_time DESC) AS v
		WHERE ${isDengue} AND occurred_on BETWEEN '2025-10-26' AND '2026-10-24'`;

	it('of the city are the mean week of a year, between the tenth and the ninetieth percentile', async () => {
		const { usual, cases } = await load('disease=dengue&size=3&weeks=4');
		const expected =
			await one(`SELECT avg(cases)::float8 AS mean, percentile_cont(0.1) WITHIN GROUP (ORDER BY cases) AS low,
			percentile_cont(0.9) WITHIN GROUP (ORDER BY cases) AS high, count(*)::int AS weeks FROM (${weeksSql} GROUP BY 1) AS w`);
		expect(expected['weeks']).toBe(52);
		expect(usual).toMatchObject({ from: '2025-10-26', to: '2026-10-18', weeks: 52, kind: 'visits' });
		expect(usual?.value).toBeCloseTo(expected['mean'] ?? NaN, 9);
		expect(usual?.lower80).toBeCloseTo(expected['low'] ?? NaN, 9);
		expect(usual?.upper80).toBeCloseTo(expected['high'] ?? NaN, 9);
		expect(cases?.value).toBeCloseTo((expected['mean'] ?? NaN) * 2 * 4, 9);
	});

	it('of a kecamatan are its own, and all of them together the city’s', async () => {
		const parts = await Promise.all(
			kecamatan.map(({ code }) => load(`disease=dengue&kecamatan=${code}&size=3&weeks=4`))
		);
		const { count } = await one(
			`SELECT sum(cases)::int AS count FROM (${weeksSql} AND kecamatan = '32.75.03' GROUP BY 1) AS w`
		);
		expect(parts[2]?.usual?.value).toBeCloseTo((count ?? NaN) / 52, 9);
		const whole = await load('disease=dengue&size=3&weeks=4');
		const sum = (of: (view: ChainView) => number | undefined) =>
			parts.reduce((total, view) => total + (of(view) ?? NaN), 0);
		expect(sum(({ cases }) => cases?.value)).toBeCloseTo(whole.cases?.value ?? NaN, 6);
		const costOf = ({ arrows }: ChainView) =>
			arrows.find(({ key }) => key === 'scenario.outbreak-cost')?.result.upper80;
		expect(sum(costOf)).toBeCloseTo(costOf(whole) ?? NaN, 0);
	});

	it('for who sees totals only are those of the frozen weeks', async () => {
		for (const viewer of [executive, viewerOf('finance')]) {
			const { usual } = await load('disease=dengue&size=3&weeks=4', viewer);
			const { mean } = await one(`SELECT avg(shown)::float8 AS mean FROM lattice
				WHERE condition = 'dengue' AND area = '32.75' AND week BETWEEN '2025-10-26' AND '2026-10-18'`);
			expect(mean).toBeGreaterThan(0);
			expect(usual).toMatchObject({ kind: 'frozen', weeks: 52 });
			expect(usual?.value).toBeCloseTo(mean ?? NaN, 9);
			const part = await load('disease=dengue&kecamatan=32.75.03', viewer);
			const own = await one(`SELECT avg(shown)::float8 AS mean FROM lattice
				WHERE condition = 'dengue' AND area = '32.75.03' AND week BETWEEN '2025-10-26' AND '2026-10-18'`);
			expect(part.usual?.value).toBeCloseTo(own['mean'] ?? NaN, 9);
		}
	});

	it('do not move by a patient, for who sees totals only', async () => {
		const before = await load('disease=dengue&size=3', executive);
		const exact = await load('disease=dengue&size=3');
		const late = visit(
			'one-more',
			{ arrivedAt: '2026-08-03T02:00:00Z', diagnoses: ['A91'] },
			{ subject: hospitalA }
		);
		await city.app.ingest.submit(senders.importer, [late]);
		await city.app.hub.poll();
		expect((await load('disease=dengue&size=3')).usual?.value).toBeGreaterThan(exact.usual?.value ?? NaN);
		const after = await load('disease=dengue&size=3', executive);
		expect({ ...after, snapshot: null, evidence: null }).toEqual({
			...before,
			snapshot: null,
			evidence: null
		});
	});

	it('that are missing are said to be, and why', async () => {
		expect((await load('disease=difteri')).eventGap).toBe('no-rates');
		expect((await load('disease=dengue')).eventGap).toBeNull();
	});
});

describe('a lever that cannot be', () => {
	it.each(['disease=plague', 'size=0', 'weeks=99', 'referral=200', 'tariff=x'])(
		'%s is refused',
		async (query) => {
			await expect(load(query)).rejects.toMatchObject({ name: 'InvalidFilter' });
		}
	);
});

describe('a kept scenario', () => {
	it('stands in the list with what came out then, and its link asks the same', async () => {
		const asked = await load('disease=dengue&size=3&weeks=4&tariff=10');
		const kept = await keep('  Dengue  tiga kali ', 'disease=dengue&size=3&weeks=4&tariff=10');
		expect(kept.outcome).toBe('kept');
		const { scenarios } = await load('');
		expect(scenarios[0]).toMatchObject({
			...{ name: 'Dengue tiga kali', isOwn: true, mayRemove: true, modelVersion: asked.modelVersion },
			levers: asked.levers,
			figures: { cases: asked.cases, money: { date: asked.money?.date, yearEnd: asked.money?.yearEnd } }
		});
		const [row] = await city.database.sql<{ inputs: { usual: unknown; rates: { diseases: unknown[] } } }[]>`
			SELECT inputs FROM scenario WHERE name = 'Dengue tiga kali'`;
		expect(row?.inputs.usual).toEqual(asked.usual);
		expect(row?.inputs.rates.diseases).toHaveLength(1);
	});

	it('that rests on live counts shows no figure to who sees totals only; one of a policy does', async () => {
		await keep('Tarif naik', 'tariff=10');
		const { scenarios } = await load('', executive);
		const named = (name: string) => scenarios.find((one) => one.name === name);
		expect(named('Tarif naik')?.figures?.difference).not.toBeNull();
		expect(named('Dengue tiga kali')).toMatchObject({ figures: null, isOwn: false, mayRemove: false });
		await keep('Dari wali kota', 'disease=dengue&size=2', executive);
		const forPlanner = (await load('')).scenarios.find(({ name }) => name === 'Dari wali kota');
		expect(forPlanner?.figures?.cases?.value).toBeGreaterThan(0);
	});

	it('is taken out by its keeper or the health office, and put back by who took it out', async () => {
		const { chain } = city.app.servicesFor(executive);
		const ids = new Map((await load('')).scenarios.map(({ name, id }) => [name, id]));
		const [own = '', foreign = ''] = [ids.get('Dari wali kota'), ids.get('Tarif naik')];
		expect((await chain.remove(executive, foreign)).outcome).toBe('gone');
		expect((await chain.remove(viewerOf('executive', 'other'), own)).outcome).toBe('gone');
		expect((await chain.remove(executive, own)).outcome).toBe('done');
		expect((await chain.remove(executive, own)).outcome).toBe('gone');
		expect((await load('')).scenarios.map(({ id }) => id)).not.toContain(own);
		expect((await chain.restore(planner, own)).outcome).toBe('gone');
		expect((await chain.restore(executive, own)).outcome).toBe('done');
		expect((await load('')).scenarios.map(({ id }) => id)).toContain(own);
		expect((await chain.remove(planner, own)).outcome).toBe('done');
		expect((await chain.remove(planner, "x' OR true")).outcome).toBe('gone');
	});

	it('is written down in the trail, by whom and what', async () => {
		const lines = await city.database.sql<{ viewer: string; filter: object }[]>`
			SELECT viewer, filter FROM trail WHERE what = '/chain' ORDER BY number`;
		expect(lines[0]).toEqual({ viewer: 'user:planner', filter: { kept: 'Dengue tiga kali' } });
		expect(lines).toHaveLength(6);
	});

	it('needs a name, and somebody who may', async () => {
		expect((await keep('  ', 'tariff=10')).outcome).toBe('no-name');
		expect((await keep('x'.repeat(81), 'tariff=10')).outcome).toBe('no-name');
		expect((await keep('untuk 3275015203890000', 'tariff=10')).outcome).toBe('identity-number');
		for (const role of ['hospital', 'verifier', 'admin', 'public'] as const)
			expect((await keep('Tarif', 'tariff=10', viewerOf(role))).outcome).toBe('forbidden');
	});

	it('is no row that a reader of the database finds by itself', async () => {
		const { readSql } = { readSql: city.app.services.context.sql };
		const { inSnapshot } = await import('../../src/lib/server/store/snapshot.ts');
		for (const viewer of [planner, executive])
			for (const table of ['scenario', 'projection_input']) {
				const [row] = await inSnapshot(readSql, viewer, (tx) =>
					tx.unsafe<{ rows: number }[]>(`SELECT count(*)::int AS rows FROM ${table}`)
				);
				expect(row?.rows, `${table} by ${viewer.role}`).toBe(0);
			}
	});
});
