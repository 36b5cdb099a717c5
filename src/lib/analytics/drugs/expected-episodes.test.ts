import { expect, it } from 'vitest';
import { expectEpisodes } from './expected-episodes.ts';

const steady = Array.from({ length: 14 }, () => 10);

it('expects a year of a steady disease to be as the years before', () => {
	const [dengue] = expectEpisodes([{ disease: 'dengue', cases: [null, null, ...steady] }], {
		...{ horizon: 14, from: 3 }
	});
	expect(dengue?.disease).toBe('dengue');
	expect(dengue?.cases).toBeCloseTo(120, 6);
});

it('says nothing of a disease that was counted for less than half a year', () => {
	const series = [{ disease: 'kolera', cases: [1, 2, null, 3, 4, 5] }];
	expect(expectEpisodes(series, { horizon: 14, from: 3 })).toEqual([{ disease: 'kolera', cases: null }]);
});
