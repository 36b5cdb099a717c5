/** What may be asked of the worker threads: pure functions, plain data in and out. */
import { auditDesk, type DeskAudit, type DeskInput } from '../../../analytics/audit/audit-desk.ts';
import {
	forecastBeds,
	type BedForecast,
	type BedForecastInput
} from '../../../analytics/beds/bed-forecast.ts';
import { projectYear, type YearInput, type YearProjection } from '../../../analytics/budget/project-year.ts';
import { proposeNextYear, type NextYearInput } from '../../../analytics/budget/propose-next-year.ts';
import type { Allocation } from '../../../analytics/budget/propose-allocation.ts';
import {
	drawYearWorlds,
	runChain,
	type ChainResult,
	type ChainRun,
	type YearWorlds
} from '../../../analytics/chain/run-chain.ts';
import {
	lookAtWeek,
	type WatchedSeries,
	type WeekOfLooks
} from '../../../analytics/surveillance/signals/look-at-week.ts';

export const tasks = {
	'audit-desk': (input: DeskInput): DeskAudit => auditDesk(input),
	'look-at-week': (series: readonly WatchedSeries[]): WeekOfLooks => lookAtWeek(series),
	'forecast-beds': (input: BedForecastInput): BedForecast => forecastBeds(input),
	'project-year': (input: YearInput): YearProjection => projectYear(input),
	'propose-next-year': (input: NextYearInput): Allocation | null => proposeNextYear(input),
	'draw-year-worlds': (input: YearInput): YearWorlds | null => drawYearWorlds(input),
	'run-chain': (input: ChainRun): ChainResult => runChain(input)
};

export type Tasks = typeof tasks;
export type TaskName = keyof Tasks;
