/** What the newest weeks will show when late reports are in: the triangle recounted from raw visits, visit by visit. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nowcastCounts } from '../../src/lib/analytics/surveillance/nowcast.ts';
import { kecamatan } from '../../src/lib/domain/area.ts';
import { addDays, daysBetween } from '../../src/lib/domain/period.ts';
import { layOutTriangle, reportingLags } from '../../src/lib/server/services/disease-nowcast.ts';
import type { DiseaseQuery } from '../../src/lib/server/services/disease-filter.ts';
import { hospitalA, senders, visit } from './ingest-city.ts';
import { firstWeek, lastWeek, SignalCity, viewerOf, weeksBetween } from './signal-city.ts';

let city: SignalCity;
const area = kecamatan[0]?.code ?? '';
const everything: DiseaseQuery = {
	...{ disease: 'dengue', kecamatan: null, grain: 'week', period: null, asOf: null }
};
const load = (query: Partial<DiseaseQuery> = {}, role: 'planner' | 'executive' = 'planner') =>
	city.city.app.servicesFor(viewerOf(role)).diseases.load({ ...everything, ...query });
/** Days from the visit to its report: half at once, the others a week and a fortnight later. */
const delays = [0, 1, 1, 2, 0, 1, 8, 9, 15, 16];

beforeAll(async () => {
	city = await SignalCity.open();
	const today = '2026-11-22';
	const events = Array.from({ length: weeksBetween }, (_, week) =>
		delays.flatMap((delay, place) => {
			const day = addDays(firstWeek, 7 * week + (place % 7));
			const known = addDays(day, delay);
			if (known >= today) return [];
			const data = { diagnoses: ['A91'], kecamatan: area, arrivedAt: `${day}T02:00:00Z` };
			const recordedtime = `${known}T03:00:00Z`;
			return [visit(`n-${week}-${place}`, data, { time: recordedtime, recordedtime, subject: hospitalA })];
		})
	).flat();
	const answer = await city.city.app.ingest.submit(senders.importer, events);
	expect(answer.accepted).toBe(events.length);
}, 60_000);
afterAll(() => city.city.close());

/** Each visit into its own cell, from the rows. */
async function triangleOf(today: string): Promise<(number | null)[][]> {
	const visits = await city.city.database.sql<{ day: string; known: string }[]>`
		SELECT occurred_on AS day, posted_on AS known FROM visit WHERE posted_on <= ${today}`;
	const since = daysBetween(addDays(lastWeek, 6), today);
	return Array.from({ length: weeksBetween }, (_, place) => {
		const week = addDays(firstWeek, 7 * place);
		return Array.from({ length: reportingLags }, (__, lag) => {
			if (lag >= weeksBetween - place) return null;
			return visits.filter(({ day, known }) => {
				if (daysBetween(week, day) < 0 || daysBetween(week, day) > 6) return false;
				const late = daysBetween(addDays(week, 6), known) - since;
				return lag === Math.min(reportingLags - 1, Math.max(0, Math.ceil(late / 7)));
			}).length;
		});
	});
}

describe('the nowcast', () => {
	it('is that of the triangle of the raw visits, and begins with the count that is shown', async () => {
		const view = await load();
		const raw = nowcastCounts(await triangleOf('2026-11-22'));
		if (raw.status === 'unknown') throw new Error(raw.reason);
		expect(view.nowcast.map(({ period }) => period)).toEqual(['2026-11-08', lastWeek]);
		for (const { period, ...week } of view.nowcast) {
			const { reported, expected, lower80, upper80 } =
				raw.periods[daysBetween(firstWeek, period) / 7] ?? raw.periods[0] ?? {};
			expect(week).toEqual({ reported, expected, lower80, upper80 });
			expect(week.reported).toBe(view.trend.find((point) => point.period === period)?.now?.value);
		}
		const last = view.nowcast.at(-1);
		// Six of ten come at once, and ten are what every week came to.
		expect(last?.expected).toBeGreaterThan(last?.reported ?? NaN);
		expect(last?.lower80).toBeLessThanOrEqual(10);
		expect(last?.upper80).toBeGreaterThanOrEqual(10);
	});

	it('is as short by kecamatan, and on a past day as it was then', async () => {
		expect((await load({ kecamatan: area })).nowcast).toEqual((await load()).nowcast);
		expect((await load({ kecamatan: kecamatan[1]?.code ?? '' })).nowcast).toEqual([]);
		const past = await load({ asOf: '2026-11-15' });
		expect(past.nowcast.map(({ period }) => period)).toEqual(['2026-11-01', '2026-11-08']);
	});

	it('is for whole weeks of exact counts alone', async () => {
		expect((await load({ grain: 'month' })).nowcast).toEqual([]);
		expect((await load({}, 'executive')).nowcast).toEqual([]);
		expect((await load({ disease: 'hfmd' })).nowcast).toEqual([]);
	});
});

describe('history that was brought in at once', () => {
	it('teaches no delays, and breaks no page', async () => {
		const other = await SignalCity.open();
		await other.course([5, 6, 4, 7, 5, 6, 4, 5, 6, 5, 4, 6, 5, 7, 5, 6, 4, 5, 6, 5], 'A91', area);
		const view = await other.city.app.servicesFor(viewerOf('planner')).diseases.load(everything);
		expect(view.trend.find(({ period }) => period === lastWeek)?.now?.value).toBe(5);
		expect(view.nowcast).toEqual([]);
		await other.city.close();
	}, 120_000);
});

describe('a correction that takes a visit back', () => {
	it('is taken off where the visit was counted, so that the sum stays', () => {
		const weeks = ['a', 'b', 'c'];
		const told = [
			{ week: 'a', lag: 0, visits: 5, first: '2026-01-01' },
			{ week: 'a', lag: 1, visits: -2, first: '2026-01-01' },
			{ week: 'b', lag: 0, visits: 1, first: '2026-01-01' },
			{ week: 'b', lag: 1, visits: -3, first: '2026-01-01' }
		];
		expect(layOutTriangle(weeks, told, 3)).toEqual([
			[3, 0, 0],
			[0, 0, null],
			[0, null, null]
		]);
	});
});
