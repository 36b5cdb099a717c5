/** The use of beds by month, measured where it may have changed: this month and the last, and older ones once. */
import { addMonths, jakartaDay, monthOf, startOfJakartaDay } from '../../../domain/period.ts';
import { systemViewer } from '../../../domain/viewer.ts';
import { findMeasuredMonths, keepUse, measureUse } from '../../store/bed-use.ts';
import type { Sql } from '../../store/connect.ts';
import { inSnapshot } from '../../store/snapshot.ts';
import { inTransaction } from '../../store/transaction.ts';

/** How many months a page offers, this one included. */
const shownMonths = 13;

/** One month at a time, so that no transaction is long. */
export async function measureUseMonths(sql: Sql, now: Date): Promise<void> {
	const today = jakartaDay(now);
	const viewer = systemViewer('bed-analysis');
	const measured = await inSnapshot(sql, viewer, (tx) => findMeasuredMonths(tx));
	const months = Array.from({ length: shownMonths }, (_, back) => addMonths(monthOf(today), -back));
	// A month without any report is asked for again each time: an index answers that at once.
	for (const month of months.filter((one, back) => back < 2 || !measured.includes(one))) {
		const end = startOfJakartaDay(addMonths(month, 1));
		const span = { month, from: startOfJakartaDay(month), to: end < now ? end : now };
		const rows = await inSnapshot(sql, viewer, (tx) => measureUse(tx, span));
		await inTransaction(sql, (tx) => keepUse(tx, rows, { knownOn: today, computedAt: now }));
	}
}
