import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp, type App } from '../../src/lib/server/app.ts';
import { readConfig } from '../../src/lib/server/config.ts';
import { roles, type Role } from '../../src/lib/domain/role.ts';
import { judgeDue } from '../../src/lib/server/jobs/membership-job.ts';
import { InvalidFilter } from '../../src/lib/server/services/context.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';

const rsud = '3275013';
const helsa = '3275061';

let database: TestDatabase;
let app: App;
let dataDir: string;
let now = new Date('2026-11-25T05:00:00.000Z');
let sent = 0;

beforeAll(async () => {
	database = await openTestDatabase();
	dataDir = mkdtempSync(join(tmpdir(), 'denyut-public-'));
	const config = readConfig({ DENYUT_DATA_DIR: dataDir, DENYUT_LOG_LEVEL: 'silent' });
	app = await createApp(config, database.url, { clock: () => now });
});

afterAll(async () => {
	await app.stop();
	await database.drop();
	rmSync(dataDir, { recursive: true, force: true });
});

type Sent = { type: string; facility?: string; at: string; learned?: string; data: Record<string, unknown> };

async function send(...list: Sent[]): Promise<void> {
	const events = list.map(({ type, facility, at, learned = at, data }) => ({
		specversion: '1.0',
		id: `p-${++sent}`,
		source: '/test',
		type: `id.denyut.${type}.v1`,
		time: at,
		recordedtime: learned,
		...(facility && { subject: facility }),
		data
	}));
	const answer = await app.ingest.submit({ party: 'importer', facility: null }, events);
	expect(answer.errors).toEqual([]);
	expect(answer.accepted).toBe(events.length);
	await judgeDue(app.sql, now, { usualMs: 0, dueMs: 0 });
}

const load = (filter: Partial<Record<'asOf' | 'ward' | 'kecamatan', string>> = {}) =>
	app.services.public.load({ asOf: null, ward: null, kecamatan: null, ...filter, url: '/public' });

function visit(number: string, arrivedAt: string, learned = arrivedAt): Sent {
	const data = {
		visit: number,
		nik: '3275015203890000',
		kecamatan: '32.75.01',
		service: 'outpatient',
		diagnoses: ['A91'],
		arrivedAt
	};
	return { type: 'visit', facility: rsud, at: learned, data };
}

function claim(number: string, state: string, at: string, rest: Record<string, unknown> = {}): Sent {
	const data = {
		claim: number,
		nik: '3275015203890000',
		state,
		service: 'inpatient-3',
		serviceFrom: '2026-10-01',
		serviceTo: '2026-10-03',
		billedRupiah: 4_000_000,
		...rest
	};
	return { type: 'claim', facility: rsud, at, data };
}

function member(number: number, registerStatus: string, at: string): Sent {
	const data = { nik: `32750152${String(number).padStart(2, '0')}890000`, segment: 'ks-nik', registerStatus };
	return { type: 'member', at, data };
}

describe('public', () => {
	it('says that nothing is known before anything came', async () => {
		const view = await load();
		expect(view).toMatchObject({
			bedTotals: [],
			hospitals: { fresh: 0, all: 0 },
			found: [],
			members: null,
			visits: { weekStart: '2026-11-22', week: 0, year: 0 },
			money: { year: 2026, ceilingRupiah: null, paidRupiah: 0, owedRupiah: 0 },
			filter: { ward: 'inpatient-3', kecamatan: null }
		});
		expect(view.money.yearGone).toBeCloseTo(329 / 365, 10);
	});

	it('totals beds by class, and finds a class in a kecamatan', async () => {
		const bed = (facility: string, ward: string, room: string, free: number, at: string): Sent => ({
			type: 'bed',
			facility,
			at,
			data: { ward, room, capacity: 10, occupied: 10 - free, queue: 1, reportedAt: at }
		});
		await send(
			bed(rsud, 'inpatient-3', 'Anggrek', 4, '2026-11-25T04:00:00Z'),
			bed(rsud, 'inpatient-3', 'Melati', 2, '2026-11-25T01:00:00Z'),
			bed(helsa, 'inpatient-3', 'Mawar', 5, '2026-11-24T05:00:00Z'),
			bed(helsa, 'icu', 'ICU', 1, '2026-11-25T04:30:00Z')
		);
		const view = await load();
		expect(view.bedTotals.find(({ ward }) => ward === 'inpatient-3')).toEqual({
			ward: 'inpatient-3',
			confirmedFree: 6,
			possibleFree: 5,
			capacity: 30,
			occupied: 19,
			queue: 3,
			facilitiesFresh: 1,
			facilities: 2
		});
		expect(view.hospitals).toEqual({ fresh: 2, all: 2 });
		expect(view.found.map(({ code, free }) => [code, free]).sort()).toEqual([
			[rsud, 6],
			[helsa, 5]
		]);
		const [found, ...others] = (await load({ kecamatan: '32.75.04' })).found;
		expect(others).toEqual([]);
		expect(found).toMatchObject({ code: rsud, free: 6, queue: 2, reportedAt: '2026-11-25T01:00:00.000Z' });
		expect((await load({ ward: 'nicu' })).found).toEqual([]);
	});

	it('counts visits of the week and the year by the day of arrival', async () => {
		await send(
			visit('V-1', '2026-11-21T16:59:59.999Z'),
			// A minute later it is Sunday in Jakarta.
			visit('V-2', '2026-11-21T17:00:00.000Z'),
			visit('V-3', '2026-11-24T05:00:00.000Z'),
			visit('V-4', '2025-12-31T16:59:59.999Z', '2026-11-24T05:00:00.000Z'),
			visit('V-5', '2025-12-31T17:00:00.000Z', '2026-11-24T05:00:00.000Z')
		);
		const { visits } = await load();
		const [recount] = await database.sql<{ week: number; year: number }[]>`
			SELECT count(*) FILTER (WHERE (arrived_at AT TIME ZONE 'Asia/Jakarta')::date >= '2026-11-22')::int AS week,
				count(*) FILTER (WHERE date_part('year', arrived_at AT TIME ZONE 'Asia/Jakarta') = 2026)::int AS year
			FROM visit WHERE posted_on IS NOT NULL AND reversed_on IS NULL`;
		expect(visits).toEqual({ weekStart: '2026-11-22', week: 2, year: 4 });
		expect(visits).toMatchObject({ ...recount });
	});

	it('counts active members only', async () => {
		await send(
			member(1, 'active', '2026-11-20T05:00:00Z'),
			member(2, 'active', '2026-11-20T05:00:00Z'),
			member(3, 'moved', '2026-11-20T05:00:00Z'),
			member(2, 'deceased', '2026-11-24T05:00:00Z')
		);
		expect((await load()).members).toBe(1);
		expect((await load({ asOf: '2026-11-23' })).members).toBe(2);
	});

	it('says what was paid and what is owed out of which ceiling', async () => {
		await database.sql`INSERT INTO budget (budget_year, known_on, kind, amount_rupiah, source) VALUES
			(2026, '2026-01-01', 'original', 100000000, 'test'), (2026, '2026-11-24', 'revised', 150000000, 'test'),
			(2026, '2026-12-01', 'revised', 190000000, 'test'), (2025, '2025-01-01', 'original', 7, 'test')`;
		await send(
			claim('C-1', 'submitted', '2026-11-10T05:00:00Z'),
			claim('C-2', 'submitted', '2026-11-10T05:00:00Z'),
			claim('C-3', 'submitted', '2026-11-10T05:00:00Z'),
			claim('C-4', 'submitted', '2026-11-10T05:00:00Z', { budgetYear: 2025 }),
			claim('C-1', 'paid', '2026-11-24T05:00:00Z', { paidRupiah: 3_500_000 }),
			claim('C-2', 'rejected', '2026-11-24T05:00:00Z')
		);
		expect((await load()).money).toMatchObject({
			ceilingRupiah: 150_000_000,
			paidRupiah: 3_500_000,
			owedRupiah: 4_000_000
		});
		expect((await load({ asOf: '2026-11-23' })).money).toMatchObject({
			ceilingRupiah: 100_000_000,
			paidRupiah: 0,
			owedRupiah: 12_000_000
		});
	});

	it('shows a past day as it stood then, whatever came afterwards', async () => {
		now = new Date('2026-11-25T16:59:59.999Z');
		const { snapshot: _shownAt, evidence: _shown, ...shown } = await load();
		now = new Date('2026-11-28T05:00:00.000Z');
		await send(
			visit('V-6', '2026-11-24T06:00:00.000Z', '2026-11-27T06:00:00.000Z'),
			claim('C-3', 'paid', '2026-11-27T05:00:00Z', { paidRupiah: 4_000_000 }),
			member(1, 'moved', '2026-11-27T05:00:00Z')
		);
		const { snapshot, evidence, ...past } = await load({ asOf: '2026-11-25' });
		expect(past).toEqual(shown);
		expect(snapshot.asOf).toBe('2026-11-25');
		expect(evidence.visits_week.rows.table).toBe('service_effect');
		expect((await load()).visits.week).toBe(shown.visits.week + 1);
		expect((await load()).members).toBe(0);
	});

	it('holds no hospital, kecamatan or disease beside a count of visits or members', async () => {
		const { visits, members, money } = await load();
		expect(Object.keys(visits).sort()).toEqual(['week', 'weekStart', 'year']);
		expect(typeof members).toBe('number');
		expect(Object.keys(money)).not.toContain('facility');
	});

	it.each([
		['ward', 'penthouse'],
		['kecamatan', '32.75'],
		['asOf', 'yesterday']
	] as const)('refuses a filter that means nothing: %s=%s', async (field, value) => {
		await expect(async () => load({ [field]: value })).rejects.toThrow(new InvalidFilter(field, value));
	});

	it('says the same to every role, whatever that role reads elsewhere', async () => {
		const rest = { asOf: null, ward: null, kecamatan: null, url: '/public' };
		const seenBy = (role: Role) =>
			app
				.servicesFor({ name: `test:${role}`, role, facility: role === 'hospital' ? helsa : null })
				.public.load(rest);
		const everybody = await seenBy('public');
		expect(everybody.money.owedRupiah + everybody.money.paidRupiah).toBeGreaterThan(0);
		expect(everybody.members).not.toBeNull();
		for (const role of roles) expect(await seenBy(role), role).toEqual(everybody);
	});
});
