import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sumWardRows, wardRows, type BedSums } from '../../src/lib/domain/bed-summary.ts';
import type { BedsView } from '../../src/lib/protocol/views/beds.ts';
import { createApp, type App } from '../../src/lib/server/app.ts';
import { readConfig } from '../../src/lib/server/config.ts';
import { InvalidFilter } from '../../src/lib/server/services/context.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';

const rsud = '3275013';
const helsa = '3275061';
const sentosa = '3275035';

let database: TestDatabase;
let app: App;
let dataDir: string;
let now = new Date('2026-11-22T07:35:00.000Z');
let sent = 0;

beforeAll(async () => {
	database = await openTestDatabase();
	dataDir = mkdtempSync(join(tmpdir(), 'denyut-beds-'));
	const config = readConfig({ DENYUT_DATA_DIR: dataDir, DENYUT_LOG_LEVEL: 'silent' });
	app = await createApp(config, database.url, { clock: () => now });
});

afterAll(async () => {
	await app.stop();
	await database.drop();
	rmSync(dataDir, { recursive: true, force: true });
});

type Report = {
	facility: string;
	ward: string;
	room?: string;
	capacity?: number;
	occupied?: number;
	free?: number;
	queue?: number;
	/** Hours before now. */
	ago: number;
	/** When the product learned it, where not at once: hours before now. */
	learnedAgo?: number;
	isTimeless?: boolean;
};

async function report(...reports: Report[]): Promise<void> {
	const instant = (hours: number) => new Date(now.getTime() - hours * 3_600_000).toISOString();
	const events = reports.map(({ facility, ago, learnedAgo = ago, isTimeless, ...data }) => ({
		specversion: '1.0',
		id: `bed-${++sent}`,
		source: '/test',
		type: 'id.denyut.bed.v1',
		time: instant(ago),
		recordedtime: instant(learnedAgo),
		subject: facility,
		data: { ...data, ...(!isTimeless && { reportedAt: instant(ago) }) }
	}));
	const answer = await app.ingest.submit({ party: 'importer', facility: null }, events);
	expect(answer).toMatchObject({ accepted: events.length, quarantined: 0 });
}

function load(filter: Partial<Record<'asOf' | 'kecamatan' | 'ward' | 'free' | 'sort', string>> = {}) {
	const none = { asOf: null, kecamatan: null, ward: null, free: null, sort: null };
	return app.services.beds.load({ ...none, ...filter, url: '/beds' });
}

const sumsOf = (view: BedsView): BedSums => sumWardRows(wardRows(view.rooms, new Date(view.snapshot.now)));

describe('beds', () => {
	it('is empty before anybody reported', async () => {
		const view = await load();
		expect(view.rooms).toEqual([]);
		expect(view.hospitals).toEqual([]);
		expect(view.curve).toHaveLength(48);
		expect(view.curve.every(({ free }) => free === null)).toBe(true);
	});

	it('tells confirmed from possible beds by the oldest room of each class', async () => {
		await report(
			{ facility: rsud, ward: 'inpatient-3', room: 'Anggrek', capacity: 20, occupied: 16, queue: 2, ago: 1 },
			{ facility: rsud, ward: 'inpatient-3', room: 'Melati', capacity: 10, occupied: 7, queue: 0, ago: 11 },
			{ facility: rsud, ward: 'icu', room: 'ICU', capacity: 8, occupied: 7, ago: 7 },
			{ facility: helsa, ward: 'inpatient-3', room: 'Mawar', capacity: 12, occupied: 10, ago: 2 },
			{ facility: helsa, ward: 'inpatient-3', room: 'Dahlia', capacity: 6, occupied: 1, ago: 13 },
			{ facility: sentosa, ward: 'igd-covid', free: 3, queue: 5, ago: 30 }
		);
		const view = await load();
		// Class 3 at RSUD is 11 h old (limit 12): 4 + 3. Its ICU is 7 h old (limit 6). Helsa's class 3 is 13 h old.
		expect(sumsOf(view)).toEqual({
			confirmedFree: 7,
			possibleFree: 1 + 7 + 3,
			queue: 7,
			occupied: 16 + 7 + 7 + 10 + 1,
			capacity: 20 + 10 + 8 + 12 + 6,
			hospitals: 3,
			hospitalsFresh: 1,
			hospitalsConfirmed: 1,
			hospitalsCounted: 2
		});
		expect(view.evidence.confirmed_free).toMatchObject({
			completeness: { reported: 1, expected: 3 },
			dateBasis: 'reported',
			demo: false
		});
	});

	it('agrees with a recount of the raw reports', async () => {
		const view = await load();
		const [recount] = await database.sql<{ free: number; queue: number }[]>`
			SELECT sum(free)::int AS free, sum(queue)::int AS queue FROM bed_report
			WHERE posted_on IS NOT NULL AND reversed_on IS NULL`;
		const sums = sumsOf(view);
		expect({ free: sums.confirmedFree + sums.possibleFree, queue: sums.queue }).toEqual({ ...recount });
	});

	it('leaves a capacity unknown that no report stated', async () => {
		const view = await load({ ward: 'igd-covid' });
		const [row] = wardRows(
			view.rooms.filter(({ ward }) => ward === 'igd-covid'),
			now
		);
		expect(row).toMatchObject({ facility: sentosa, free: 3, capacity: null, occupied: null, fresh: false });
		expect(row?.rooms.map(({ room }) => room)).toEqual(['-']);
	});

	it('never calls a report without a time fresh', async () => {
		await report({ facility: sentosa, ward: 'nicu', free: 2, ago: 0.1, isTimeless: true });
		const view = await load();
		const row = wardRows(view.rooms, now).find(({ ward }) => ward === 'nicu');
		expect(row).toMatchObject({ free: 2, reportedAt: null, fresh: false });
	});

	it('names every hospital that reported, with its place', async () => {
		const { hospitals } = await load();
		expect(hospitals.map(({ code }) => code).sort()).toEqual([rsud, sentosa, helsa].sort());
		expect(hospitals.find(({ code }) => code === rsud)).toMatchObject({
			name: 'RS Umum Daerah dr. Chasbullah Abdulmadjid',
			kecamatan: '32.75.04',
			demo: false
		});
	});

	it('carries a report forward for a day in the curve, and then drops the hospital', async () => {
		const { curve } = await load({ ward: 'inpatient-3' });
		const at = (hoursBack: number) => curve[47 - hoursBack];
		// Helsa's Dahlia (13 h ago), then RSUD's Melati (11 h), Helsa's Mawar (2 h), RSUD's Anggrek (1 h).
		expect(at(14)).toMatchObject({ hospitals: 0, free: null, occupied: null });
		expect(at(13)).toMatchObject({ hospitals: 1, occupied: 1, capacity: 6, free: 5 });
		expect(at(11)).toMatchObject({ hospitals: 2, occupied: 8, capacity: 16, free: 8 });
		expect(at(2)).toMatchObject({ hospitals: 2, occupied: 18, capacity: 28, free: 10 });
		expect(at(0)).toMatchObject({ hospitals: 2, occupied: 34, capacity: 48, free: 14 });
		const covid = (await load({ ward: 'igd-covid' })).curve;
		// Reported 30 hours ago and not since: it stood for 24 hours.
		expect(covid[47 - 30]).toMatchObject({ hospitals: 1, free: 3, occupied: null, capacity: null });
		expect(covid[47 - 7]).toMatchObject({ hospitals: 1, free: 3 });
		expect(covid[47 - 6]).toMatchObject({ hospitals: 0, free: null });
	});

	it('takes the curve of one kecamatan only', async () => {
		const { curve, curveExpected } = await load({ ward: 'inpatient-3', kecamatan: '32.75.04' });
		expect(curve.at(-1)).toMatchObject({ hospitals: 1, occupied: 23, capacity: 30 });
		expect(curveExpected).toBe(1);
	});

	it('shows a past day as it stood then, whatever came afterwards', async () => {
		now = new Date('2026-11-22T16:59:59.999Z');
		const shown = await load();
		now = new Date('2026-11-24T02:00:00.000Z');
		await report(
			{ facility: rsud, ward: 'inpatient-3', room: 'Anggrek', capacity: 20, occupied: 5, ago: 1 },
			// Of the day before, but learned today: it changes nothing that was shown then.
			{ facility: rsud, ward: 'icu', room: 'ICU', capacity: 8, occupied: 2, ago: 36, learnedAgo: 2 }
		);
		const past = await load({ asOf: '2026-11-22' });
		expect(past.snapshot.asOf).toBe('2026-11-22');
		expect(past.rooms).toEqual(shown.rooms);
		expect(past.hospitals).toEqual(shown.hospitals);
		expect(past.curve).toEqual(shown.curve);
		expect(past.evidence.confirmed_free.completeness).toEqual(shown.evidence.confirmed_free.completeness);
		const present = await load();
		expect(present.rooms).not.toEqual(shown.rooms);
		expect((await load({ asOf: '2026-11-20' })).hospitals).toEqual([]);
	});

	it('does not count a hospital that was last heard of more than thirty days ago', async () => {
		now = new Date('2026-12-24T02:00:00.000Z');
		await report({ facility: helsa, ward: 'icu', room: 'ICU', capacity: 4, occupied: 4, ago: 1 });
		const view = await load();
		expect(view.rooms.map(({ facility }) => facility)).toEqual([helsa]);
		expect(view.forgotten).toBe(2);
		expect((await load({ asOf: '2026-11-24' })).rooms.length).toBeGreaterThan(3);
	});

	it.each([
		['kecamatan', '32.75.99'],
		['ward', 'penthouse'],
		['free', 'yes'],
		['sort', 'price'],
		['asOf', '2026-02-30']
	] as const)('refuses a filter that means nothing: %s=%s', async (field, value) => {
		await expect(async () => load({ [field]: value })).rejects.toThrow(new InvalidFilter(field, value));
	});
});
