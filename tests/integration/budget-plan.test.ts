/** Setting and revising a budget in the browser: who may, what is refused, and what is left on record. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { yearTwelfths } from '../../src/lib/domain/cash-plan.ts';
import { roles, type Role } from '../../src/lib/domain/role.ts';
import { coursesOf, sendClaims, standingAt } from './budget-claims.ts';
import { openCity, type IngestCity } from './ingest-city.ts';

let city: IngestCity;
let moment = new Date('2026-11-22T05:00:00.000Z');
const courses = coursesOf(['2026-03-01', '2026-05-01'], '2026-11-22');
const viewerOf = (role: Role) => ({ name: `user:${role}-1`, role, facility: null });
const planOf = (role: Role) => city.app.servicesFor(viewerOf(role)).budgetPlan;
const load = (asOf: string | null = null, year: string | null = null) =>
	planOf('planner').load({ asOf, year });

const monthly = Array.from({ length: 12 }, (_, index) => 1_000_000 * (index + 1));
const total = monthly.reduce((sum, month) => sum + month, 0);

function formOf(fields: Record<string, string>, months: readonly (string | number)[] = []): FormData {
	const form = new FormData();
	for (const [name, value] of Object.entries({
		year: '2026',
		kind: 'apbd',
		source: 'Perda 12/2025',
		...fields
	}))
		form.set(name, value);
	for (const [index, month] of months.entries()) form.set(`month-${index + 1}`, String(month));
	return form;
}
const set = (role: Role, fields: Record<string, string>, months?: readonly (string | number)[]) =>
	planOf(role).set(viewerOf(role), formOf(fields, months));

beforeAll(async () => {
	city = await openCity({ clock: () => moment });
	await sendClaims(city, courses);
});
afterAll(() => city.close());

describe('a budget', () => {
	it('is nobody’s before somebody sets it', async () => {
		const view = await load();
		expect(view).toMatchObject({ revisions: [], decisions: [], isPlanned: false });
	});

	it('is set and revised by the health office and the treasury, and each line stays', async () => {
		expect(await set('planner', { amount: 'Rp 50.000.000' })).toEqual({ outcome: 'set' });
		expect((await load()).months.map(({ plannedRupiah }) => plannedRupiah)).toEqual(yearTwelfths(50_000_000));
		moment = new Date('2026-11-23T05:00:00.000Z');
		const revision = { amount: String(total), kind: 'apbd-perubahan', source: 'Perda 3/2026' };
		expect(await set('finance', revision, monthly)).toEqual({ outcome: 'set' });
		const view = await load();
		expect(view.revisions.map(({ amountRupiah, kind, knownOn }) => [amountRupiah, kind, knownOn])).toEqual([
			[50_000_000, 'apbd', '2026-11-22'],
			[total, 'apbd-perubahan', '2026-11-23']
		]);
		expect(view.decisions.map(({ who, kind, hasCashPlan }) => [who, kind, hasCashPlan])).toEqual([
			['user:finance-1', 'apbd-perubahan', true],
			['user:planner-1', 'apbd', false]
		]);
		expect(view.isPlanned).toBe(true);
		expect(view.months.map(({ plannedRupiah }) => plannedRupiah)).toEqual(monthly);
	});

	it('stands on the Budget page with its plan by month, and as a past day knew it', async () => {
		const all = { asOf: null, year: null, facility: null, service: null };
		const { budget } = city.app.servicesFor(viewerOf('executive'));
		expect((await budget.load(all)).cashPlan).toEqual(monthly);
		expect((await budget.load({ ...all, asOf: '2026-11-22' })).cashPlan).toBeNull();
		expect((await load('2026-11-22')).decisions).toHaveLength(1);
	});

	it('stands beside what was paid in each month', async () => {
		const { months } = await load();
		const begun = months.filter(({ month }) => month <= '2026-11-01');
		expect(months.slice(begun.length).map(({ paidRupiah }) => paidRupiah)).toEqual([null]);
		for (const { month, paidRupiah } of begun) {
			const paid = courses.filter((one) => {
				const standing = standingAt(one, '2026-11-23');
				return standing?.state === 'paid' && standing.on.startsWith(month.slice(0, 7));
			});
			expect(paidRupiah).toBe(
				paid.reduce((sum, one) => sum + (standingAt(one, '2026-11-23')?.amountRupiah ?? 0), 0)
			);
		}
		expect(begun.some(({ paidRupiah }) => (paidRupiah ?? 0) > 0)).toBe(true);
	});

	it('is written into the trail with who, how much and on what ground', async () => {
		const lines = await city.database.sql`
			SELECT viewer, filter, reason FROM trail WHERE action = 'setting-changed' AND what = '/budget/plan' ORDER BY number`;
		expect(lines).toEqual([
			{
				viewer: 'user:planner-1',
				filter: { year: '2026', kind: 'apbd', rupiah: '50000000' },
				reason: 'Perda 12/2025'
			},
			{
				viewer: 'user:finance-1',
				filter: { year: '2026', kind: 'apbd-perubahan', rupiah: String(total) },
				reason: 'Perda 3/2026'
			}
		]);
	});

	it('cannot be changed or removed in the database', async () => {
		await expect(city.database.sql`UPDATE budget_decision SET amount_rupiah = 1`).rejects.toThrow(
			/append-only/
		);
		await expect(city.database.sql`DELETE FROM budget_decision`).rejects.toThrow(/append-only/);
	});
});

describe('what is refused', () => {
	let before: number;
	const count = async () => (await city.database.sql`SELECT FROM budget_decision`).length;
	beforeEach(async () => {
		before = await count();
	});

	it('is every role that may not, and then nothing is stored', async () => {
		const others = roles.filter((role) => role !== 'planner' && role !== 'finance');
		for (const role of others) expect(await set(role, { amount: '1' })).toEqual({ outcome: 'forbidden' });
		expect(await count()).toBe(before);
	});

	it.each([
		['a year that is over', { year: '2025', amount: '1' }, [], 'year'],
		['a year that is none', { year: 'x', amount: '1' }, [], 'year'],
		['a kind that there is not', { kind: 'apbn', amount: '1' }, [], 'kind'],
		['a first version after a revision', { amount: '1' }, [], 'order'],
		['a revision of nothing', { year: '2027', kind: 'apbd-perubahan', amount: '1' }, [], 'order'],
		['half a rupiah', { year: '2027', amount: '1,5' }, [], 'amount'],
		['no source', { year: '2027', amount: '1', source: '' }, [], 'source'],
		['a plan of some months', { year: '2027', amount: '1' }, [1, '', ''], 'cash-plan'],
		['a plan that does not add up', { year: '2027', amount: '1' }, monthly, 'cash-plan-sum']
	])('is %s, with the reason', async (_, fields, months, fault) => {
		expect(await set('planner', fields as Record<string, string>, months)).toEqual({
			outcome: 'unusable',
			fault
		});
		expect(await count()).toBe(before);
	});
});
