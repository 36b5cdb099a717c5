/**
 * A year of which only the yearly totals are published, rebuilt by simulation so that it adds up to them. What lies between
 * the totals (months, days, hospitals, people) is invented, and nothing may be read from it about when anybody could have known.
 */
import { budgetHistory, type BudgetLine, type BudgetLineKind } from './programme.ts';

export type Reconstruction = {
	readonly year: number;
	/** The instant at which its clock stands: nothing is known after it. */
	readonly end: string;
	/** People, visits and claims in it, of each one that there was. Rupiah are whole. */
	readonly countScale: number;
};

/** @throws where the published lines hold no such line any more. */
function line(year: number, kind: BudgetLineKind, which: (line: BudgetLine) => boolean): BudgetLine {
	const found = budgetHistory.find((one) => one.year === year && one.kind === kind && which(one));
	if (!found) throw new Error(`no published line: ${year} ${kind}`);
	return found;
}

const isRange = ({ lowRupiah, highRupiah }: BudgetLine) => lowRupiah < highRupiah;

/** Which published line of 2018 became which total of the reconstruction. */
export const lines2018 = {
	/** A range, 170–185: its upper end is what its two parts (55 for the RSUD, 130 for others) add up to. */
	original: line(2018, 'budget', isRange),
	revised: line(2018, 'budget', (one) => !isRange(one)),
	paid: line(2018, 'paid', () => true),
	/** The city's range, 129–188: its upper end and what was paid are together exactly the revised budget. */
	unpaid: line(2018, 'unpaid', isRange),
	/** Of the year before, which only leads up to it. */
	before: line(2017, 'budget', () => true)
} as const;

/** In rupiah, at the end of 31 December 2018; the reconstruction agrees with each to the rupiah. */
export const totals2018 = {
	originalRupiah: lines2018.original.highRupiah,
	revisedRupiah: lines2018.revised.highRupiah,
	paidRupiah: lines2018.paid.highRupiah,
	unpaidRupiah: lines2018.unpaid.highRupiah,
	/** To so many private hospitals; the city's own is paid from a line of its own. */
	unpaidHospitals: 36,
	beforeRupiah: lines2018.before.highRupiah
} as const;

/**
 * On which day a budget was decided is not published. Each stands on the last day that the law allows: a month before the
 * year begins (UU 23/2014, article 312), and three months before it ends (article 317). Of the two revisions only the sum
 * after both is published, so they are one.
 */
export const assumedDecisionDays = {
	before: '2016-11-30',
	original: '2017-11-30',
	revised: '2018-09-30'
} as const;
