import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kecamatan } from '../../src/lib/domain/area.ts';
import { addDays } from '../../src/lib/domain/period.ts';
import { createApp, type App } from '../../src/lib/server/app.ts';
import { readConfig } from '../../src/lib/server/config.ts';
import type { DiseaseQuery } from '../../src/lib/server/services/disease-filter.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';

/** Sunday 22 November 2026, 16.00 WIB: the first day of epidemiological week 47. */
const now = new Date('2026-11-22T09:00:00Z');
const hospital = '3275013';
const other = '3275017';
const importer = { party: 'importer', facility: null } as const;
const everything: DiseaseQuery = { disease: null, kecamatan: null, grain: null, period: null, asOf: null };

let database: TestDatabase;
let app: App;
let folder: string;
let serial = 0;

type Visit = {
	facility?: string;
	day: string;
	icd10?: string;
	area?: string | null;
	learned?: string;
	no?: string;
};

function visit({ facility = hospital, day, icd10 = 'A91', area = '32.75.01', learned, no }: Visit) {
	serial += 1;
	const at = `${day}T03:00:00Z`;
	return {
		specversion: '1.0',
		id: `v-${serial}`,
		source: '/test',
		type: 'id.denyut.visit.v1',
		time: learned ?? at,
		recordedtime: learned ?? at,
		subject: facility,
		data: {
			visit: no ?? `V-${serial}`,
			nik: '3275015203890000',
			kecamatan: area,
			service: 'outpatient',
			diagnoses: [icd10],
			arrivedAt: at
		}
	};
}

type Tally = {
	reporter: string;
	code?: string;
	area?: string;
	period: string;
	grain: string;
	value: number;
	learned?: string;
};

function tally({ reporter, code = 'dengue', area = '32.75', period, grain, value, learned }: Tally) {
	serial += 1;
	return {
		specversion: '1.0',
		id: `t-${serial}`,
		source: '/test',
		type: 'id.denyut.tally.v1',
		time: learned ?? '2026-01-05T00:00:00Z',
		recordedtime: learned ?? '2026-01-05T00:00:00Z',
		data: { reporter, measure: 'cases', code, area, period, grain, value }
	};
}

async function send(events: unknown[]): Promise<void> {
	const answer = await app.ingest.submit(importer, events);
	expect(answer.errors).toEqual([]);
	expect(answer.accepted).toBe(events.length);
}

const load = (filter: Partial<DiseaseQuery> = {}) => app.services.diseases.load({ ...everything, ...filter });
type View = Awaited<ReturnType<typeof load>>;
const pointOf = (view: View, period: string) => view.trend.find((point) => point.period === period);
const areaOf = (view: View, area: string) => view.areas.find((row) => row.area === area);
const groupOf = (view: View, group: string) => view.groups.find((row) => row.group === group);

beforeAll(async () => {
	database = await openTestDatabase();
	folder = mkdtempSync(join(tmpdir(), 'denyut-diseases-'));
	const config = readConfig({ DENYUT_DATA_DIR: folder, DENYUT_LOG_LEVEL: 'silent' });
	app = await createApp(config, database.url, { clock: () => now });
});

afterAll(async () => {
	await app.stop();
	await database.drop();
	rmSync(folder, { recursive: true, force: true });
});

describe('an empty city', () => {
	it('knows nothing, and does not call that nought', async () => {
		const view = await load();
		expect(view.trend).toHaveLength(53);
		expect(view.trend.every(({ now: figure }) => figure === null)).toBe(true);
		expect(view.areas.map(({ area }) => area)).toEqual(kecamatan.map(({ code }) => code));
		expect(view.areas.every(({ now: figure }) => figure === null)).toBe(true);
		expect(view.feedStart).toBeNull();
	});
});

describe('the real counts of dengue and ISPA', () => {
	const annual = {
		2016: 3813,
		2017: 699,
		2018: 626,
		2019: 2373,
		2020: 1646,
		2021: 1844,
		2022: 2442,
		2023: 1220
	};
	const monthly = [29, 78, 199, 330, 471, 217, 117, 113, 76, 35];
	const halfYear = new Map([
		['32.75.03', 348],
		['32.75.01', 223],
		['32.75.10', 45]
	]);
	const month = (index: number) => `2021-${String(index + 1).padStart(2, '0')}-01`;

	beforeAll(async () => {
		await send([
			...Object.entries({ ...annual, 2024: 4167 }).map(([year, value]) =>
				tally({ reporter: 'open-data-jabar', period: `${year}-01-01`, grain: 'year', value })
			),
			tally({ reporter: 'dinkes-press', period: '2021-01-01', grain: 'year', value: 2004 }),
			...monthly.map((value, index) =>
				tally({
					reporter: 'dinkes-press',
					period: month(index),
					grain: 'month',
					value,
					learned: '2021-11-13T00:00:00Z'
				})
			),
			...[...halfYear].map(([area, value]) =>
				tally({ reporter: 'dinkes-press', area, period: '2022-01-01', grain: 'half-year', value })
			),
			tally({ reporter: 'dinkes-press', code: 'ispa', period: '2023-03-01', grain: 'month', value: 11_611 })
		]);
	});

	it('stand on the yearly trend, the press count before open data and the other named', async () => {
		const view = await load({ grain: 'year' });
		expect(pointOf(view, '2016-01-01')?.now).toMatchObject({
			value: 3813,
			kind: 'tally',
			reporter: 'open-data-jabar'
		});
		expect(pointOf(view, '2021-01-01')?.now).toMatchObject({
			value: 2004,
			reporter: 'dinkes-press',
			others: [{ reporter: 'open-data-jabar', value: 1844 }]
		});
		expect(view.chosenPeriod).toBe('2024-01-01');
		expect(view.trend.find(({ period }) => period === '2025-01-01')?.now).toBeNull();
	});

	it('stand on the monthly trend of the present and of a day soon after', async () => {
		for (const asOf of [null, '2021-12-31']) {
			const view = await load({ grain: 'month', asOf });
			expect(monthly.map((_, index) => pointOf(view, month(index))?.now?.value)).toEqual(monthly);
			expect(view.chosenPeriod).toBe('2021-10-01');
		}
		const before = await load({ grain: 'month', asOf: '2021-11-12' });
		expect(before.trend.every(({ now: figure }) => figure === null)).toBe(true);
	});

	it('stand on the map for the half-year, the city being their sum', async () => {
		const view = await load({ grain: 'half-year', period: '2022-01-01' });
		expect(view.chosenPeriod).toBe('2022-01-01');
		for (const [area, value] of halfYear) expect(areaOf(view, area)?.now?.value).toBe(value);
		expect(areaOf(view, '32.75.02')?.now).toBeNull();
		expect(pointOf(view, '2022-01-01')?.now?.value).toBe(348 + 223 + 45);
	});

	it('stand in the table of all diseases for the chosen month', async () => {
		const view = await load({ disease: 'ispa', grain: 'month', period: '2023-03-01' });
		expect(groupOf(view, 'ispa')?.chosen).toMatchObject({ value: 11_611, kind: 'tally' });
		expect(groupOf(view, 'diare')?.chosen).toBeNull();
	});

	it('tells an empty grain where the counts are', async () => {
		const view = await load({ grain: 'week' });
		expect(view.counted).toEqual([
			{ grain: 'half-year', periods: 1 },
			{ grain: 'month', periods: 10 },
			{ grain: 'year', periods: 9 }
		]);
	});
});

describe('a feed of visits', () => {
	/** The feed begins on Wednesday 7 October 2026: the week of 4 October is covered only in part. */
	beforeAll(async () => {
		await send([
			visit({ day: '2026-10-07', icd10: 'J06' }),
			...Array.from({ length: 4 }, (_, index) => visit({ day: addDays('2026-11-08', index) })),
			...Array.from({ length: 5 }, (_, index) =>
				visit({ day: addDays('2026-11-15', index), area: '32.75.03' })
			),
			visit({ facility: other, day: '2026-11-16', icd10: 'A90.0', area: '32.04.01' }),
			visit({ day: '2026-11-22', area: null }),
			visit({ day: '2026-11-17', icd10: 'J06.9' }),
			...[2025, 2024].map((year) =>
				tally({
					reporter: 'dinkes',
					area: '32.75.01',
					period: year === 2025 ? '2025-11-09' : '2024-11-10',
					grain: 'week',
					value: 7
				})
			),
			tally({ reporter: 'dinkes', period: '2026-10-04', grain: 'week', value: 31 }),
			tally({ reporter: 'dinkes', period: '2026-11-15', grain: 'week', value: 99 })
		]);
	});

	it('counts visits by primary diagnosis where it covers the week, as the raw rows do', async () => {
		const view = await load();
		const raw = await database.sql<{ week: string; visits: number }[]>`
			SELECT occurred_on - extract(dow FROM occurred_on)::int AS week, count(*)::int AS visits FROM visit
			WHERE reversed_on IS NULL AND posted_on IS NOT NULL AND icd3 IN ('A90', 'A91', 'A97') GROUP BY 1`;
		const byWeek = new Map(raw.map(({ week, visits }) => [week, visits]));
		for (const { period, now: figure } of view.trend.filter(({ period }) => period >= '2026-10-11'))
			expect(figure).toMatchObject({ value: byWeek.get(period) ?? 0, kind: 'visits' });
		expect(byWeek.get('2026-11-15')).toBe(6);
	});

	it('shows the week so far as open, the newest complete one on the map, and no tally beside visits', async () => {
		const view = await load();
		expect(view.openPeriod).toBe('2026-11-22');
		expect(view.chosenPeriod).toBe('2026-11-15');
		expect(pointOf(view, '2026-11-22')).toMatchObject({ isOpen: true, now: { value: 1 } });
		expect(pointOf(view, '2026-11-15')?.now).toMatchObject({
			value: 6,
			others: [{ reporter: 'dinkes', value: 99 }]
		});
		expect(areaOf(view, '32.75.03')).toMatchObject({ now: { value: 5 }, previous: { value: 0 } });
		expect(areaOf(view, '32.75.01')).toMatchObject({ now: { value: 0 }, previous: { value: 4 } });
		expect(areaOf(view, '99.99.99')).toMatchObject({ now: { value: 1 }, population: null });
		expect(view.reporting).toEqual({ reported: 2, expected: 2 });
	});

	it('takes the tally alone for a week that visits cover only in part, and for last year', async () => {
		const view = await load();
		expect(pointOf(view, '2026-10-04')?.now).toMatchObject({ value: 31, kind: 'tally', reporter: 'dinkes' });
		expect(pointOf(view, '2026-11-15')?.lastYear).toMatchObject({ value: 7, kind: 'tally' });
	});

	it('holds weeks against the SKDR rule only where both stand on the same basis', async () => {
		const view = await load({ disease: 'ispa' });
		expect(pointOf(view, '2026-11-15')?.alertAt).toBeNull();
		expect(pointOf(view, '2026-11-22')?.alertAt).toBe(2);
		const dengue = groupOf(view, 'dengue');
		expect(dengue).toMatchObject({
			chosen: { value: 6 },
			previous: { value: 4 },
			chosenAlertAt: 2,
			openAlertAt: 2
		});
		expect(groupOf(view, 'ili')).toMatchObject({ rule: { kind: 'watch' }, chosenAlertAt: null });
	});

	it('says of a disease that only forms count that nobody knows, not nought', async () => {
		const view = await load();
		expect(groupOf(view, 'hfmd')?.chosen).toBeNull();
		expect(groupOf(view, 'malaria')?.chosen?.value).toBe(0);
	});

	it('narrows every figure to a kecamatan', async () => {
		const view = await load({ kecamatan: '32.75.03' });
		expect(pointOf(view, '2026-11-15')?.now?.value).toBe(5);
		expect(pointOf(view, '2026-11-15')?.lastYear).toBeNull();
		expect(pointOf(view, '2026-10-04')?.now).toBeNull();
		expect(groupOf(view, 'dengue')?.chosen?.value).toBe(5);
		expect(groupOf(view, 'ispa')?.chosen?.value).toBe(0);
	});

	it('adds months to a half-year', async () => {
		const view = await load({ grain: 'half-year', period: '2026-11-22' });
		expect(view.chosenPeriod).toBe('2026-07-01');
		expect(pointOf(view, '2026-07-01')?.now).toMatchObject({ value: 11, isPartial: true });
	});

	it("replaces a facility's visits by its own count, in total and by kecamatan", async () => {
		const before = await load();
		await send([
			tally({
				reporter: hospital,
				area: '32.75.03',
				period: '2026-11-15',
				grain: 'week',
				value: 9,
				learned: '2026-11-21T05:00:00Z'
			})
		]);
		const view = await load();
		expect(pointOf(view, '2026-11-15')?.now).toMatchObject({ value: 1 + 9, kind: 'mixed', ownCounts: 1 });
		expect(areaOf(view, '32.75.03')?.now?.value).toBe(9);
		expect(areaOf(view, '99.99.99')?.now?.value).toBe(1);
		expect(groupOf(view, 'dengue')?.chosen?.value).toBe(10);
		expect(groupOf(view, 'ispa')?.chosen?.value).toBe(groupOf(before, 'ispa')?.chosen?.value);
		const { changes } = (
			await database.sql<
				{ changes: { reload?: string[] } }[]
			>`SELECT changes FROM change ORDER BY number DESC LIMIT 1`
		)[0] ?? { changes: {} };
		expect(changes.reload).toEqual(['diseases']);
	});
});

describe('asOf', () => {
	it('shows what was shown then: late visits, corrections and counts learned since are not in it', async () => {
		const days = ['2026-11-18', '2026-11-20', '2026-11-21'];
		await send([
			visit({ day: '2026-11-10', learned: '2026-11-20T02:00:00Z' }),
			visit({ day: '2026-11-11', no: 'V-moved', learned: '2026-11-18T02:00:00Z' }),
			visit({ day: '2026-11-03', no: 'V-moved', learned: '2026-11-21T02:00:00Z' })
		]);
		for (const day of days) {
			for (const grain of ['week', 'month']) {
				const past = await load({ asOf: day, grain });
				expect(past.snapshot.asOf).toBe(day);
				const known = await database.sql<{ visits: number }[]>`
					SELECT count(*)::int AS visits FROM visit WHERE icd3 IN ('A90', 'A91', 'A97') AND posted_on <= ${day}::date
						AND (reversed_on IS NULL OR reversed_on > ${day}::date) AND occurred_on >= '2026-11-08' AND occurred_on < '2026-11-15'`;
				if (grain === 'week') expect(pointOf(past, '2026-11-08')?.now?.value).toBe(known[0]?.visits);
			}
		}
		expect(pointOf(await load({ asOf: '2026-11-20' }), '2026-11-15')?.now?.kind).toBe('visits');
		expect(pointOf(await load({ asOf: '2026-11-21' }), '2026-11-15')?.now?.kind).toBe('mixed');
	});

	it('agrees with the compact rollups on everything known by today', async () => {
		for (const grain of ['week', 'month', 'year']) {
			const present = await load({ grain });
			// Tomorrow today is the past: the same data, read from the effects.
			const tomorrow = await createApp(app.config, database.url, {
				clock: () => new Date(now.getTime() + 86_400_000)
			});
			const past = await tomorrow.services.diseases.load({ ...everything, grain, asOf: '2026-11-22' });
			await tomorrow.stop();
			expect(past.trend).toEqual(present.trend);
			expect(past.areas).toEqual(present.areas);
			expect(past.groups).toEqual(present.groups);
		}
	});
});

describe('a filter that cannot be read', () => {
	it.each([
		['disease', 'flu'],
		['kecamatan', '32.75.99'],
		['grain', 'decade'],
		['period', '2026-13-01'],
		['asOf', 'yesterday']
	])('is refused: %s = %s', async (field, value) => {
		await expect(async () => load({ [field]: value })).rejects.toThrow(`invalid ${field}: ${value}`);
	});

	it('falls back to the newest complete period for one that the trend does not show', async () => {
		expect((await load({ period: '2019-02-03' })).chosenPeriod).toBe('2026-11-15');
	});
});
