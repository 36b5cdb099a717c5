/** The forecast of beds: computed from what rooms reported, stored under its day, shown as it stood. */
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forecastBeds } from '../../src/lib/analytics/beds/bed-forecast.ts';
import { studentQuantile } from '../../src/lib/analytics/stats/student.ts';
import type { BedsView } from '../../src/lib/protocol/views/beds.ts';
import { AnalystPool } from '../../src/lib/server/jobs/analyst/pool.ts';
import { BedAnalysis } from '../../src/lib/server/jobs/bed-analysis/bed-analysis.ts';
import { findLastChange } from '../../src/lib/server/store/changes.ts';
import { bed, now as start, openCity, senders, type IngestCity } from './ingest-city.ts';

const hourMs = 3_600_000;
const days = 40;
let city: IngestCity;
let clock = new Date(start.getTime() + 20 * 60_000);
let pool: AnalystPool;
let analysis: BedAnalysis;

/** Hospitals that report a room every six, twelve and twenty-four hours; the last one tells free beds only. */
const rooms = [
	{ facility: '3275013', ward: 'icu', room: 'A', capacity: 20, everyHours: 6 },
	{ facility: '3275013', ward: 'inpatient-3', room: 'B', capacity: 60, everyHours: 12 },
	{ facility: '3275017', ward: 'icu', room: 'C', capacity: 12, everyHours: 24 },
	{ facility: '3275035', ward: 'icu', room: 'D', capacity: null, everyHours: 24 }
] as const;

function occupiedAt(capacity: number, hoursAgo: number): number {
	const rhythm = Math.cos((hoursAgo / 24) * 2 * Math.PI) * 0.06;
	return Math.round(
		capacity * (0.7 + rhythm + 0.12 * Math.sin(hoursAgo / 29) + 0.05 * Math.sin(hoursAgo / 7))
	);
}

beforeAll(async () => {
	city = await openCity({ clock: () => clock });
	const events = rooms.flatMap(({ facility, ward, room, capacity, everyHours }) =>
		Array.from({ length: Math.floor((days * 24) / everyHours) }, (_, n) => {
			const ago = n * everyHours + everyHours / 3;
			const at = new Date(start.getTime() - ago * hourMs).toISOString();
			const data =
				capacity === null
					? { ward, room, capacity: undefined, occupied: undefined, free: 3 }
					: { ward, room, capacity, occupied: occupiedAt(capacity, ago) };
			const envelope = { subject: facility, time: at, recordedtime: at, source: '/test' };
			return bed(`${facility}-${room}-${n}`, { ...data, reportedAt: at }, envelope);
		})
	);
	expect(await city.app.ingest.submit(senders.importer, events)).toMatchObject({ accepted: events.length });
	pool = new AnalystPool();
	analysis = new BedAnalysis({
		...{ sql: city.app.sql, clock: () => clock, log: pino({ level: 'silent' }), lastChange: () => 0 },
		forecast: (input) => pool.run('forecast-beds', input)
	});
});
afterAll(async () => {
	await pool.close();
	await city.close();
});

const load = (asOf: string | null = null): Promise<BedsView> =>
	city.app.services.beds.load({ asOf, kecamatan: null, ward: null, free: null, sort: null, url: '/beds' });

type Instant = { believed: number | null; settled: number | null };

/** Both series from the reports as they came, each instant by itself. */
const seriesOf = (ward: string | null) => city.database.sql<Instant[]>`
	WITH report AS (
		SELECT facility, ward, room, version_time AS at, occupied, capacity FROM bed_report
		WHERE capacity IS NOT NULL
			AND (${ward}::text IS NULL OR ward = ${ward})
	), grid AS (
		SELECT at FROM generate_series(${start}::timestamptz - interval '42 days', ${start}::timestamptz, interval '6 hours') AS g(at)
	), told AS (
		SELECT g.at, last.occupied, last.capacity,
			CASE WHEN next.at - last.at <= interval '72 hours' THEN
				last.occupied + (next.occupied - last.occupied)
					* extract(epoch FROM g.at - last.at) / extract(epoch FROM next.at - last.at)
				ELSE last.occupied END AS later,
			CASE WHEN next.at - last.at <= interval '72 hours' THEN last.capacity ELSE 0 END AS closed
		FROM grid g CROSS JOIN (SELECT DISTINCT facility, ward, room FROM report) r
		CROSS JOIN LATERAL (SELECT * FROM report x WHERE (x.facility, x.ward, x.room) = (r.facility, r.ward, r.room)
			AND x.at <= g.at ORDER BY x.at DESC LIMIT 1) last
		LEFT JOIN LATERAL (SELECT * FROM report x WHERE (x.facility, x.ward, x.room) = (r.facility, r.ward, r.room)
			AND x.at > g.at ORDER BY x.at LIMIT 1) next ON true
	)
	SELECT (sum(t.occupied)::float8 / sum(t.capacity))::float8 AS believed,
		CASE WHEN sum(t.closed) >= 0.7 * sum(t.capacity) THEN (sum(t.later) / sum(t.capacity))::float8 END AS settled
	FROM grid g LEFT JOIN told t ON t.at = g.at GROUP BY g.at ORDER BY g.at`;

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const lag = 4;

type Said = { share: number; low: number | null; high: number | null };

/** The step so many times six hours ahead, a whole number of days, at every instant: by the definition, without the product's code. */
function aheadOf(series: readonly Instant[], ahead: number): (Said | null)[] {
	const stood = (at: number) => series[at]?.believed ?? null;
	const came = (at: number) => series[at + ahead]?.settled ?? null;
	/** The same hour of the days before `before`, up to 14 of them. */
	const usual = (before: number) => {
		const values: number[] = [];
		for (let at = before; at >= 0 && values.length < 14; at -= 4) {
			const value = stood(at);
			if (value !== null) values.push(value);
		}
		return values.length < 5 ? null : mean(values);
	};
	// What is forecast for an instant is known a day after it.
	const knownAt = (origin: number) =>
		Array.from({ length: Math.max(0, origin - ahead - lag + 1) }, (_, n) => n);
	/** At the target's hour all of today's and the days' before it are known: `ahead` is whole days. */
	const stepBack = (origin: number) => {
		if (ahead === 0) return stood(origin);
		const pairs = knownAt(origin).flatMap((at) => {
			const [now, then, low, high] = [stood(at), came(at), usual(at - 4), usual(at)];
			return now === null || then === null || low === null || high === null
				? []
				: [[now - low, then - high] as const];
		});
		const [now, before, later] = [stood(origin), usual(origin - 4), usual(origin)];
		if (pairs.length < 8 || now === null || before === null || later === null) return null;
		const slope = pairs.reduce((sum, [x, y]) => sum + x * y, 0) / pairs.reduce((sum, [x]) => sum + x * x, 0);
		return Math.max(0, later + Math.min(1, Math.max(0, slope)) * (now - before));
	};
	const backs = series.map((_, origin) => stepBack(origin));
	const forecast = (origin: number) => {
		const [now, back] = [stood(origin), backs[origin] ?? null];
		if (now === null || back === null) return null;
		let [asNow, towards] = [0, 0];
		for (const at of knownAt(origin)) {
			const [said, other, then] = [stood(at), backs[at] ?? null, came(at)];
			if (said === null || other === null || then === null) continue;
			asNow += Math.abs(then - said);
			towards += Math.abs(then - other);
		}
		return asNow < towards ? now : back;
	};
	const shares = series.map((_, origin) => forecast(origin));
	return shares.map((share, origin): Said | null => {
		if (share === null) return null;
		const errors = knownAt(origin).flatMap((at) => {
			const [said, then] = [shares[at] ?? null, came(at)];
			return said === null || then === null ? [] : [then - said];
		});
		const worth = ahead > 1 ? (1.5 * errors.length) / ahead : errors.length;
		if (errors.length < 10 || worth <= 3) return { share, low: null, high: null };
		const variance = mean(errors.map((error) => (error - mean(errors)) ** 2)) / (1 - 1 / worth);
		const reach = studentQuantile(0.9, worth - 1) * Math.sqrt(variance * (1 + 1 / worth));
		return {
			share,
			low: Math.max(0, share + Math.min(0, mean(errors) - reach)),
			high: share + Math.max(0, mean(errors) + reach)
		};
	});
}

/** What was said with a band, beside what came and what stood. */
function recordOf(series: readonly Instant[], ahead: number) {
	const judged = aheadOf(series, ahead).flatMap((said, origin) => {
		const [came, stood] = [series[origin + ahead]?.settled ?? null, series[origin]?.believed ?? null];
		if (said === null || said.low === null || said.high === null || came === null || stood === null)
			return [];
		const isIn = came >= said.low && came <= said.high;
		return [{ error: Math.abs(came - said.share), naive: Math.abs(came - stood), isIn }];
	});
	return {
		origins: judged.length,
		error: mean(judged.map(({ error }) => error)),
		naive: mean(judged.map(({ naive }) => naive)),
		coverage: mean(judged.map(({ isIn }) => Number(isIn)))
	};
}

describe('the forecast of beds', () => {
	it('is missing until it was computed', async () => {
		expect((await load()).forecast).toBeNull();
	});

	it('agrees with the reports as they came, for the city and for a class', async () => {
		await analysis.refresh();
		const { forecast } = await load();
		expect(forecast?.wards.map(({ ward, capacity }) => [ward, capacity])).toEqual([
			[null, 92],
			['icu', 32],
			['inpatient-3', 60]
		]);
		for (const ward of [null, 'icu', 'inpatient-3']) {
			const series = await seriesOf(ward);
			const row = forecast?.wards.find((one) => one.ward === ward);
			const { capacity = NaN, steps = [], past = [] } = row ?? {};
			const shown = past.map(({ share }) => share);
			expect(shown).toHaveLength(29);
			shown.forEach((share, n) => expect(share).toBeCloseTo(series.at(n - 29)?.believed ?? NaN, 9));
			const now = steps.find(({ hoursAhead }) => hoursAhead === 0);
			expect(now?.occupied).toBe(Math.round((series.at(-1)?.believed ?? NaN) * capacity));
			for (const hoursAhead of [24, 72]) {
				const expected = aheadOf(series, hoursAhead / 6).at(-1) ?? null;
				if (expected?.low == null || expected.high === null) throw new Error('no band');
				const step = steps.find((one) => one.hoursAhead === hoursAhead);
				expect(step?.share).toBeCloseTo(expected.share, 9);
				expect(step).toMatchObject({
					occupied: Math.round(expected.share * capacity),
					low: Math.floor(expected.low * capacity + 1e-9),
					high: Math.ceil(expected.high * capacity - 1e-9)
				});
			}
			expect(steps.at(-1)?.hoursAhead).toBe(72);
		}
	});

	it('shows its record: errors beside those of "as now", and how often its band held', async () => {
		const { forecast } = await load();
		for (const { record } of forecast?.wards ?? []) {
			expect(record.map(({ hoursAhead }) => hoursAhead)).toEqual([0, 24, 72]);
			for (const { origins, errorBeds, naiveErrorBeds, coverage } of record) {
				expect(origins).toBeGreaterThan(10);
				expect(errorBeds).toBeLessThanOrEqual(naiveErrorBeds * 1.2);
				expect(coverage > 0 && coverage <= 1).toBe(true);
			}
		}
	});

	it('has a record that every past forecast, made anew from the reports of its time, comes to', async () => {
		const { forecast } = await load();
		for (const { ward, capacity, record } of forecast?.wards ?? []) {
			const series = await seriesOf(ward);
			for (const { hoursAhead, origins, errorBeds, naiveErrorBeds, coverage } of record) {
				const expected = recordOf(series, hoursAhead / 6);
				const what = `${ward} at ${hoursAhead}`;
				expect(origins, what).toBe(expected.origins);
				expect(errorBeds, what).toBeCloseTo(expected.error * capacity, 6);
				expect(naiveErrorBeds, what).toBeCloseTo(expected.naive * capacity, 6);
				expect(coverage, what).toBeCloseTo(expected.coverage, 9);
			}
			expect(record.some(({ errorBeds, naiveErrorBeds }) => errorBeds !== naiveErrorBeds)).toBe(true);
		}
	});

	it('says the same in a worker thread as here', async () => {
		const nowMs = start.getTime();
		const reports = Array.from({ length: 90 }, (_, n) => ({
			...{ atMs: nowMs - (90 - n) * 6 * hourMs, occupied: 5 + (n % 3), capacity: 10 }
		}));
		const input = { nowMs, rooms: [{ ward: 'icu', reports }] };
		expect(await pool.run('forecast-beds', input)).toEqual(forecastBeds(input));
	});

	it('commits nothing while nothing has changed, and tells viewers when it has', async () => {
		const before = await findLastChange(city.app.sql);
		await analysis.refresh();
		expect(await findLastChange(city.app.sql)).toBe(before);
		clock = new Date(clock.getTime() + hourMs);
		await analysis.refresh();
		const [change] = await city.database.sql<
			{ changes: object }[]
		>`SELECT changes FROM change WHERE number = ${before + 1}`;
		expect(change?.changes).toEqual({ reload: ['beds'] });
	});

	it('stands under its day, and says nothing of a day on which none was made', async () => {
		const [today, tomorrow] = ['2026-11-22', '2026-11-23'];
		const made = (await load()).forecast;
		expect(made?.at.slice(0, 10)).toBe(today);
		clock = new Date(clock.getTime() + 24 * hourMs);
		expect((await load()).forecast).toBeNull();
		await analysis.refresh();
		expect((await load()).forecast?.at.slice(0, 10)).toBe(tomorrow);
		expect((await load(today)).forecast).toEqual(made);
	});
});
