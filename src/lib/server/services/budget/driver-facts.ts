/** The facts behind the waterfall, kept by the analyst: counting visits by referral reads every visit of two months. */
import { isBypass } from '../../../analytics/budget/primary-care-visit.ts';
import { isSettledMonth } from '../../../analytics/budget/run-rate.ts';
import { addDays, addMonths, daysBetween, monthOf } from '../../../domain/period.ts';
import type { DrivenMonth } from '../../../protocol/views/budget-drivers.ts';
import { findAnalysis } from '../../store/analyses.ts';
import { countHospitalVisits, sumBilledMonth, type SeenMonth } from '../../store/budget/driver-queries.ts';
import type { Transaction } from '../../store/bulk.ts';

export const driversKind = 'budget-drivers';
export const driversSubject = 'programme';
/** To be raised whenever the same visits and claims give other facts. */
export const driversVersion = 1;

export type DriverFacts = { months: DrivenMonth[] };

/** The newest month that had time to be billed, and the one before it, seen as many days after its end. */
function comparedMonths(today: string): [SeenMonth, SeenMonth] {
	let month = monthOf(today);
	while (!isSettledMonth(month, today)) month = addMonths(month, -1);
	const before = addMonths(month, -1);
	const knownUntil = addDays(today, -daysBetween(month, addMonths(month, 1)));
	return [
		{ month: before, knownUntil },
		{ month, knownUntil: today }
	];
}

/** As whoever may read visits; nobody's row is kept. */
export async function readDriverFacts(tx: Transaction, today: string): Promise<DriverFacts> {
	const months: DrivenMonth[] = [];
	for (const seen of comparedMonths(today)) {
		const kinds = await countHospitalVisits(tx, seen);
		const count = (rows: typeof kinds) => rows.reduce((sum, { visits }) => sum + visits, 0);
		months.push({
			...seen,
			visits: count(kinds),
			bypassVisits: count(kinds.filter(isBypass)),
			...(await sumBilledMonth(tx, seen))
		});
	}
	return { months };
}

export const findDriverFacts = (tx: Transaction, until: string) =>
	findAnalysis<DriverFacts>(tx, driversKind, driversSubject, until);
