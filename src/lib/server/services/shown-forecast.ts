/**
 * A medicine's forecast as a viewer may know it: who sees totals of persons is told units in steps of five, as on the drugs
 * page, and small histories not at all. Stock is no count of persons.
 */
import { blurCount, blurStep } from '../../domain/blur.ts';
import type { DrugForecast } from '../../domain/drug-forecast.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { seesOnlyTotals } from './frozen.ts';

export function shownForecast(viewer: Viewer, forecast: DrugForecast): DrugForecast {
	if (!seesOnlyTotals(viewer)) return forecast;
	const blur = (units: number | null) => (units === null ? null : blurCount(units));
	return {
		...forecast,
		history: forecast.history.map((month) => ({
			...month,
			...{ raw: blur(month.raw), adjusted: blur(month.adjusted) }
		})),
		months: forecast.months.map(({ month, ...bands }) => ({
			month,
			...{ mean: inSteps(bands.mean), lower80: inSteps(bands.lower80), upper80: inSteps(bands.upper80) },
			...{ lower95: inSteps(bands.lower95), upper95: inSteps(bands.upper95) }
		})),
		total: forecast.total.map(({ chance, units }) => ({ chance, units: inSteps(units) })),
		morbidity: null
	};
}

const inSteps = (units: number) => Math.round(units / blurStep) * blurStep;
