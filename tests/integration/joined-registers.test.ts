/**
 * What the three registers say together, where it is used: the audit of claims, the list behind a figure of the Members page,
 * newborns, and the precedence of an event and a register field by field.
 */
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MemberPerson } from '../../src/lib/protocol/views/members.ts';
import { auditDesk } from '../../src/lib/analytics/audit/audit-desk.ts';
import type { Role } from '../../src/lib/domain/role.ts';
import type { Viewer } from '../../src/lib/domain/viewer.ts';
import { ClaimAudit } from '../../src/lib/server/jobs/claim-audit/claim-audit.ts';
import { judgeDue } from '../../src/lib/server/jobs/membership-job.ts';
import { findValidity } from '../../src/lib/server/store/register/judge.ts';
import { claim, hospitalA, member, openCity, senders, visit, type IngestCity } from './ingest-city.ts';
import { familyOf, nikOf, sync, type Line } from './register-city.ts';

let city: IngestCity;
let clock = new Date('2026-11-22T05:00:00Z');
const atOnce = { usualMs: 0, dueMs: 0 };
const range = (count: number) => Array.from({ length: count }, (_, index) => index);
const viewerOf = (role: Role): Viewer => ({ name: `user:${role}`, role, facility: null });

beforeAll(async () => {
	city = await openCity({ clock: () => clock });
});
afterAll(() => city.close());

const jknOf = (index: number): Line => {
	if (index % 10 === 0) return { status: 'pbi-apbn', statusSince: '2026-03-01' };
	if (index % 10 === 1) return { status: 'active', statusSince: '2026-06-15' };
	return { status: index % 10 === 2 ? 'active' : 'none', statusSince: null };
};
const person = (index: number, line: Line = {}): Line => ({
	...{ nik: nikOf(index), family: familyOf(Math.floor(index / 4)), kecamatan: `32.75.0${1 + (index % 3)}` },
	...{ status: index % 10 === 3 ? 'moved' : 'active', statusSince: index % 10 === 3 ? '2026-05-01' : null },
	...{ ektp: index % 10 === 5 ? 0 : 1, head: index % 4 === 0 ? 1 : 0, registeredSince: '2015-01-01' },
	...line
});
const people = 80;
const months = ['02', '04', '07', '10'];
const paidClaim = (index: number, month: string, fields: Record<string, unknown> = {}) => {
	const day = `2026-${month}-10`;
	return claim(
		`paid-${index}-${month}-${String(fields['claim'])}`,
		{
			...{ claim: `P-${index}-${month}`, nik: nikOf(index), state: 'paid', serviceFrom: day, serviceTo: day },
			...{ billedRupiah: 1_000_000 + index, paidRupiah: 900_000 + index * 7 + Number(month) },
			...fields
		},
		{ subject: hospitalA, time: `2026-${month}-20T03:00:00Z`, recordedtime: `2026-${month}-20T03:00:00Z` }
	);
};
/** A child's visit under its mother, and a claim of that visit. */
const childVisit = (id: string, index: number, day: string) =>
	visit(
		id,
		{ visit: id, nik: null, mother: nikOf(index), arrivedAt: `${day}T03:00:00Z`, diagnoses: ['P59'] },
		{ subject: hospitalA, time: `${day}T04:00:00Z`, recordedtime: `${day}T04:00:00Z` }
	);
const childClaim = (id: string, month: string, paidRupiah: number) =>
	paidClaim(0, month, { claim: `K-${id}`, nik: null, visit: id, paidRupiah });

async function idOf(index: number): Promise<string> {
	const { keyId, mac } = city.app.services.context.wrappedMacOf(nikOf(index));
	const [row] = await city.database.sql<{ id: string }[]>`
		SELECT person_id AS id FROM person_key WHERE key_id = ${keyId} AND mac = decode(${mac}, 'hex')`;
	return row?.id ?? '';
}

async function audit() {
	const found = new Map<string, string[]>();
	const counts = new Map<string, number>();
	// The same claims are not audited twice.
	await city.database.sql`DELETE FROM analysis WHERE kind = 'claim-peers'`;
	await new ClaimAudit({
		...{ sql: city.app.sql, clock: () => clock, log: pino({ level: 'silent' }), lastChange: () => 0 },
		audit: (input) => {
			const result = auditDesk(input);
			for (const { id, findings } of result.risks)
				found.set(
					id,
					findings.map(({ rule }) => rule)
				);
			for (const { rule, claims } of result.years.find(({ year }) => year === 2026)?.rules ?? [])
				counts.set(rule, claims);
			return Promise.resolve(result);
		}
	}).refresh();
	return { found, count: (rule: string) => counts.get(rule) };
}

describe('with registers alone, and not one event of a membership', () => {
	beforeAll(async () => {
		await city.app.ingest.submit(senders.importer, [
			...range(people).flatMap((index) => months.map((month) => paidClaim(index, month))),
			// Open for two years: nobody has decided on it.
			claim(
				'old',
				{ claim: 'Z-OLD', nik: nikOf(0), serviceFrom: '2024-09-01', serviceTo: '2024-09-02' },
				{ subject: hospitalA, time: '2024-09-20T03:00:00Z', recordedtime: '2024-09-20T03:00:00Z' }
			),
			claim(
				'old-paid',
				{
					...{ claim: 'OLD-PAID', nik: nikOf(0), serviceFrom: '2024-09-01', serviceTo: '2024-09-02' },
					...{ state: 'paid', paidRupiah: 3_500_000 }
				},
				{ subject: hospitalA, time: '2024-09-19T03:00:00Z', recordedtime: '2024-09-19T03:00:00Z' }
			)
		]);
		await sync(
			city,
			'dinsos',
			range(people).map((index) => ({ nik: nikOf(index), family: familyOf(0) }))
		);
		await sync(
			city,
			'dukcapil',
			range(people).map((index) => person(index))
		);
		await sync(
			city,
			'jkn',
			range(people).map((index) => ({ nik: nikOf(index), ...jknOf(index) }))
		);
	});

	it('the audit finds who had JKN on the day of service, whoever paid, and who had moved away', async () => {
		const { count } = await audit();
		// PBI since March: three of four claims; active since mid-June: two; without a day: none before it was told.
		expect(count('double-financing')).toBe((people / 10) * (3 + 2 + 0));
		expect(count('not-resident')).toBe((people / 10) * 2);
	});

	it('an open claim is audited however old it is, against what the same person was paid for then', async () => {
		const { found } = await audit();
		expect(found.get(`${hospitalA}/Z-OLD`)).toContain('duplicate-claim');
	});

	it.each(['planner', 'finance'] as const)(
		'the rows behind each reason add up to its figure, for %s',
		async (role) => {
			const services = city.app.servicesFor(viewerOf(role));
			const { reasons } = await services.members.load({ asOf: null });
			for (const { reason, persons, claims, paidRupiah } of reasons) {
				const asked = { reason, kecamatan: null, page: null, asOf: null };
				const pages = Math.max(1, Math.ceil(persons / 50));
				const rows: MemberPerson[] = [];
				for (let page = 1; page <= pages; page++)
					rows.push(
						...(await services.memberPeople.load(viewerOf(role), { ...asked, page: String(page) })).rows
					);
				const sum = (value: (row: (typeof rows)[number]) => number) =>
					rows.reduce((total, row) => total + value(row), 0);
				expect([reason, rows.length, sum((row) => row.claims), sum((row) => row.paidRupiah)]).toEqual([
					...[reason, persons, claims, paidRupiah]
				]);
			}
			const jkn = reasons.find(({ reason }) => reason === 'jkn-active');
			expect([jkn?.persons, jkn?.claims]).toEqual([(people / 10) * 3, (people / 10) * 5]);
			expect(reasons.filter(({ paidRupiah }) => (paidRupiah ?? 0) > 0).length).toBe(3);
		}
	);

	it('counts a JKN without a day from the day on which we were told of it', async () => {
		const [row] = await city.database.sql`
			SELECT jkn, jkn_since FROM membership WHERE person_id = ${await idOf(2)} AND ended_on IS NULL`;
		expect(row).toEqual({ jkn: 'active', jkn_since: '2026-11-22' });
		clock = new Date('2026-11-23T05:00:00Z');
		await sync(city, 'jkn', [{ nik: nikOf(2), status: 'active' }], { mode: 'delta' });
		await judgeDue(city.app.sql, clock, atOnce);
		const later = await city.database.sql`
			SELECT jkn_since FROM membership WHERE person_id = ${await idOf(2)} ORDER BY known_on`;
		expect(later, 'said again, it goes on').toEqual([{ jkn_since: '2026-11-22' }]);
	});
});

describe('newborns without a NIK', () => {
	const listed = async (role: Role) => {
		const services = city.app.servicesFor(viewerOf(role));
		const asked = { reason: 'newborn-without-nik', kecamatan: null, page: null, asOf: null };
		const { rows } = await services.memberPeople.load(viewerOf(role), asked);
		return rows.map(({ since, claims, paidRupiah }) => [since, claims, paidRupiah]).sort();
	};
	const figure = async (reason = 'newborn-without-nik') =>
		(await city.app.servicesFor(viewerOf('finance')).members.load({ asOf: null })).reasons.find(
			(row) => row.reason === reason
		);

	it('are listed after 90 days, each birth of a mother, alike for whoever may see the list', async () => {
		clock = new Date('2026-11-24T05:00:00Z');
		await city.app.ingest.submit(senders.importer, [
			childVisit('first', 4, '2025-05-02'),
			childVisit('first-again', 4, '2025-09-02'),
			childVisit('second', 4, '2026-04-02'),
			childVisit('second-late', 4, '2026-09-02'),
			childVisit('young', 8, '2026-11-01'),
			childClaim('second-late', '10', 111_000)
		]);
		await judgeDue(city.app.sql, clock, atOnce);
		const expected = [
			['2025-05-02', 0, 0],
			['2026-04-02', 1, 111_000]
		];
		expect(await listed('planner')).toEqual(expected);
		expect(await listed('finance')).toEqual(expected);
		expect(await figure()).toMatchObject({ persons: 2, claims: 1, paidRupiah: 111_000 });
	});

	it('leave the list, each with a child of its year in the family’s register, and come back with it', async () => {
		const child = (year: string): Line => ({
			...person(4),
			...{ nik: `3275010105${year}0000`, head: 0, registeredSince: null }
		});
		clock = new Date('2026-11-24T06:00:00Z');
		await sync(city, 'dukcapil', [child('25')], { mode: 'delta' });
		expect((await listed('planner')).map(([since]) => since)).toEqual(['2026-04-02']);
		expect(await listed('finance')).toEqual(await listed('planner'));
		clock = new Date('2026-11-25T06:00:00Z');
		await sync(city, 'dukcapil', [child('26')], { mode: 'delta' });
		expect(await listed('finance')).toEqual([]);
		const past = { reason: 'newborn-without-nik', kecamatan: null, page: null, asOf: '2026-11-24' };
		const { rows } = await city.app
			.servicesFor(viewerOf('finance'))
			.memberPeople.load(viewerOf('finance'), past);
		expect(
			rows.map(({ since }) => since),
			'as it stood'
		).toEqual(['2026-04-02']);
	});

	it('follow the mother until then: what was paid for them counts under the reasons against her card', async () => {
		const before = await figure('moved');
		clock = new Date('2026-11-25T07:00:00Z');
		await city.app.ingest.submit(senders.importer, [
			childVisit('of-moved', 13, '2026-09-20'),
			childClaim('of-moved', '11', 222_000)
		]);
		await judgeDue(city.app.sql, clock, atOnce);
		const after = await figure('moved');
		expect([after?.persons, after?.claims, after?.paidRupiah]).toEqual([
			...[before?.persons, (before?.claims ?? 0) + 1, (before?.paidRupiah ?? 0) + 222_000]
		]);
		const { rows } = await city.app.servicesFor(viewerOf('finance')).memberPeople.load(viewerOf('finance'), {
			...{ reason: 'moved', kecamatan: null, page: null, asOf: null }
		});
		expect(rows.reduce((sum, row) => sum + row.paidRupiah, 0)).toBe(after?.paidRupiah);
	});
});

describe('an event that is younger than the registers', () => {
	it('overrides what it states, and nothing that it leaves open', async () => {
		clock = new Date('2026-11-26T06:00:00Z');
		const time = clock.toISOString();
		await city.app.ingest.submit(senders.dinkes, [
			member('open-1', { nik: nikOf(20), segment: 'sktm', registerStatus: 'unknown', jkn: null }, { time }),
			member('open-2', { nik: nikOf(21), registerStatus: 'deceased', jkn: 'none' }, { time }),
			member('open-3', { nik: nikOf(23), registerStatus: 'moved', kecamatan: null, jkn: null }, { time })
		]);
		const of = async (index: number) => findValidity(city.app.sql, await idOf(index), '2026-11-26');
		expect(await of(20)).toMatchObject({
			...{ segment: 'sktm', registerStatus: 'active', jkn: 'pbi-apbn', reasons: ['jkn-active'] }
		});
		expect(await of(21)).toMatchObject({ registerStatus: 'deceased', jkn: 'none', reasons: ['deceased'] });
		expect(await of(23)).toMatchObject({ registerStatus: 'moved', kecamatan: '32.75.03' });
		await judgeDue(city.app.sql, clock, atOnce);
		const [row] = await city.database.sql`
			SELECT status_since FROM membership WHERE person_id = ${await idOf(23)} AND ended_on IS NULL`;
		expect(row, 'the same said again began when it began').toEqual({ status_since: '2026-05-01' });
	});
});
