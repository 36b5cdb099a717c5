/** The months of a budget year laid side by side: paid, committed, members, the national premium. */
import { isSettledMonth } from '../../analytics/budget/run-rate.ts';
import { addDays, addMonths, eachMonth, monthOf } from '../../domain/period.ts';
import { findNationalPremium } from '../../domain/programme.ts';
import type { BudgetMonth, CostPerMember } from '../../protocol/views/budget.ts';
import type { PaidMonthRow, ServiceMonthRow } from '../store/budget-queries.ts';

type MemberChange = { month: string; persons: number };
type Read = { paid: PaidMonthRow[]; committed: ServiceMonthRow[]; memberChanges: MemberChange[] };

/** January to December, and on to the last payment. What lies outside is put at the nearer end. */
export function layOutMonths(
	year: number,
	today: string,
	{ paid, committed, memberChanges }: Read
): BudgetMonth[] {
	const first = `${year}-01-01`;
	const lastPaid = paid.at(-1)?.month ?? first;
	const months = eachMonth(first, lastPaid > `${year}-12-01` ? lastPaid : `${year}-12-01`);
	const last = months.at(-1) ?? first;
	const place = (month: string) => (month < first ? first : month > last ? last : month);
	const sumAt = (rows: readonly { month: string; amountRupiah: number }[], month: string) =>
		rows.reduce((sum, row) => (place(row.month) === month ? sum + row.amountRupiah : sum), 0);
	// Services before the year are carried in apart: in January they would look like a dear month.
	const ownServices = committed.filter(({ month }) => month >= first);
	return months.map((month) => {
		const monthEnd = addDays(addMonths(month, 1), -1);
		const members = month > today ? null : membersAt(memberChanges, monthEnd < today ? monthEnd : today);
		return {
			month,
			paidRupiah: sumAt(paid, month),
			committedRupiah: sumAt(ownServices, month),
			members: members?.persons ?? null,
			membersOn: members?.on ?? null,
			isSettled: isSettledMonth(month, today),
			premiumRupiah: findNationalPremium(month)?.rupiahPerMemberMonth ?? null
		};
	});
}

export function carriedBefore(year: number, committed: readonly ServiceMonthRow[]): number {
	return committed.reduce((sum, row) => (row.month < `${year}-01-01` ? sum + row.amountRupiah : sum), 0);
}

/** The membership known at the end of a month, or on `day` for the month that runs; null before anybody is known. */
export function membersAt(
	changes: readonly MemberChange[],
	day: string
): { persons: number; on: string } | null {
	const known = changes.filter(({ month }) => month <= monthOf(day));
	const persons = known.reduce((sum, change) => sum + change.persons, 0);
	return persons > 0 ? { persons, on: day } : null;
}

/** Over the settled months that have both bills and members: Σ rupiah ÷ Σ members at each month's end. */
export function costPerMember(months: readonly BudgetMonth[]): CostPerMember | null {
	const told = months.filter(
		({ isSettled, committedRupiah, members }) => isSettled && committedRupiah > 0 && members !== null
	);
	const [first] = told;
	const last = told.at(-1);
	if (!first || !last) return null;
	const memberMonths = told.reduce((sum, { members }) => sum + (members ?? 0), 0);
	const rupiah = told.reduce((sum, { committedRupiah }) => sum + committedRupiah, 0);
	const premium = findNationalPremium(last.month);
	return {
		rupiahPerMemberMonth: Math.round(rupiah / memberMonths),
		memberMonths,
		from: first.month,
		to: last.month,
		premium: premium ? { ...premium } : null
	};
}
