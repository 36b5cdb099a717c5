/** The Members page: every figure again, by SQL of its own; who sees which; and what is written down. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { city as bekasi } from '../../src/lib/domain/area.ts';
import { blurCount } from '../../src/lib/domain/blur.ts';
import type { Role } from '../../src/lib/domain/role.ts';
import type { Viewer } from '../../src/lib/domain/viewer.ts';
import { judgeDue } from '../../src/lib/server/jobs/membership-job.ts';
import { InvalidFilter } from '../../src/lib/server/services/context.ts';
import { claim, hospitalA, member, now, openCity, senders, visit, type IngestCity } from './ingest-city.ts';
import { familyOf, nikOf, sync } from './register-city.ts';

let city: IngestCity;
let clock = now;
const people = 120;
const range = (count: number) => Array.from({ length: count }, (_, index) => index);
const viewerOf = (role: Role): Viewer => ({ name: `user:${role}`, role, facility: null });
const load = (role: Role = 'planner', asOf: string | null = null) =>
	city.app.servicesFor(viewerOf(role)).members.load({ asOf });

const statusOf = (index: number) => (index % 10 === 3 ? 'moved' : index % 10 === 4 ? 'deceased' : 'active');
const dukcapil = (index: number) => ({
	nik: nikOf(index),
	family: familyOf(Math.floor(index / 4)),
	kecamatan: index % 2 === 0 ? 'Bekasi Timur' : '327507',
	status: statusOf(index),
	statusSince: index % 10 === 3 ? '2026-06-01' : null,
	ektp: index % 10 === 5 ? 0 : 1,
	head: index % 4 === 0 ? 1 : 0
});
const card = (index: number) => ({ nik: nikOf(index), family: familyOf(Math.floor(index / 4)) });

beforeAll(async () => {
	city = await openCity({ clock: () => clock });
	clock = new Date('2026-11-18T05:00:00Z');
	await sync(city, 'dinsos', range(people).map(card));
	clock = now;
	const { ingest } = city.app;
	const paid = (index: number, serviceFrom: string) =>
		claim(
			`p-${index}`,
			{
				...{ claim: `P-${index}`, nik: nikOf(index), state: 'paid', serviceFrom, serviceTo: serviceFrom },
				...{ billedRupiah: 1_000_000 + index, paidRupiah: 900_000 + index }
			},
			{ subject: hospitalA }
		);
	await ingest.submit(senders.importer, [
		// Before and after the day on which those moved; both in this year.
		...range(people).map((index) => paid(index, index % 20 === 3 ? '2026-05-01' : '2026-09-01')),
		claim('open', { nik: nikOf(4), billedRupiah: 7_000_000 }, { subject: hospitalA }),
		...range(2).map((index) =>
			visit(
				`born-${index}`,
				{
					...{ visit: `B-${index}`, nik: null, mother: nikOf(index), diagnoses: ['P59'] },
					arrivedAt: index === 0 ? '2026-08-01T03:00:00Z' : '2026-11-01T03:00:00Z'
				},
				{ subject: hospitalA, time: '2026-11-20T03:00:00Z' }
			)
		)
	]);
	await sync(city, 'dukcapil', range(people - 10).map(dukcapil));
	await sync(
		city,
		'jkn',
		range(people).map((index) => ({
			nik: nikOf(index),
			status: index % 10 === 6 ? 'pbi-apbn' : 'none',
			// Before and after the day of service.
			statusSince: index % 20 === 6 ? '2026-03-01' : '2026-10-01'
		}))
	);
});
afterAll(() => city.close());

/**
 * Straight from what the registers and the hospitals said, by other ways than the product's.
 * @param ofClaim what must be so on the day of service besides
 */
async function recount(where: string, ofClaim = 'true'): Promise<[number, number, number, number]> {
	const [row] = await city.database.sql.unsafe<Record<string, number>[]>(`
		WITH person AS (
			SELECT c.person_id, coalesce(d.family_id, c.family_id) AS family, d.status, d.status_since, d.ektp, j.status AS jkn,
				j.status_since AS jkn_since
			FROM dinsos_card c LEFT JOIN dukcapil_person d USING (person_id) LEFT JOIN jkn_status j USING (person_id)
		), paid AS (
			SELECT DISTINCT ON (facility, claim_no) person_id, state, service_from, paid_rupiah FROM claim
			ORDER BY facility, claim_no, version_time DESC
		)
		SELECT (SELECT count(*)::int FROM person WHERE ${where}) AS persons,
			(SELECT count(DISTINCT family)::int FROM person WHERE ${where}) AS families,
			(SELECT count(*)::int FROM person JOIN paid USING (person_id)
				WHERE state = 'paid' AND (${where}) AND (status_since IS NULL OR service_from >= status_since) AND (${ofClaim})) AS claims,
			(SELECT coalesce(sum(paid_rupiah), 0)::bigint FROM person JOIN paid USING (person_id)
				WHERE state = 'paid' AND (${where}) AND (status_since IS NULL OR service_from >= status_since) AND (${ofClaim})) AS paid`);
	return [row?.['persons'] ?? -1, row?.['families'] ?? -1, row?.['claims'] ?? -1, row?.['paid'] ?? -1];
}

describe('the Members page', () => {
	it('shows for each reason the people, families and money that the tables hold', async () => {
		const { reasons, invalid } = await load();
		const shown = (name: string) => {
			const row = reasons.find(({ reason }) => reason === name);
			return [row?.persons, row?.families, row?.claims, row?.paidRupiah];
		};
		expect(shown('moved')).toEqual(await recount(`status = 'moved'`));
		expect(shown('deceased')).toEqual(await recount(`status = 'deceased'`));
		expect(shown('not-in-register')).toEqual(await recount('status IS NULL'));
		expect(shown('jkn-active')).toEqual(await recount(`jkn = 'pbi-apbn'`, 'service_from >= jkn_since'));
		expect(shown('ektp-missing')).toEqual(await recount(`status = 'active' AND NOT ektp`));
		// Otherwise nothing was compared: half of those who moved were served before they did.
		expect(shown('moved').slice(0, 3)).toEqual([11, expect.any(Number), 5]);
		// Half of those with JKN were served before it began.
		expect(shown('jkn-active')).toEqual([12, expect.any(Number), 6, expect.any(Number)]);
		const any = `status IS DISTINCT FROM 'active' OR jkn = 'pbi-apbn' OR NOT ektp`;
		expect([invalid?.persons, invalid?.families, invalid?.claims, invalid?.paidRupiah]).toEqual(
			await recount(any, `status IS DISTINCT FROM 'active' OR NOT ektp OR service_from >= jkn_since`)
		);
	});

	it('shows members, coverage and progress', async () => {
		const view = await load();
		const [members, families] = await recount('true');
		expect(view.member).toMatchObject({ persons: members, families });
		expect((view.valid?.persons ?? 0) + (view.invalid?.persons ?? 0)).toBe(members);
		const areas = await city.database.sql<{ kecamatan: string; members: number }[]>`
			SELECT coalesce(d.kecamatan, '00.00.00') AS kecamatan, count(*)::int AS members
			FROM dinsos_card LEFT JOIN dukcapil_person d USING (person_id) GROUP BY 1 ORDER BY 1`;
		const shown = view.areas.filter((area) => area.members > 0);
		expect(shown.map(({ kecamatan, members: count }) => ({ kecamatan, members: count }))).toEqual([...areas]);
		expect(view.areas.filter(({ population }) => population !== null)).toHaveLength(12);
		expect(view).toMatchObject({ population: bekasi.population, day: '2026-11-22', scope: 'all' });
		expect(view.weeks).toEqual([
			{ week: '2026-11-21', members: people, valid: people },
			{ week: '2026-11-22', members: people, valid: view.valid?.persons }
		]);
	});

	it('tells what changed since the last reading, and shows a past day as it stood', async () => {
		const view = await load();
		expect([view.changeSince, view.change]).toEqual(['2026-11-18', 0]);
		const moved = view.reasons.find(({ reason }) => reason === 'moved');
		expect(moved?.change).toBe(moved?.persons);
		const past = await load('planner', '2026-11-19');
		expect(past).toMatchObject({ day: '2026-11-18', member: { persons: people }, invalid: { persons: 0 } });
		expect(past.sources.map(({ lastAt }) => lastAt !== null)).toEqual([false, true, false]);
	});

	it('tells how old each register is', async () => {
		const { sources, syncs } = await load();
		expect(sources.map(({ source, isLate }) => [source, isLate])).toEqual([
			['dukcapil', false],
			['dinsos', false],
			['jkn', false]
		]);
		expect(syncs.map(({ state, lines }) => [state, lines])).toEqual(
			[
				['done', people - 10],
				['done', people],
				['done', people]
			].sort()
		);
	});

	it('lists newborns without a NIK after 90 days, until the family shows a child', async () => {
		const late = async () =>
			(await load()).reasons.find(({ reason }) => reason === 'newborn-without-nik')?.persons;
		expect(await late()).toBe(1);
		const child = { ...dukcapil(0), nik: '3275010108260000' };
		await sync(city, 'dukcapil', [child], { mode: 'delta' });
		expect(await late()).toBe(0);
	});

	it('gives whoever sees totals only rounded ones of the city, and no money of few', async () => {
		const [all, few] = [await load(), await load('executive')];
		expect(few).toMatchObject({ scope: 'city', areas: [] });
		expect(few.member?.persons).toBe(blurCount(all.member?.persons ?? -1));
		for (const [index, row] of few.reasons.entries()) {
			expect(row.persons % 5).toBe(0);
			const exact = all.reasons[index];
			if ((exact?.persons ?? 0) < 8) expect(row).toMatchObject({ persons: 0, paidRupiah: null });
		}
		expect(few.sources).toEqual(all.sources);
	});

	it('shows finance, who sees visits in totals only, the same members as the planner', async () => {
		const { areas, reasons, member } = await load('finance');
		expect({ areas, reasons, member }).toEqual(
			(({ areas, reasons, member }) => ({ areas, reasons, member }))(await load('planner'))
		);
	});

	it('shows a role that sees no members nothing, whatever the page asks', async () => {
		for (const role of ['hospital', 'admin'] as const)
			expect(await load(role)).toMatchObject({ day: null, member: null, reasons: [], areas: [] });
	});
});

describe('the people behind a reason', () => {
	const asked = { reason: 'moved', kecamatan: null, page: null, asOf: null };
	const of = (role: Role) => city.app.servicesFor(viewerOf(role)).memberPeople;

	it('are listed under a piece of their id, and each look is written down', async () => {
		const view = await of('finance').load(viewerOf('finance'), asked);
		expect([view.total, view.rows.length]).toEqual([11, 11]);
		for (const { id, reasons } of view.rows) {
			expect(id).toMatch(/^[0-9a-f]{8}$/);
			expect(reasons).toContain('moved');
		}
		const [line] = await city.database.sql`
			SELECT viewer, action, what, row_count AS rows, filter FROM trail ORDER BY number DESC LIMIT 1`;
		expect(line).toEqual({
			...{ viewer: 'user:finance', action: 'look-rows', what: '/members', rows: 11 },
			filter: { reason: 'moved' }
		});
		const { reasons } = await load('finance');
		const figure = reasons.find(({ reason }) => reason === 'moved')?.paidRupiah;
		expect(view.rows.reduce((sum, { paidRupiah }) => sum + paidRupiah, 0)).toBe(figure);
	});

	it('are filtered by kecamatan and told as of a day', async () => {
		const view = await of('planner').load(viewerOf('planner'), { ...asked, kecamatan: '32.75.07' });
		expect(view.rows.every(({ kecamatan }) => kecamatan === '32.75.07')).toBe(true);
		expect(view.total).toBe(11);
		expect((await of('planner').load(viewerOf('planner'), { ...asked, asOf: '2026-11-19' })).total).toBe(0);
	});

	it('go out as a file, written down as that', async () => {
		const csv = await of('planner').exportCsv(viewerOf('planner'), asked);
		expect(csv.trim().split('\r\n')).toHaveLength(12);
		const [line] = await city.database.sql`SELECT action FROM trail ORDER BY number DESC LIMIT 1`;
		expect(line).toEqual({ action: 'export' });
	});

	it.each(['executive', 'verifier', 'hospital', 'admin', 'public'] as const)(
		'are not for %s, in the code and in the database',
		async (role) => {
			expect(of(role).isOpen).toBe(false);
			await expect(of(role).load(viewerOf(role), asked)).rejects.toThrow('not for this role');
			await expect(of(role).exportCsv(viewerOf(role), asked)).rejects.toThrow('not for this role');
		}
	);

	it('refuses what nobody could mean', async () => {
		for (const query of [{ reason: 'x' }, { reason: null }, { kecamatan: '99' }, { page: '0' }])
			await expect(
				of('planner').load(viewerOf('planner'), { ...asked, ...query }),
				JSON.stringify(query)
			).rejects.toBeInstanceOf(InvalidFilter);
	});
});

describe('an installation that only knew events', () => {
	it('tells its past weeks out of them', async () => {
		const other = await openCity({ clock: () => now });
		try {
			const said = (id: string, recordedtime: string, data: Record<string, unknown>) =>
				member(id, data, { time: recordedtime, recordedtime });
			await other.app.ingest.submit(senders.importer, [
				said('1', '2026-10-05T03:00:00Z', { nik: nikOf(1) }),
				said('2', '2026-10-13T03:00:00Z', { nik: nikOf(2), jkn: 'pbi-apbn' }),
				said('3', '2026-11-03T03:00:00Z', { nik: nikOf(1), registerStatus: 'moved' })
			]);
			await judgeDue(other.app.sql, now);
			const { weeks } = await other.app.services.members.load({ asOf: null });
			expect(weeks.map(({ week, members, valid }) => [week, members, valid])).toEqual([
				['2026-10-10', 1, 1],
				['2026-10-17', 2, 1],
				['2026-10-24', 2, 1],
				['2026-10-31', 2, 1],
				['2026-11-07', 2, 0],
				['2026-11-14', 2, 0],
				['2026-11-21', 2, 0],
				['2026-11-22', 2, 0]
			]);
		} finally {
			await other.close();
		}
	});
});
