import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays } from '../../src/lib/domain/period.ts';
import type { OverviewView } from '../../src/lib/protocol/views/overview.ts';
import { createApp, type App } from '../../src/lib/server/app.ts';
import { readConfig } from '../../src/lib/server/config.ts';
import { InvalidFilter } from '../../src/lib/server/services/context.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';

/** A Sunday: the last complete week is 15–21 November. */
const today = '2026-11-22';
let now = `${today}T10:00:00Z`;
let database: TestDatabase;
let app: App;
let dataDir: string;
let number = 0;

const hospital = '3275013';
const other = '3275017';

function event(type: string, at: string, data: object, subject: string | null = hospital) {
	const recordedtime = new Date(Date.parse(at) + 1_000).toISOString();
	return {
		specversion: '1.0',
		id: `e-${number++}`,
		source: `/${subject}`,
		type: `id.denyut.${type}.v1`,
		time: at,
		recordedtime,
		...(subject && { subject }),
		data
	};
}

const visit = (day: string, icd10: string, kecamatan = '32.75.05', subject = hospital) =>
	event(
		'visit',
		`${day}T04:00:00Z`,
		{
			visit: `V-${number}`,
			nik: `32750152038${number % 10}0000`,
			kecamatan,
			service: 'outpatient',
			diagnoses: [icd10],
			arrivedAt: `${day}T03:00:00Z`
		},
		subject
	);

const bed = (at: string, ward: string, free: number, subject = hospital) =>
	event('bed', at, { ward, room: 'A', capacity: 20, occupied: 20 - free, queue: 1, reportedAt: at }, subject);

const claim = (name: string, day: string, served: string, state: string, rupiah: number) =>
	event('claim', `${day}T05:00:00Z`, {
		claim: name,
		state,
		service: 'inpatient-3',
		serviceFrom: served,
		serviceTo: served,
		billedRupiah: rupiah,
		...(state !== 'submitted' && { verifiedRupiah: rupiah }),
		...((state === 'approved' || state === 'paid') && { approvedRupiah: rupiah }),
		...(state === 'paid' && { paidRupiah: rupiah })
	});

const stock = (month: string, item: string, used: number, closing: number) =>
	event('stock', `${addDays(`${month}-01`, 33)}T05:00:00Z`, {
		item,
		month,
		opening: used + closing,
		received: 0,
		used,
		lost: 0,
		closing
	});

async function send(events: unknown[]) {
	const answer = await app.ingest.submit({ party: 'importer', facility: null }, events);
	expect(answer.errors).toEqual([]);
}

const load = (asOf: string | null = null): Promise<OverviewView> => app.services.overview.load({ asOf });

beforeAll(async () => {
	database = await openTestDatabase();
	dataDir = mkdtempSync(join(tmpdir(), 'denyut-overview-'));
	const config = readConfig({ DENYUT_DATA_DIR: dataDir, DENYUT_LOG_LEVEL: 'silent' });
	app = await createApp(config, database.url, { clock: () => new Date(now) });
});
afterAll(async () => {
	await app.stop();
	await database.drop();
	rmSync(dataDir, { recursive: true, force: true });
});

it('answers nothing from nothing, and does not fail', async () => {
	const view = await load();
	expect(view.money).toMatchObject({ ceilingRupiah: null, owedRupiah: 0 });
	expect(view.money.runRate).toEqual({ status: 'unknown', reason: 'no-ceiling' });
	expect(view.beds.hospitals).toEqual({ fresh: 0, all: 0 });
	expect(view.diseases).toMatchObject({ isCounted: false, alerts: [] });
	expect(view.drugs).toMatchObject({ known: 0, scarce: 0, first: [] });
	expect(view.visits).toHaveLength(28);
	expect(view.sources).toEqual({ reported: 0, expected: 0, lastSeenAt: null });
});

it('refuses a day that does not exist', async () => {
	await expect(load('2026-13-01')).rejects.toBeInstanceOf(InvalidFilter);
});

describe('a city that reports', () => {
	beforeAll(async () => {
		// The empty answers have stood long enough to be found anew.
		now = `${today}T10:10:00Z`;
		await database.sql`INSERT INTO budget (budget_year, known_on, kind, amount_rupiah, source)
			VALUES (2026, '2025-12-16', 'original', 1000, 'test')`;
		await send([
			visit('2026-11-02', 'J00'),
			...['A91', 'A91'].map((code) => visit('2026-11-10', code)),
			...['A91', 'A90', 'A91', 'A97'].map((code) => visit('2026-11-17', code)),
			visit('2026-11-18', 'A91', '32.75.01'),
			visit('2026-11-21', 'I10', '32.75.01', other),
			visit(today, 'I10'),
			bed(`${today}T08:00:00Z`, 'inpatient-3', 4),
			bed(`${today}T08:00:00Z`, 'vip', 7),
			bed('2026-11-20T08:00:00Z', 'icu', 2, other),
			...['07', '08', '09'].map((month) =>
				claim(`C${month}`, `2026-${month}-20`, `2026-${month}-10`, 'submitted', 100)
			),
			claim('C07', '2026-08-20', '2026-07-10', 'paid', 100),
			claim('C08', '2026-11-03', '2026-08-10', 'approved', 100),
			...['2026-08', '2026-09', '2026-10'].map((month) => stock(month, 'paracetamol-500', 300, 150)),
			...['2026-08', '2026-09', '2026-10'].map((month) => stock(month, 'oralit', 100, 900))
		]);
	});

	it('answers what is owed and until when the money lasts', async () => {
		const { money } = await load();
		expect(money).toMatchObject({ ceilingRupiah: 1000, paidRupiah: 100, owedRupiah: 200, owedClaims: 2 });
		const rows = await database.sql`SELECT sum(amount_rupiah)::bigint AS owed FROM claim
			WHERE posted_on IS NOT NULL AND reversed_on IS NULL AND state IN ('submitted', 'verified', 'approved')`;
		expect(rows).toEqual([{ owed: money.owedRupiah }]);
		expect(money.runRate).toMatchObject({ status: 'projected', committedRupiah: 300, yearEndRupiah: 600 });
		expect(money.months.find(({ month }) => month === '2026-08-01')).toMatchObject({
			paidRupiah: 100,
			committedRupiah: 100
		});
	});

	it('counts free beds of the classes that the card pays for, the stale ones apart', async () => {
		const { beds } = await load();
		expect(
			beds.totals.map(({ ward, confirmedFree, possibleFree }) => [ward, confirmedFree, possibleFree])
		).toEqual([
			['inpatient-3', 4, 0],
			['icu', 0, 2]
		]);
		expect(beds.hospitals).toEqual({ fresh: 1, all: 2 });
		expect(beds.curve.at(-1)).toBe(4);
	});

	it('marks the disease over its SKDR alert in the last complete week, and where', async () => {
		const { diseases } = await load();
		expect(diseases.week).toBe('2026-11-15');
		expect(diseases.alerts).toMatchObject([
			{ group: 'dengue', cases: 5, previous: 2, alertAt: 2, kecamatan: 'Rawalumbu' }
		]);
		expect(diseases.trend.at(-1)?.now).toBe(5);
	});

	it('names the medicine that runs out first', async () => {
		const { drugs } = await load();
		expect(drugs.first.map(({ item, monthsLeft }) => [item, monthsLeft])).toEqual([
			['paracetamol-500', 0.5],
			['oralit', 9]
		]);
		expect(drugs).toMatchObject({ scarce: 1, known: 2 });
	});

	it('counts visits by day and sources that report', async () => {
		const { visits, sources } = await load();
		const rows = await database.sql<{ day: string; visits: number }[]>`
			SELECT occurred_on AS day, count(*)::int AS visits FROM visit
			WHERE posted_on IS NOT NULL AND reversed_on IS NULL AND occurred_on > ${addDays(today, -28)} GROUP BY 1`;
		for (const { day, visits: count } of rows) expect(visits).toContainEqual({ day, visits: count });
		expect(visits.reduce((sum, day) => sum + day.visits, 0)).toBe(10);
		expect(visits.at(-1)).toEqual({ day: today, visits: 1 });
		// Two hospitals, and the importer, whose verdicts on claims are no sign of life of a hospital.
		expect(sources).toEqual({ reported: 1, expected: 3, lastSeenAt: '2026-11-22T08:00:01.000Z' });
	});

	it('shows a past day exactly as it was shown on that day', async () => {
		// The last moment of the day: what the page of the past counts ages to.
		now = '2026-11-22T16:59:59.999Z';
		await new Promise((resolve) => setTimeout(resolve, 0));
		const shown = await load();
		now = '2026-12-01T10:00:00Z';
		await send([
			...['A91', 'A91'].map((code) => ({
				...visit('2026-11-17', code),
				recordedtime: '2026-11-30T01:00:00Z'
			})),
			bed('2026-11-30T08:00:00Z', 'inpatient-3', 9),
			claim('C09', '2026-11-30', '2026-09-10', 'paid', 100)
		]);
		const then = await load(today);
		for (const part of ['today', 'money', 'visits', 'sources'] as const)
			expect(then[part]).toEqual(shown[part]);
		expect(then.beds).toEqual(shown.beds);
		const { at: _a, ...diseases } = shown.diseases;
		const { at: _b, ...diseasesThen } = then.diseases;
		expect(diseasesThen).toEqual(diseases);
		const { at: _c, ...drugs } = shown.drugs;
		const { at: _d, ...drugsThen } = then.drugs;
		expect(drugsThen).toEqual(drugs);
		expect((await load()).money.paidRupiah).toBe(200);
	});
});
