import { type HospitalClass } from '../../domain/facility.ts';
import { type JknStatus } from '../../domain/membership-validity.ts';
import { type ServiceId } from '../../domain/service.ts';

/** One claim in its newest state. Leave rejected and returned ones out: they cost nothing. */
export interface ClaimRow {
	/** Tells claims apart, e.g. facility and claim number. */
	readonly id: string;
	readonly facility: string;
	readonly hospitalClass: HospitalClass | null;
	/** Null for a newborn without identity: such a claim is compared by its visit only. */
	readonly personId: string | null;
	readonly visitNo: string | null;
	readonly service: ServiceId;
	/** ICD-10, primary first; empty where none was sent. */
	readonly diagnoses: readonly string[];
	/** Jakarta days, the last one included. */
	readonly serviceFrom: string;
	readonly serviceTo: string;
	readonly tariffCode: string | null;
	readonly amountRupiah: number;
	/** A referral number stands with the visit; null where no visit is linked, so that nobody can tell. */
	readonly hasReferral: boolean | null;
	/** Null where unknown. */
	readonly emergency: boolean | null;
}

/** What the registers together said of a person from a day on, until the person's next row. */
export interface MemberRow {
	readonly personId: string;
	readonly fromDay: string;
	/** `unknown`: the population register does not confirm the person; null where it was never asked, which is no finding. */
	readonly registerStatus: 'active' | 'moved' | 'deceased' | 'unknown' | null;
	/** First day of that status, and of that JKN status, where it is earlier than the row. */
	readonly statusSince?: string;
	readonly jkn: JknStatus;
	readonly jknSince?: string;
	/** Area code of the residence, `32.75.01`; null where unknown. */
	readonly kecamatan: string | null;
}

export const auditRules = [
	'duplicate-claim',
	'overlapping-stay',
	'cost-outlier',
	'primary-care-bypass',
	'double-financing',
	'not-resident'
] as const;
export type AuditRule = (typeof auditRules)[number];

/**
 * Why somebody should look at a claim. A reason is no verdict: the evidence says what was seen, a person says
 * what it means.
 */
export interface AuditReason {
	readonly rule: AuditRule;
	/** Place of the claim in the rows handed in. */
	readonly claim: number;
	/** Places of the claims that it was held against, where there are such. */
	readonly others: readonly number[];
	/** What would not be owed if the reason holds; at most the claim's amount. */
	readonly atStakeRupiah: number;
	readonly evidence: Readonly<Record<string, number | string>>;
}

/** Text order that no machine's language changes. */
export function compareText(a: string, b: string): number {
	if (a === b) return 0;
	return a < b ? -1 : 1;
}
