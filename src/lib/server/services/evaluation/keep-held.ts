/** Keeps what the evaluation rests on and no page may count: weekly counts of persons, and next year's proposal once a day. */
import type { NextYearInput } from '../../../analytics/budget/propose-next-year.ts';
import type { Allocation } from '../../../analytics/budget/propose-allocation.ts';
import type { YearInput } from '../../../analytics/budget/project-year.ts';
import { blurCount } from '../../../domain/blur.ts';
import { jakartaDay, yearOf } from '../../../domain/period.ts';
import { systemViewer } from '../../../domain/viewer.ts';
import { findAnalysis, keepAnalysis } from '../../store/analyses.ts';
import type { Sql } from '../../store/connect.ts';
import { findVisitYears } from '../../store/evaluation-queries.ts';
import { readCoveredMembers } from '../../store/register/member-totals.ts';
import { inSnapshot } from '../../store/snapshot.ts';
import { inTransaction } from '../../store/transaction.ts';
import { heldDay } from './gathering.ts';
import { countHeld } from './held-counts.ts';
import { allocationKind } from './next.ts';

/** To be raised whenever the method answers differently from the same inputs. */
const allocationVersion = 1;
const job = systemViewer('evaluation');

/**
 * Counts the running year and the one before once a week, and older ones the first time: bills and visits of a year that is
 * over for longer hardly move.
 */
export async function keepHeldCounts(sql: Sql, at: Date): Promise<void> {
	const today = jakartaDay(at);
	const until = heldDay(today);
	const running = yearOf(today);
	const years = await inSnapshot(sql, job, (tx) => findVisitYears(tx));
	for (const year of new Set([...years.filter((one) => one <= running), running])) {
		const counted = await inSnapshot(sql, job, (tx, change) =>
			countHeld(tx, { year, until, at, change, isOnce: year < running - 1 })
		);
		if (counted !== null) await inTransaction(sql, (tx) => keepAnalysis(tx, counted));
	}
}

type Propose = (input: NextYearInput) => Promise<Allocation | null>;

/** What the year after `input`'s needs; the first answer of a day stands for the day. */
export async function keepAllocation(
	sql: Sql,
	{ input, at, change, propose }: { input: YearInput; at: Date; change: number; propose: Propose }
): Promise<void> {
	const knownOn = jakartaDay(at);
	const subject = String(input.year + 1);
	const { standing, members } = await inSnapshot(sql, job, async (tx) => ({
		standing: await findAnalysis(tx, allocationKind, subject, knownOn),
		members: blurCount((await readCoveredMembers(tx, knownOn)) ?? 0)
	}));
	if (standing?.knownOn === knownOn && standing.version === allocationVersion) return;
	const result = await propose({ year: input, members: members > 0 ? members : null });
	if (result === null) return;
	const named = { kind: allocationKind, subject, knownOn, computedAt: at, change };
	await inTransaction(sql, (tx) =>
		keepAnalysis(tx, { ...named, version: allocationVersion, inputs: { members }, result })
	);
}
