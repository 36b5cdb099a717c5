import { judgeByChoice } from '../../../src/lib/analytics/surveillance/choice/judge-by-choice.ts';
import type { CountSeries } from '../../../src/lib/analytics/surveillance/count-series.ts';
import { earsC3 } from '../../../src/lib/analytics/surveillance/ears/ears-c3.ts';
import { earsC1, earsC2 } from '../../../src/lib/analytics/surveillance/ears/ears.ts';
import { farringtonFlexible } from '../../../src/lib/analytics/surveillance/farrington/farrington-flexible.ts';
import { farrington } from '../../../src/lib/analytics/surveillance/farrington/farrington.ts';
import {
	judgeSeason,
	type SeasonalWeek
} from '../../../src/lib/analytics/surveillance/seasonal/seasonal-regression.ts';
import { hasReference, readReference, sayWhenMissing } from '../../reference/reference-data.ts';
import { detectedAt, judged, rateOf, type Chances, type OutbreakSeries } from './detection.ts';
import { simulateOutbreaks } from './simulate-outbreaks.ts';

interface Week {
	readonly upperbound: number | null;
	readonly exceedance: number | null;
	readonly alarm: boolean | null;
}

interface Spoken {
	readonly chances: Chances;
	readonly alarms: readonly boolean[];
}

/** R's settings for the file; the paper's for `farringtonFlexible`. */
const flexible = {
	reweight: true,
	weightsThreshold: 2.58,
	pThresholdTrend: 1,
	noPeriods: 10,
	pastWeeksNotIncluded: 26,
	thresholdMethod: 'nbPlugin',
	alpha: 0.005
} as const;

/** Chances of the weeks a method speaks of, 1 elsewhere; and whether it raises its alarm. */
const speak = (weeks: readonly Week[]): Spoken => ({
	chances: weeks.map(({ upperbound, exceedance }) => (upperbound === null ? 1 : (exceedance ?? 1))),
	alarms: weeks.map(({ alarm }) => alarm === true)
});

/** What comes before the last so many weeks is forgotten: how a young register is served. */
const remember = (series: CountSeries, weeks: number): Spoken =>
	speak(
		Array.from({ length: judged.to - judged.from + 1 }, (_, step) => {
			const position = judged.from + step;
			const counts = series.counts.slice(position - weeks, position + 1);
			return judgeByChoice({ ...series, counts }, { from: weeks, to: weeks });
		}).flat()
	);

const alone = (weeks: readonly SeasonalWeek[]): Spoken =>
	speak(
		weeks.map((week) => ({
			...week,
			exceedance: week.exceedanceAlone,
			alarm: week.upperbound !== null && (week.exceedanceAlone ?? 1) <= 0.005
		}))
	);

const methods: Readonly<Record<string, (series: CountSeries) => Spoken>> = {
	farringtonFlexible: (series) => speak(farringtonFlexible(series, judged, flexible)),
	farrington: (series) => speak(farrington(series, judged, { alpha: 0.005 })),
	earsC1: (series) => speak(earsC1(series, judged)),
	earsC2: (series) => speak(earsC2(series, judged)),
	earsC3: (series) => speak(earsC3(series, judged)),
	'seasonal, 1 week': (series) => alone(judgeSeason(series, judged)),
	'seasonal, 2 weeks': (series) => speak(judgeSeason(series, judged)),
	chooser: (series) => speak(judgeByChoice(series, judged)),
	'chooser, 104 weeks known': (series) => remember(series, 104),
	'flexible, 104 weeks known': (series) => speak(farringtonFlexible(series, judged, { ...flexible, b: 1 })),
	'chooser, 60 weeks known': (series) => remember(series, 60)
};

const rates = [0.003, 0.013, 0.034] as const;

/** Detection on simulated outbreaks at equal false alarms, and Farrington Flexible fits a minute. */
export async function benchSurveillance(): Promise<void> {
	if (!hasReference) sayWhenMissing('surveillance bench');
	else {
		const { series } = readReference<{ series: OutbreakSeries[] }>('surveillance/_synthetic_outbreaks.json');
		console.log(
			'\nOutbreaks of the reference found at a rate of false alarms (R: flexible 0.52 at 0.003, classic 0.58'
		);
		console.log('at 0.013, C2 0.56 at 0.034), and the settings each method comes with');
		printDetection(series);
	}
	console.log(
		'\nThe same on our own simulation, drawn anew (that a week must be high itself was decided on such)'
	);
	printDetection(simulateOutbreaks());
	printSpeed();
}

function printDetection(series: readonly OutbreakSeries[]): void {
	console.table(
		Object.entries(methods).map(([name, judge]) => {
			const spoken = series.map(({ observed }) => judge({ counts: observed, frequency: 52 }));
			const chances = spoken.map((one) => one.chances);
			const own = rateOf(
				series,
				spoken.map(({ alarms }) => alarms)
			);
			return {
				method: name,
				...Object.fromEntries(rates.map((rate) => [`at ${rate}`, round(detectedAt(series, chances, rate))])),
				'own settings': round(own.detected),
				'false alarms': round(own.falseAlarms)
			};
		})
	);
}

const round = (value: number) => Number(value.toFixed(4));

/** Seven years of weeks with a season, from arithmetic alone, so that it runs in any clone. */
function exampleCounts(): number[] {
	return Array.from({ length: 468 }, (_, week) =>
		Math.round(20 + 12 * Math.sin((week * 2 * Math.PI) / 52) + 7 * Math.sin(week * 12.9898))
	);
}

function printSpeed(): void {
	const series = { counts: exampleCounts(), frequency: 52 };
	farringtonFlexible(series, judged, flexible);
	const begun = performance.now();
	let fits = 0;
	while (performance.now() - begun < 2000) fits += farringtonFlexible(series, judged, flexible).length;
	const perMinute = (fits / (performance.now() - begun)) * 60_000;
	console.log(
		`\nFarrington Flexible: ${Math.round(perMinute).toLocaleString('en')} weeks judged a minute (bar 20,000)`
	);
}
