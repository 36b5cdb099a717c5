import { AnalyticsError } from '../../lib/analytics/analytics-error.ts';
import type { CountSeries, PositionRange } from '../../lib/analytics/surveillance/count-series.ts';
import { earsC3 } from '../../lib/analytics/surveillance/ears/ears-c3.ts';
import { earsC1, earsC2 } from '../../lib/analytics/surveillance/ears/ears.ts';
import { farringtonFlexible } from '../../lib/analytics/surveillance/farrington/farrington-flexible.ts';
import { farrington } from '../../lib/analytics/surveillance/farrington/farrington.ts';
import { readOutbreakFile, type OutbreakControl, type OutbreakRun } from './outbreak-file.ts';

/** Lists run over the range, one entry an observation. */
export interface OutbreakAnswer {
	readonly id: string;
	/** 1-based positions in `observed`. */
	readonly index: readonly number[];
	readonly expected: readonly (number | null)[];
	readonly upperbound: readonly (number | null)[];
	/** 1, 0, or null where the method can say neither. */
	readonly alarm: readonly (0 | 1 | null)[];
}

interface Week {
	readonly expected: number | null;
	readonly upperbound: number | null;
	readonly alarm: boolean | null;
}

/**
 * Judges every run of a file: `{series: {id, frequency, observed, dates}, runs: [{id, fn, control, range}]}`, where `fn`
 * is `farringtonFlexible`, `farrington` or `earsC` and `control` names options as R's package surveillance does. Where
 * the last weeks hold too few cases, `farringtonFlexible` says neither bound nor expectation and `farrington` the bound
 * 0, as R writes them.
 *
 * @throws AnalyticsError of one sentence that names the series, the run and the place.
 */
export function analyseOutbreak(input: unknown): OutbreakAnswer[] {
	const { series, runs } = readOutbreakFile(input);
	const counts: CountSeries = {
		counts: series.observed,
		frequency: series.frequency,
		...(series.dates && { dates: series.dates })
	};
	return runs.map((run) => {
		try {
			return answer(counts, run);
		} catch (error) {
			if (!(error instanceof AnalyticsError)) throw error;
			const place = `Series ${series.id ?? 'without a name'}, run ${run.id}`;
			throw new AnalyticsError(error.code, `${place}: ${error.message}`, error.index);
		}
	});
}

function answer(series: CountSeries, run: OutbreakRun): OutbreakAnswer {
	const [first, last] = run.range;
	const weeks = judge(series, run, { from: first - 1, to: last - 1 });
	return {
		id: run.id,
		index: weeks.map((_, step) => first + step),
		expected: weeks.map(({ expected }) => expected),
		upperbound: weeks.map(({ upperbound }) => upperbound),
		alarm: weeks.map(({ alarm }) => (alarm === null ? null : alarm ? 1 : 0))
	};
}

function judge(series: CountSeries, run: OutbreakRun, range: PositionRange): readonly Week[] {
	const control: Partial<OutbreakControl> = run.control ?? {};
	if (run.fn === 'earsC') return judgeByEars(series, range, control);
	const options = { ...control, epochAsDate: run.epoch_as_date ?? false };
	if (run.fn === 'farrington')
		return farrington(series, range, options).map((week) => ({ ...week, upperbound: week.upperbound ?? 0 }));
	return farringtonFlexible(series, range, options).map((week) => ({
		...week,
		expected: week.upperbound === null ? null : week.expected
	}));
}

function judgeByEars(series: CountSeries, range: PositionRange, control: Partial<OutbreakControl>) {
	if (control.method === 'C3') return earsC3(series, range, control);
	return control.method === 'C2' ? earsC2(series, range, control) : earsC1(series, range, control);
}
