import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hospitals } from '../../src/lib/domain/hospitals.ts';
import { findMedicine, medicines } from '../../src/lib/domain/medicines.ts';
import { createApp, type App } from '../../src/lib/server/app.ts';
import { readConfig } from '../../src/lib/server/config.ts';
import type { DrugQuery } from '../../src/lib/server/services/drug-filter.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';

const now = new Date('2026-11-22T09:00:00Z');
const [first, second] = hospitals;
if (!first || !second) throw new Error('the register has no hospitals');
const importer = { party: 'importer', facility: null } as const;
const everything: DrugQuery = { item: null, ven: null, kecamatan: null, facility: null, asOf: null };

let database: TestDatabase;
let app: App;
let folder: string;
let serial = 0;

function event(type: string, learned: string, subject: string | null, data: object) {
	serial += 1;
	return {
		specversion: '1.0',
		id: `e-${serial}`,
		source: '/test',
		type: `id.denyut.${type}.v1`,
		time: learned,
		recordedtime: learned,
		...(subject === null ? {} : { subject }),
		data
	};
}

const visit = (facility: string, day: string, drugs: Record<string, number>, learned = `${day}T03:00:00Z`) =>
	event('visit', learned, facility, {
		visit: `V-${serial}`,
		nik: '3275015203890000',
		kecamatan: '32.75.01',
		service: 'outpatient',
		diagnoses: ['J06.9'],
		arrivedAt: `${day}T03:00:00Z`,
		drugs: Object.entries(drugs).map(([item, quantity]) => ({ item, quantity }))
	});

type Report = {
	facility: string;
	item?: string;
	month: string;
	used: number;
	closing: number;
	learned: string;
};
const stock = ({ facility, item = 'oralit', month, used, closing, learned }: Report) =>
	event('stock', learned, facility, { item, month, opening: used + closing, received: 0, used, closing });

const tally = (reporter: string, period: string, value: number, area = '32.75') =>
	event('tally', '2026-09-20T00:00:00Z', null, {
		...{ reporter, measure: 'drug-use', code: 'oralit', area, period, grain: 'month', value }
	});

async function send(events: unknown[]): Promise<void> {
	const answer = await app.ingest.submit(importer, events);
	expect(answer.errors).toEqual([]);
	expect(answer.accepted).toBe(events.length);
}

const load = (filter: Partial<DrugQuery> = {}) => app.services.drugs.load({ ...everything, ...filter });
type View = Awaited<ReturnType<typeof load>>;
const rowOf = (view: View, item: string) => view.rows.find((row) => row.item === item);
const pointOf = (view: View, month: string) => view.trend.find((point) => point.month === month);

beforeAll(async () => {
	database = await openTestDatabase();
	folder = mkdtempSync(join(tmpdir(), 'denyut-drugs-'));
	const config = readConfig({ DENYUT_DATA_DIR: folder, DENYUT_LOG_LEVEL: 'silent' });
	app = await createApp(config, database.url, { clock: () => now });
});

afterAll(async () => {
	await app.stop();
	await database.drop();
	rmSync(folder, { recursive: true, force: true });
});

it('knows nothing of an empty city, and does not call that nought', async () => {
	const view = await load();
	expect(view.rows).toHaveLength(medicines.length);
	expect(
		view.rows.every(({ open, stock: reported, monthsLeft }) =>
			[open, reported, monthsLeft].every((one) => one === null)
		)
	).toBe(true);
	expect(view.facilities).toEqual([]);
});

describe('a feed of visits with medicines', () => {
	/** The feed begins on 10 September: October and November are covered, September only in part. */
	beforeAll(async () => {
		await send([
			visit(first.code, '2026-09-10', { oralit: 10 }),
			visit(first.code, '2026-10-05', { oralit: 20, 'zinc-20': 5 }),
			visit(second.code, '2026-10-06', { oralit: 30 }),
			visit(first.code, '2026-11-03', { oralit: 40 }),
			visit(second.code, '2026-11-04', { oralit: 2 }),
			tally('dinkes', '2026-09-01', 700),
			tally('dinkes', '2026-10-01', 999),
			tally('dinkes', '2025-11-01', 650),
			tally('open-data-jabar', '2025-11-01', 640)
		]);
	});

	it('counts what was dispensed, as the raw rows do', async () => {
		const view = await load({ item: 'oralit' });
		const raw = await database.sql<{ month: string; quantity: number }[]>`
			SELECT date_trunc('month', occurred_on)::date AS month, sum((drug->>'quantity')::int)::int AS quantity
			FROM visit CROSS JOIN LATERAL jsonb_array_elements(drugs) AS drug
			WHERE posted_on IS NOT NULL AND reversed_on IS NULL AND drug->>'item' = 'oralit' GROUP BY 1`;
		const byMonth = new Map(raw.map(({ month, quantity }) => [month, quantity]));
		for (const month of ['2026-10-01', '2026-11-01'])
			expect(pointOf(view, month)?.now).toMatchObject({ value: byMonth.get(month), kind: 'visits' });
		expect(rowOf(view, 'oralit')).toMatchObject({ open: { value: 42 }, last: { value: 50 } });
		expect(rowOf(view, 'amlodipine-5')?.last).toMatchObject({ value: 0 });
	});

	it('takes the tally of a month that the visits cover only in part, and names another of a covered one', async () => {
		const view = await load({ item: 'oralit' });
		expect(pointOf(view, '2026-09-01')?.now).toMatchObject({ value: 700, kind: 'tally', reporter: 'dinkes' });
		expect(pointOf(view, '2026-10-01')?.now?.others).toEqual([{ reporter: 'dinkes', value: 999 }]);
		expect(pointOf(view, '2026-11-01')?.lastYear).toMatchObject({
			value: 650,
			others: [{ reporter: 'open-data-jabar', value: 640 }]
		});
		// September by the tally, October by visits; August is not known and not a nought.
		expect(rowOf(view, 'oralit')?.meanUse).toBe((700 + 50) / 2);
	});

	it('says nothing of months left where nobody reported a stock', async () => {
		expect(rowOf(await load(), 'oralit')).toMatchObject({ stock: null, monthsLeft: null, stockRupiah: null });
	});

	it("replaces what a facility dispensed by its LPLPO report's use, and its own tally before that", async () => {
		await send([
			stock({
				facility: first.code,
				month: '2026-09',
				used: 15,
				closing: 90,
				learned: '2026-10-05T00:00:00Z'
			}),
			stock({
				facility: first.code,
				month: '2026-10',
				used: 25,
				closing: 60,
				learned: '2026-11-05T00:00:00Z'
			}),
			tally(first.code, '2026-10-01', 777),
			tally(second.code, '2026-10-01', 33)
		]);
		const view = await load({ item: 'oralit' });
		expect(pointOf(view, '2026-10-01')?.now).toMatchObject({ value: 25 + 33, kind: 'mixed', ownCounts: 2 });
		const [change] = await database.sql<{ changes: { reload?: string[] } }[]>`
			SELECT changes FROM change ORDER BY number DESC LIMIT 1`;
		expect(change?.changes.reload).toEqual(['drugs']);
	});

	it('divides the newest stock by the use of the facilities that reported it', async () => {
		const view = await load();
		const row = rowOf(view, 'oralit');
		expect(row?.stock).toEqual({
			closing: 60,
			oldest: '2026-10-01',
			newest: '2026-10-01',
			reported: 1,
			expected: 1
		});
		// Of the first hospital alone: 15 in September (all who hold reported it), 25 in October.
		expect(row?.monthsLeft).toBe(60 / ((15 + 25) / 2));
		expect(view.rows[0]?.item).toBe('oralit');
		const price = findMedicine('oralit')?.unitPriceRupiah ?? 0;
		expect(row).toMatchObject({ stockRupiah: 60 * price, meanUseRupiah: ((700 + 58) / 2) * price });
	});

	it('sums stocks, puts what runs out first on top and says how many reported', async () => {
		await send([
			stock({
				facility: second.code,
				month: '2026-06',
				used: 9,
				closing: 5,
				learned: '2026-07-05T00:00:00Z'
			}),
			stock({
				facility: second.code,
				item: 'zinc-20',
				month: '2026-10',
				used: 100,
				closing: 10,
				learned: '2026-11-06T00:00:00Z'
			})
		]);
		const view = await load();
		expect(rowOf(view, 'oralit')?.stock).toMatchObject({ closing: 60, reported: 1, expected: 2 });
		expect(view.rows.slice(0, 2).map(({ item }) => item)).toEqual(['zinc-20', 'oralit']);
		expect(rowOf(view, 'zinc-20')?.monthsLeft).toBe(0.1);
		expect(view.trendItem).toBe('zinc-20');
	});

	it('narrows to a facility, a kecamatan and a class', async () => {
		const view = await load({ facility: second.code, item: 'oralit' });
		expect(pointOf(view, '2026-11-01')?.now?.value).toBe(2);
		expect(pointOf(view, '2026-11-01')?.lastYear).toBeNull();
		expect(rowOf(view, 'oralit')?.stock).toBeNull();
		const vital = await load({ ven: 'V' });
		expect(vital.rows.map(({ item }) => item)).toContain('oralit');
		expect(vital.rows.every(({ ven }) => ven === 'V')).toBe(true);
		const place = await load({ kecamatan: first.kecamatan, item: 'oralit' });
		const expected = hospitals
			.filter(({ kecamatan }) => kecamatan === first.kecamatan)
			.some(({ code }) => code === second.code);
		expect(pointOf(place, '2026-11-01')?.now?.value).toBe(expected ? 42 : 40);
		expect(view.facilities.map(({ code }) => code).sort()).toEqual([first.code, second.code].sort());
	});
});

describe('asOf', () => {
	it('shows what was shown then: late visits and corrected reports are not in it', async () => {
		await send([
			stock({
				facility: first.code,
				month: '2026-10',
				used: 5,
				closing: 80,
				learned: '2026-11-20T00:00:00Z'
			}),
			visit(second.code, '2026-11-01', { oralit: 1000 }, '2026-11-21T03:00:00Z')
		]);
		const before = await load({ item: 'oralit', asOf: '2026-11-19' });
		expect(rowOf(before, 'oralit')?.stock?.closing).toBe(60);
		expect(pointOf(before, '2026-11-01')?.now?.value).toBe(42);
		const after = await load({ item: 'oralit', asOf: '2026-11-20' });
		expect(rowOf(after, 'oralit')?.stock?.closing).toBe(80);
		expect(pointOf(after, '2026-10-01')?.now?.value).toBe(5 + 33);
		expect(pointOf(after, '2026-11-01')?.now?.value).toBe(42);
		expect(pointOf(await load({ item: 'oralit' }), '2026-11-01')?.now?.value).toBe(1042);
		expect((await load({ item: 'oralit', asOf: '2026-10-04' })).lastMonth).toBe('2026-09-01');
	});
});

describe('a filter that cannot be read', () => {
	it.each([
		['item', 'Obat!'],
		['ven', 'X'],
		['kecamatan', '32.75.99'],
		['facility', '999'],
		['asOf', '2026-02-30']
	])('is refused: %s = %s', async (field, value) => {
		await expect(async () => load({ [field]: value })).rejects.toThrow(`invalid ${field}: ${value}`);
	});
});
