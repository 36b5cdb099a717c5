/** What may be asked of the worker threads: pure functions, plain data in and out. */
import { auditDesk, type DeskAudit, type DeskInput } from '../../../analytics/audit/audit-desk.ts';
import {
	forecastBeds,
	type BedForecast,
	type BedForecastInput
} from '../../../analytics/beds/bed-forecast.ts';
import {
	drawNextYear,
	projectNextYear,
	weighProposal,
	type NextYearProjection,
	type NextYearWorlds,
	type Proposal,
	type ProposalAsk
} from '../../../analytics/budget/next-year.ts';
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
import { expectEpisodes, type EpisodeSeries } from '../../../analytics/drugs/expected-episodes.ts';
import { forecastItem, type ItemSeries, type PlaceForecast } from '../../../analytics/drugs/forecast-item.ts';
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
	'forecast-item': (input: ItemSeries): PlaceForecast[] => forecastItem(input),
	'expect-episodes': (input: { series: EpisodeSeries[]; horizon: number; from: number }) =>
		expectEpisodes(input.series, input),
	'run-chain': (input: ChainRun): ChainResult => runChain(input),
	'project-next-year': (input: YearInput): NextYearProjection => projectNextYear(input),
	'draw-next-year': (input: YearInput): ReturnType<typeof drawNextYear> => drawNextYear(input),
	'weigh-proposals': ({
		worlds,
		asks
	}: {
		worlds: NextYearWorlds;
		asks: readonly ProposalAsk[];
	}): Proposal[] => asks.map((ask) => weighProposal(worlds, ask))
};

export type Tasks = typeof tasks;
export type TaskName = keyof Tasks;
