/** The rows of the read API, held against what the tables and the pages say. */
import { describe, expect, it } from 'vitest';
import { resourceNames } from '../../src/lib/protocol/api/queries.ts';
import { hospitalA, niks } from './ingest-city.ts';
import { type AnyRow, ask, city, read, readAll, sorted, trap, useReadApiCity } from './read-api-city.ts';

useReadApiCity();

describe('the rows of the read API', () => {
	it('of visits are what the visits themselves add up to, page by page, also by month', async () => {
		const { sql } = city.database;
		const counted = await sql`
			SELECT (arrived_at AT TIME ZONE 'Asia/Jakarta')::date::text AS period, facility, service, count(*)::int AS visits
			FROM (SELECT DISTINCT ON (facility, visit_no) * FROM visit ORDER BY facility, visit_no, version_time DESC) v
			WHERE (arrived_at AT TIME ZONE 'Asia/Jakarta')::date BETWEEN '2026-10-01' AND '2026-11-22' GROUP BY 1, 2, 3`;
		const got = await readAll('/api/v1/visits?from=2026-10-01&to=2026-11-22', 11);
		expect(
			sorted(got.map(({ period, facility, service, visits }) => ({ period, facility, service, visits })))
		).toEqual(sorted(counted));
		expect(got.length).toBeGreaterThan(100);
		const months = await readAll('/api/v1/visits?grain=month&from=2026-10-17&to=2026-10-17');
		const october = counted.filter(({ period }) => String(period).startsWith('2026-10'));
		const sum = (list: readonly Record<string, unknown>[]) =>
			list.reduce((total, { visits }) => total + Number(visits), 0);
		expect(sum(months)).toBe(sum(october));
		expect(new Set(months.map(({ period }) => period))).toEqual(new Set(['2026-10-01']));
	});

	it('of visits are as they were known on a past day', async () => {
		const rowsOf = (list: AnyRow[], service: string) =>
			list.filter((row) => row['service'] === service).length;
		const span = 'from=2026-11-05&to=2026-11-05';
		expect(rowsOf(await readAll(`/api/v1/visits?${span}&asOf=2026-11-06`), 'ambulance')).toBe(0);
		expect(rowsOf(await readAll(`/api/v1/visits?${span}`), 'ambulance')).toBe(3);
	});

	it('of claims are what the newest versions of the claims add up to', async () => {
		const counted = await city.database.sql`
			SELECT budget_year::int AS "budgetYear", state, date_trunc('month', service_to)::date::text AS "serviceMonth", facility, service,
				count(*)::int AS claims, sum(billed_rupiah)::float8 AS "billedRupiah",
				sum(coalesce(paid_rupiah, approved_rupiah, verified_rupiah, billed_rupiah))::float8 AS "amountRupiah"
			FROM (SELECT DISTINCT ON (facility, claim_no) * FROM claim ORDER BY facility, claim_no, version_time DESC) c
			GROUP BY 1, 2, 3, 4, 5`;
		const got = await readAll('/api/v1/claims?year=2026', 5);
		const bare = got.map(
			({ budgetYear, state, serviceMonth, facility, service, claims, billedRupiah, amountRupiah }) => ({
				...{ budgetYear, state, serviceMonth, facility, service, claims, billedRupiah, amountRupiah }
			})
		);
		expect(sorted(bare)).toEqual(sorted(counted));
		const paid = await readAll(
			`/api/v1/claims?year=2026&state=paid&facility=${hospitalA}&from=2026-02-01&to=2026-04-30`
		);
		expect(paid).toEqual(
			got.filter(
				(row) =>
					row['state'] === 'paid' &&
					row['facility'] === hospitalA &&
					String(row['serviceMonth']) >= '2026-02-01' &&
					String(row['serviceMonth']) <= '2026-04-01'
			)
		);
		expect(paid.length).toBeGreaterThan(0);
	});

	it('of claims as of a past day leave out what was not paid by then', async () => {
		const then = await readAll('/api/v1/claims?year=2026&asOf=2026-02-20');
		expect(
			then.filter(({ state, serviceMonth }) => state === 'paid' && serviceMonth === '2026-02-01')
		).toEqual([]);
		expect(
			then.some(({ state, serviceMonth }) => state === 'submitted' && serviceMonth === '2026-02-01')
		).toBe(true);
	});

	it('of beds are the newest reports, summed by ward class, with the oldest age', async () => {
		const got = await readAll('/api/v1/beds', 2);
		expect(got).toHaveLength(6);
		const ward = got.find((row) => row['facility'] === hospitalA && row['ward'] === 'inpatient-3');
		expect(ward).toMatchObject({
			rooms: 2,
			capacity: 30,
			occupied: 16,
			free: 14,
			reportedAt: null,
			fresh: false
		});
		const reports = await city.database.sql<{ free: number }[]>`
			SELECT sum(free)::int AS free FROM (SELECT DISTINCT ON (facility, ward, room) free FROM bed_report
				ORDER BY facility, ward, room, version_time DESC) r`;
		expect(got.reduce((sum, { free }) => sum + Number(free), 0)).toBe(reports[0]?.free);
		expect(await readAll('/api/v1/beds?ward=icu&kecamatan=32.75.03')).toMatchObject([
			{ facility: trap, free: 2, kecamatan: '32.75.03' }
		]);
		expect((await readAll('/api/v1/beds?asOf=2026-11-20')).map(({ rooms }) => rooms)).toEqual([1, 1, 1]);
	});

	it('of diseases are what the page shows: the whole, each kecamatan, the chosen basis', async () => {
		const page = await city.app.services.diseases.load({
			disease: 'dengue',
			kecamatan: null,
			grain: 'week',
			period: null,
			asOf: null
		});
		const got = await readAll('/api/v1/diseases?disease=dengue&from=2026-09-27&to=2026-11-22');
		const shown = page.trend.filter(({ period, now }) => period >= '2026-09-27' && now !== null);
		expect(
			got.map(({ period, cases, basis, ownCounts, isPartial, isOpen }) => ({
				period,
				cases,
				basis,
				ownCounts,
				isPartial,
				isOpen
			}))
		).toEqual(
			shown.map(({ period, now, isOpen }) => ({
				period,
				cases: now?.value,
				basis: now?.kind,
				ownCounts: now?.ownCounts,
				isPartial: now?.isPartial,
				isOpen
			}))
		);
		// Hospital B counted the week of 8 November itself: its visits give way to its count.
		expect(got.find(({ period }) => period === '2026-11-08')).toMatchObject({ basis: 'mixed', ownCounts: 1 });
		const areas = await readAll(
			`/api/v1/diseases?disease=dengue&by=kecamatan&from=${page.chosenPeriod}&to=${page.chosenPeriod}`
		);
		const told = page.areas.filter(({ now }) => now !== null).map(({ area, now }) => [area, now?.value]);
		expect(areas.map(({ area, cases }) => [area, cases])).toEqual(told);
	});

	it('of diseases count visits as the rows do, for one facility too', async () => {
		const counted = await city.database.sql`
			SELECT count(*)::int AS cases FROM (SELECT DISTINCT ON (facility, visit_no) * FROM visit ORDER BY facility, visit_no, version_time DESC) v
			WHERE facility = ${hospitalA} AND icd3 = 'A09' AND (arrived_at AT TIME ZONE 'Asia/Jakarta')::date BETWEEN '2026-11-01' AND '2026-11-07'`;
		const [row] = await readAll(
			`/api/v1/diseases?disease=diare&from=2026-11-01&to=2026-11-01&facility=${hospitalA}`
		);
		expect(row).toMatchObject({
			facility: hospitalA,
			cases: counted[0]?.cases,
			basis: 'visits',
			area: '32.75'
		});
		expect(counted[0]?.cases).toBeGreaterThan(0);
	});

	it('of diseases hold old ready-made counts, named as such', async () => {
		const got = await readAll('/api/v1/diseases?disease=dengue&grain=month&from=2025-10-01&to=2025-10-31');
		expect(got).toMatchObject([{ period: '2025-10-01', cases: 40, basis: 'tally', reporter: 'importer' }]);
	});

	it('of drugs are what the page shows', async () => {
		const page = await city.app.services.drugs.load({
			item: 'paracetamol-500',
			ven: null,
			kecamatan: null,
			facility: null,
			asOf: null
		});
		const got = await readAll('/api/v1/drugs?item=paracetamol-500&from=2026-08-01');
		const shown = page.trend.filter(({ month, now }) => month >= '2026-08-01' && now !== null);
		expect(got.map(({ month, used, basis }) => [month, used, basis])).toEqual(
			shown.map(({ month, now }) => [month, now?.value, now?.kind])
		);
		expect(got.find(({ month }) => month === '2026-10-01')).toMatchObject({
			used: 70 + 71 + 72,
			ownCounts: 3
		});
		const [stocked] = await readAll('/api/v1/drugs/stock?item=paracetamol-500');
		const row = page.rows.find(({ item }) => item === 'paracetamol-500');
		expect(stocked).toMatchObject({
			stock: row?.stock?.closing,
			monthsLeft: row?.monthsLeft,
			meanUse: row?.meanUse,
			stockRupiah: row?.stockRupiah
		});
		expect(stocked?.['stock']).toBe(24);
	});

	it('of the budget are the page’s months, and its paid money is what the claims say', async () => {
		const page = await city.app.services.budget.load({
			asOf: null,
			year: null,
			facility: null,
			service: null
		});
		const got = await readAll('/api/v1/budget');
		expect(
			got.map(({ month, paidRupiah, committedRupiah }) => ({ month, paidRupiah, committedRupiah }))
		).toEqual(
			page.months.map(({ month, paidRupiah, committedRupiah }) => ({ month, paidRupiah, committedRupiah }))
		);
		expect(got[0]).toMatchObject({ year: 2026, ceilingRupiah: 500_000_000 });
		const [paid] = await city.database.sql<
			{ sum: number }[]
		>`SELECT sum(paid_rupiah)::float8 AS sum FROM claim WHERE state = 'paid'`;
		expect(got.reduce((sum, { paidRupiah }) => sum + Number(paidRupiah), 0)).toBe(paid?.sum);
	});

	it('stand beside their evidence, whose address brings them back', async () => {
		const body = await read('/api/v1/beds?ward=inpatient-3&limit=1', { language: 'id' });
		expect(body.evidence).toMatchObject({
			measure: 'Tempat tidur yang dilaporkan',
			dateBasis: 'reported',
			completeness: { reported: 0, expected: 3 },
			rows: { table: 'bed_now', where: { ward: 'inpatient-3' } }
		});
		expect(body.asOf).toBe('2026-11-22T05:00:00.000Z');
		expect(await read(body.evidence.url, { language: 'id' })).toEqual(body);
	});

	it('hold no person: no NIK, no pseudonym', async () => {
		const persons = await city.database.sql<{ id: string }[]>`SELECT person_id AS id FROM person`;
		expect(persons.length).toBeGreaterThan(0);
		for (const resource of resourceNames) {
			const { body } = await ask(`/api/v1/${resource}?limit=1000`);
			for (const secret of [...niks, ...persons.map(({ id }) => id)]) expect(body).not.toContain(secret);
		}
	});
});
