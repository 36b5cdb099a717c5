/** Whatever triangle comes, holes, noughts, falls and single cells included: a named error, or finite numbers only. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AnalyticsError } from '../analytics-error.ts';
import { nowcastCounts } from '../surveillance/nowcast.ts';
import { bootstrapReserve } from './bootstrap-reserve.ts';
import { testCalendarEffect } from './calendar-effect.ts';
import { toCumulative } from './cumulate.ts';
import { estimateMack } from './mack.ts';
import { estimateOneYearError } from './one-year-error.ts';
import { findOutlierLinks } from './outlier-links.ts';
import { estimateOverDispersedReserve } from './over-dispersed-reserve.ts';
import { estimateTail } from './tail.ts';
import type { Triangle } from './triangle.ts';

const increments = fc.oneof(
	{ weight: 8, arbitrary: fc.integer({ min: 0, max: 1000 }) },
	{ weight: 1, arbitrary: fc.constant(0) },
	{ weight: 1, arbitrary: fc.integer({ min: -50, max: 0 }) }
);
const shapes = fc.tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 6 }));

/** Cumulative; the future cut off in a staircase, and now and then a hole. */
const triangles = shapes
	.chain(([origins, lags]) =>
		fc.tuple(
			fc.array(fc.array(increments, { minLength: lags, maxLength: lags }), {
				minLength: origins,
				maxLength: origins
			}),
			fc.nat(60)
		)
	)
	.map(([rows, hole]) =>
		toCumulative(rows).map((row, origin) =>
			row.map((cell, lag) => (origin + lag >= rows.length || origin * 7 + lag === hole ? null : cell))
		)
	);

const methods: [string, (triangle: Triangle) => unknown][] = [
	['estimateMack', (triangle) => estimateMack(triangle)],
	['estimateMack, log-linear', (triangle) => estimateMack(triangle, { alpha: 2, sigmaMethod: 'log-linear' })],
	[
		'estimateMack, Independence',
		(triangle) => estimateMack(triangle, { alpha: 0, mseMethod: 'Independence' })
	],
	['estimateOneYearError', (triangle) => estimateOneYearError(triangle, estimateMack(triangle))],
	['estimateTail', (triangle) => estimateTail(estimateMack(triangle))],
	['estimateOverDispersedReserve', estimateOverDispersedReserve],
	['bootstrapReserve', (triangle) => bootstrapReserve(triangle, { seed: 1, simulations: 10 })],
	['testCalendarEffect', testCalendarEffect],
	['findOutlierLinks', (triangle) => findOutlierLinks(triangle)],
	['nowcastCounts', (triangle) => nowcastCounts(triangle)]
];

function findNumbers(value: unknown): number[] {
	if (typeof value === 'number') return [value];
	if (value instanceof Float64Array) return [...value];
	return typeof value === 'object' && value !== null ? Object.values(value).flatMap(findNumbers) : [];
}

describe('claims', () => {
	it.each(methods)('%s answers with finite numbers or a named error', (_, method) => {
		let answered = 0;
		fc.assert(
			fc.property(triangles, (triangle) => {
				try {
					expect(findNumbers(method(triangle)).every(Number.isFinite)).toBe(true);
					answered++;
				} catch (error) {
					expect(error).toBeInstanceOf(AnalyticsError);
				}
			}),
			{ numRuns: 300 }
		);
		expect(answered).toBeGreaterThan(0);
	});
});
