import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createGenerator } from '../stats/generator.ts';
import { estimateStays } from './stay-survival.ts';

const stay = (hours: number, ended = true) => ({ hours, ended });

describe('estimateStays', () => {
	it('gives the product limit by hand, censored stays at risk until they leave our sight', () => {
		// At risk 8, 7, 5 when stays end at 1, 2 and 4; those at 3 and beyond are still running.
		const { lastsBeyond } = estimateStays([
			stay(1),
			stay(2),
			stay(3, false),
			stay(4),
			...[9, 9, 9, 9].map((hours) => stay(hours, false))
		]);
		expect(lastsBeyond(0.5)).toBe(1);
		expect(lastsBeyond(1)).toBeCloseTo(7 / 8, 12);
		expect(lastsBeyond(3.5)).toBeCloseTo((7 / 8) * (6 / 7), 12);
		expect(lastsBeyond(5)).toBeCloseTo((7 / 8) * (6 / 7) * (4 / 5), 12);
	});

	it('falls from 1 and never rises, whatever the stays', () => {
		const stays = fc.array(fc.record({ hours: fc.nat(500), ended: fc.boolean() }), {
			minLength: 1,
			maxLength: 60
		});
		fc.assert(
			fc.property(stays, fc.array(fc.nat(900), { minLength: 2, maxLength: 6 }), (observed, hours) => {
				fc.pre(observed.some(({ ended }) => ended));
				const { lastsBeyond, staysOn } = estimateStays(Object.freeze(observed));
				const chances = hours.sort((a, b) => a - b).map(lastsBeyond);
				expect(chances).toEqual([...chances].sort((a, b) => b - a));
				for (const chance of [...chances, ...hours.map((at) => staysOn(at, 24))]) {
					expect(chance).toBeGreaterThanOrEqual(0);
					expect(chance).toBeLessThanOrEqual(1);
				}
				expect(staysOn(7, 0)).toBeCloseTo(1, 12);
			})
		);
	});

	it('recovers an exponential stay from cut-off observation, where the finished ones alone would lie', () => {
		const { uniform } = createGenerator(4);
		const stays = Array.from({ length: 4000 }, () => {
			const length = -72 * Math.log(uniform());
			const seen = 120 * uniform();
			return length <= seen ? stay(length) : stay(seen, false);
		});
		const { lastsBeyond, staysOn } = estimateStays(stays);
		expect(lastsBeyond(72)).toBeCloseTo(Math.exp(-1), 1);
		expect(staysOn(48, 24)).toBeCloseTo(Math.exp(-1 / 3), 1);
		expect(staysOn(1000, 72)).toBeCloseTo(Math.exp(-1), 1);
	});

	it('lets even the longest stay end some time', () => {
		const { staysOn } = estimateStays([stay(24), stay(48), stay(2000, false)]);
		expect(staysOn(2000, 72)).toBeLessThan(1);
		expect(estimateStays([stay(10), stay(10)]).staysOn(50, 5)).toBeLessThan(1);
	});

	it('refuses stays of which none has ended, and hours that are none', () => {
		expect(() => estimateStays([stay(3, false)])).toThrow(expect.objectContaining({ code: 'too-short' }));
		expect(() => estimateStays([stay(1), stay(NaN)])).toThrow(
			expect.objectContaining({ code: 'not-a-number', index: 1 })
		);
		expect(() => estimateStays([stay(-1)])).toThrow(expect.objectContaining({ code: 'negative' }));
	});
});
