/** Signals from raw visits to a verdict: every figure of the page recomputed from the rows by other means. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kecamatan } from '../../src/lib/domain/area.ts';
import { roles, type Role } from '../../src/lib/domain/role.ts';
import { diseaseGroups } from '../../src/lib/domain/surveillance-diseases.ts';
import { narrowChanges } from '../../src/lib/protocol/live-scope.ts';
import type { SignalRow, SignalsView } from '../../src/lib/protocol/views/signals.ts';
import { firstWeek, lastWeek, SignalCity, viewerOf, weeksBetween } from './signal-city.ts';

let city: SignalCity;
const planner = viewerOf('planner');
const colleague = viewerOf('planner', 'user:colleague');
const admin = viewerOf('admin');
const note = 'diperiksa di puskesmas';
const [one = '', two = '', three = ''] = kecamatan.map(({ code }) => code);
const dengueWeeks = [3, 5, 4, 6, 3, 4, 5, 6, 4, 3, 5, 4, 6, 5, 4, 3, 6, 5, 4, 21];

const load = (viewer = planner, asOf: string | null = null) => city.signalsFor(viewer).load(viewer, { asOf });
const findRow = (view: SignalsView, disease: string): SignalRow => {
	const row = [...view.open, ...view.closed].find((signal) => signal.disease === disease);
	if (!row) throw new Error(`no signal of ${disease}`);
	return row;
};
const move = async (disease: string, name: string, viewer = planner, text = note) => {
	const { id, number } = findRow(await load(viewer), disease);
	return city.signalsFor(viewer).move(viewer, { id, seen: number, move: name, note: text });
};

beforeAll(async () => {
	city = await SignalCity.open();
	await city.visits(firstWeek, 3, 'J06', one);
	await city.course(dengueWeeks, 'A91', one);
	await city.course(dengueWeeks.with(-1, 5), 'A91', two);
	await city.course([1], 'A36', three);
}, 120_000);
afterAll(() => city.city.close());

/** Student's t with six degrees of freedom, in closed form (Abramowitz & Stegun 26.7.4). */
function studentUpperTail(t: number): number {
	const theta = Math.atan(t / Math.sqrt(6));
	const cos2 = Math.cos(theta) ** 2;
	return (1 - Math.sin(theta) * (1 + cos2 / 2 + (3 * cos2 ** 2) / 8)) / 2;
}

/** What EARS says of a week, from the counts of the weeks before it, read with SQL from the raw rows. */
async function judgeRaw(category: string, area: string) {
	const rows = await city.city.database.sql<{ visits: number }[]>`
		SELECT count(v.facility)::int AS visits FROM generate_series(${firstWeek}::date, ${lastWeek}::date, '7 days') AS week
		LEFT JOIN visit v ON v.occurred_on >= week::date AND v.occurred_on < week::date + 7 AND v.icd3 = ${category}
			AND v.kecamatan = ${area} AND v.posted_on IS NOT NULL AND v.reversed_on IS NULL
		GROUP BY week ORDER BY week`;
	const counts = rows.map(({ visits }) => visits);
	expect(counts).toHaveLength(weeksBetween);
	const seven = counts.slice(-8, -1);
	const mean = seven.reduce((sum, count) => sum + count, 0) / 7;
	const variance = seven.reduce((sum, count) => sum + (count - mean) ** 2, 0) / 6;
	const spread = Math.sqrt(Math.max(variance, mean) * (1 + 1 / 7));
	const chanceOf = (count: number) => studentUpperTail((count - mean - 0.5) / spread);
	return { cases: counts.at(-1) ?? NaN, expected: mean, chanceOf };
}

describe('before the first look', () => {
	it('there is no signal, no round and no scorecard', async () => {
		expect(await load()).toMatchObject({
			...{ open: [], closed: [], round: null, scorecard: null },
			verified: { due: 0, inTime: 0, target: 0.7 }
		});
	});
});

describe('a look at the last whole weeks', () => {
	it('raises what stands out within the budget, and the first case of what SKDR wants checked', async () => {
		expect(await city.watch.refresh()).toBe(2);
		const view = await load();
		expect(view.open.map(({ disease, area, rule, state }) => [disease, area, rule, state]).sort()).toEqual([
			['dengue', one, 'statistics', 'new'],
			['difteri', three, 'first-case', 'new']
		]);
		const difteri = findRow(view, 'difteri');
		expect(difteri.weeks).toMatchObject([{ cases: 1, threshold: 0, week: lastWeek }]);
	});

	it('tells figures that the raw rows give again', async () => {
		const view = await load();
		const raw = await judgeRaw('A91', one);
		const [week] = findRow(view, 'dengue').weeks;
		expect(week).toMatchObject({ cases: raw.cases, week: lastWeek, method: 'earsC1', basis: 'visits' });
		expect(raw.cases).toBe(21);
		expect(week?.expected).toBeCloseTo(raw.expected, 10);
		expect(week?.chance).toBeCloseTo(raw.chanceOf(21), 8);
		const told = diseaseGroups.filter(({ icd10 }) => icd10.length > 0).length * kecamatan.length;
		const level = Math.min(0.005, 3 / (1.8 * told));
		expect(view.round).toMatchObject({ week: lastWeek, told, signals: 2, byRule: 1, budget: 3 });
		expect(view.round?.level).toBeCloseTo(level, 12);
		expect(raw.chanceOf(week?.threshold ?? NaN)).toBeCloseTo(level, 8);
		// The most striking look of all: of those at least as striking it is the only one.
		expect(week?.falseShare).toBeCloseTo(Math.min(1, told * raw.chanceOf(21)), 6);
		// The same course without its last week stays below.
		expect((await judgeRaw('A91', two)).chanceOf(5)).toBeGreaterThan(level);
	});

	it('adds nothing, and tells nobody, where nothing has changed', async () => {
		const before = await city.city.database.sql`SELECT number FROM change_counter`;
		expect(await city.watch.refresh()).toBe(0);
		expect([...(await city.city.database.sql`SELECT number FROM change_counter`)]).toEqual([...before]);
	});

	it('keeps what was seen then when late visits come, and looks again', async () => {
		city.goTo('2026-11-22T07:00:00Z');
		await city.visits(lastWeek, 2, 'A91', one);
		await city.watch.refresh();
		expect(findRow(await load(), 'dengue').weeks).toMatchObject([{ cases: 21 }]);
		const looks = await city.city.database.sql`
			SELECT cases FROM signal_look WHERE disease = 'dengue' AND area = ${one} AND week = ${lastWeek} ORDER BY looked_at`;
		expect(looks.map(({ cases }) => cases as number)).toEqual([21, 23]);
	});
});

describe('a signal is moved', () => {
	it('by nobody whom the table of access does not name, and it says so', async () => {
		const { id, number } = findRow(await load(), 'dengue');
		const order = { id, seen: number, move: 'take', note: '' };
		const allowed: readonly Role[] = ['planner', 'admin'];
		for (const role of roles.filter((name) => !allowed.includes(name))) {
			const viewer = viewerOf(role);
			expect(await city.signalsFor(viewer).move(viewer, order), role).toEqual({
				...{ outcome: 'refused', refusal: 'not-yours' }
			});
		}
		expect(findRow(await load(), 'dengue').history).toHaveLength(1);
	});

	it('from new to its owner, and a verdict is the owner’s', async () => {
		city.goTo('2026-11-22T08:00:00Z');
		expect(await move('dengue', 'confirm')).toMatchObject({ refusal: 'other-state' });
		expect(await move('dengue', 'take', planner, '')).toEqual({ outcome: 'done' });
		expect(findRow(await load(), 'dengue')).toMatchObject({ state: 'verifying', owner: 'user:planner' });
		expect(await move('dengue', 'confirm', colleague)).toMatchObject({ refusal: 'not-owner' });
		expect(await move('dengue', 'take', colleague, '')).toEqual({ outcome: 'done' });
		expect(await move('dengue', 'confirm', colleague, 'ya')).toMatchObject({ refusal: 'note-short' });
		expect(findRow(await load(colleague), 'dengue').moves).toContain('confirm');
		expect(findRow(await load(), 'dengue').moves).not.toContain('confirm');
	});

	it('with no identity number in what is kept for good', async () => {
		expect(await move('dengue', 'note', planner, 'NIK 3275015203890000 demam')).toMatchObject({
			refusal: 'identity-number'
		});
	});

	it('once by two who saw the same', async () => {
		const { id, number } = findRow(await load(), 'dengue');
		const order = { id, seen: number, move: 'note', note };
		const both = await Promise.all(
			[planner, colleague].map((viewer) => city.signalsFor(viewer).move(viewer, order))
		);
		expect(both.map((answer) => (answer.outcome === 'done' ? 'done' : answer.refusal)).sort()).toEqual([
			'done',
			'stale'
		]);
	});

	it('not where there is none', async () => {
		const nobody = { id: '00000000-0000-4000-8000-000000000000', seen: 0, note: '' };
		for (const order of [
			{ ...nobody, move: 'take' },
			{ ...nobody, id: "'; --", move: 'take' },
			{ ...nobody, move: 'raise' }
		])
			expect(await city.signalsFor(planner).move(planner, order)).toMatchObject({ refusal: 'gone' });
	});

	it('in a history that the database itself keeps from being rewritten', async () => {
		const { sql } = city.city.database;
		const tables = ['signal', 'signal_week', 'signal_move', 'signal_look', 'signal_round'];
		for (const table of tables)
			for (const order of ['DELETE FROM', 'TRUNCATE'])
				await expect(
					sql.unsafe(`${order} ${table} ${order === 'TRUNCATE' ? 'CASCADE' : ''}`)
				).rejects.toThrow('append-only');
		await expect(sql`UPDATE signal_move SET note = ''`).rejects.toThrow('append-only');
	});

	it('to its verdict, and the count of those in time is that of the rows', async () => {
		expect(await move('dengue', 'confirm', colleague)).toEqual({ outcome: 'done' });
		city.goTo('2026-11-23T06:00:00Z');
		// 25 hours after it was raised: too late, whatever is said now.
		expect(findRow(await load(), 'difteri')).toMatchObject({ isLate: true, state: 'new' });
		await move('difteri', 'take', admin, '');
		await move('difteri', 'dismiss', admin);
		const { verified } = await load();
		const [raw] = await city.city.database.sql<{ due: number; inTime: number }[]>`
			WITH first AS (SELECT s.id, s.raised_at, (SELECT min(at) FROM signal_move m WHERE m.signal_id = s.id
				AND m.state IN ('outbreak', 'no-outbreak') AND m.move <> 'note') AS said FROM signal s)
			SELECT count(*) FILTER (WHERE said IS NOT NULL OR raised_at + interval '24 hours' <= ${city.clock.now})::int AS due,
				count(*) FILTER (WHERE said <= raised_at + interval '24 hours')::int AS "inTime" FROM first`;
		expect(verified).toMatchObject({ ...raw });
		expect(verified).toMatchObject({ due: 2, inTime: 1 });
	});

	it('and stands on a past day as it stood then', async () => {
		const past = await load(planner, '2026-11-22');
		expect(findRow(past, 'difteri')).toMatchObject({ state: 'new', isLate: false, moves: [] });
		expect(findRow(past, 'dengue')).toMatchObject({ state: 'outbreak' });
		expect(past.verified).toMatchObject({ due: 1, inTime: 1 });
		expect((await load(planner, '2026-11-21')).open).toEqual([]);
	});
});

describe('the next week', () => {
	it('goes on with the signal that nobody closed, and raises a new one where it was dismissed', async () => {
		city.goTo('2026-11-29T05:00:00Z');
		await city.visits('2026-11-22', 70, 'A91', one);
		await city.watch.refresh();
		const dengue = (await load()).open.filter(({ disease }) => disease === 'dengue');
		expect(dengue).toHaveLength(1);
		expect(dengue[0]?.weeks.map(({ week, cases }) => [week, cases])).toEqual([
			[lastWeek, 21],
			['2026-11-22', 70]
		]);
		await move('dengue', 'close', colleague, '');
		expect((await load()).closed.map(({ disease }) => disease)).toEqual(['dengue']);
		expect(await move('dengue', 'reopen')).toMatchObject({ refusal: 'other-state' });
		city.goTo('2026-12-06T05:00:00Z');
		await city.visits('2026-11-29', 300, 'A91', one);
		await city.watch.refresh();
		expect((await load()).open.filter(({ disease }) => disease === 'dengue')).toMatchObject([
			{ state: 'new', week: '2026-11-29' }
		]);
	});
});

describe('the scorecard', () => {
	it('holds all rules against the verdicts, as the stored looks say', async () => {
		const { scorecard } = await load();
		const { sql } = city.city.database;
		const [counted] = await sql<{ weeks: number; since: string }[]>`
			SELECT count(DISTINCT week)::int AS weeks, min(week) AS since FROM signal_look`;
		expect(scorecard).toMatchObject({ ...counted, outbreaks: 1, dismissed: 1, unjudged: 1 });
		// The confirmed one: dengue from 15 to 22 November, its peak in the second week; the rules may be four weeks early.
		const alarms = (flag: string) =>
			sql.unsafe<{ place: string; week: string; within: boolean }[]>(`
			SELECT disease || area AS place, week, disease = 'dengue' AND area = '${one}'
				AND week BETWEEN '2026-11-15'::date - 28 AND '2026-11-22' AS within
			FROM (SELECT DISTINCT ON (week, disease, area) * FROM signal_look ORDER BY week, disease, area, looked_at DESC) last
			WHERE ${flag}`);
		for (const [rule, flag] of [
			['signal', 'is_signal'],
			['skdr', 'rule IS NOT NULL'],
			['persistence', 'is_persistence']
		] as const) {
			const rows = await alarms(flag);
			const within = rows.filter((row) => row.within).map(({ week }) => week);
			const first = within.sort()[0];
			const row = scorecard?.rows.find((score) => score.rule === rule);
			expect(row?.hits, rule).toBe(first === undefined ? 0 : 1);
			const lead =
				first === undefined ? null : (Date.parse('2026-11-22') - Date.parse(first)) / (7 * 86_400_000);
			expect(row?.leadWeeks, rule).toBe(lead);
			// A run that touches the outbreak's weeks belongs to it; the last week follows on the outbreak's own.
			const outside = rows.filter((alarm) => !alarm.within && alarm.place !== `dengue${one}`);
			const starts = outside.filter(
				({ place, week }) =>
					!rows.some(
						(other) => other.place === place && Date.parse(week) - Date.parse(other.week) === 7 * 86_400_000
					)
			);
			expect(row?.falseAlarms, rule).toBe(starts.length);
			expect(row?.falseAWeek, rule).toBeCloseTo(starts.length / (counted?.weeks ?? NaN), 12);
		}
	});
});

describe('who sees them', () => {
	it('an administrator sees that a signal stands, and no count of persons', async () => {
		const view = await load(admin);
		expect(view.open.length).toBeGreaterThan(0);
		expect(view.seesCounts).toBe(false);
		for (const row of [...view.open, ...view.closed]) expect(row.weeks).toEqual([]);
		expect(view.scorecard).toBeNull();
	});

	it('nobody else sees any, whatever page asks', async () => {
		for (const role of roles.filter((name) => name !== 'planner' && name !== 'admin')) {
			const view = await load(viewerOf(role));
			expect([...view.open, ...view.closed], role).toEqual([]);
			expect(view.round, role).toBeNull();
		}
	});

	it('open pages of those who see them are told to look again, and of nobody else', async () => {
		const [row] = await city.city.database.sql<{ changes: object }[]>`
			SELECT changes FROM change ORDER BY number DESC LIMIT 1`;
		expect(row?.changes).toEqual({ reload: ['signals'] });
		for (const role of roles) {
			const narrowed = narrowChanges({ reload: ['signals'] }, { role, facility: null }, null);
			expect(narrowed.reload ?? [], role).toEqual(role === 'planner' || role === 'admin' ? ['signals'] : []);
		}
	});
});
