import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createGenerator } from '../../stats/generator.ts';
import { type ReconciliationMethod } from './error-weights.ts';
import { buildHierarchy, type Hierarchy, sumLeaves } from './hierarchy.ts';
import { reconcile, reconcileBottomUp } from './reconcile.ts';
import { shrinkageIntensity } from './shrinkage.ts';

const methods: readonly ReconciliationMethod[] = ['ols', 'structural', 'variance', 'shrink'];

/** Items × facilities, summed by item, by facility and over all. */
function crossed(items: number, facilities: number): Hierarchy {
	const cells = Array.from({ length: items * facilities }, (_, i) => [i % items, Math.floor(i / items)]);
	return buildHierarchy(
		cells.map(([item, facility]) => ({
			id: `${item}@${facility}`,
			totals: [`item ${item}`, `facility ${facility}`, 'city']
		}))
	);
}

function noise(count: number, length: number, seed: number): Float64Array[] {
	const { normal } = createGenerator(seed);
	return Array.from({ length: count }, () => Float64Array.from({ length }, normal));
}

/**
 * One disturbance common to all nodes beside their own: what makes the shrunk covariance differ from its
 * diagonal.
 */
function jointErrors(count: number, length: number, seed: number): Float64Array[] {
	const [common = new Float64Array(length), ...own] = noise(count + 1, length, seed);
	return own.map((series, i) => series.map((error, t) => (1 + (i % 3)) * (error + 2 * (common[t] ?? 0))));
}

const sizes = fc.record({
	items: fc.integer({ min: 1, max: 4 }),
	facilities: fc.integer({ min: 1, max: 4 }),
	seed: fc.integer({ min: 1, max: 1e6 }),
	method: fc.constantFrom(...methods)
});

describe('reconcile', () => {
	it('adds up to the last bit, with and without the floor at 0', () => {
		fc.assert(
			fc.property(sizes, fc.boolean(), ({ items, facilities, seed, method }, nonNegative) => {
				const hierarchy = crossed(items, facilities);
				const base = noise(hierarchy.nodes.length, 3, seed);
				const errors = jointErrors(hierarchy.nodes.length, 20, seed + 1);
				const result = reconcile(hierarchy, base, { method, errors, nonNegative });
				for (let period = 0; period < 3; period++) {
					const nodes = Float64Array.from(result, (series) => series[period] ?? NaN);
					expect(nodes).toEqual(sumLeaves(hierarchy, nodes.slice(hierarchy.totals.length)));
					if (nonNegative) expect(Math.min(...nodes)).toBeGreaterThanOrEqual(0);
				}
			}),
			{ numRuns: 80 }
		);
	});

	it('lets forecasts pass that add up already', () => {
		fc.assert(
			fc.property(sizes, ({ items, facilities, seed, method }) => {
				const hierarchy = crossed(items, facilities);
				const [leaves = new Float64Array()] = noise(1, hierarchy.leaves.length, seed);
				const nodes = sumLeaves(hierarchy, leaves);
				const errors = jointErrors(hierarchy.nodes.length, 20, seed + 1);
				const base = Array.from(nodes, (value) => Float64Array.of(value));
				const result = reconcile(hierarchy, base, { method, errors });
				result.forEach((series, i) => expect(series[0]).toBeCloseTo(nodes[i] ?? NaN, 9));
			}),
			{ numRuns: 40 }
		);
	});

	it('is the projection of the paper: no coherent forecast lies nearer in the metric of the errors', () => {
		const hierarchy = crossed(3, 2);
		const base = noise(hierarchy.nodes.length, 1, 5);
		const before = Float64Array.from(base, (series) => series[0] ?? NaN);
		const result = reconcile(hierarchy, base, { method: 'structural' });
		const after = Float64Array.from(result, (series) => series[0] ?? NaN);
		const weight = (i: number) => hierarchy.totals[i]?.leaves.length ?? 1;
		const distance = (nodes: Float64Array) =>
			nodes.reduce((sum, value, i) => sum + (value - (before[i] ?? NaN)) ** 2 / weight(i), 0);
		const leaves = after.slice(hierarchy.totals.length);
		for (let place = 0; place < leaves.length; place++)
			for (const step of [-1e-3, 1e-3]) {
				const moved = leaves.map((value, i) => (i === place ? value + step : value));
				expect(distance(sumLeaves(hierarchy, moved))).toBeGreaterThan(distance(after));
			}
	});

	it('matches a case worked by hand: one total of two leaves', () => {
		const hierarchy = buildHierarchy([
			{ id: 'a', totals: ['sum'] },
			{ id: 'b', totals: ['sum'] }
		]);
		const base = [Float64Array.of(13), Float64Array.of(4), Float64Array.of(6)];
		// The gap of 3 is shared by the errors' variances: total 1, a 1, b 4.
		const errors = [Float64Array.of(1, -1), Float64Array.of(-1, 1), Float64Array.of(2, -2)];
		const [sum, a, b] = reconcile(hierarchy, base, { method: 'variance', errors }).map(([value]) => value);
		expect(a).toBeCloseTo(4.5, 9);
		expect(b).toBeCloseTo(8, 9);
		expect(sum).toBeCloseTo(12.5, 9);
	});

	it('believes the leaves where the total errs most, and the other way round', () => {
		const hierarchy = crossed(1, 2);
		const base = hierarchy.nodes.map((_, i) => Float64Array.of(i < hierarchy.totals.length ? 10 : 4));
		const errorsOf = (totals: number, leaves: number) =>
			hierarchy.nodes.map((_, i) => {
				const size = i < hierarchy.totals.length ? totals : leaves;
				return Float64Array.of(size, -size, size);
			});
		const leafSum = (errors: Float64Array[]) =>
			reconcile(hierarchy, base, { method: 'variance', errors })
				.slice(-2)
				.reduce((sum, [value = 0]) => sum + value, 0);
		expect(leafSum(errorsOf(1000, 0.1))).toBeCloseTo(8, 3);
	});

	it('bears series without any error', () => {
		const hierarchy = crossed(2, 2);
		const errors = hierarchy.nodes.map(() => new Float64Array(4));
		for (const method of ['variance', 'shrink'] as const) {
			const result = reconcile(hierarchy, noise(hierarchy.nodes.length, 1, 3), { method, errors });
			expect(result.flatMap((series) => [...series]).every(Number.isFinite)).toBe(true);
		}
	});

	it('does better than its base forecasts where the errors are as they were', () => {
		const hierarchy = crossed(3, 3);
		const truth = sumLeaves(hierarchy, new Float64Array(9).fill(10));
		const loss = (method: ReconciliationMethod | 'none') => {
			let sum = 0;
			for (let seed = 1; seed <= 60; seed++) {
				const errors = jointErrors(hierarchy.nodes.length, 41, seed);
				const base = Array.from(truth, (value, i) => Float64Array.of(value + (errors[i]?.[40] ?? 0)));
				const past = errors.map((series) => series.slice(0, 40));
				const result = method === 'none' ? base : reconcile(hierarchy, base, { method, errors: past });
				result.forEach(([value = NaN], i) => (sum += (value - (truth[i] ?? NaN)) ** 2));
			}
			return sum;
		};
		expect(loss('shrink')).toBeLessThan(loss('variance'));
		expect(loss('variance')).toBeLessThan(loss('none'));
	});

	it('refuses what does not fit, by name', () => {
		const hierarchy = crossed(1, 2);
		const refusal = (code: string) => expect.objectContaining({ code });
		const base = noise(hierarchy.nodes.length, 2, 1);
		expect(() => reconcile(hierarchy, base.slice(1), { method: 'ols' })).toThrow(refusal('bad-shape'));
		expect(() => reconcile(hierarchy, base, { method: 'shrink' })).toThrow(refusal('bad-shape'));
		const holed = base.map((series, i) => (i === 1 ? Float64Array.of(1, NaN) : series));
		expect(() => reconcile(hierarchy, holed, { method: 'ols' })).toThrow(
			expect.objectContaining({ code: 'not-a-number', index: 1 })
		);
		const errors = base.map(() => Float64Array.of(1, NaN));
		expect(() => reconcile(hierarchy, base, { method: 'variance', errors })).toThrow(refusal('not-a-number'));
	});
});

describe('reconcileBottomUp', () => {
	it('sums the leaves and changes none', () => {
		const hierarchy = crossed(2, 1);
		const result = reconcileBottomUp(hierarchy, [Float64Array.of(1, 2), Float64Array.of(3, 5)]);
		const byId = Object.fromEntries(hierarchy.nodes.map((id, i) => [id, [...(result[i] ?? [])]]));
		expect(byId).toEqual({
			'item 0': [1, 2],
			'item 1': [3, 5],
			'facility 0': [4, 7],
			city: [4, 7],
			'0@0': [1, 2],
			'1@0': [3, 5]
		});
	});
});

describe('shrinkageIntensity', () => {
	/** The definition as printed, pair by pair. */
	function byPairs(series: readonly Float64Array[], times: number): number {
		let [variance, squares] = [0, 0];
		series.forEach((x, i) =>
			series.forEach((y, j) => {
				if (i === j) return;
				const products = x.map((value, t) => value * (y[t] ?? NaN));
				const mean = products.reduce((a, b) => a + b) / times;
				squares += mean ** 2;
				variance += (times / (times - 1) ** 3) * products.reduce((sum, w) => sum + (w - mean) ** 2, 0);
			})
		);
		return Math.min(1, Math.max(0, variance / squares));
	}

	it.each([1, 2, 3])('equals the double sum over pairs (%i)', (seed) => {
		const raw = seed === 1 ? noise(5, 12, seed) : jointErrors(5, 12, seed);
		const scaled = raw.map((series) => {
			const size = Math.sqrt(series.reduce((sum, error) => sum + error ** 2, 0) / series.length);
			return series.map((error) => error / size);
		});
		expect(shrinkageIntensity(scaled, 12)).toBeCloseTo(byPairs(scaled, 12), 10);
	});

	it('shrinks wholly where one error cannot tell', () => {
		expect(shrinkageIntensity([Float64Array.of(1), Float64Array.of(1)], 1)).toBe(1);
	});
});
