import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { city as kota, kecamatan } from '../../src/lib/domain/area.ts';
import { blurCount } from '../../src/lib/domain/blur.ts';
import { addDays } from '../../src/lib/domain/period.ts';
import type { Viewer } from '../../src/lib/domain/viewer.ts';
import { freezeEndedWeeks } from '../../src/lib/server/services/freeze-weeks.ts';
import type { Services } from '../../src/lib/server/services/index.ts';
import { openCity, senders, visit, type IngestCity } from './ingest-city.ts';

/** Sundays. */
const weeks = ['2026-08-30', '2026-09-06', '2026-09-13', '2026-09-20', '2026-09-27'] as const;
const areas = kecamatan.slice(0, 4).map(({ code }) => code);
const diseases = { dengue: 'A91', diare: 'A09' } as const;
type Disease = keyof typeof diseases;

const as = (role: Viewer['role']): Viewer => ({ name: `user:${role}`, role, facility: null });

let city: IngestCity;
let now = new Date('2026-09-01T05:00:00Z');
let serial = 0;
beforeAll(async () => {
	city = await openCity({ clock: () => now });
});
afterAll(() => city.close());

const at = (day: string, hour = 9) => new Date(`${day}T${String(hour).padStart(2, '0')}:00:00+07:00`);
const freeze = () =>
	freezeEndedWeeks({
		sql: city.app.sql,
		clock: () => now,
		isFacility: (code) => city.app.facilities.find(code) !== undefined
	});

/** One person falls ill in a kecamatan on a day, and is reported now. */
async function fallIll(disease: Disease, area: string, day: string): Promise<void> {
	serial += 1;
	const event = visit(
		`ill-${serial}`,
		{
			nik: null,
			mother: '3275015203890000',
			kecamatan: area,
			diagnoses: [diseases[disease]],
			arrivedAt: at(day, 8).toISOString()
		},
		{ time: new Date(Math.min(now.getTime(), at(day, 10).getTime())).toISOString() }
	);
	const answer = await city.app.ingest.submit(senders.hospitalA, [event]);
	expect(answer).toMatchObject({ accepted: 1 });
}

const load = (
	services: Services,
	disease: string,
	week: string,
	kecamatanCode: string | null = null,
	asOf: string | null = null
) => services.diseases.load({ disease, kecamatan: kecamatanCode, grain: 'week', period: week, asOf });
const executive = () => city.app.servicesFor(as('executive'));

/** As the attacker reads the page: the whole city and every area of a week. */
async function readWeek(disease: Disease, week: string): Promise<Map<string, number>> {
	const view = await load(executive(), disease, week);
	const shown = new Map(view.areas.flatMap(({ area, now: count }) => (count ? [[area, count.value]] : [])));
	const whole = view.trend.find(({ period }) => period === week)?.now;
	if (whole) shown.set(kota.code, whole.value);
	return shown;
}

describe('what executive and public see of persons by disease', () => {
	it('is nothing while a week is open, and the frozen lattice once it is frozen', async () => {
		now = at(weeks[0], 12);
		for (let i = 0; i < 9; i++) await fallIll('dengue', areas[0] ?? '', weeks[0]);
		await fallIll('dengue', areas[1] ?? '', weeks[0]);
		expect([...(await readWeek('dengue', weeks[0]))]).toEqual([]);
		now = at(addDays(weeks[0], 1), 12);
		expect([...(await readWeek('dengue', weeks[0]))]).toEqual([]);
		now = at(addDays(weeks[0], 8), 23);
		expect(await freeze()).toBe(0);
		now = at(addDays(weeks[0], 9), 1);
		expect(await freeze()).toBe(1);
		expect(await freeze()).toBe(0);
		const shown = await readWeek('dengue', weeks[0]);
		expect([shown.get(kota.code), shown.get(areas[0] ?? ''), shown.get(areas[1] ?? '')]).toEqual([10, 10, 0]);
		const one = await load(executive(), 'dengue', weeks[0], areas[0]);
		expect(one.groups.find(({ group }) => group === 'dengue')?.chosen?.value).toBe(10);
		expect(one.evidence.areas.rows.table).toBe('lattice');
		const exact = await load(city.app.servicesFor(as('planner')), 'dengue', weeks[0]);
		expect(exact.areas.find(({ area }) => area === areas[1])?.now?.value).toBe(1);
	});

	it('never changes once frozen, and shows a past day what was frozen by then', async () => {
		const before = await readWeek('dengue', weeks[0]);
		for (let i = 0; i < 20; i++) await fallIll('dengue', areas[1] ?? '', weeks[0]);
		expect(await freeze()).toBe(0);
		expect(await readWeek('dengue', weeks[0])).toEqual(before);
		const exact = await load(city.app.servicesFor(as('planner')), 'dengue', weeks[0]);
		expect(exact.areas.find(({ area }) => area === areas[1])?.now?.value).toBe(21);
		const earlier = await load(executive(), 'dengue', weeks[0], null, addDays(weeks[0], 8));
		expect(earlier.areas.every(({ now: count }) => count === null)).toBe(true);
		const later = await load(executive(), 'dengue', weeks[0], null, addDays(weeks[0], 9));
		expect(later.areas.find(({ area }) => area === areas[0])?.now?.value).toBe(10);
		await expect(city.database.sql`UPDATE lattice SET shown = 5`).rejects.toThrow(
			/neither changed nor removed/
		);
		await expect(city.database.sql`DELETE FROM lattice_week`).rejects.toThrow(/neither changed nor removed/);
	});

	it('freezes late what it would have frozen in time', async () => {
		now = at(addDays(weeks[0], 10));
		await fallIll('diare', areas[2] ?? '', addDays(weeks[0], 7));
		for (let i = 0; i < 12; i++) await fallIll('diare', areas[2] ?? '', addDays(weeks[0], 8));
		now = at(addDays(weeks[1], 12));
		for (let i = 0; i < 12; i++) await fallIll('diare', areas[2] ?? '', weeks[1]);
		expect(await freeze()).toBe(1);
		expect((await readWeek('diare', weeks[1])).get(areas[2] ?? '')).toBe(blurCount(13));
	});

	it('tells longer periods of ready-made counts only: months of visits overlap with weeks', async () => {
		for (const grain of ['month', 'year']) {
			const view = await executive().diseases.load({
				disease: 'dengue',
				kecamatan: null,
				grain,
				period: null,
				asOf: null
			});
			expect(view.trend.every(({ now: count }) => count === null || count.kind === 'tally')).toBe(true);
		}
	});

	it('is the same through the read API', async () => {
		const key = await city.app.keys.create({ party: null, role: 'executive', facility: null });
		const read = async (query: string) => {
			const { status, body } = await city.app.services.readApi.answer('diseases', {
				url: new URL(`http://localhost/api/v1/diseases?${query}`),
				authorization: `Bearer ${key}`,
				accept: null,
				acceptLanguage: 'en',
				findKey: (token) => city.app.keys.find(token),
				readApiOf: (viewer) => city.app.servicesFor(viewer).readApi
			});
			expect([status, body]).toEqual([200, expect.any(String)]);
			return (JSON.parse(body) as { data: { area: string; cases: number }[] }).data;
		};
		const span = `disease=dengue&from=${weeks[0]}&to=${weeks[0]}`;
		const byArea = await read(`${span}&by=kecamatan`);
		expect(byArea.find(({ area }) => area === areas[1])?.cases).toBe(0);
		expect(byArea.find(({ area }) => area === areas[0])?.cases).toBe(10);
		expect((await read(span)).map(({ cases }) => cases)).toEqual([10]);
		const all = await read('from=2026-08-01&to=2026-10-01');
		expect(all.every(({ cases }) => cases % 5 === 0)).toBe(true);
	});
});
