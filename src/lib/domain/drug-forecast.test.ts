import { expect, it } from 'vitest';
import { lastCompleteMonth } from './drug-forecast.ts';

it.each([
	['2026-11-14', '2026-09-01'],
	['2026-11-15', '2026-10-01'],
	['2027-01-02', '2026-11-01']
])('on %s the last complete month is that of %s', (today, month) => {
	expect(lastCompleteMonth(today)).toBe(month);
});
