/** Kapitasi by area and segment, catastrophic diseases and the year's visits, recomputed from what was sent. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blurCount } from '../../src/lib/domain/blur.ts';
import { eachMonth, jakartaDay, monthOf } from '../../src/lib/domain/period.ts';
import type { Role } from '../../src/lib/domain/role.ts';
import { judgeDue } from '../../src/lib/server/jobs/membership-job.ts';
import { refreshAnalyst, setCeiling } from './budget-claims.ts';
import { hospitalA, hospitalB, now, openCity, senders, visit, type IngestCity } from './ingest-city.ts';

let city: IngestCity;
const as = (role: Role) => city.app.servicesFor({ name: `user:${role}`, role, facility: null });
const load = (role: Role = 'planner', asOf: string | null = null) =>
	as(role).budgetCapitation.load({ asOf, year: null }, 'en');

const nikOf = (n: number) => `3275015203${80 + n}0000`;
const people = Array.from({ length: 15 }, (_, n) => ({
	n,
	kecamatan: n % 3 === 0 ? '32.75.01' : '32.75.02',
	segment: n % 2 === 0 ? 'ks-nik' : 'general',
	/** Members since; one leaves. */
	since: n < 10 ? '2026-06-10' : '2026-08-15',
	movedOn: n === 4 ? '2026-09-02' : null
}));

/** Of services from May to October; September is the newest settled month. */
const claims = Array.from({ length: 40 }, (_, n) => ({
	n,
	person: n % 17,
	served: `2026-${String(5 + (n % 6)).padStart(2, '0')}-${String(3 + (n % 20)).padStart(2, '0')}`,
	billedRupiah: 1_000_000 + n * 1_013,
	diagnosis: ['A91', 'I21.9', 'C50.9', 'N18.5', 'E11'][n % 5] ?? 'A91',
	isRejected: n % 11 === 10
}));

const envelope = (id: string, day: string, type: string, data: object, subject?: string) => ({
	...{ specversion: '1.0', id, source: '/test', type: `id.denyut.${type}.v1`, data },
	...{ time: `${day}T05:00:00Z`, recordedtime: `${day}T05:00:01Z` },
	...(subject !== undefined && { subject })
});
const memberEvents = people.flatMap(({ n, kecamatan, segment, since, movedOn }) => {
	const data = { nik: nikOf(n), kecamatan, segment, jkn: 'none' };
	return [
		envelope(`m-${n}`, since, 'member', { ...data, registerStatus: 'active' }),
		...(movedOn === null
			? []
			: [envelope(`m-${n}-moved`, movedOn, 'member', { ...data, registerStatus: 'moved' })])
	];
});
const claimEvents = claims.flatMap(({ n, person, served, billedRupiah, diagnosis, isRejected }) => {
	const data = {
		...{ claim: `K-${n}`, service: 'outpatient', diagnoses: [diagnosis], billedRupiah },
		...{ serviceFrom: served, serviceTo: served, nik: nikOf(person) }
	};
	return [
		envelope(`k-${n}`, served, 'claim', { ...data, state: 'submitted' }, hospitalA),
		...(isRejected
			? [envelope(`k-${n}-r`, '2026-11-01', 'claim', { ...data, state: 'rejected' }, hospitalA)]
			: [])
	];
});
const visits = Array.from({ length: 130 }, (_, n) => ({
	day: `2026-${String(1 + (n % 10)).padStart(2, '0')}-${String(1 + (n % 9)).padStart(2, '0')}`,
	facility: n % 4 === 0 ? hospitalB : hospitalA,
	service: n % 3 === 0 ? 'emergency' : 'outpatient'
}));

beforeAll(async () => {
	city = await openCity();
	const sent = [
		...memberEvents,
		...claimEvents,
		...visits.map(({ day, facility, service }, n) =>
			visit(
				`v-${n}`,
				{ service, arrivedAt: `${day}T03:00:00Z` },
				{ time: `${day}T04:00:00Z`, recordedtime: `${day}T04:00:01Z`, subject: facility }
			)
		)
	].sort((a, b) => (String(a.time) < String(b.time) ? -1 : 1));
	expect((await city.app.ingest.submit(senders.importer, sent)).errors).toEqual([]);
	await judgeDue(city.app.sql, now, { usualMs: 0, dueMs: 0 });
	await setCeiling(city, 2026, 90_000_000, '2025-12-20');
	await refreshAnalyst(city, () => now);
});
afterAll(() => city.close());

const monthEnds = ['2026-06-30', '2026-07-31', '2026-08-31', '2026-09-30'];
const isMember = ({ since, movedOn }: (typeof people)[number], day: string) =>
	since <= day && (movedOn === null || movedOn > day);
const counted = claims.filter(
	({ served, isRejected }) => served >= '2026-06-01' && served <= '2026-09-30' && !isRejected
);
const partOf = (pick: (one: (typeof people)[number] | undefined) => boolean) => ({
	memberMonths: monthEnds.reduce(
		(sum, day) => sum + people.filter((one) => pick(one) && isMember(one, day)).length,
		0
	),
	claims: counted.filter(({ person }) => pick(people[person])).length,
	committedRupiah: counted
		.filter(({ person }) => pick(people[person]))
		.reduce((sum, { billedRupiah }) => sum + billedRupiah, 0)
});

describe('kapitasi', () => {
	it('is what the settled months of members cost, by where they live and what brought them the card', async () => {
		const { parts } = await load();
		expect([parts?.from, parts?.to]).toEqual(['2026-06-01', '2026-09-01']);
		for (const { key, rupiahPerMemberMonth, ...part } of parts?.areas ?? []) {
			const expected = partOf((one) => (one?.kecamatan ?? '00.00.00') === key);
			expect(part).toMatchObject(expected);
			const { committedRupiah, memberMonths } = expected;
			expect(rupiahPerMemberMonth).toBe(memberMonths > 0 ? Math.round(committedRupiah / memberMonths) : null);
		}
		expect(parts?.areas.map(({ key }) => key).toSorted()).toEqual(['00.00.00', '32.75.01', '32.75.02']);
		for (const { key, ...part } of parts?.segments ?? [])
			expect(part).toMatchObject(partOf((one) => (one?.segment ?? '') === key));
		expect(parts?.segments).toHaveLength(3);
	});

	it('adds up to the city’s, beside the plan and the premium in force', async () => {
		const { parts, cost, planRupiahPerMemberMonth } = await load();
		const sum = (value: 'memberMonths' | 'committedRupiah') =>
			(parts?.areas ?? []).reduce((all, part) => all + part[value], 0);
		expect(sum('memberMonths')).toBe(cost?.memberMonths);
		expect(Math.round(sum('committedRupiah') / sum('memberMonths'))).toBe(cost?.rupiahPerMemberMonth);
		expect(cost?.premium).toMatchObject({ rupiahPerMemberMonth: 42_000, from: '2019-08-01' });
		// Fourteen of fifteen are members at the end of the year's newest day.
		expect(planRupiahPerMemberMonth).toBe(Math.round(90_000_000 / 14 / 12));
	});

	it('tells nobody of areas who may see the city’s members only, in the page and in the database', async () => {
		for (const role of ['executive', 'verifier'] as const) expect((await load(role)).parts).toBeNull();
		const { parts } = await load('finance');
		expect(parts?.areas.length).toBeGreaterThan(0);
	});

	it('was not counted before its day', async () => {
		expect((await load('planner', '2026-11-20')).parts).toMatchObject({ areas: [], from: null });
	});
});

describe('catastrophic diseases', () => {
	it('take the money of the claims whose first diagnosis is one', async () => {
		const { catastrophic } = await load();
		const standing = claims.filter(({ isRejected }) => !isRejected);
		const sumOf = (code: string[]) =>
			standing
				.filter(({ diagnosis }) => code.includes(diagnosis))
				.reduce((sum, { billedRupiah }) => sum + billedRupiah, 0);
		const told = Object.fromEntries(
			(catastrophic.rows ?? []).map(({ disease, committedRupiah }) => [disease, committedRupiah])
		);
		expect(told).toEqual({
			heart: sumOf(['I21.9']),
			cancer: sumOf(['C50.9']),
			kidney: sumOf(['N18.5']),
			'': sumOf(['A91', 'E11'])
		});
		const all = standing.reduce((sum, { billedRupiah }) => sum + billedRupiah, 0);
		const share = sumOf(['I21.9', 'C50.9', 'N18.5']) / all;
		expect(catastrophic.percent).toBe(Math.round(100 * share));
	});

	it('are counted as claims and summed as rupiah by SQL, the newest version of each', async () => {
		const { catastrophic } = await load();
		const expected = await city.database.sql<{ disease: string; claims: number; committed: number }[]>`
			SELECT CASE left(diagnoses[1], 3) WHEN 'I21' THEN 'heart' WHEN 'C50' THEN 'cancer' WHEN 'N18' THEN 'kidney'
					ELSE '' END AS disease, count(*)::int AS claims, sum(billed_rupiah)::bigint AS committed
			FROM (SELECT DISTINCT ON (facility, claim_no) * FROM claim ORDER BY facility, claim_no, version_time DESC) c
			WHERE state <> 'rejected' AND budget_year = 2026 GROUP BY 1 ORDER BY 1`;
		const told = (catastrophic.rows ?? []).map(({ disease, claims: count, committedRupiah }) => ({
			...{ disease, claims: count, committed: committedRupiah }
		}));
		expect(told.toSorted((a, b) => (a.disease < b.disease ? -1 : 1))).toEqual([...expected]);
		expect(expected.map(({ claims: count }) => count).reduce((sum, one) => sum + one, 0)).toBe(
			claims.filter(({ isRejected }) => !isRejected).length
		);
	});

	it('are told by disease to whoever sees claims, and as one share to the others', async () => {
		const planner = await load();
		const executive = await load('executive');
		expect(executive.catastrophic).toEqual({ percent: planner.catastrophic.percent, rows: null });
		expect((await load('verifier')).catastrophic.rows).toHaveLength(4);
	});
});

describe('the year’s visits', () => {
	it('are counted by month, facility and service', async () => {
		const view = await as('planner').budgetRecap.load({ asOf: null, year: null });
		expect(view.total).toBe(visits.length);
		// A month that has not begun has no visits to tell, not none.
		expect(view.months.map(({ month }) => month)).toEqual(eachMonth('2026-01-01', monthOf(jakartaDay(now))));
		for (const { month, visits: told, services } of view.months) {
			const own = visits.filter(({ day }) => day.startsWith(month.slice(0, 7)));
			expect(told).toBe(own.length);
			for (const [service, count] of Object.entries(services ?? {}))
				expect(count).toBe(own.filter((one) => one.service === service).length);
		}
		for (const { key, visits: told } of view.facilities ?? [])
			expect(told).toBe(visits.filter(({ facility }) => facility === key).length);
		expect(view.facilities).toHaveLength(2);
	});

	it('stand in every cell of month and service, and of facility and service, as SQL counts them', async () => {
		const view = await as('planner').budgetRecap.load({ asOf: null, year: null });
		const cells = await city.database.sql<
			{ month: string; facility: string; service: string; visits: number }[]
		>`SELECT date_trunc('month', occurred_on)::date AS month, facility, service, count(*)::int AS visits FROM (
				SELECT DISTINCT ON (facility, visit_no) * FROM visit ORDER BY facility, visit_no, version_time DESC
			) AS newest WHERE occurred_on >= '2026-01-01' GROUP BY 1, 2, 3`;
		const servicesOf = (pick: (cell: (typeof cells)[number]) => boolean) => {
			const sums: Record<string, number> = {};
			for (const { service, visits: found } of cells.filter(pick))
				sums[service] = (sums[service] ?? 0) + found;
			return sums;
		};
		for (const { key, services } of view.facilities ?? [])
			expect(services, key).toEqual(servicesOf(({ facility }) => facility === key));
		for (const { month, services } of view.months)
			expect(services, month).toEqual(servicesOf((cell) => cell.month === month));
		expect(view.facilities?.map(({ services }) => Object.keys(services).length)).toEqual([2, 2]);
	});

	it('are told by month, of rounded days, to whoever sees totals only', async () => {
		const view = await as('executive').budgetRecap.load({ asOf: null, year: null });
		expect(view).toMatchObject({ facilities: null, isRounded: true });
		const days = new Map<string, number>();
		for (const { day } of visits) days.set(day, (days.get(day) ?? 0) + 1);
		for (const { month, visits: told, services } of view.months) {
			const own = [...days].filter(([day]) => day.startsWith(month.slice(0, 7)));
			expect(told).toBe(own.reduce((sum, [, count]) => sum + blurCount(count), 0));
			expect(services).toBeNull();
		}
	});

	it('of a year that is none are refused', async () => {
		await expect(async () => as('planner').budgetRecap.load({ asOf: null, year: 'x' })).rejects.toMatchObject(
			{
				field: 'year'
			}
		);
	});
});
