/**
 * What may be asked of the worker threads, plain data in and out: pure functions, and what reads more than the event loop
 * could bear, over a connection of its own.
 */
import { auditDesk } from '../../../analytics/audit/audit-desk.ts';
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
import { connectYielding } from '../../store/yielding.ts';
import { keepAudit, type AuditOutcome } from '../claim-audit/keep-audit.ts';

type AuditOrder = { url: string; isBuiltIn: boolean; now: Date };

export const tasks = {
	'keep-claim-audit': keepClaimAudit,
	'look-at-week': (series: readonly WatchedSeries[]): WeekOfLooks => lookAtWeek(series),
	'forecast-beds': (input: BedForecastInput): BedForecast => forecastBeds(input),
	'project-year': (input: YearInput): YearProjection => projectYear(input),
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

async function keepClaimAudit({ url, isBuiltIn, now }: AuditOrder): Promise<AuditOutcome> {
	const { sql, giveWay } = connectYielding(url, 'denyut-audit', isBuiltIn);
	try {
		await giveWay();
		return await keepAudit(sql, now, auditDesk);
	} finally {
		await sql.end({ timeout: 5 });
	}
}

export type Tasks = typeof tasks;
export type TaskName = keyof Tasks;
