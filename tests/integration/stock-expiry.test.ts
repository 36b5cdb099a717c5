/** What expires first: reported, refused, corrected, read from a sheet, and shown as the raw rows give it again. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Viewer } from '../../src/lib/domain/viewer.ts';
import { item, openDrugCity, type DrugCity } from './drug-city.ts';
import { hospitalA, hospitalB, senders, stock } from './ingest-city.ts';
import { makeXlsx, row } from '../support/make-xlsx.ts';
import { bringAndSend, refusedLines } from './upload-city.ts';

let city: DrugCity;
const today = new Date('2026-11-24T05:00:00Z');
const planner: Viewer = { name: 'test', role: 'planner', facility: null };

type Lots = { month: string; quantity: number }[];
let serial = 0;
function report(facility: string, month: string, expiring: Lots | null, closing = 200) {
	serial += 1;
	const time = new Date(today.getTime() + serial * 1000).toISOString();
	const data = { item, month, opening: 300, received: 0, used: 300 - closing, closing };
	return stock(`e-${serial}`, { ...data, ...(expiring && { expiring }) }, { time, subject: facility });
}
const send = (...events: ReturnType<typeof report>[]) => city.app.ingest.submit(senders.importer, events);
const load = async (asked: { facility?: string; asOf?: string } = {}, viewer = planner) => {
	const query = { item, facility: null, asOf: null, ...asked };
	const view = await city.app.servicesFor(viewer).drugForecast.load(query);
	if (!view.detail) throw new Error('no forecast');
	return { ...view, detail: view.detail };
};

/** The earliest month in the newest report of each facility, from the raw rows. */
async function readRaw(facility: string | null) {
	const rows = await city.database.sql<{ facility: string; month: string; quantity: number }[]>`
		SELECT s.facility, lot.month, lot.quantity FROM stock s,
			jsonb_to_recordset(s.expiring) AS lot(month text, quantity int)
		WHERE s.item = ${item} AND s.posted_on IS NOT NULL AND s.reversed_on IS NULL
			AND NOT EXISTS (SELECT FROM stock later WHERE later.facility = s.facility AND later.item = s.item
				AND later.month > s.month AND later.posted_on IS NOT NULL AND later.reversed_on IS NULL)`;
	const own = rows.filter((lot) => facility === null || lot.facility === facility);
	const month = own.map((lot) => lot.month).sort()[0];
	const quantity = own.filter((lot) => lot.month === month).reduce((sum, lot) => sum + lot.quantity, 0);
	return { month, quantity, reported: new Set(own.map((lot) => lot.facility)).size };
}

beforeAll(async () => {
	city = await openDrugCity();
	await city.job.refresh();
	city.setNow(today);
	const [near, far] = [
		{ month: '2026-12', quantity: 30 },
		{ month: '2027-05', quantity: 90 }
	];
	const answer = await send(
		report(hospitalA, '2026-09', [{ month: '2026-10', quantity: 7 }]),
		report(hospitalA, '2026-10', [near]),
		report(hospitalB, '2026-10', [far, { ...near, quantity: 25 }])
	);
	expect(answer).toMatchObject({ accepted: 3 });
}, 120_000);
afterAll(() => city.close());

describe('the earliest expiry', () => {
	it('is that of the newest reports, the quantities of that month summed over the facilities', async () => {
		const { detail } = await load();
		expect(detail.expiry).toEqual({ month: '2026-12', quantity: 55, reported: 2, newest: '2026-10-01' });
		expect(detail.expiry).toMatchObject(await readRaw(null));
	});

	it('stands by each facility, and the facilities make the city', async () => {
		const { detail } = await load();
		const own = detail.facilities.map(({ facility, expiry }) => [facility, expiry?.quantity]).sort();
		expect(own).toEqual(
			[
				[hospitalA, 30],
				[hospitalB, 25]
			].sort()
		);
		for (const { facility, expiry } of detail.facilities) {
			expect(expiry).toMatchObject(await readRaw(facility));
			expect((await load({ facility })).detail.expiry).toEqual(expiry);
		}
	});

	it('can prove itself: the reports it stands in, and when they were read', async () => {
		const { evidence } = await load({ facility: hospitalB });
		expect(evidence.expiry).toMatchObject({
			...{ measure: 'drugcast_measure_expiry', unit: 'items', asOf: today.toISOString() },
			rows: { table: 'stock', where: { facility: hospitalB } }
		});
	});

	it('was not known before anybody said it', async () => {
		expect((await load({ asOf: '2026-11-22' })).detail.expiry).toBeNull();
		expect((await load({ asOf: '2026-11-24' })).detail.expiry).toMatchObject({ quantity: 55 });
	});

	it('is its hospital’s own to see, and no other’s', async () => {
		const viewer: Viewer = { name: 'test', role: 'hospital', facility: hospitalB };
		const { rows } = await city.app
			.servicesFor(viewer)
			.drugForecast.load({ item, facility: hospitalA, asOf: null });
		expect(rows).toEqual([]);
	});
});

describe('a report of what expires', () => {
	const refused = async (expiring: Lots) => {
		const answer = await send(report(hospitalA, '2026-10', expiring));
		expect(answer).toMatchObject({ accepted: 0, quarantined: 1 });
		return answer.errors[0];
	};

	it('is quarantined with its field and a reason where it cannot be so', async () => {
		const before = await readRaw(null);
		expect(await refused([{ month: '2027-01', quantity: 201 }])).toMatchObject({
			...{ code: 'bad-field', field: 'data.expiring' },
			message: expect.stringContaining('more expires than the closing stock holds') as string
		});
		const twice = { month: '2027-01', quantity: 1 };
		expect(await refused([twice, twice])).toMatchObject({
			...{ code: 'bad-field', field: 'data.expiring' },
			message: expect.stringContaining('names a month twice') as string
		});
		expect(await readRaw(null)).toEqual(before);
	});

	it('is corrected by a newer one, also by one that names nothing any more', async () => {
		expect(await send(report(hospitalA, '2026-10', [{ month: '2027-03', quantity: 40 }]))).toMatchObject({
			accepted: 1
		});
		expect((await load()).detail.expiry).toMatchObject({ month: '2026-12', quantity: 25, reported: 2 });
		expect(await send(report(hospitalB, '2026-10', null))).toMatchObject({ accepted: 1 });
		const { detail } = await load();
		expect(detail.expiry).toEqual({ month: '2027-03', quantity: 40, reported: 1, newest: '2026-10-01' });
		expect(detail.expiry).toMatchObject(await readRaw(null));
		expect(detail.facilities.find(({ facility }) => facility === hospitalB)?.expiry).toBeNull();
	});

	it('may stand in two columns of a sheet, and the bad cell is named', async () => {
		const heading = ['Nama obat', 'Stok awal', 'Penerimaan', 'Pemakaian', 'Sisa stok', 'Bulan'];
		const rows = [
			row(1, [...heading, 'ED terdekat (bulan)', 'Jumlah ED terdekat']),
			row(2, ['Vitamin B Kompleks', 100, 0, 40, 60, '2026-10', '2027-02', 15]),
			row(3, ['Parasetamol 500 mg', 100, 0, 40, 60, '2026-10', null, null]),
			row(4, ['Amoksisilin 500 mg', 100, 0, 40, 60, '2026-10', '2027-02', 61]),
			row(5, ['Zinc 20 mg', 100, 0, 40, 60, '2026-10', 'segera', 6])
		].join('');
		const sent = await bringAndSend(city.app, 'stock', makeXlsx([{ name: 'Stok', rows }]), {
			...{ party: 'hospital', facility: hospitalB }
		});
		expect(sent.result).toMatchObject({ accepted: 2, quarantined: 2 });
		const [tooMuch, noMonth] = refusedLines(city.app, sent.id);
		expect(tooMuch).toContain('Column H (Jumlah ED terdekat)');
		expect(tooMuch).toContain('more expires than the closing stock holds');
		expect(noMonth).toContain('Column G (ED terdekat (bulan))');
		const found = await city.database.sql`
			SELECT item, expiring FROM stock WHERE facility = ${hospitalB} AND month = '2026-10-01' AND closing = 60
				AND posted_on IS NOT NULL AND reversed_on IS NULL ORDER BY item`;
		expect([...found]).toEqual([
			{ item: 'paracetamol-500', expiring: null },
			{ item: 'vitamin-b-kompleks', expiring: [{ month: '2027-02', quantity: 15 }] }
		]);
	});
});
