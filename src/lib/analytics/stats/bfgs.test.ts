import { describe, expect, it } from 'vitest';
import { minimise } from './bfgs.ts';

/** Rosenbrock's valley (1960): least at (1, 1), reached only along a curve. */
function rosenbrock(point: Float64Array, gradient: Float64Array): number {
	const [x = 0, y = 0] = point;
	gradient[0] = -2 * (1 - x) - 400 * x * (y - x * x);
	gradient[1] = 200 * (y - x * x);
	return (1 - x) ** 2 + 100 * (y - x * x) ** 2;
}

describe('minimise', () => {
	it("follows Rosenbrock's valley to its end", () => {
		const start = Float64Array.of(-1.2, 1);
		const { point, value, converged } = minimise(rosenbrock, start, { tolerance: 1e-14 });
		expect(converged).toBe(true);
		expect(value).toBeLessThan(1e-10);
		expect(point[0]).toBeCloseTo(1, 4);
		expect(point[1]).toBeCloseTo(1, 4);
		expect(start).toEqual(Float64Array.of(-1.2, 1));
	});

	it('says when the steps ran out, and still answers the best point seen', () => {
		const { value, converged } = minimise(rosenbrock, Float64Array.of(-1.2, 1), { maxSteps: 3 });
		expect(converged).toBe(false);
		expect(value).toBeLessThan(24.2);
	});

	it('backs away from where the objective is not defined', () => {
		const { point } = minimise((at, gradient) => {
			const x = at[0] ?? 0;
			gradient[0] = 1 - 1 / x;
			return x > 0 ? x - Math.log(x) : Infinity;
		}, Float64Array.of(0.01));
		expect(point[0]).toBeCloseTo(1, 3);
	});

	it('stays at an undefined start', () => {
		const { value, converged } = minimise(() => Infinity, Float64Array.of(3));
		expect([value, converged]).toEqual([Infinity, false]);
	});
});
