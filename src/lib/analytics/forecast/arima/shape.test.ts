import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ArimaOrder } from './order.ts';
import { expandShape, fromPartials, isWellInside, shapeCoefficients, toPartials } from './shape.ts';

const order: ArimaOrder = {
	p: 2,
	d: 0,
	q: 2,
	seasonalP: 1,
	seasonalD: 0,
	seasonalQ: 1,
	period: 4,
	constant: false
};
const parameters = fc.float64Array({ minLength: 6, maxLength: 6, min: -2, max: 2, noNaN: true });

describe('ARMA coefficients', () => {
	it('are stationary and invertible whatever the parameters are', () => {
		fc.assert(
			fc.property(parameters, (drawn) => {
				const shape = expandShape(shapeCoefficients(drawn, order), order.period);
				expect(isWellInside(shape, 1)).toBe(true);
			})
		);
	});

	it('come back out of their partial autocorrelations', () => {
		const partials = Float64Array.of(0.5, -0.3, 0.8, -0.9);
		const back = toPartials(fromPartials(partials));
		expect(back).not.toBeNull();
		partials.forEach((partial, i) => expect(back?.[i]).toBeCloseTo(partial, 12));
	});

	it('of second order follow φ₁ = r₁(1 − r₂), φ₂ = r₂', () => {
		expect([...fromPartials(Float64Array.of(0.6, 0.4))]).toEqual([0.36, 0.4]);
	});

	it('multiply out with the season, signs as they are cited', () => {
		const { ar, ma } = expandShape(
			{
				ar: Float64Array.of(0.5),
				ma: Float64Array.of(-0.4),
				seasonalAr: Float64Array.of(0.2),
				seasonalMa: Float64Array.of(-0.6)
			},
			4
		);
		expect([...ar]).toEqual([0.5, 0, 0, 0.2, -0.1]);
		expect([...ma]).toEqual([-0.4, 0, 0, -0.6, 0.24]);
	});

	it('of an explosive autoregression have no partial autocorrelations', () => {
		expect(toPartials(Float64Array.of(1.01))).toBeNull();
		expect(toPartials(Float64Array.of(0.5, 0.5))).toBeNull();
	});
});
