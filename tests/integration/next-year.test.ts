/** Next year's proposal: its figures recomputed from what they rest on, its scenarios, and who may; its files in `next-year-files`. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChainBase } from '../../src/lib/analytics/chain/chain-base.ts';
import { simulateYear, type YearInput } from '../../src/lib/analytics/budget/project-year.ts';
import { certainties } from '../../src/lib/domain/next-year.ts';
import type { ChainCity } from './chain-city.ts';
import { openCity } from './ingest-city.ts';
import {
	askingOf,
	ceiling,
	executive,
	members,
	openNextYearCity,
	planner,
	totalsOf,
	viewerOf
} from './next-year-city.ts';

let city: ChainCity;
let input: YearInput;
let base: ChainBase;
/** World by world, added up here: what 2026 uses, and what 2027's services cost. */
let used: number[];
let cost: number[];
const { services, load, keep, bytesOf } = askingOf(() => city);

/** Type 7, once more. */
function quantile(values: readonly number[], p: number): number {
	const sorted = values.toSorted((a, b) => a - b);
	const place = (sorted.length - 1) * p;
	const [low = NaN, high = low] = sorted.slice(Math.floor(place), Math.floor(place) + 2);
	return low + (place - Math.floor(place)) * (high - low);
}
const expectedTotals = (factor: number) =>
	[0.5, 0.8, 0.95].map((p) =>
		Math.round(
			quantile(
				cost.map((one, world) => one * factor + Math.max(0, (used[world] ?? NaN) - ceiling)),
				p
			)
		)
	);

beforeAll(async () => {
	city = await openNextYearCity();
	const { sql } = city.database;
	const [kept] = await sql<
		{ input: YearInput }[]
	>`SELECT input FROM projection_input WHERE budget_year = 2026`;
	const [rates] = await sql<{ result: ChainBase }[]>`SELECT result FROM analysis WHERE kind = 'chain-base'`;
	if (!kept || !rates) throw new Error('nothing was projected');
	({ input } = kept);
	base = rates.result;
	const drawn = simulateYear(input, 12);
	if (drawn.status === 'unknown') throw new Error(drawn.reason);
	const { simulated, budget } = drawn;
	const sumOf = (world: number, from: number) => {
		let sum = 0;
		for (let month = from; month < from + 12; month++)
			sum += simulated.costs[world * simulated.months + month] ?? NaN;
		return sum;
	};
	const worlds = Array.from({ length: simulated.simulations }, (_, world) => world);
	used = worlds.map((world) => input.carriedRupiah + sumOf(world, budget.firstIndex));
	cost = worlds.map((world) => sumOf(world, budget.firstIndex + 12));
}, 120_000);
afterAll(() => city.closeAll());

describe('the proposal', () => {
	it('is the quantiles of what next year costs and this year leaves unpaid, and adds up', async () => {
		const view = await load();
		expect(view).toMatchObject({ year: 2027, gap: null, leverGap: null, simulations: 10_000 });
		expect(totalsOf(view.proposal?.points)).toEqual(expectedTotals(1));
		expect(view.base).toEqual(view.proposal);
		for (const name of certainties) {
			const point = view.proposal?.points[name];
			expect((point?.carried ?? NaN) + (point?.cost ?? NaN)).toBe(point?.total);
			expect(point?.carried).toBeGreaterThan(0);
			expect(point?.perMemberMonth).toBe(Math.round((point?.total ?? NaN) / members / 12));
			const parts = view.services.map(({ rupiah }) => rupiah[name]);
			expect(parts.reduce((sum, part) => sum + part, 0)).toBe(point?.cost);
		}
	});

	it('takes what is carried over from the worlds next to the certainty', async () => {
		const { proposal } = await load();
		const [total = NaN] = expectedTotals(1).slice(1);
		const debts = used.map((one) => Math.max(0, one - ceiling));
		const order = cost.map((_, world) => world).sort((a, b) => sum(a) - sum(b));
		function sum(world: number) {
			return (cost[world] ?? NaN) + (debts[world] ?? NaN);
		}
		const near = order.slice(7_999 - 100, 7_999 + 101).map((world) => debts[world] ?? NaN);
		const mean = near.reduce((all, one) => all + one, 0) / near.length;
		expect(proposal?.points.p80).toMatchObject({ total, carried: Math.round(mean) });
	});

	it('stands on the very worlds of the Budget page, and on every bill of the history', async () => {
		const budget = await services(planner).budget.load({
			asOf: null,
			year: null,
			facility: null,
			service: null
		});
		const view = await load();
		expect(view.yearEnd).toEqual(budget.projection?.yearEnd);
		expect(view.ceilingRupiah).toBe(ceiling);
		expect(view.course?.before.p50).toBe(Math.round(quantile(used, 0.5) - input.carriedRupiah));
		expect(view.course?.after.p50).toBe(Math.round(quantile(cost, 0.5)));
		const [row] = await city.database.sql<{ billed: number }[]>`
			SELECT sum(billed_rupiah)::float8 AS billed FROM (
				SELECT DISTINCT ON (facility, claim_no) * FROM claim ORDER BY facility, claim_no, version_time DESC
			) AS c WHERE service_to >= '2023-11-01'`;
		expect(input.billed.reduce((sum, { amount }) => sum + amount, 0)).toBe(row?.billed);
	});

	it('is split by what each service billed in the half-year', async () => {
		const rows = await city.database.sql<{ service: string; billed: number }[]>`
			SELECT service, sum(billed_rupiah)::float8 AS billed FROM (
				SELECT DISTINCT ON (facility, claim_no) * FROM claim ORDER BY facility, claim_no, version_time DESC
			) AS c WHERE service_to BETWEEN '2026-01-01' AND '2026-06-30' GROUP BY 1`;
		const all = rows.reduce((sum, { billed }) => sum + billed, 0);
		const view = await load();
		expect(view.span).toEqual({ from: '2026-01-01', to: '2026-06-30' });
		expect(view.services.map(({ service }) => service)).toEqual(['outpatient', 'inpatient-3', 'ambulance']);
		for (const { service, share, rupiah } of view.services) {
			const billed = rows.find((row) => row.service === service)?.billed ?? NaN;
			expect(share).toBeCloseTo(billed / all, 12);
			expect(Math.abs(rupiah.p80 - ((view.proposal?.points.p80.cost ?? NaN) * billed) / all)).toBeLessThan(1);
		}
	});

	it('is kept with its input, version and time, and shown as a past day had it', async () => {
		const [row] = await city.database.sql<
			{ version: number; digest: string; total: number; computed_at: Date }[]
		>`
			SELECT version, inputs ->> 'digest' AS digest, computed_at,
				(result #>> '{proposal,points,p80,total}')::float8 AS total
			FROM analysis WHERE kind = 'budget-next-year' AND subject = '2027'`;
		const view = await load();
		expect(row?.total).toBe(view.proposal?.points.p80.total);
		expect(row?.version).toBe(view.modelVersion);
		expect(row?.digest).toMatch(/^1:[0-9a-f]{64}$/);
		expect(view.computedAt).toBe(row?.computed_at.toISOString());
		expect(await load('asOf=2026-11-21')).toMatchObject({ gap: 'not-computed', proposal: null });
	});

	it('says that it is not known where no ceiling was entered', async () => {
		const empty = await openCity();
		try {
			const view = await empty.app.services.budgetNextYear.load(planner, new URLSearchParams());
			expect(view).toMatchObject({ gap: 'no-ceiling', proposal: null, services: [], members: null });
			expect(
				await empty.app.services.nextYearFiles.file(planner, new URLSearchParams(), 'pdf', 'id')
			).toBeNull();
		} finally {
			await empty.close();
		}
	});
});

describe('a lever', () => {
	it('moves every world: members and services to the rupiah', async () => {
		const view = await load('members=10&without=ambulance');
		const kept = 1 - (view.services.find(({ service }) => service === 'ambulance')?.share ?? NaN);
		expect(totalsOf(view.proposal?.points)).toEqual(expectedTotals(1.1 * kept));
		expect(view.proposal?.members).toBe(Math.round(members * 1.1));
		expect(view.services.find(({ service }) => service === 'ambulance')).toMatchObject({
			...{ isPaid: false, rupiah: { p50: 0, p80: 0, p95: 0 } }
		});
	});

	it('of referral and tariff is what the city’s rates make of it', async () => {
		const { proposal, services: lines, referralNow } = await load('referral=95&tariff=10');
		const outpatient = lines.find(({ service }) => service === 'outpatient')?.share ?? NaN;
		const now = base.referral?.complianceNow ?? NaN;
		expect(referralNow).toBe(now);
		const settled = base.referral?.settledShare.value ?? NaN;
		expect(proposal?.factors.referral).toBeCloseTo(1 - outpatient * (0.95 - now) * settled, 12);
		expect(proposal?.factors.tariff).toBeCloseTo(1 + base.tariffShare.value * 0.1, 12);
		const product = (proposal?.factors.referral ?? NaN) * (proposal?.factors.tariff ?? NaN);
		expect(proposal?.factor.lower80).toBeLessThanOrEqual(product);
		expect(proposal?.factor.upper80).toBeGreaterThanOrEqual(product);
		// The doubt in the rates is carried through: the worlds around are not the plain product, but close to it.
		const [, plain = NaN] = expectedTotals(product);
		expect(Math.abs((proposal?.points.p80.total ?? NaN) / plain - 1)).toBeLessThan(0.03);
	});

	it('names every assumption with its source', async () => {
		const { assumptions } = await load();
		expect(assumptions.map(({ key, source, lever }) => [key, source, lever])).toEqual([
			['settled-share', 'visits-all', 'referral'],
			['outpatient-cost-share', 'claims-all', 'referral'],
			['use-elasticity', 'given', 'members'],
			['tariff-share', 'claims-all', 'tariff']
		]);
	});

	it.each(['members=101', 'tariff=-51', 'referral=101', 'without=gold', 'tariff=x', 'asOf=2027-01-01'])(
		'that is %s is refused',
		async (query) => {
			await expect(load(query)).rejects.toMatchObject({ name: 'InvalidFilter' });
		}
	);
});

describe('a kept scenario', () => {
	it('stands in the list of its year with what came out then, apart from those of the chain', async () => {
		const asked = await load('tariff=10');
		expect((await keep('  Tarif  naik ', 'tariff=10')).outcome).toBe('kept');
		const { scenarios } = await load();
		expect(scenarios).toHaveLength(1);
		expect(scenarios[0]).toMatchObject({
			name: 'Tarif naik',
			isOwn: true,
			mayRemove: true,
			levers: asked.levers
		});
		expect(totalsOf(scenarios[0]?.saved)).toEqual(totalsOf(asked.proposal?.points));
		const chain = await services(planner).chain.load(planner, () => null);
		expect(chain.scenarios).toEqual([]);
		const [row] = await city.database.sql<{ subject: string; inputs: { shares: unknown[]; year: number } }[]>`
			SELECT subject, inputs FROM scenario`;
		expect(row).toMatchObject({ subject: 'budget-2027', inputs: { year: 2027 } });
		expect(row?.inputs.shares).toHaveLength(3);
	});

	it('is weighed anew in today’s worlds beside others', async () => {
		expect((await keep('Rujukan 95', 'referral=95', executive)).outcome).toBe('kept');
		const { scenarios } = await load();
		const ids = scenarios.map(({ id }) => id);
		const { compared, proposal } = await load(`members=2&compare=${ids.join('+')}`);
		expect(compared.map(({ name }) => name).sort()).toEqual(['Rujukan 95', 'Tarif naik']);
		for (const { now, saved, levers } of compared) {
			expect(totalsOf(now?.points)).toEqual(totalsOf(saved));
			expect(totalsOf(now?.points)).not.toEqual(totalsOf(proposal?.points));
			expect(levers.membersPercent).toBe(0);
		}
	});

	it('is taken out by its keeper or the health office, and put back by who took it out', async () => {
		const { budgetNextYear } = services(executive);
		const ids = new Map((await load()).scenarios.map(({ name, id }) => [name, id]));
		const [own = '', foreign = ''] = [ids.get('Rujukan 95'), ids.get('Tarif naik')];
		expect((await budgetNextYear.remove(executive, foreign)).outcome).toBe('gone');
		expect((await services(planner).chain.remove(planner, own)).outcome).toBe('gone');
		expect((await budgetNextYear.remove(executive, own)).outcome).toBe('done');
		expect((await load()).scenarios.map(({ id }) => id)).not.toContain(own);
		expect((await budgetNextYear.restore(planner, own)).outcome).toBe('gone');
		expect((await budgetNextYear.restore(executive, own)).outcome).toBe('done');
		expect((await load()).scenarios.map(({ id }) => id)).toContain(own);
		expect((await budgetNextYear.remove(planner, "x' OR true")).outcome).toBe('gone');
	});

	it('needs a name, and somebody who may', async () => {
		expect((await keep('  ', 'tariff=10')).outcome).toBe('no-name');
		expect((await keep('x'.repeat(81), 'tariff=10')).outcome).toBe('no-name');
		expect((await keep('untuk 3275015203890000', 'tariff=10')).outcome).toBe('identity-number');
		await expect(keep('Tarif', 'tariff=999')).rejects.toMatchObject({ name: 'InvalidFilter' });
		for (const role of ['hospital', 'verifier', 'admin', 'public'] as const)
			expect((await keep('Tarif', 'tariff=10', viewerOf(role))).outcome).toBe('forbidden');
		const { scenarios } = await load('', viewerOf('verifier'));
		expect(scenarios.map(({ mayRemove }) => mayRemove)).toEqual([false, false]);
	});

	it('is written down in the trail, and so are its files', async () => {
		await bytesOf('pdf', 'tariff=10');
		const lines = await city.database.sql<{ action: string; what: string; filter: Record<string, string> }[]>`
			SELECT action, what, filter FROM trail WHERE what LIKE '/budget/next-year%' ORDER BY number`;
		expect(lines[0]).toMatchObject({ action: 'setting-changed', filter: { kept: 'Tarif naik' } });
		expect(lines.at(-1)).toMatchObject({
			...{ action: 'export', what: '/budget/next-year.pdf' },
			filter: { year: '2027', levers: 'tariff=10' }
		});
	});
});
