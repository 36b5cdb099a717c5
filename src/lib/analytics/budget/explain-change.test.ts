import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ChangeDriver, explainChange, type MonthFacts } from './explain-change.ts';

const month = (change: Partial<MonthFacts> = {}): MonthFacts => ({
	referredVisits: 800,
	bypassVisits: 200,
	claims: 500,
	billedRupiah: 1_000_000_000,
	...change
});
const of = (steps: ReturnType<typeof explainChange>, driver: ChangeDriver) =>
	steps?.find((step) => step.driver === driver)?.rupiah;

const facts = fc.record({
	referredVisits: fc.integer({ min: 0, max: 200_000 }),
	bypassVisits: fc.integer({ min: 1, max: 50_000 }),
	claims: fc.integer({ min: 1, max: 200_000 }),
	billedRupiah: fc.integer({ min: 0, max: 1e12 })
});

/** Shapley values by the definition: every order of the four, one after the other. */
function byOrders(before: MonthFacts, after: MonthFacts): Record<ChangeDriver, number> {
	const parts = (facts: MonthFacts) => ({
		visits: facts.referredVisits,
		bypass: facts.bypassVisits,
		delay: facts.claims / (facts.referredVisits + facts.bypassVisits),
		cost: facts.billedRupiah / facts.claims
	});
	const [from, to] = [parts(before), parts(after)];
	const worth = (now: typeof from) => (now.visits + now.bypass) * now.delay * now.cost;
	const names = ['visits', 'bypass', 'delay', 'cost'] as const;
	const sums = { visits: 0, bypass: 0, delay: 0, cost: 0 };
	const orders = permute(names);
	for (const order of orders) {
		const now = { ...from };
		for (const name of order) {
			const was = worth(now);
			now[name] = to[name];
			sums[name] += (worth(now) - was) / orders.length;
		}
	}
	return sums;
}

function permute<T>(items: readonly T[]): T[][] {
	if (items.length === 0) return [[]];
	return items.flatMap((item, index) => permute(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));
}

describe('explainChange', () => {
	it('puts a change of one reason alone on that reason', () => {
		const more = explainChange(
			month(),
			month({ referredVisits: 1050, claims: 625, billedRupiah: 1_250_000_000 })
		);
		expect(more).toEqual([
			{ driver: 'visits', rupiah: 250_000_000 },
			...(['bypass', 'delay', 'cost'] as const).map((driver) => ({ driver, rupiah: 0 }))
		]);
		expect(of(explainChange(month(), month({ billedRupiah: 1_100_000_000 })), 'cost')).toBe(100_000_000);
		const late = month({ claims: 250, billedRupiah: 500_000_000 });
		expect(of(explainChange(month(), late), 'delay')).toBe(-500_000_000);
	});

	it('tells visits past the puskesmas apart from the others', () => {
		const steps = explainChange(month(), month({ referredVisits: 700, bypassVisits: 300 }));
		expect(of(steps, 'visits')).toBe(-100_000_000);
		expect(of(steps, 'bypass')).toBe(100_000_000);
	});

	it('adds up to the change to the rupiah, and turns its sign with the months', () => {
		fc.assert(
			fc.property(facts, facts, (before, after) => {
				const there = explainChange(before, after);
				const back = explainChange(after, before);
				expect(there === null).toBe(back === null);
				fc.pre(there !== null && back !== null);
				if (!there || !back) return;
				expect(there.reduce((sum, { rupiah }) => sum + rupiah, 0)).toBe(
					after.billedRupiah - before.billedRupiah
				);
				for (const [index, { rupiah }] of there.entries())
					expect(Math.abs(rupiah + (back[index]?.rupiah ?? NaN))).toBeLessThanOrEqual(8);
			})
		);
	});

	it('is the mean over every order in which the reasons could have changed', () => {
		fc.assert(
			fc.property(facts, facts, (before, after) => {
				const expected = byOrders(before, after);
				const size = Math.max(1, before.billedRupiah, after.billedRupiah);
				for (const { driver, rupiah } of explainChange(before, after) ?? [])
					expect(Math.abs(rupiah - expected[driver])).toBeLessThanOrEqual(
						4 + 1e-9 * Math.max(size, Math.abs(expected[driver]))
					);
			}),
			{ numRuns: 60 }
		);
	});

	it('tells nothing where a month has no visit or no claim', () => {
		expect(explainChange(month(), month({ claims: 0, billedRupiah: 0 }))).toBeNull();
		expect(explainChange(month({ referredVisits: 0, bypassVisits: 0 }), month())).toBeNull();
	});

	it('refuses what is no fact', () => {
		expect(() => explainChange(month({ claims: NaN }), month())).toThrow(/month 0/);
		expect(() => explainChange(month(), month({ bypassVisits: -1 }))).toThrow(/month 1 is below 0/);
	});
});
