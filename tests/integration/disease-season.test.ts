/** The usual course of a year and the map's past, recomputed from the raw rows. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kecamatan } from '../../src/lib/domain/area.ts';
import { addDays } from '../../src/lib/domain/period.ts';
import type { DiseaseQuery } from '../../src/lib/server/services/disease-filter.ts';
import { event, senders } from './ingest-city.ts';
import { lastWeek, SignalCity, viewerOf } from './signal-city.ts';

let city: SignalCity;
const [one = '', two = ''] = kecamatan.map(({ code }) => code);
const everything: DiseaseQuery = {
	...{ disease: 'dengue', kecamatan: null, grain: 'week', period: null, asOf: null }
};
const load = (query: Partial<DiseaseQuery> = {}, role: 'planner' | 'executive' = 'planner') =>
	city.city.app.servicesFor(viewerOf(role)).diseases.load({ ...everything, ...query });

const tally = (serial: string, period: string, grain: string, value: number) =>
	event('tally', serial, {
		...{ reporter: 'dinkes', measure: 'cases', code: 'dengue', area: '32.75', period, grain, value }
	});
/** Of four past years: the same weeks of each, and a year's months. */
const tallies = [2022, 2023, 2024, 2025].flatMap((year, place) => [
	// Week 44 begins on 30 October 2022, 29 October 2023, 27 October 2024 and 26 October 2025.
	tally(
		`w-${year}`,
		addDays(`${year}-10-30`, [0, -1, -3, -4][place] ?? 0),
		'week',
		[8, 20, 12, 40][place] ?? 0
	),
	tally(`m-${year}`, `${year}-03-01`, 'month', [100, 300, 200, 250][place] ?? 0)
]);

beforeAll(async () => {
	city = await SignalCity.open();
	const now = [
		...[tally('w-now', '2026-11-01', 'week', 36), tally('m-now', '2026-03-01', 'month', 301)],
		tally('m-low', '2026-04-01', 'month', 7)
	];
	const answer = await city.city.app.ingest.submit(senders.importer, [...tallies, ...now]);
	expect(answer.errors).toEqual([]);
}, 60_000);
afterAll(() => city.city.close());

/** Quartiles as R's type 7 makes them. */
function quartiles(values: readonly number[]): number[] {
	const sorted = [...values].sort((a, b) => a - b);
	return [0.25, 0.5, 0.75].map((p) => {
		const place = p * (sorted.length - 1);
		const below = sorted[Math.floor(place)] ?? NaN;
		return below + (place % 1) * ((sorted[Math.ceil(place)] ?? NaN) - below);
	});
}

async function past(grain: string): Promise<number[]> {
	const rows = await city.city.database.sql<{ value: number }[]>`
		SELECT value FROM tally WHERE grain = ${grain} AND period < '2026-01-01' AND posted_on IS NOT NULL
			AND reversed_on IS NULL`;
	return rows.map(({ value }) => value);
}

describe('the endemic channel', () => {
	it('is that of the weeks with the same number in past years, and the year’s week lies in its zone', async () => {
		const { season } = await load();
		expect(season).toMatchObject({ kind: 'channel', year: 2026, pastYears: [2022, 2023, 2024, 2025] });
		const point = season?.points.find(({ period }) => period === '2026-11-01');
		const [low, middle, high] = quartiles(await past('week'));
		expect(point).toEqual({
			...{ period: '2026-11-01', now: 36, isOpen: false, low, middle, high, years: 4, zone: 'epidemic' }
		});
		expect(season?.points[0]?.period).toBe('2026-01-04');
		expect(season?.points).toHaveLength(52);
		// Known of no past year: nothing is said, and no nought.
		expect(season?.points[0]).toMatchObject({ low: null, middle: null, high: null, years: 0, zone: null });
	});

	it('is told to nobody who reads rounded counts', async () => {
		expect((await load({}, 'executive')).season).toBeNull();
	});
});

describe('the maximum–minimum range', () => {
	it('is the least, mean and most of the month in past years', async () => {
		const { season } = await load({ grain: 'month', period: '2026-03-01' });
		const values = await past('month');
		const march = season?.points.find(({ period }) => period === '2026-03-01');
		expect(march).toMatchObject({
			...{ low: Math.min(...values), high: Math.max(...values), now: 301, zone: 'above', years: 4 },
			middle: values.reduce((sum, value) => sum + value, 0) / values.length
		});
		expect(season?.points.find(({ period }) => period === '2026-04-01')).toMatchObject({
			now: 7,
			zone: null
		});
	});

	it('is no picture of half-years, and takes no year on another basis', async () => {
		expect((await load({ grain: 'year' })).season).toBeNull();
		await city.course([3, 4, 9], 'A91', one);
		const { season } = await load({ period: lastWeek });
		// This year's newest weeks are visits now; past years were ready-made counts.
		expect(season?.pastYears).toEqual([]);
		expect(season?.points.every(({ zone }) => zone === null)).toBe(true);
		expect(season?.points.find(({ period }) => period === lastWeek)?.now).toBe(9);
	});
});

describe('the map through time', () => {
	it('holds for each period what the map shows when that period is chosen, and what the rows say', async () => {
		await city.visits(lastWeek, 2, 'A91', two);
		const view = await load();
		const raw = await city.city.database.sql<{ week: string; area: string; visits: number }[]>`
			SELECT occurred_on - extract(dow FROM occurred_on)::int AS week, kecamatan AS area, count(*)::int AS visits
			FROM visit WHERE icd3 = 'A91' AND posted_on IS NOT NULL AND reversed_on IS NULL GROUP BY 1, 2`;
		expect(view.areaTrend.map(({ area }) => area)).toEqual(kecamatan.map(({ code }) => code));
		for (const week of ['2026-11-01', '2026-11-08', lastWeek]) {
			const at = view.trend.findIndex(({ period }) => period === week);
			const chosen = await load({ period: week });
			for (const { area, values } of view.areaTrend) {
				const shown = chosen.areas.find((row) => row.area === area)?.now?.value ?? null;
				expect(values[at], `${area} ${week}`).toBe(shown);
				const counted = raw.find((row) => row.area === area && row.week === week)?.visits ?? 0;
				if (shown !== null) expect(shown).toBe(counted);
			}
		}
		expect(raw.length).toBe(4);
	});

	it('tells readers of rounded counts what is frozen, and nothing before', async () => {
		const view = await load({}, 'executive');
		for (const { values } of view.areaTrend)
			for (const value of values) expect(value === null || value % 5 === 0).toBe(true);
		expect(view.areaTrend.every(({ values }) => values.at(-1) === null)).toBe(true);
	});
});
