import { describe, expect, it } from 'vitest';
import { solveByMarquardt, type Residuals } from './levenberg-marquardt.ts';

const usual = { bound: 10, tolerance: 1e-14, maxSteps: 200 };

/** Rosenbrock's valley as two residuals; its bottom is at (1, 1). */
const valley: Residuals = (point, target) => {
	const [x = 0, y = 0] = point;
	target[0] = 10 * (y - x * x);
	target[1] = 1 - x;
	return target[0] ** 2 + target[1] ** 2;
};

describe("Marquardt's method", () => {
	it('follows a curved valley to its bottom', () => {
		const start = Float64Array.of(-1.2, 1);
		const { point, sum, converged } = solveByMarquardt({ residuals: valley, count: 2, start, ...usual });
		expect(point[0]).toBeCloseTo(1, 6);
		expect(point[1]).toBeCloseTo(1, 6);
		expect(sum).toBeLessThan(1e-12);
		expect(converged).toBe(true);
		expect([...start]).toEqual([-1.2, 1]);
	});

	it('stays within the bound and says when the steps ran out', () => {
		const start = Float64Array.of(-1.2, 1);
		const bounded = solveByMarquardt({ residuals: valley, count: 2, start, ...usual, bound: 0.5 });
		bounded.point.forEach((value) => expect(Math.abs(value)).toBeLessThanOrEqual(0.5));
		const hurried = solveByMarquardt({ residuals: valley, count: 2, start, ...usual, maxSteps: 2 });
		expect(hurried.converged).toBe(false);
	});

	it('leaves a point where nothing is allowed, or nothing is to be found', () => {
		const forbidden = solveByMarquardt({
			residuals: () => Infinity,
			count: 2,
			start: Float64Array.of(1),
			...usual
		});
		expect(forbidden.sum).toBe(Infinity);
		const nothing = solveByMarquardt({ residuals: () => 3, count: 2, start: new Float64Array(0), ...usual });
		expect(nothing).toEqual({ point: new Float64Array(0), sum: 3, converged: true });
	});
});
