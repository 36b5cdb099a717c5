/** What is stored of medicines' expected use: recomputed from the rows as they came, kept under its day, shown to whom it may be. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectEpisodes } from '../../src/lib/analytics/drugs/expected-episodes.ts';
import { forecastItem } from '../../src/lib/analytics/drugs/forecast-item.ts';
import { forecastChances, type DrugForecast } from '../../src/lib/domain/drug-forecast.ts';
import { findMedicine } from '../../src/lib/domain/medicines.ts';
import { eachMonth } from '../../src/lib/domain/period.ts';
import type { Viewer } from '../../src/lib/domain/viewer.ts';
import { AnalystPool } from '../../src/lib/server/jobs/analyst/pool.ts';
import { loadKeys } from '../../src/lib/server/keys.ts';
import { prepareAppRole } from '../../src/lib/server/store/app-role.ts';
import { findLastChange } from '../../src/lib/server/store/changes.ts';
import { connect, type Sql } from '../../src/lib/server/store/connect.ts';
import { readDrugForecasts, readFacilityForecasts } from '../../src/lib/server/store/drug-forecasts.ts';
import { inSnapshot } from '../../src/lib/server/store/snapshot.ts';
import { hospitalA, hospitalB, now, senders, visit } from './ingest-city.ts';
import {
	emptyMonth,
	feedMonths,
	item,
	openDrugCity,
	shortMonth,
	silentMonth,
	type DrugCity
} from './drug-city.ts';

const today = '2026-11-22';
let city: DrugCity;
let app: Sql;

beforeAll(async () => {
	city = await openDrugCity();
	const { server } = await loadKeys(city.app.config);
	app = connect(await prepareAppRole(city.database.sql, city.database.url, server), {
		max: 1,
		name: 'drugs'
	});
});
afterAll(async () => {
	await app.end();
	await city.close();
});

const viewerOf = (role: Viewer['role'], facility: string | null = null): Viewer => ({
	name: 'test',
	role,
	facility
});
const read = (viewer: Viewer, facility: string | null, asOf = today) =>
	inSnapshot(app, viewer, (tx) => readDrugForecasts(tx, { asOf, facility }));
const planner = viewerOf('planner');

/** Of every month that is forecast. */
const useOf = async (facility: string | null) =>
	(await readOne(facility)).months.reduce((sum, { mean }) => sum + mean, 0);

async function readOne(facility: string | null, asOf = today): Promise<DrugForecast> {
	const found = (await read(planner, facility, asOf)).find((one) => one.item === item);
	if (!found) throw new Error(`no forecast of ${item}`);
	return found;
}

/** Use by facility and month straight from the rows: reports, adjusted for days out, and visits. */
async function rawSeries() {
	const { sql } = city.database;
	const given = await sql<{ month: string; units: number }[]>`
		SELECT date_trunc('month', occurred_on)::date AS month, sum((drug->>'quantity')::int)::int AS units
		FROM visit CROSS JOIN LATERAL jsonb_array_elements(drugs) AS drug
		WHERE facility = ${hospitalA} AND posted_on IS NOT NULL AND reversed_on IS NULL GROUP BY 1`;
	const reported = await sql<{ month: string; used: number; adjusted: number | null }[]>`
		SELECT month, used::int, CASE WHEN stockout_days <= days * 2 / 3.0 THEN used * days / (days - stockout_days) END::float8 AS adjusted
		FROM (SELECT *, extract(day FROM month + interval '1 month - 1 day')::float8 AS days FROM stock
			WHERE facility = ${hospitalB} AND posted_on IS NOT NULL AND reversed_on IS NULL) s`;
	const counted = await sql<{ month: string; value: number }[]>`
		SELECT period AS month, value::int FROM tally WHERE measure = 'drug-use' AND reporter = 'dinkes' ORDER BY period`;
	const a = feedMonths.map((month) => given.find((row) => row.month === month)?.units ?? NaN);
	const b = feedMonths.map((month) => reported.find((row) => row.month === month) ?? null);
	return { a, b, old: counted.map(({ value }) => value) };
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('the forecast of a medicine', () => {
	it('is missing until it was made', async () => {
		expect(await read(planner, null)).toEqual([]);
	});

	it('rests on the rows as they came, adjusted for empty shelves and missing reports', async () => {
		expect(await city.job.refresh()).toBe(1);
		const { a, b, old } = await rawSeries();
		const known = b.flatMap((row) => (row?.adjusted == null ? [] : [row.adjusted]));
		const adjusted = b.map((row) => row?.adjusted ?? Math.max(mean(known), row?.used ?? 0));
		const whole = await readOne(null);
		expect(whole.history.map(({ raw }) => raw)).toEqual([
			...old,
			...a.map((units, i) => units + (b[i]?.used ?? 0))
		]);
		const expected = [...old, ...a.map((units, i) => units + (adjusted[i] ?? NaN))];
		whole.history.forEach((month, i) => expect(month.adjusted).toBeCloseTo(expected[i] ?? NaN, 1));
		const out = whole.history.filter(({ stockedOut }) => stockedOut).map(({ month }) => `${month}-01`);
		expect(out).toEqual([shortMonth, emptyMonth]);
		const second = await readOne(hospitalB);
		const silent = second.history.find(({ month }) => silentMonth.startsWith(month));
		expect(silent?.raw).toBeNull();
		expect(silent?.adjusted).toBeCloseTo(mean(known), 1);
	});

	it('is what the methods say of those rows, and adds up to the hundredth', async () => {
		const { a, b, old } = await rawSeries();
		const known = b.flatMap((row) => (row?.adjusted == null ? [] : [row.adjusted]));
		const values = b.map((row) => row?.adjusted ?? null);
		const whole = a.map((units, i) => units + (values[i] ?? Math.max(mean(known), b[i]?.used ?? 0)));
		// November and December of this year, the planned one, and the lead time.
		const places = forecastItem({
			...{ city: [...old, ...whole], horizon: 17, totalFrom: 3, chances: forecastChances },
			facilities: [
				{ facility: hospitalA, values: a },
				{ facility: hospitalB, values }
			]
		});
		const stored = await Promise.all([null, hospitalA, hospitalB].map((facility) => readOne(facility)));
		const months = eachMonth('2026-11-01', '2028-03-01').map((month) => month.slice(0, 7));
		stored.forEach((forecast, n) => {
			const place = places[n];
			expect(forecast).toMatchObject({ facility: place?.facility, madeOn: today, lastMonth: '2026-10' });
			expect(forecast.plan).toEqual({ from: '2027-01', to: '2027-12', leadMonths: 3 });
			expect(forecast.months.map(({ month }) => month)).toEqual(months);
			for (const band of ['mean', 'lower80', 'upper80', 'lower95', 'upper95'] as const)
				forecast.months.forEach((month, i) => expect(month[band]).toBeCloseTo(place?.[band][i] ?? NaN, 1));
			expect(forecast.card.method).toBe(place?.card.method);
			expect(forecast.total.map(({ chance }) => chance)).toEqual([...forecastChances]);
		});
		const [all, first, second] = stored;
		all?.months.forEach((month, i) => {
			const parts = [first, second].map((one) => Math.round((one?.months[i]?.mean ?? NaN) * 100));
			expect(Math.round(month.mean * 100)).toBe((parts[0] ?? NaN) + (parts[1] ?? NaN));
		});
	});

	it('stands beside what the expected cases would take by the standard', async () => {
		const rows = await city.database.sql<{ cases: number }[]>`
			SELECT count(*)::int AS cases FROM visit WHERE icd3 = 'A09' AND posted_on IS NOT NULL AND reversed_on IS NULL
			GROUP BY date_trunc('month', occurred_on) ORDER BY date_trunc('month', occurred_on)`;
		const cases = rows.map((row) => row.cases);
		const [diare] = expectEpisodes([{ disease: 'diare', cases }], { horizon: 14, from: 3 });
		const quantity = findMedicine(item)?.perEpisode.find(({ group }) => group === 'diare')?.quantity ?? NaN;
		const { morbidity } = await readOne(null);
		const row = morbidity?.perDisease.find(({ disease }) => disease === 'diare');
		expect(row?.cases).toBeCloseTo(diare?.cases ?? NaN, 9);
		expect(row).toMatchObject({ quantityPerEpisode: quantity });
		expect(row?.units).toBeCloseTo((diare?.cases ?? NaN) * quantity, 9);
		// Nobody had cholera or dysentery in months that are covered: that is a nought, and known.
		expect(morbidity?.use).toBeCloseTo(row?.units ?? NaN, 9);
		expect((await readOne(hospitalA)).morbidity).toBeNull();
	});

	it('knows the newest stock reports', async () => {
		const [row] = await city.database.sql<{ closing: number }[]>`
			SELECT closing::int FROM stock WHERE facility = ${hospitalB} AND month = '2026-10-01' AND reversed_on IS NULL`;
		const expected = {
			closing: row?.closing,
			oldest: '2026-10-01',
			newest: '2026-10-01',
			reported: 1,
			expected: 1
		};
		const share = expect.closeTo((await useOf(hospitalB)) / (await useOf(null)), 2) as number;
		expect((await readOne(null)).stock).toEqual({ ...expected, share });
		expect((await readOne(hospitalB)).stock).toEqual({ ...expected, share: 1 });
		expect((await readOne(hospitalA)).stock).toBeNull();
	});

	it('is said in a worker thread as here', async () => {
		const pool = new AnalystPool();
		const input = {
			...{ horizon: 15, totalFrom: 1, chances: [0.5, 0.95], city: [5, 6, 7, 8, 7, 6] },
			facilities: [{ facility: 'a', values: [1, null, 2] }]
		};
		expect(await pool.run('forecast-item', input)).toEqual(forecastItem(input));
		await pool.close();
	});
});

describe('a reader', () => {
	it('who may not see cases by disease finds no morbidity, and a hospital only its own', async () => {
		const [forExecutive] = await read(viewerOf('executive'), null);
		expect(forExecutive?.item).toBe(item);
		expect(forExecutive?.morbidity).toBeNull();
		const own = viewerOf('hospital', hospitalA);
		expect(await read(own, null)).toEqual([]);
		expect((await read(own, hospitalA)).map(({ facility }) => facility)).toEqual([hospitalA]);
		expect(await read(own, hospitalB)).toEqual([]);
		for (const role of ['public', 'verifier', 'finance', 'admin'] as const)
			expect(await read(viewerOf(role), null), role).toEqual([]);
	});
});

describe('another day', () => {
	it('says nothing new where nothing was learned, and commits nothing', async () => {
		const before = await findLastChange(city.app.sql);
		expect(await city.job.refresh()).toBe(0);
		expect(await findLastChange(city.app.sql)).toBe(before);
	});

	it('leaves what was said as it stood, and of old days keeps the last of each month', async () => {
		const asItStood = await readOne(null);
		for (const [day, quantity] of [
			['2026-11-24', 50],
			['2026-11-29', 60],
			['2027-01-08', 70]
		] as const) {
			city.setNow(new Date(`${day}T05:00:00Z`));
			const late = { arrivedAt: '2026-10-20T02:00:00Z', drugs: [{ item, quantity }] };
			const envelope = { subject: hospitalA, time: `${day}T04:00:00Z`, recordedtime: `${day}T04:00:00Z` };
			const answer = await city.app.ingest.submit(senders.importer, [visit(`late-${day}`, late, envelope)]);
			expect(answer.accepted).toBe(1);
			expect(await city.job.refresh()).toBe(1);
			if (day === '2026-11-24') {
				expect((await readOne(null, day)).history.at(-1)?.raw).toBe(
					(asItStood.history.at(-1)?.raw ?? NaN) + quantity
				);
				expect(await readOne(null, today)).toEqual(asItStood);
			}
		}
		const days = await city.database.sql<{ day: string }[]>`
			SELECT DISTINCT made_on AS day FROM drug_forecast ORDER BY 1`;
		expect(days.map(({ day }) => day)).toEqual(['2026-11-29', '2027-01-08']);
		const [change] = await city.database.sql<{ changes: object }[]>`
			SELECT changes FROM change ORDER BY number DESC LIMIT 1`;
		expect(change?.changes).toEqual({ reload: ['drugs'] });
		// November's reports are in by then, and the planned year is the one after November's.
		expect(await readOne(null, '2027-01-08')).toMatchObject({ lastMonth: '2026-11', madeOn: '2027-01-08' });
	});

	it('hands out the facilities that the city’s sum is made of', async () => {
		const places = await inSnapshot(app, planner, (tx) =>
			readFacilityForecasts(tx, { asOf: '2027-01-08', item })
		);
		expect(places.map(({ facility, madeOn }) => [facility, madeOn])).toEqual([
			[hospitalA, '2027-01-08'],
			[hospitalB, '2027-01-08']
		]);
		city.setNow(now);
	});
});
