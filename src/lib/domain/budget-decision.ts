/**
 * A budget as it is set or revised: the APBD of a year, its revision within the year (APBD-P), and how much may be paid in each
 * month (the cash plan, *anggaran kas*).
 */
export const budgetKinds = ['apbd', 'apbd-perubahan'] as const;
export type BudgetKind = (typeof budgetKinds)[number];

export const isBudgetKind = (text: string): text is BudgetKind =>
	(budgetKinds as readonly string[]).includes(text);

export type BudgetWish = {
	year: number;
	kind: BudgetKind;
	amountRupiah: number;
	/** January to December; null where nobody plans by month. */
	cashPlan: readonly number[] | null;
	/** The decree or the document. */
	source: string;
};

export type BudgetFault = 'year' | 'kind' | 'order' | 'amount' | 'source' | 'cash-plan' | 'cash-plan-sum';

export const longestSource = 300;
const monthsAYear = 12;
/** Old years are closed, and nobody decides further ahead. */
const yearsAhead = 1;

/**
 * What is wrong with it, the first of all; null where nothing is. `standing` are the kinds that were decided for the year
 * before: what is revised must have been set, and after a revision the first version is not set again.
 */
export function findBudgetFault(
	{ year, kind, amountRupiah, cashPlan, source }: BudgetWish,
	runningYear: number,
	standing: readonly string[]
): BudgetFault | null {
	if (!Number.isInteger(year) || year < runningYear || year > runningYear + yearsAhead) return 'year';
	const isSet = standing.length > 0;
	if (kind === 'apbd-perubahan' ? !isSet : standing.includes('apbd-perubahan')) return 'order';
	if (!Number.isSafeInteger(amountRupiah) || amountRupiah <= 0) return 'amount';
	if (source.trim() === '' || source.length > longestSource) return 'source';
	if (cashPlan === null) return null;
	if (
		cashPlan.length !== monthsAYear ||
		!cashPlan.every((month) => Number.isSafeInteger(month) && month >= 0)
	)
		return 'cash-plan';
	return cashPlan.reduce((sum, month) => sum + month, 0) === amountRupiah ? null : 'cash-plan-sum';
}

/** Whole rupiah as people type them, with dots, spaces or underscores between; NaN for anything else. */
export function readRupiah(text: string): number {
	const digits = text
		.trim()
		.replace(/^Rp\s*/i, '')
		.replaceAll(/[.\s_]/g, '');
	return /^\d{1,16}$/.test(digits) ? Number(digits) : NaN;
}
