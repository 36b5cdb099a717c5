import { describe, expect, it } from 'vitest';
import { isSilent, usualIntervalHours } from './source-silence.ts';

describe('the usual interval of a source', () => {
	it('is a day for one that sends daily, and for one that was seen once or never', () => {
		expect(usualIntervalHours(['2026-11-20', '2026-11-21', '2026-11-22'])).toBe(24);
		expect(usualIntervalHours(['2026-11-22'])).toBe(24);
		expect(usualIntervalHours([])).toBe(24);
	});

	it('is the median gap: a week for a weekly one, whatever holiday lay between', () => {
		expect(usualIntervalHours(['2026-10-04', '2026-10-11', '2026-10-18', '2026-11-08'])).toBe(168);
	});

	it('lies between the two middle gaps of an even number', () => {
		expect(usualIntervalHours(['2026-11-01', '2026-11-03', '2026-11-07'])).toBe(72);
	});
});

describe('a source', () => {
	const lastSeenAt = '2026-11-21T05:00:00Z';
	it('is silent once its usual interval has passed, not before', () => {
		expect(isSilent(lastSeenAt, 24, '2026-11-22T05:00:00Z')).toBe(false);
		expect(isSilent(lastSeenAt, 24, '2026-11-22T05:00:00.001Z')).toBe(true);
		expect(isSilent(lastSeenAt, 168, '2026-11-27T05:00:00Z')).toBe(false);
	});
});
