/** What the rates of the chain are made from: sums over the rows of half a year, by three-character category and month. */

export interface VisitSums {
	readonly icd3: string;
	/** First day. */
	readonly month: string;
	readonly visits: number;
	/** Of them in a bed: class 3, ICU, PICU, NICU. */
	readonly admitted: number;
	/** Of the admitted with both ends known, and their days: sum and sum of squares. */
	readonly stays: number;
	readonly days: number;
	readonly daysSquared: number;
}

export interface DrugSums {
	readonly icd3: string;
	readonly month: string;
	/** Item code. */
	readonly item: string;
	/** Visits that were given it. */
	readonly visits: number;
	readonly units: number;
	readonly unitsSquared: number;
}

export interface ClaimSums {
	readonly icd3: string;
	readonly month: string;
	/** Of a stay in a bed; else of a visit without one. */
	readonly isAdmission: boolean;
	/** Outpatient by its service. */
	readonly isOutpatient: boolean;
	readonly claims: number;
	readonly billedRupiah: number;
	readonly billedSquared: number;
	/** Of the billed: with a tariff code. */
	readonly tariffRupiah: number;
	/** Of claims that are paid or rejected: billed, and paid. */
	readonly decidedRupiah: number;
	readonly paidRupiah: number;
}

/** Hospital outpatient visits by primary diagnosis as it was coded. */
export interface ReferralSums {
	readonly diagnosis: string;
	readonly visits: number;
	readonly referred: number;
	/** Without a referral, and no emergency. */
	readonly unreferred: number;
}

export interface DelayDays {
	readonly p10: number;
	readonly p50: number;
	readonly p90: number;
}

export interface BaseRows {
	/** First and last day of the half-year. */
	readonly from: string;
	readonly to: string;
	readonly visits: readonly VisitSums[];
	readonly drugs: readonly DrugSums[];
	readonly claims: readonly ClaimSums[];
	readonly referrals: readonly ReferralSums[];
	/** From the last day of a service to the day on which its first bill was known; null without claims. */
	readonly delayDays: DelayDays | null;
}
