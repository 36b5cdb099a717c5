/** What the analyst stored of the beds to come, as the bed page shows it. */
import type { BedForecast, WardForecast } from '../../analytics/beds/bed-forecast.ts';
import type { BedForecastView, WardForecastRow } from '../../protocol/views/bed-forecast.ts';
import { findAnalysis } from '../store/analyses.ts';
import type { Transaction } from '../store/bulk.ts';
import type { Moment } from './context.ts';

export const bedForecastKind = 'bed-forecast';
/** All classes and the city together. */
export const bedForecastSubject = 'city';
/** Shown unless somebody chose: the hours people ask for. */
const askedHours = [0, 24, 72];

/** The forecast that stood on that day; null where none was made on it, since another day's answers another question. */
export async function findBedForecast(
	tx: Transaction,
	moment: Moment,
	{ url, demo }: { url: string; demo: boolean }
): Promise<BedForecastView | null> {
	const found = await findAnalysis<BedForecast>(tx, bedForecastKind, bedForecastSubject, moment.today);
	if (!found || found.knownOn !== moment.today) return null;
	const { nowMs, wards } = found.result;
	return {
		at: new Date(nowMs).toISOString(),
		computedAt: found.computedAt.toISOString(),
		wards: wards.filter(({ capacity }) => capacity > 0).map(rowOf),
		evidence: {
			...{ measure: 'bedcast_measure', formula: 'bedcast_formula', unit: 'beds', dateBasis: 'reported' },
			asOf: new Date(nowMs).toISOString(),
			completeness: null,
			rows: { table: 'bed_hour', where: {} },
			...{ url, demo }
		}
	};
}

/** Shares become whole beds: an interval outwards, so that it promises no more than it holds. */
function rowOf({ ward, capacity, steps, record, past }: WardForecast): WardForecastRow {
	return {
		...{ ward, capacity },
		steps: steps.map(({ hoursAhead, share, low, high }) => ({
			...{ hoursAhead, share },
			occupied: Math.round(share * capacity),
			low: low === null ? null : Math.floor(low * capacity + 1e-9),
			high: high === null ? null : Math.ceil(high * capacity - 1e-9)
		})),
		record: record
			.filter(({ hoursAhead }) => askedHours.includes(hoursAhead))
			.map(({ hoursAhead, origins, meanError, naiveError, coverage }) => ({
				...{ hoursAhead, origins, coverage },
				errorBeds: meanError * capacity,
				naiveErrorBeds: naiveError * capacity
			})),
		past: past.map(({ atMs, share }) => ({ at: new Date(atMs).toISOString(), share }))
	};
}
