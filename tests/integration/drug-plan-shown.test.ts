/**
 * The order plan and the forecasts of medicines as two readers know them: whoever orders by it has it to the unit, whoever sees
 * totals of persons has it in steps of five, and nothing of what was given out in small amounts only.
 */
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findMedicine } from '../../src/lib/domain/medicines.ts';
import type { PlanMove } from '../../src/lib/domain/drug-plan.ts';
import type { Viewer } from '../../src/lib/domain/viewer.ts';
import { planColumns } from '../../src/lib/protocol/plan-sheets.ts';
import type { DrugPlanView, PlanLineView } from '../../src/lib/protocol/views/drug-plan.ts';
import { plantForecasts, type PlantedItem } from '../support/plant-forecasts.ts';
import { hospitalA, openCity, senders, visit, type IngestCity } from './ingest-city.ts';

let city: IngestCity;
let now = new Date('2026-11-22T05:00:00Z');
const [planner, mayor] = (['planner', 'executive'] as const).map((role): Viewer => ({
	name: `user:${role}`,
	role,
	facility: null
})) as [Viewer, Viewer];
const query = { asOf: null, year: '2027' };
const load = (viewer: Viewer) => city.app.servicesFor(viewer).drugPlan.load(viewer, query);
const forecasts = (viewer: Viewer, item: string | null = null) =>
	city.app.servicesFor(viewer).drugForecast.load({ item, facility: null, asOf: null });

async function send(move: PlanMove, fields: Record<string, string> = {}): Promise<void> {
	const form = new FormData();
	const { number } = await load(planner);
	for (const [name, value] of Object.entries({ year: '2027', seen: String(number), ...fields }))
		form.set(name, value);
	expect(await city.app.servicesFor(planner).drugPlan.moveByForm(planner, move, form)).toEqual({
		outcome: 'done'
	});
}

/** At P95 1.5 times the median. */
const planted: readonly PlantedItem[] = [
	// P95 of 2.4: a vital vial of which only a few were ever needed.
	{ item: 'ceftriaxone-inj', median: 1.6, stock: 0 },
	// P95 of 502.
	{ item: 'salbutamol-neb', median: 502 / 1.5, stock: 3 },
	// 2.4 a month, after a month that was large; its stock serves a hundredth of the use.
	{ item: 'oralit', median: 36, stock: 2, past: 40, share: 0.01 },
	{ item: 'ctm-4', median: 30, stock: 500, past: 20 },
	{ item: 'obat-lain', median: 30, stock: null, past: 7 }
];
const small = ['ceftriaxone-inj', 'obat-lain'];
const all = ({ lines, unpriced }: DrugPlanView): PlanLineView[] => [...(lines ?? []), ...unpriced];
const lineOf = (view: DrugPlanView, item: string) => all(view).find((line) => line.item === item);
const reason = 'diputuskan dalam rapat';

beforeAll(async () => {
	city = await openCity({ clock: () => now });
	await plantForecasts(city.database.sql, planted, now);
	await send('begin', { value: '0.95' });
	await send('quantity', { item: 'ceftriaxone-inj', value: '4', reason });
	await send('quantity', { item: 'ceftriaxone-inj', value: '', reason });
	await send('cap', { value: '100000' });
	await send('propose');
});
afterAll(() => city.close());

describe('a planner', () => {
	it('orders whole units, rounded up and in no coarser steps: a rare vital vial is not left out', async () => {
		const view = await load(planner);
		expect(view).toMatchObject({ isRounded: false, leftOut: 0, seal: { isWhole: true } });
		expect(lineOf(view, 'ceftriaxone-inj')).toMatchObject({ use: 2.4, computed: 3, quantity: 3, ven: 'V' });
		expect(lineOf(view, 'salbutamol-neb')).toMatchObject({ use: 502, computed: 499, quantity: 499 });
	});

	it('keeps the months of the forecast as they were, small ones too', async () => {
		const rows = await city.database.sql<{ mean: number }[]>`
			SELECT (month->>'mean')::float8 AS mean FROM drug_plan_line, jsonb_array_elements(months) AS month
			WHERE item = 'oralit'`;
		expect(rows.map(({ mean }) => mean)).toEqual(Array.from({ length: 12 }, () => 2.4));
	});
});

describe('a reader of totals', () => {
	it('is told every use in steps of five, rounded up, and quantities and money by it', async () => {
		const [exact, shown] = [await load(planner), await load(mayor)];
		expect(shown).toMatchObject({ isRounded: true, seal: exact.seal });
		for (const line of all(shown)) {
			const own = lineOf(exact, line.item);
			const use = 5 * Math.ceil((own?.use ?? NaN) / 5);
			const quantity = Math.max(0, use - (own?.stock ?? 0));
			const costRupiah = quantity * (findMedicine(line.item)?.unitPriceRupiah ?? NaN);
			expect(line).toMatchObject({ use, quantity, computed: quantity, costRupiah, stock: own?.stock });
			expect(line.medianUse).toBe(5 * Math.ceil((own?.medianUse ?? NaN) / 5));
			expect(line.options.find(({ chance }) => chance === 0.95)?.quantity).toBe(quantity);
			for (const [n, option] of line.options.entries()) {
				expect(option.quantity).toBeGreaterThanOrEqual(own?.options[n]?.quantity ?? NaN);
				expect(option.quantity - (own?.options[n]?.quantity ?? NaN)).toBeLessThan(5);
			}
		}
		expect(lineOf(shown, 'salbutamol-neb')?.quantity).toBe(502);
	});

	it('finds of the plan what the page of forecasts lists, and is told how many are left out', async () => {
		const shown = await load(mayor);
		const listed = (await forecasts(mayor)).rows.map(({ item }) => item).sort();
		expect(
			all(shown)
				.map(({ item }) => item)
				.sort()
		).toEqual(listed);
		expect(listed).toEqual(['ctm-4', 'oralit', 'salbutamol-neb']);
		expect(shown.leftOut).toBe(small.length);
		expect(all(await load(planner))).toHaveLength(listed.length + small.length);
	});

	it('has totals, classes, cap and history without them', async () => {
		const [exact, shown] = [await load(planner), await load(mayor)];
		expect(exact.history.some(({ item }) => item === 'ceftriaxone-inj')).toBe(true);
		expect(JSON.stringify(shown)).not.toMatch(new RegExp(small.join('|')));
		const sum = (values: readonly (number | null)[]) => values.reduce<number>((a, b) => a + (b ?? 0), 0);
		const lines = shown.lines ?? [];
		expect(shown.costRupiah).toBe(sum(lines.map(({ costRupiah }) => costRupiah)));
		expect(sum(shown.cells.map(({ valueRupiah }) => valueRupiah))).toBe(shown.costRupiah);
		expect(sum(shown.cells.map(({ items }) => items))).toBe(lines.length);
		expect(shown.options[2]?.costRupiah).toBe(shown.costRupiah);
		expect(shown.forecasts?.items).toBe(lines.length);
		// The cap buys of what is shown only: what is left tells of nothing that is not.
		expect(shown.leftRupiah).toBe(100_000 - sum(lines.map(({ boughtRupiah }) => boughtRupiah)));
		const cut = lines.findIndex(({ item }) => item === shown.cutAt);
		const before = sum(lines.slice(0, cut).map(({ costRupiah }) => costRupiah));
		expect(cut).toBeGreaterThanOrEqual(0);
		expect(lines[cut]?.bought).toBe(Math.floor((100_000 - before) / (lines[cut]?.priceRupiah ?? NaN)));
	});

	it('gets files that say the same, and how they are rounded', async () => {
		const ids = Object.keys(planColumns);
		const fileOf = async (viewer: Viewer) => {
			const { planFiles } = city.app.servicesFor(viewer);
			const file = await planFiles.file(viewer, query, { kind: 'rko', format: 'csv', locale: 'en' });
			return String(file?.body);
		};
		const [exact, shown] = [await fileOf(planner), await fileOf(mayor)];
		expect(exact).toContain('ceftriaxone-inj');
		expect(shown).not.toMatch(new RegExp(small.join('|')));
		expect(shown).toMatch(/Medicines given in small amounts only are left out: 2/);
		expect(exact).not.toContain('left out');
		const rows = parse(shown, { bom: true, relax_column_count: true }) as string[][];
		const row = rows.find((cells) => cells.includes('salbutamol-neb')) ?? [];
		expect(['use', 'buffer', 'quantity'].map((id) => row[ids.indexOf(id)])).toEqual(['335', '170', '502']);
	});

	it('is told sums of months that are rounded once, as a sum, and when a small share of a use ends a stock', async () => {
		const { rows, detail } = await forecasts(mayor, 'oralit');
		// 28.8 of 2.4 a month.
		expect(rows.find(({ item }) => item === 'oralit')?.next.mean).toBe(30);
		expect(detail?.year.mean).toBe(30);
		expect(detail?.months.map(({ mean }) => mean)).toEqual(detail?.months.map(() => 0));
		expect(detail?.stock?.share).toBe(0);
		// Hardly anything of it is used: it lasts longer than is forecast, which is not the same as not known.
		expect(detail?.runOut).toMatchObject({ expected: null, months: null });
		const [first] = (await forecasts(mayor, 'salbutamol-neb')).rows;
		// 22.3 a month from November on, of a stock of 3 in all: rounded, the first month's use has reached it.
		expect([first?.item, first?.runOut]).toEqual([
			'salbutamol-neb',
			{ expected: '2026-11', earliest: '2026-11', latest: '2026-11', months: 0.5 }
		]);
	});
});

describe('use since, beside the plan', () => {
	it('is compared with exact months for a planner, and in steps of their sum for a reader of totals', async () => {
		now = new Date('2027-03-10T05:00:00Z');
		const visits = [
			// Visits cover every month since.
			[1, '2026-12-01'],
			[2, '2027-01-05'],
			[9, '2027-02-11']
		] as const;
		const events = visits.map(([quantity, day]) =>
			visit(
				`since-${day}`,
				{ arrivedAt: `${day}T02:00:00Z`, drugs: [{ item: 'oralit', quantity }] },
				{ time: `${day}T05:00:00Z`, recordedtime: `${day}T06:00:00Z`, subject: hospitalA }
			)
		);
		expect(await city.app.ingest.submit(senders.importer, events)).toMatchObject({ accepted: 3 });
		const rowOf = async (viewer: Viewer) =>
			(await load(viewer)).actual?.items.find(({ item }) => item === 'oralit');
		const exact = await rowOf(planner);
		expect(exact).toMatchObject({ months: 2, actual: 11, within80: 1 });
		expect(exact?.planned).toBeCloseTo(4.8, 6);
		expect(exact?.share).toBeCloseTo(6.2 / 4.8, 6);
		expect(await rowOf(mayor)).toMatchObject({
			...{ months: 2, planned: 5, actual: 10, deviation: 5, share: 1, within80: 1 },
			byMonth: [
				{ month: '2027-01-01', planned: 0, actual: 0 },
				{ month: '2027-02-01', planned: 0, actual: 10 }
			]
		});
		now = new Date('2026-11-22T05:00:00Z');
	});
});
