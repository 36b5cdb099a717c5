/**
 * What the alarm budget leaves of detection, on outbreaks that another program drew and judged: held against R's methods at
 * the very rate of false alarms that each of them has there.
 */
import { describe, expect, it } from 'vitest';
import { judgeByChoice } from '../../src/lib/analytics/surveillance/choice/judge-by-choice.ts';
import { levelForBudget } from '../../src/lib/analytics/surveillance/signals/alarm-budget.ts';
import { detectedAt, judged, rateOf, type OutbreakSeries } from '../bench/analytics/detection.ts';
import { hasReference, readReference, sayWhenMissing } from './reference-data.ts';

type Judged = OutbreakSeries & { runs: Record<string, { alarm: readonly (number | null)[] }> };

const looksAWeek = 60 * 12;

sayWhenMissing('alarm budget');

describe.skipIf(!hasReference)('the chooser within the alarm budget', () => {
	it('finds more than each of R’s methods does, at no more false alarms than that method makes', () => {
		const { series } = readReference<{ series: Judged[] }>('surveillance/_synthetic_outbreaks.json');
		const level = levelForBudget(looksAWeek);
		const weeks = series.map(({ observed }) =>
			judgeByChoice({ counts: observed, frequency: 52 }, judged, { alpha: level })
		);
		const chances = weeks.map((row) =>
			row.map(({ upperbound, exceedance }) => (upperbound === null ? 1 : (exceedance ?? 1)))
		);
		const own = rateOf(
			series,
			weeks.map((row) => row.map(({ alarm }) => alarm))
		);
		const methods = Object.keys(series[0]?.runs ?? {});
		const beside = methods.map((method) => {
			const alarms = series.map(({ runs }) => (runs[method]?.alarm ?? []).map((alarm) => alarm === 1));
			const theirs = rateOf(series, alarms);
			return { method, ...theirs, ours: detectedAt(series, chances, theirs.falseAlarms) };
		});
		console.log(
			`At the level of the budget (${level.toFixed(5)}), false ones of ${looksAWeek} looks a week:`,
			{
				...own,
				falseSignalsAWeek: own.falseAlarms * looksAWeek
			}
		);
		console.table(beside);
		expect(methods).toHaveLength(5);
		for (const { method, detected, ours } of beside) expect.soft(ours, method).toBeGreaterThan(detected);
		// In use: fewer false alarms than the most careful of R's, and more outbreaks found.
		const flexible = beside.find(({ method }) => method === 'farringtonFlexible');
		expect(own.falseAlarms).toBeLessThan(flexible?.falseAlarms ?? 0);
		expect(own.detected).toBeGreaterThan(flexible?.detected ?? 1);
		expect(own.falseAlarms * looksAWeek).toBeLessThanOrEqual(3);
	});
});
