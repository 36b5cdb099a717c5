import { describe, expect, it } from 'vitest';
import { forecastCroston } from '../../src/lib/analytics/forecast/intermittent/croston.ts';
import { forecastTsb } from '../../src/lib/analytics/forecast/intermittent/tsb.ts';
import {
	geometricMean,
	intermittentGroups,
	ratioOf,
	readIntermittent,
	scoreGroup
} from './intermittent-scores.ts';
import { hasReference, sayWhenMissing } from './reference-data.ts';

sayWhenMissing('intermittent demand');

const weight = 0.1;
const weights = { size: weight, interval: weight };

describe.skipIf(!hasReference)('Croston, SBA and TSB with fixed weights', () => {
	it.each(intermittentGroups)('agree with R on every series of %s', (group) => {
		for (const { id, train, peers } of readIntermittent(group)) {
			const levels: [string, number][] = [
				['croston_a01', forecastCroston(train, { weights, start: 'first' }).level],
				['sba_a01', forecastCroston(train, { variant: 'sba', weights }).level],
				['tsb_a01', forecastTsb(train, { size: weight, chance: weight }).level]
			];
			for (const [peer, level] of levels) {
				const expected = peers[peer]?.mean as number;
				// The reference file keeps nine digits.
				expect(Math.abs(level / expected - 1), `${id} ${peer}`).toBeLessThan(1e-8);
			}
		}
	});
});

describe.skipIf(!hasReference)('the forecast of intermittent demand', () => {
	const scores = hasReference ? intermittentGroups.map(scoreGroup) : [];

	it('beats the better of SES and TSB on the groups together', () => {
		expect(geometricMean(scores.map(ratioOf))).toBeLessThanOrEqual(1);
	});

	it('is biased less than either of them in each group', () => {
		for (const { bias, peers } of scores)
			expect(Math.abs(bias)).toBeLessThanOrEqual(
				Math.min(Math.abs(peers.ses.bias), Math.abs(peers.tsb_a01.bias))
			);
	});

	it('loses less on the median and P80 of the year than the history of totals does', () => {
		for (const { pinball } of scores)
			for (const { chance, loss, baseline } of pinball) if (chance < 0.9) expect(loss).toBeLessThan(baseline);
	});
});
