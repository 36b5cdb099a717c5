/** What next year's proposal rests on, whatever levers are turned. */
import type { NextYearProjection } from '../../../analytics/budget/next-year.ts';
import type { ServiceShare } from '../../../analytics/budget/next-year-levers.ts';
import type { YearInput } from '../../../analytics/budget/project-year.ts';
import type { ChainBase } from '../../../analytics/chain/chain-base.ts';
import { settledHalfYear } from '../../../domain/chain.ts';
import { yearOf } from '../../../domain/period.ts';
import { services } from '../../../domain/service.ts';
import { findAnalysis, type Analysis } from '../../store/analyses.ts';
import { findBudgetRevisions } from '../../store/budget-queries.ts';
import { sumBilledByPart } from '../../store/budget/owed-queries.ts';
import type { Transaction } from '../../store/bulk.ts';
import { findProjectionInput } from '../../store/projection-inputs.ts';
import { chainBaseKind } from '../chain/read-ground.ts';
import type { Moment } from '../context.ts';

export const nextYearKind = 'budget-next-year';
/** To be raised whenever the same inputs give another answer; kept answers name theirs. */
export const nextYearVersion = 1;
/** Of an answer, by that of the projection whose input it was computed from. */
export const nextYearDigest = (ofYear: string) => `${nextYearVersion}:${ofYear}`;

export type NextYearGround = {
	/** Null before it was computed for the first time. */
	kept: Analysis<NextYearProjection> | null;
	/** What levers are weighed from; null where it is not what the kept answer was computed from. */
	year: { digest: string; input: YearInput } | null;
	base: ChainBase | null;
	ceilingRupiah: number | null;
};

/** As the product reads it: inputs hold exact visits. */
export async function readNextYearGround(tx: Transaction, today: string): Promise<NextYearGround> {
	const running = yearOf(today);
	const kept = await findAnalysis<NextYearProjection>(tx, nextYearKind, String(running + 1), today);
	const input = await findProjectionInput<YearInput>(tx, running, today);
	const base = await findAnalysis<ChainBase>(tx, chainBaseKind, settledHalfYear(today).from, today);
	const revisions = await findBudgetRevisions(tx, running, today);
	const isItsInput = input !== undefined && kept?.inputs['digest'] === nextYearDigest(input.digest);
	return {
		kept: kept ?? null,
		year: isItsInput ? { digest: input.digest, input: input.input } : null,
		base: base?.result ?? null,
		ceilingRupiah: revisions.at(-1)?.amountRupiah ?? null
	};
}

/** Each service's share of what was billed for the half-year's services, in the programme's order; empty without bills. */
export async function readServiceShares(tx: Transaction, { today, asOf }: Moment): Promise<ServiceShare[]> {
	const filter = { year: yearOf(today), facility: null, service: null, asOf };
	const rows = await sumBilledByPart(tx, filter, 'service', settledHalfYear(today));
	const billedOf = (id: string) =>
		rows.reduce((sum, { part, billedRupiah }) => (part === id ? sum + billedRupiah : sum), 0);
	const billed = services.map(({ id }) => ({ service: id, rupiah: Math.max(0, billedOf(id)) }));
	const total = billed.reduce((sum, { rupiah }) => sum + rupiah, 0);
	if (total === 0) return [];
	return billed
		.filter(({ rupiah }) => rupiah > 0)
		.map(({ service, rupiah }) => ({ service, share: rupiah / total }));
}
