import { findDiseaseGroupByCategory } from '../../domain/surveillance-diseases.ts';
import { findPrimaryCareDiagnoses } from '../../domain/primary-care-diagnoses.ts';
import type { BaseRows, ClaimSums, DelayDays, DrugSums, ReferralSums, VisitSums } from './base-rows.ts';
import { meanRate, roundTo, type MonthSums, type Rate } from './rates.ts';

export interface DiseaseRates {
	/** Group id. */
	readonly disease: string;
	/** Share of the visits that are in a bed. */
	readonly admittedShare: Rate;
	readonly stayDays: Rate;
	/** Expected to be paid: mean bill × what a billed rupiah comes to. */
	readonly rupiahPerAdmission: Rate;
	readonly rupiahPerVisit: Rate;
	readonly drugs: readonly { readonly item: string; readonly unitsPerCase: Rate }[];
}

/** Every number that the chain takes from the city's own rows, of one half-year. */
export interface ChainBase {
	readonly from: string;
	readonly to: string;
	readonly diseases: readonly DiseaseRates[];
	/** Claims ÷ visits, 1 at most. */
	readonly claimShare: Rate;
	/** What a billed rupiah of decided claims came to; 1 while none is decided. */
	readonly paidShare: number;
	readonly referral: ReferralRates | null;
	/** Share of the billed rupiah that stand on claims with a tariff code. */
	readonly tariffShare: Rate;
	readonly delayDays: DelayDays | null;
}

export interface ReferralRates {
	/** Share of hospital outpatient visits that come with a referral. */
	readonly complianceNow: number;
	/** Share of those without referral and emergency whose diagnosis a puskesmas has to treat itself. */
	readonly settledShare: Rate;
	/** Outpatient claims' share of all billed rupiah. */
	readonly outpatientCostShare: Rate;
}

/**
 * A share by disease is told where at least so many visits stand on either side of it, and a mean where so many are in it:
 * the rates are shown to everybody whom the page opens to, and nobody is found in so many.
 */
const fewestByDisease = 50;
const mostDrugs = 5;
const shareStep = 0.001;
const rupiahStep = 1_000;

/**
 * The rates of the chain out of the sums over half a year's rows.
 *
 * A disease is a group of `domain/surveillance-diseases`. Where a disease has too few rows of its own, the rate of all
 * diseases stands in, and says so.
 *
 * @returns null where there are no visits, no stay or no claim at all: then there is nothing to reckon with. O(rows).
 */
export function deriveBase(rows: BaseRows): ChainBase | null {
	const paidShare = paidShareOf(rows.claims);
	const everything: Sums = { visits: rows.visits, drugs: [], claims: rows.claims };
	const all = fallbackRates(everything, paidShare);
	const claimShare = claimShareOf(rows);
	if (all === null || claimShare === null) return null;
	const diseases = [...groupByDisease(rows)]
		.filter(([, own]) => total(own.visits, (row) => row.visits) >= 2 * fewestByDisease)
		.map(([disease, own]) => ratesOf(disease, own, all, paidShare))
		.sort((a, b) => (a.disease < b.disease ? -1 : 1));
	return {
		...{ from: rows.from, to: rows.to, diseases, claimShare, paidShare },
		referral: referralOf(rows.referrals, rows.claims),
		tariffShare: billedShare(rows.claims, (row) => row.tariffRupiah),
		delayDays: rows.delayDays
	};
}

type Sums = {
	visits: readonly VisitSums[];
	drugs: readonly DrugSums[];
	claims: readonly ClaimSums[];
};
type Fallback = Pick<DiseaseRates, 'admittedShare' | 'stayDays' | 'rupiahPerAdmission' | 'rupiahPerVisit'>;

const total = <Row>(rows: readonly Row[], of: (row: Row) => number) =>
	rows.reduce((sum, row) => sum + of(row), 0);

function groupByDisease({ visits, drugs, claims }: BaseRows) {
	const groups = new Map<string, { visits: VisitSums[]; drugs: DrugSums[]; claims: ClaimSums[] }>();
	const placeOf = (icd3: string) => {
		const disease = findDiseaseGroupByCategory(icd3)?.id;
		if (disease === undefined) return null;
		const known = groups.get(disease) ?? { visits: [], drugs: [], claims: [] };
		groups.set(disease, known);
		return known;
	};
	for (const row of visits) placeOf(row.icd3)?.visits.push(row);
	for (const row of drugs) placeOf(row.icd3)?.drugs.push(row);
	for (const row of claims) placeOf(row.icd3)?.claims.push(row);
	return groups;
}

/** Sums of the same month together. */
function byMonth<Row extends { month: string }>(
	rows: readonly Row[],
	sumsOf: (row: Row) => MonthSums
): MonthSums[] {
	const months = new Map<string, MonthSums>();
	for (const row of rows) {
		const own = sumsOf(row);
		const { count = 0, sum = 0, squares = 0 } = months.get(row.month) ?? {};
		months.set(row.month, {
			count: count + own.count,
			sum: sum + own.sum,
			squares: squares + own.squares
		});
	}
	return [...months.values()];
}

const share = (count: number, having: number): MonthSums => ({ count, sum: having, squares: having });
const stay = ({ stays, days, daysSquared }: VisitSums): MonthSums => ({
	...{ count: stays, sum: days, squares: daysSquared }
});
const bill = ({ claims, billedRupiah, billedSquared }: ClaimSums): MonthSums => ({
	...{ count: claims, sum: billedRupiah, squares: billedSquared }
});

const admittedShareOf = (visits: readonly VisitSums[]) =>
	meanRate(
		byMonth(visits, (row) => share(row.visits, row.admitted)),
		{ step: shareStep, most: 1 }
	);
const stayDaysOf = (visits: readonly VisitSums[]) => meanRate(byMonth(visits, stay), { step: 0.01 });

function meanPaid(claims: readonly ClaimSums[], isAdmission: boolean, paidShare: number) {
	const mean = meanRate(
		byMonth(
			claims.filter((row) => row.isAdmission === isAdmission),
			bill
		),
		{ step: 1 }
	);
	if (mean === null) return null;
	const paid = (rupiah: number) => roundTo(rupiah * paidShare, rupiahStep);
	return { value: paid(mean.value), lower80: paid(mean.lower80), upper80: paid(mean.upper80) };
}

function fallbackRates({ visits, claims }: Sums, paidShare: number): Fallback | null {
	const rates = [
		admittedShareOf(visits),
		stayDaysOf(visits),
		meanPaid(claims, true, paidShare),
		meanPaid(claims, false, paidShare)
	];
	const [admittedShare, stayDays, rupiahPerAdmission, rupiahPerVisit] = rates.map((rate) =>
		rate === null ? null : { ...rate, of: 'all' as const }
	);
	if (!admittedShare || !stayDays || !rupiahPerAdmission || !rupiahPerVisit) return null;
	return { admittedShare, stayDays, rupiahPerAdmission, rupiahPerVisit };
}

function ratesOf(disease: string, { visits, drugs, claims }: Sums, all: Fallback, paidShare: number) {
	const count = total(visits, (row) => row.visits);
	const admitted = total(visits, (row) => row.admitted);
	const stays = total(visits, (row) => row.stays);
	const claimsOf = (isAdmission: boolean) =>
		total(claims, (row) => (row.isAdmission === isAdmission ? row.claims : 0));
	const own = (rate: Omit<Rate, 'of'> | null, isEnough: boolean, instead: Rate): Rate =>
		rate !== null && isEnough ? { ...rate, of: 'disease' } : instead;
	const isTold = admitted >= fewestByDisease && count - admitted >= fewestByDisease;
	const rupiah = (isAdmission: boolean, instead: Rate) =>
		own(meanPaid(claims, isAdmission, paidShare), claimsOf(isAdmission) >= fewestByDisease, instead);
	return {
		disease,
		admittedShare: own(admittedShareOf(visits), isTold, all.admittedShare),
		stayDays: own(stayDaysOf(visits), stays >= fewestByDisease, all.stayDays),
		rupiahPerAdmission: rupiah(true, all.rupiahPerAdmission),
		rupiahPerVisit: rupiah(false, all.rupiahPerVisit),
		drugs: drugsOf(drugs, visits)
	};
}

/** How many in each month, over all rows of it. */
function countsIn<Row extends { month: string }>(rows: readonly Row[], of: (row: Row) => number) {
	const counts = new Map<string, number>();
	for (const row of rows) counts.set(row.month, (counts.get(row.month) ?? 0) + of(row));
	return counts;
}

/** The items that most visits of the disease are given; a visit without the item counts with 0 units. */
function drugsOf(drugs: readonly DrugSums[], visits: readonly VisitSums[]): DiseaseRates['drugs'] {
	const visitsIn = countsIn(visits, (row) => row.visits);
	return [...new Set(drugs.map(({ item }) => item))]
		.map((item) => ({ item, rows: drugs.filter((row) => row.item === item) }))
		.map(({ item, rows }) => ({ item, rows, given: total(rows, (row) => row.visits) }))
		.filter(({ given }) => given >= fewestByDisease)
		.sort((a, b) => b.given - a.given || (a.item < b.item ? -1 : 1))
		.slice(0, mostDrugs)
		.flatMap(({ item, rows }) => {
			const months = [...visitsIn].map(([month, count]) => {
				const own = rows.filter((row) => row.month === month);
				const squares = total(own, (row) => row.unitsSquared);
				return { count, sum: total(own, (row) => row.units), squares };
			});
			const rate = meanRate(months, { step: 0.01 });
			return rate === null ? [] : [{ item, unitsPerCase: { ...rate, of: 'disease' as const } }];
		});
}

/** A month with more claims than visits has one for each of them. */
function claimShareOf({ visits, claims }: BaseRows): Rate | null {
	const claimsIn = countsIn(claims, (row) => row.claims);
	const months = [...countsIn(visits, (row) => row.visits)].map(([month, count]) =>
		share(count, Math.min(count, claimsIn.get(month) ?? 0))
	);
	const rate = claimsIn.size === 0 ? null : meanRate(months, { step: shareStep, most: 1 });
	return rate === null ? null : { ...rate, of: 'all' };
}

function paidShareOf(claims: readonly ClaimSums[]): number {
	const decided = total(claims, (row) => row.decidedRupiah);
	return decided > 0 ? roundTo(Math.min(1, total(claims, (row) => row.paidRupiah) / decided), shareStep) : 1;
}

/** Of all billed rupiah; its interval is that of the months, for rupiah are no sample of anything. */
function billedShare(claims: readonly ClaimSums[], of: (row: ClaimSums) => number): Rate {
	const billed = total(claims, (row) => row.billedRupiah);
	const months = [...new Set(claims.map(({ month }) => month))].map((month) => {
		const own = claims.filter((row) => row.month === month);
		const all = total(own, (row) => row.billedRupiah);
		return all > 0 ? total(own, of) / all : 0;
	});
	const value = billed > 0 ? total(claims, of) / billed : 0;
	const [lower80, upper80] = [Math.min(value, ...months), Math.max(value, ...months)];
	const rounded = (share: number) => roundTo(Math.min(1, share), shareStep);
	return { value: rounded(value), lower80: rounded(lower80), upper80: rounded(upper80), of: 'all' };
}

/** Null where no outpatient visit came without a referral, or none at all. */
function referralOf(rows: readonly ReferralSums[], claims: readonly ClaimSums[]): ReferralRates | null {
	const visits = total(rows, (row) => row.visits);
	const unreferred = total(rows, (row) => row.unreferred);
	if (visits === 0 || unreferred === 0) return null;
	// Codes that look wrong in the list send nobody away.
	const listed = rows.filter(({ diagnosis }) =>
		findPrimaryCareDiagnoses(diagnosis).some(({ doubtful }) => !doubtful)
	);
	const settled = meanRate(
		[
			share(
				unreferred,
				total(listed, (row) => row.unreferred)
			)
		],
		{
			...{ step: shareStep, most: 1 }
		}
	);
	if (settled === null) return null;
	return {
		complianceNow: roundTo(total(rows, (row) => row.referred) / visits, shareStep),
		settledShare: { ...settled, of: 'all' },
		outpatientCostShare: billedShare(claims, (row) => (row.isOutpatient ? row.billedRupiah : 0))
	};
}
