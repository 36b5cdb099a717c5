/** The rules of SKDR as signals of their own: where they must speak whatever statistics say, and where they must not. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kecamatan } from '../../src/lib/domain/area.ts';
import { addDays } from '../../src/lib/domain/period.ts';
import { alertMessage } from '../../src/lib/protocol/alerts.ts';
import { addWebhook, settleAlerts } from '../../src/lib/server/store/webhooks.ts';
import { firstWeek, lastWeek, SignalCity, viewerOf } from './signal-city.ts';

const planner = viewerOf('planner');
const [one = '', two = '', three = '', four = ''] = kecamatan.map(({ code }) => code);
const weekBefore = addDays(lastWeek, -7);

const load = (city: SignalCity) => city.signalsFor(planner).load(planner, { asOf: null });
const openOf = async (city: SignalCity) =>
	(await load(city)).open.map(({ disease, area, rule }) => `${disease} ${area} ${rule}`).sort();
const weeksOf = async (city: SignalCity, disease: string) =>
	(await load(city)).open.filter((row) => row.disease === disease).flatMap(({ weeks }) => weeks);

/** Visits of the last weeks, oldest first, from the raw rows. */
async function countRaw(city: SignalCity, categories: string[], area: string, weeks: number) {
	const rows = await city.city.database.sql<{ visits: number }[]>`
		SELECT count(v.facility)::int AS visits
		FROM generate_series(${lastWeek}::date - 7 * (${weeks}::int - 1), ${lastWeek}::date, '7 days') AS week
		LEFT JOIN visit v ON v.occurred_on >= week::date AND v.occurred_on < week::date + 7 AND v.icd3 = ANY(${categories})
			AND v.kecamatan = ${area} AND v.posted_on IS NOT NULL AND v.reversed_on IS NULL
		GROUP BY week ORDER BY week`;
	return rows.map(({ visits }) => visits);
}

describe('in a city with twenty weeks of visits', () => {
	let city: SignalCity;

	beforeAll(async () => {
		city = await SignalCity.open();
		await city.visits(firstWeek, 3, 'I10', one);
		// A second case ten weeks after the first.
		await city.course([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], 'A36', one);
		// Dengue alerts at two: everyday in one kecamatan, once before in another, below it in a third.
		await city.course([3, 5, 4, 6, 3, 4, 5, 6, 4, 3, 5, 4, 6, 5, 4, 3, 6, 5, 4, 5], 'A91', two);
		await city.course([2, 0, 0, 1, 0, 0, 2], 'A91', three);
		await city.course([1, 0, 0, 0, 1], 'A91', four);
		// One and a half times the week before, where statistics can speak and find nothing.
		await city.course([9, 14, 8, 13, 10, 12, 9, 13, 10, 15], 'A09', one);
		await city.watch.refresh();
	}, 120_000);
	afterAll(() => city.city.close());

	it('the second case within a year is a signal, and so is an absolute count that is not everyday', async () => {
		expect(await openOf(city)).toEqual([`dengue ${three} threshold`, `difteri ${one} threshold`]);
		const looks = await city.city.database.sql`
			SELECT disease, area, rule FROM signal_look WHERE week = ${lastWeek} AND rule IS NOT NULL ORDER BY disease`;
		expect(looks.map((look) => Object.values(look).join(' '))).toEqual(await openOf(city));
	});

	it('tells what was counted, from where on, and what is usual, as the raw rows give it again', async () => {
		for (const [disease, category, area, alertAt] of [
			['difteri', 'A36', one, 1],
			['dengue', 'A91', three, 2]
		] as const) {
			const [week, ...others] = await weeksOf(city, disease);
			const counts = await countRaw(city, [category], area, 8);
			expect(others).toEqual([]);
			expect(week).toMatchObject({
				rule: 'threshold',
				week: lastWeek,
				threshold: alertAt - 1,
				basis: 'visits'
			});
			expect(week?.cases).toBe(counts.at(-1));
			expect(week?.expected).toBeCloseTo(counts.slice(0, 7).reduce((sum, count) => sum + count, 0) / 7, 12);
		}
	});

	it('keeps the budget of statistics as it is, and counts the rules apart', async () => {
		const { round } = await load(city);
		expect(round).toMatchObject({ signals: 2, byRule: 2, budget: 3 });
		expect(round?.level).toBeCloseTo(Math.min(0.005, 3 / (1.8 * (round?.told ?? NaN))), 12);
	});

	it('is told to those who asked for alerts as any other, a small count by no place', async () => {
		const { sql } = city.city.app;
		const { now } = city.clock;
		await addWebhook(sql, {
			...{ id: 'hook', url: 'https://example.org/', kinds: ['signal'], label: null, createdAt: now }
		});
		await settleAlerts(sql, await city.city.app.services.alerts.findStanding(), now);
		const rows = await city.city.database.sql<{ body: string }[]>`SELECT body FROM webhook_delivery`;
		const facts = rows.map(({ body }) => alertMessage.parse(JSON.parse(body)).data.facts);
		expect(facts.map((fact) => 'disease' in fact && fact.disease).sort()).toEqual(['dengue', 'difteri']);
		for (const fact of facts) expect(fact).toMatchObject({ kecamatan: null, cases: 0, verdict: 'none' });
	});

	it('is raised once, also when late visits make the same week stand out for statistics too', async () => {
		expect(await city.watch.refresh()).toBe(0);
		city.goTo('2026-11-22T07:00:00Z');
		await city.visits(lastWeek, 38, 'A91', three);
		expect(await city.watch.refresh()).toBe(0);
		const [look] = await city.city.database.sql`
			SELECT cases, is_signal AS "isSignal", rule FROM signal_look
			WHERE disease = 'dengue' AND area = ${three} AND week = ${lastWeek} ORDER BY looked_at DESC LIMIT 1`;
		expect(look).toEqual({ cases: 40, isSignal: true, rule: 'threshold' });
		expect(await weeksOf(city, 'dengue')).toMatchObject([{ cases: 2, rule: 'threshold' }]);
	});

	it('looks again at weeks that another method looked at last, and adds nothing that is known', async () => {
		const { sql } = city.city.database;
		await sql`INSERT INTO signal_round (week, looked_at, looks, told, level, signals, version)
			VALUES (${lastWeek}, '2026-11-22T07:30:00Z', 1, 1, 0.005, 0, 1)`;
		city.goTo('2026-11-22T08:00:00Z');
		expect((await load(city)).round).toMatchObject({ byRule: null, looks: 1 });
		expect(await city.watch.refresh()).toBe(0);
		const { round } = await load(city);
		expect(round).toMatchObject({ byRule: 1, lookedAt: '2026-11-22T08:00:00.000Z' });
	});

	it('and a case after a dismissed signal is a new one', async () => {
		const signals = city.signalsFor(planner);
		for (const move of ['take', 'dismiss']) {
			const row = (await load(city)).open.find(({ disease }) => disease === 'difteri');
			const order = {
				id: row?.id ?? '',
				seen: row?.number ?? -1,
				move,
				note: 'bukan difteri menurut biakan'
			};
			expect(await signals.move(planner, order)).toEqual({ outcome: 'done' });
		}
		city.goTo('2026-11-29T05:00:00Z');
		await city.visits('2026-11-22', 1, 'A36', one);
		await city.watch.refresh();
		const rows = (await load(city)).open.filter(({ disease }) => disease === 'difteri');
		expect(rows.map(({ state, week, rule }) => [state, week, rule]).sort()).toEqual([
			['new', '2026-11-22', 'threshold'],
			['no-outbreak', lastWeek, 'threshold']
		]);
	});
});

describe('in a city whose feed has just begun', () => {
	let city: SignalCity;

	beforeAll(async () => {
		city = await SignalCity.open();
		const [before, now] = [weekBefore, lastWeek];
		for (const [category, area, counts] of [
			['J06', one, [12, 18]],
			['J06', two, [12, 17]],
			['J18', one, [2, 4]],
			['J18', two, [0, 9]],
			['J10', one, [3, 30]],
			['I10', one, [3, 30]],
			['G61', two, [0, 1]],
			['A91', two, [0, 1]]
		] as const) {
			await city.visits(before, counts[0], category, area);
			await city.visits(now, counts[1], category, area);
		}
		await city.watch.refresh();
	}, 120_000);
	afterAll(() => city.city.close());

	it('an absolute count and a rise are signals, and nothing that no rule asks for is', async () => {
		expect(await openOf(city)).toEqual([`afp ${two} threshold`, `ispa ${one} rise`]);
		expect((await load(city)).round).toMatchObject({ told: 0, signals: 2, byRule: 2 });
	});

	it('each with what it stands on: a rise beside the week before, a case beside nothing that is usual', async () => {
		const [before, now] = await countRaw(city, ['J06'], one, 2);
		expect([before, now]).toEqual([12, 18]);
		const none = { method: null, chance: null, falseShare: null, week: lastWeek };
		expect(await weeksOf(city, 'ispa')).toEqual([
			{ ...none, rule: 'rise', basis: 'visits', cases: now, expected: before, threshold: 17 }
		]);
		expect(await weeksOf(city, 'afp')).toEqual([
			{ ...none, rule: 'threshold', basis: 'visits', cases: 1, expected: null, threshold: 0 }
		]);
	});
});

describe('in the very week in which a feed begins', () => {
	let city: SignalCity;

	beforeAll(async () => {
		city = await SignalCity.open();
		// From Wednesday on: four of the week's days.
		await city.visits(addDays(lastWeek, 3), 4, 'J06', one);
		await city.visits(addDays(lastWeek, 4), 1, 'A36', two);
		await city.watch.refresh();
	}, 120_000);
	afterAll(() => city.city.close());

	it('what is known of it is enough for an absolute count', async () => {
		expect(await openOf(city)).toEqual([`difteri ${two} threshold`]);
		expect((await load(city)).round).toMatchObject({ told: 0, byRule: 1 });
	});
});
