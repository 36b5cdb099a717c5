/** The order plan of medicines: its figures from the rows, who may move it and when, and that what is signed stands. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlanMove } from '../../src/lib/domain/drug-plan.ts';
import { findMedicine } from '../../src/lib/domain/medicines.ts';
import { roles, type Role } from '../../src/lib/domain/role.ts';
import type { Viewer } from '../../src/lib/domain/viewer.ts';
import type { DrugPlanView, PlanAnswer } from '../../src/lib/protocol/views/drug-plan.ts';
import { plantForecasts } from '../support/plant-forecasts.ts';
import { item as forecastItem, openDrugCity, type DrugCity } from './drug-city.ts';
import { hospitalA, hospitalB, senders, stock, visit } from './ingest-city.ts';

let city: DrugCity;
const year = 2027;
const viewerOf = (role: Role, name: string = role): Viewer => ({
	name: `user:${name}`,
	role,
	facility: null
});
const [ana, budi, cici] = ['ana', 'budi', 'cici'].map((name) => viewerOf('planner', name)) as [
	Viewer,
	Viewer,
	Viewer
];
const mayor = viewerOf('executive');
const load = (viewer = ana, more: { asOf?: string; year?: string } = {}) =>
	city.app
		.servicesFor(viewer)
		.drugPlan.load(viewer, { asOf: more.asOf ?? null, year: more.year ?? String(year) });

/** As the page's form sends it. */
async function send(
	viewer: Viewer,
	move: PlanMove,
	fields: Record<string, string> = {}
): Promise<PlanAnswer> {
	const { number } = await load();
	const form = new FormData();
	for (const [name, value] of Object.entries({ year: String(year), seen: String(number), ...fields }))
		form.set(name, value);
	return city.app.servicesFor(viewer).drugPlan.moveByForm(viewer, move, form);
}
const done = { outcome: 'done' };
const refused = (fault: string) => ({ outcome: 'refused', fault });
const countRows = async () => {
	const { sql } = city.database;
	const [row] = await sql<{ moves: number; lines: number }[]>`
		SELECT (SELECT count(*)::int FROM drug_plan_move) AS moves, (SELECT count(*)::int FROM drug_plan_line) AS lines`;
	return row;
};
const lineOf = (view: DrugPlanView, item: string) =>
	[...(view.lines ?? []), ...view.unpriced].find((line) => line.item === item);

beforeAll(async () => {
	city = await openDrugCity();
});
afterAll(() => city.close());

describe('before anybody planned', () => {
	it('there is no plan, and whoever may is offered to begin one', async () => {
		expect(await load()).toMatchObject({ state: null, lines: [], moves: ['begin'], forecasts: null });
		expect(await load(mayor)).toMatchObject({ state: null, moves: [] });
	});

	it('a plan without a forecast can be begun and not be proposed', async () => {
		expect(await send(ana, 'begin', { value: '0.8', year: '2029' })).toEqual(refused('bad-year'));
		expect(await send(ana, 'begin', { value: '0.8' })).toEqual(done);
		expect(await send(ana, 'propose')).toEqual(refused('no-forecast'));
		expect(await load()).toMatchObject({ state: 'draft', lines: [], number: 1 });
	});
});

const planted = [
	{ item: 'salbutamol-neb', median: 1_000, stock: 400 },
	{ item: 'amoxicillin-500', median: 8_000, stock: null },
	{ item: 'ctm-4', median: 5_000, stock: 0 },
	{ item: 'obat-tak-terdaftar', median: 100, stock: 20 }
];

describe('a draft', () => {
	beforeAll(async () => {
		expect(await city.job.refresh()).toBe(1);
		expect(await plantForecasts(city.database.sql, planted, new Date('2026-11-22T05:00:00Z'))).toBe(year);
	});

	it('orders what forecast and raw stock reports leave open, and costs that times the price', async () => {
		const { sql } = city.database;
		// The stock straight from the reports, and the quantile out of what is stored.
		const [raw] = await sql<{ closing: number; use: number }[]>`
			SELECT (SELECT closing::int FROM stock WHERE item = ${forecastItem} AND facility = ${hospitalB}
					AND posted_on IS NOT NULL AND reversed_on IS NULL ORDER BY month DESC LIMIT 1) AS closing,
				(SELECT (one->>'units')::float8 FROM drug_forecast, jsonb_array_elements(total) AS one
					WHERE item = ${forecastItem} AND place = '32.75' AND (one->>'chance')::float8 = 0.8) AS use`;
		const use = Math.round(100 * (raw?.use ?? NaN)) / 100;
		expect(use % 5).not.toBe(0);
		const quantity = Math.max(0, Math.ceil(use - (raw?.closing ?? NaN)));
		expect(quantity).toBeGreaterThan(100);
		const view = await load();
		const price = findMedicine(forecastItem)?.unitPriceRupiah ?? NaN;
		expect(lineOf(view, forecastItem)).toMatchObject({
			...{ stock: raw?.closing, use, computed: quantity, quantity, costRupiah: quantity * price, ven: 'V' }
		});
		// 1.2 × median − stock, by hand.
		expect(lineOf(view, 'salbutamol-neb')).toMatchObject({ quantity: 800, costRupiah: 800 * 5_500 });
		expect(lineOf(view, 'amoxicillin-500')).toMatchObject({ quantity: 9_600, stock: null });
		expect(view.costRupiah).toBe(quantity * price + 800 * 5_500 + 9_600 * 450 + 6_000 * 70);
		expect(view.options.map(({ chance }) => chance)).toEqual([0.5, 0.8, 0.95]);
		expect(view.options[1]?.costRupiah).toBe(view.costRupiah);
		expect(view.cells.reduce((sum, { valueRupiah }) => sum + valueRupiah, 0)).toBe(view.costRupiah);
	});

	it('costs at each chance what that chance orders, item by item', async () => {
		const [raw] = await city.database.sql<{ closing: number; p50: number; p80: number; p95: number }[]>`
			WITH of AS (SELECT (one->>'chance')::float8 AS chance, round((one->>'units')::numeric, 2) AS units
				FROM drug_forecast, jsonb_array_elements(total) AS one WHERE item = ${forecastItem} AND place = '32.75')
			SELECT (SELECT closing::int FROM stock WHERE item = ${forecastItem} AND facility = ${hospitalB}
					AND posted_on IS NOT NULL AND reversed_on IS NULL ORDER BY month DESC LIMIT 1) AS closing,
				(SELECT units::float8 FROM of WHERE chance = 0.5) AS p50, (SELECT units::float8 FROM of WHERE chance = 0.8) AS p80,
				(SELECT units::float8 FROM of WHERE chance = 0.95) AS p95`;
		if (!raw) throw new Error('no forecast');
		const price = findMedicine(forecastItem)?.unitPriceRupiah ?? NaN;
		const orderOf = (use: number) => Math.max(0, Math.ceil(use - raw.closing));
		const { options, lines } = await load();
		// Of the planted ones: the median, 1.2 and 1.5 times it, less the stock.
		const costs = [
			[0.5, orderOf(raw.p50) * price + 600 * 5_500 + 8_000 * 450 + 5_000 * 70],
			[0.8, orderOf(raw.p80) * price + 800 * 5_500 + 9_600 * 450 + 6_000 * 70],
			[0.95, orderOf(raw.p95) * price + 1_100 * 5_500 + 12_000 * 450 + 7_500 * 70]
		];
		expect(options.map(({ chance, costRupiah }) => [chance, costRupiah])).toEqual(costs);
		const salbutamol = lines?.find(({ item }) => item === 'salbutamol-neb');
		expect(salbutamol?.options).toEqual([
			{ chance: 0.5, quantity: 600, costRupiah: 600 * 5_500 },
			{ chance: 0.8, quantity: 800, costRupiah: 800 * 5_500 },
			{ chance: 0.95, quantity: 1_100, costRupiah: 1_100 * 5_500 }
		]);
	});

	it('is classed by the running share of the value, and ranked by rupiah for each percent of need left open', async () => {
		const { lines, costRupiah } = await load();
		const dear = [...(lines ?? [])].sort((a, b) => (b.costRupiah ?? 0) - (a.costRupiah ?? 0));
		let running = 0;
		const classes = dear.map(({ item, costRupiah: cost }, place) => {
			running += cost ?? NaN;
			const share = running / costRupiah;
			return [item, place === 0 || share <= 0.7 ? 'A' : share <= 0.9 ? 'B' : 'C'];
		});
		expect(dear.map(({ item, abc }) => [item, abc])).toEqual(classes);
		expect(new Set(classes.map(([, abc]) => abc)).size).toBeGreaterThan(1);
		// Stock covers 400 of 1,000; nothing of the others.
		const risks = { 'salbutamol-neb': (800 * 5_500) / 60, 'amoxicillin-500': (9_600 * 450) / 100 };
		for (const [item, risk] of Object.entries({ ...risks, 'ctm-4': (6_000 * 70) / 100 }))
			expect(lines?.find((line) => line.item === item)?.rupiahPerRisk, item).toBe(
				Math.round(100 * risk) / 100
			);
	});

	it('lists apart what has no price, and costs nothing of it', async () => {
		const view = await load();
		expect(view.unpriced).toEqual([
			expect.objectContaining({ item: 'obat-tak-terdaftar', quantity: 100, costRupiah: null, rank: null })
		]);
		expect(view.lines?.every(({ costRupiah }) => costRupiah !== null)).toBe(true);
	});

	it('ends where the money ends: N before E before V', async () => {
		const { costRupiah, ...before } = await load();
		const ordered = (before.lines ?? []).filter(({ quantity }) => quantity > 0);
		expect(ordered.map(({ ven }) => ven)).toEqual(['V', 'V', 'E', 'N']);
		// All but the N, and of the E half.
		const cap = costRupiah - 6_000 * 70 - 4_800 * 450 + 5;
		expect(await send(budi, 'cap', { value: `Rp ${cap}` })).toEqual(done);
		const view = await load();
		expect(view).toMatchObject({ capRupiah: cap, boughtRupiah: cap - 5, leftRupiah: 5 });
		expect(view.cutAt).toBe('amoxicillin-500');
		expect(lineOf(view, 'amoxicillin-500')).toMatchObject({ bought: 4_800, quantity: 9_600 });
		expect(lineOf(view, 'ctm-4')).toMatchObject({ bought: 0 });
	});

	it('takes another quantity with a reason, keeps who and when, and gives it back the same way', async () => {
		const wish = { item: 'salbutamol-neb', value: '650' };
		expect(await send(budi, 'quantity', wish)).toEqual(refused('reason-short'));
		const reason = 'hibah provinsi 150 buah';
		expect(await send(budi, 'quantity', { ...wish, reason: `NIK 3275015203890000 ${reason}` })).toEqual(
			refused('identity-number')
		);
		expect(await send(budi, 'quantity', { ...wish, item: 'tidak-ada', reason })).toEqual(refused('no-item'));
		expect(await send(budi, 'quantity', { ...wish, reason })).toEqual(done);
		expect(lineOf(await load(), 'salbutamol-neb')).toMatchObject({
			...{ computed: 800, quantity: 650, costRupiah: 650 * 5_500 },
			overridden: { who: 'user:budi', at: '2026-11-22T05:00:00.000Z', reason }
		});
		expect(await send(ana, 'quantity', { ...wish, value: '', reason: 'hibah batal datang' })).toEqual(done);
		expect(lineOf(await load(), 'salbutamol-neb')).toMatchObject({ quantity: 800, overridden: null });
		expect(await send(ana, 'quantity', { ...wish, reason })).toEqual(done);
		expect(await send(ana, 'item-chance', { item: 'ctm-4', value: '0.5' })).toEqual(done);
		expect(lineOf(await load(), 'ctm-4')).toMatchObject({ chance: 0.5, quantity: 5_000 });
	});

	it('is not shown to whoever sees totals only, before it is proposed', async () => {
		expect(await load(mayor)).toMatchObject({ state: 'draft', lines: null, unpriced: [], costRupiah: 0 });
	});

	it('is changed by one at a time: who saw it before is told that it moved', async () => {
		const before = await countRows();
		expect(await send(ana, 'chance', { value: '0.95', seen: '1' })).toEqual(refused('stale'));
		expect(await countRows()).toEqual(before);
	});
});

describe('signing', () => {
	const others = roles.filter((role) => role !== 'planner' && role !== 'executive');
	const all: readonly [PlanMove, Record<string, string>][] = [
		['begin', { value: '0.8' }],
		['chance', { value: '0.5' }],
		['cap', { value: '1' }],
		['item-chance', { item: 'ctm-4', value: '0.5' }],
		['quantity', { item: 'ctm-4', value: '5', reason: 'alasan yang cukup' }],
		['propose', {}],
		['approve', {}],
		['lock', {}],
		['return', { reason: 'alasan yang cukup' }]
	];

	/** Everything that stands refused at this state; nothing is stored of it. */
	async function expectRefusals(faults: Partial<Record<PlanMove, string>>, by = ana): Promise<void> {
		const before = await countRows();
		for (const [move, fields] of all) {
			for (const role of others)
				expect(await send(viewerOf(role), move, fields), `${role} ${move}`).toEqual(refused('not-yours'));
			if (!['lock', 'return'].includes(move))
				expect(await send(mayor, move, fields), `executive ${move}`).toEqual(refused('not-yours'));
			const fault = faults[move];
			if (fault !== undefined) expect(await send(by, move, fields), move).toEqual(refused(fault));
		}
		expect(await countRows()).toEqual(before);
	}
	const frozen = { begin: 'other-state', chance: 'other-state', cap: 'other-state' } as const;
	const frozenItems = { 'item-chance': 'other-state', quantity: 'other-state' } as const;

	it('refuses in a draft what only a proposal can have, and every other role', async () => {
		await expectRefusals({
			begin: 'other-state',
			approve: 'other-state',
			lock: 'other-state',
			return: 'other-state'
		});
	});

	it('freezes what is proposed, and does not let its proposer approve', async () => {
		expect(await send(ana, 'propose')).toEqual(done);
		await expectRefusals({
			...{ ...frozen, ...frozenItems, propose: 'other-state' },
			...{ approve: 'signed-before', lock: 'other-state' }
		});
		const itemsOf = ({ lines }: DrugPlanView) => lines?.map(({ item }) => item);
		expect(itemsOf(await load(mayor))).toEqual(itemsOf(await load()));
	});

	it('goes back to a draft with a reason, and is proposed anew by anybody', async () => {
		expect(await send(mayor, 'return')).toEqual(refused('reason-short'));
		expect(await send(mayor, 'return', { reason: 'pagu belum disepakati' })).toEqual(done);
		expect(await load()).toMatchObject({ state: 'draft', seal: null });
		expect(await send(budi, 'propose')).toEqual(done);
		expect(await send(ana, 'approve')).toEqual(done);
		await expectRefusals({ ...frozen, ...frozenItems, propose: 'other-state', lock: 'signed-before' });
		await expectRefusals({ approve: 'other-state', lock: 'signed-before' }, budi);
	});

	it('is locked by a third, and then moved by nobody', async () => {
		expect(await send(cici, 'lock')).toEqual(done);
		for (const viewer of [ana, cici])
			await expectRefusals(
				{
					...{ ...frozen, ...frozenItems, propose: 'other-state' },
					lock: 'other-state',
					return: 'other-state'
				},
				viewer
			);
		const view = await load(viewerOf('planner', 'dodi'));
		expect(view).toMatchObject({ state: 'locked', moves: [], seal: { isWhole: true } });
		const signed = view.history.slice(0, 3).map(({ move, who, state }) => `${move} ${who} ${state}`);
		expect(signed).toEqual([
			'lock user:cici locked',
			'approve user:ana approved',
			'propose user:budi proposed'
		]);
	});

	it('leaves each step in the trail with who and why', async () => {
		const lines = await city.database.sql<{ viewer: string; move: string; reason: string | null }[]>`
			SELECT viewer, filter->>'move' AS move, reason FROM trail
			WHERE action = 'setting-changed' AND what = '/drugs/plan' ORDER BY number`;
		const { history } = await load();
		expect(lines).toEqual(
			[...history].reverse().map(({ who, move, reason }) => ({ viewer: who, move, reason: reason || null }))
		);
	});
});

describe('a locked plan', () => {
	it('stays what was signed, whatever is reported and forecast later, and its hash is found out if it does not', async () => {
		const before = await load();
		city.setNow(new Date('2026-11-23T05:00:00.000Z'));
		const reports = [
			stock(
				'late',
				{ item: forecastItem, month: '2026-10', opening: 9, received: 0, used: 9, closing: 0 },
				{ subject: hospitalB, time: '2026-11-23T04:00:00Z', recordedtime: '2026-11-23T04:00:00Z' }
			)
		];
		expect(await city.app.ingest.submit(senders.importer, reports)).toMatchObject({ accepted: 1 });
		const more = planted.map((one) => ({ ...one, median: 10 * one.median }));
		await plantForecasts(city.database.sql, more, new Date('2026-11-23T05:00:00Z'));
		const after = await load();
		expect(after.lines).toEqual(before.lines);
		expect(after).toMatchObject({ seal: before.seal, costRupiah: before.costRupiah, cutAt: before.cutAt });
	});

	it('cannot be changed in the database, and says so where somebody did it past the rules', async () => {
		const { sql } = city.database;
		await expect(sql`UPDATE drug_plan_line SET quantity = 1`).rejects.toThrow(/append-only/);
		await expect(sql`DELETE FROM drug_plan_move`).rejects.toThrow(/append-only/);
		await expect(sql`TRUNCATE drug_plan_line`).rejects.toThrow(/append-only/);
		const change = (by: number) =>
			sql.begin(async (tx) => {
				await tx`ALTER TABLE drug_plan_line DISABLE TRIGGER drug_plan_line_is_append_only`;
				await tx`UPDATE drug_plan_line SET quantity = quantity + ${by} WHERE item = 'ctm-4'`;
				await tx`ALTER TABLE drug_plan_line ENABLE TRIGGER drug_plan_line_is_append_only`;
			});
		await change(1);
		expect((await load()).seal?.isWhole).toBe(false);
		await change(-1);
		expect((await load()).seal?.isWhole).toBe(true);
	});

	it('is shown as a past day knew it', async () => {
		expect(await load(ana, { asOf: '2026-11-21' })).toMatchObject({ state: null, moves: [] });
		expect(await load(ana, { asOf: '2026-11-22' })).toMatchObject({ state: 'locked', moves: [] });
	});

	it('stands beside what was used since, of complete months alone', async () => {
		expect((await load()).actual).toBeNull();
		city.setNow(new Date('2027-03-10T05:00:00.000Z'));
		const used = [
			[70, '2027-01-05'],
			[40, '2027-01-20'],
			[90, '2027-02-11'],
			[500, '2027-03-02']
		] as const;
		const visits = used.map(([quantity, day]) =>
			visit(
				`later-${day}`,
				{ arrivedAt: `${day}T02:00:00Z`, drugs: [{ item: 'salbutamol-neb', quantity }] },
				{ time: `${day}T05:00:00Z`, recordedtime: `${day}T06:00:00Z`, subject: hospitalA }
			)
		);
		expect(await city.app.ingest.submit(senders.importer, visits)).toMatchObject({ accepted: 4 });
		const { actual } = await load();
		expect(actual?.lastMonth).toBe('2027-02-01');
		const row = actual?.items.find(({ item }) => item === 'salbutamol-neb');
		// 1,000 over fifteen months: 66.67 a month, 80 % of the time between 53.33 and 80.
		expect(row).toMatchObject({ months: 2, actual: 200, within80: 0 });
		expect(row?.planned).toBeCloseTo(133.34, 6);
		expect(row?.deviation).toBeCloseTo(66.66, 6);
		expect(row?.share).toBeCloseTo(66.66 / 133.34, 6);
		expect(row?.byMonth.map(({ month, actual: units }) => [month, units])).toEqual([
			['2027-01-01', 110],
			['2027-02-01', 90]
		]);
		expect((await load()).lines?.length).toBe((await load(mayor)).lines?.length);
		city.setNow(new Date('2026-11-23T05:00:00.000Z'));
	});
});
