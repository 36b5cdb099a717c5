import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { skdrDiseases, type SkdrRule } from '../../domain/surveillance-diseases.ts';
import { alertCount, judgeWeek } from './skdr-rules.ts';

const threshold: SkdrRule = { kind: 'threshold', minimum: 2 };
const rise: SkdrRule = { kind: 'ratio', ratio: 1.5 };
const watch: SkdrRule = { kind: 'watch' };

describe('an absolute threshold', () => {
	it('alerts from its minimum on, whatever the week before was', () => {
		expect(judgeWeek(threshold, 1, 100)).toBe('quiet');
		expect(judgeWeek(threshold, 2, null)).toBe('alert');
		expect(judgeWeek({ kind: 'threshold', minimum: 1 }, 1, 0)).toBe('alert');
	});
});

describe('a rise against the week before', () => {
	it.each([
		[14, 10, 'quiet'],
		[15, 10, 'alert'],
		[4, 3, 'quiet'],
		[5, 3, 'alert'],
		[0, 3, 'quiet']
	] as const)('calls %i after %i %s', (count, previous, verdict) => {
		expect(judgeWeek(rise, count, previous)).toBe(verdict);
	});

	it('says nothing where the week before had no case or is not known', () => {
		expect(judgeWeek(rise, 5, 0)).toBe('unsaid');
		expect(judgeWeek(rise, 5, null)).toBe('unsaid');
	});

	it('is not led astray by binary fractions', () => {
		expect(alertCount({ kind: 'ratio', ratio: 1.1 }, 10)).toBe(11);
	});

	it('alerts exactly where the quotient reaches the ratio', () => {
		const counts = fc.integer({ min: 0, max: 100_000 });
		fc.assert(
			fc.property(counts, fc.integer({ min: 1, max: 100_000 }), (count, previous) => {
				expect(judgeWeek(rise, count, previous) === 'alert').toBe(count * 2 >= previous * 3);
			})
		);
	});
});

it('never alerts for what is only watched', () => {
	expect(judgeWeek(watch, 10_000, 1)).toBe('watched');
	expect(alertCount(watch, 1)).toBeNull();
});

it('says nothing of a week that nobody counted', () => {
	expect(judgeWeek(threshold, null, 3)).toBe('unsaid');
});

it('never lets an alert go when cases are added', () => {
	fc.assert(
		fc.property(
			fc.constantFrom(...skdrDiseases),
			fc.nat(500),
			fc.nat(500),
			fc.nat(50),
			({ rule }, count, previous, more) => {
				if (judgeWeek(rule, count, previous) !== 'alert') return;
				expect(judgeWeek(rule, count + more, previous)).toBe('alert');
			}
		)
	);
});
