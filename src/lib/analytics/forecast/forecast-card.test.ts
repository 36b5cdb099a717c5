import { describe, expect, it } from 'vitest';
import { explain, type Reason } from './forecast-card.ts';

describe('explain', () => {
	it.each<[Reason, string]>([
		[{ code: 'combined', observations: 48, members: 9, origins: 7 }, '48'],
		[{ code: 'rare-demand', interval: 2.345, sizeVariation: 0.2 }, 'every 2.3 periods'],
		[{ code: 'no-demand', observations: 12 }, '12'],
		[{ code: 'too-short-for-season', observations: 20, needed: 29 }, '29 would'],
		[{ code: 'too-short-for-model', observations: 5, needed: 10 }, '10 would'],
		[{ code: 'too-many-gaps', observations: 30, missing: 18 }, '18 of 48']
	])('says %o in one sentence with its numbers', (reason, numbers) => {
		expect(explain(reason)).toContain(numbers);
		expect(explain(reason)).toMatch(/^[^.]*(\.\d[^.]*)*\.$/);
	});
});
