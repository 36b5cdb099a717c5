/** What the analyst counts for the budget out of rows of persons and claims, once for all pages of a day. */
import { findCatastrophic } from '../../../domain/catastrophic-diseases.ts';
import { addMonths, monthOf, yearOf } from '../../../domain/period.ts';
import { isSettledMonth } from '../../../analytics/budget/run-rate.ts';
import type { Transaction } from '../../store/bulk.ts';
import {
	countCapitation,
	keepCatastrophic,
	sumByDiagnosis,
	type DiagnosisCost,
	type DiseaseCost
} from '../../store/budget/capitation-queries.ts';
import { tryLockBudgetCount } from '../../store/budget/count-lock.ts';
import { sumMemberChanges } from '../../store/register/member-totals.ts';

/** Of the running year; whoever comes second in the same moment leaves it to the first. */
export async function countBudget(tx: Transaction, today: string, at: Date): Promise<void> {
	if (!(await tryLockBudgetCount(tx))) return;
	const year = yearOf(today);
	const span = await findCountedSpan(tx, year, today);
	if (span !== null) await countCapitation(tx, { year, ...span }, today, at);
	await keepCatastrophic(tx, year, today, at, groupDiseases(await sumByDiagnosis(tx, year)));
}

/** Settled service months whose members are known: without members a month's bills would make the others look dear. */
async function findCountedSpan(
	tx: Transaction,
	year: number,
	today: string
): Promise<{ from: string; to: string } | null> {
	const changes = await sumMemberChanges(tx, today);
	const known = changes.find(({ persons }) => persons > 0)?.month;
	if (known === undefined) return null;
	const from = known > `${year}-01-01` ? known : `${year}-01-01`;
	let to = monthOf(today);
	while (!isSettledMonth(to, today)) to = addMonths(to, -1);
	return from <= to ? { from, to } : null;
}

/** By group; the empty one is every other claim. */
function groupDiseases(rows: readonly DiagnosisCost[]): DiseaseCost[] {
	const groups = new Map<string, DiseaseCost>();
	for (const { icd3, claims, committedRupiah } of rows) {
		const disease = findCatastrophic(icd3)?.id ?? '';
		const group = groups.get(disease) ?? { disease, claims: 0, committedRupiah: 0 };
		groups.set(disease, {
			disease,
			claims: group.claims + claims,
			committedRupiah: group.committedRupiah + committedRupiah
		});
	}
	return [...groups.values()];
}
