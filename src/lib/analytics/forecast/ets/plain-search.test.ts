import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EtsForm } from './form.ts';
import { PlainSearch } from './plain-search.ts';
import { EtsSearch } from './search.ts';

const guess = { alpha: 0.3, beta: 0.05, gamma: 0.1, phi: 0.9 };
const history = fc.array(fc.double({ min: -2, max: 5, noNaN: true }), { minLength: 3, maxLength: 40 });
const step = fc.double({ min: -1, max: 1, noNaN: true });

describe.each(['none', 'additive', 'damped'] as const)('the short search with trend %s', (trend) => {
	const form: EtsForm = { error: 'additive', trend, season: 'none' };

	it('answers what the search for every form answers, to the last bit', () => {
		fc.assert(
			fc.property(history, fc.array(step, { minLength: 5, maxLength: 5 }), (numbers, steps) => {
				const values = Float64Array.from(numbers);
				const initial = { level: numbers[0] ?? 0, slope: 0.1, season: new Float64Array(1) };
				const both = [PlainSearch, EtsSearch].map((Search) => {
					const search = new Search(form, values, 1);
					const start = search.begin(guess, initial);
					const point = start.map((place, i) => place + (steps[i] ?? 0));
					const gradient = new Float64Array(point.length);
					const value = search.objective(point, gradient);
					const found = search.read(point);
					return { start, value, gradient, found, judged: search.judge(values, found, 1e-3) };
				});
				expect(both[0]).toEqual(both[1]);
				expect(both[0]?.gradient.every(Number.isFinite)).toBe(true);
			})
		);
	});
});
