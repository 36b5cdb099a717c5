/** Keeps what the evaluation rests on and no page may count: weekly counts of persons. */
import { jakartaDay, yearOf } from '../../../domain/period.ts';
import { systemViewer } from '../../../domain/viewer.ts';
import { keepAnalysis } from '../../store/analyses.ts';
import type { Sql } from '../../store/connect.ts';
import { findVisitYears } from '../../store/evaluation-queries.ts';
import { inSnapshot } from '../../store/snapshot.ts';
import { inTransaction } from '../../store/transaction.ts';
import { heldDay } from './gathering.ts';
import { countHeld } from './held-counts.ts';

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
