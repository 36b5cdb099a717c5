/** What waits at the claim desk, one claim in full, and what a hospital sees of its own. */
import type { OpenStage } from '../../domain/claim-desk.ts';
import type { ClaimState } from '../../domain/role.ts';
import type { TariffItem } from '../../domain/tariff-items.ts';
import type { Finding } from '../../protocol/views/claims.ts';
import type { Transaction } from './bulk.ts';
import type { ClaimName } from './claim-desk.ts';

export type OpenRow = ClaimName & {
	versionKey: string;
	service: string;
	diagnosis: string | null;
	since: string;
	billedRupiah: number;
	amountRupiah: number;
	/** Null while this version was not judged. */
	findings: Finding[] | null;
	atStakeRupiah: number | null;
};

/** Every claim of a stage: the queue is ordered and drawn from in code, by rules that SQL does not know. */
export async function findOpenClaims(
	tx: Transaction,
	stage: OpenStage,
	facility: string | null
): Promise<OpenRow[]> {
	return tx<OpenRow[]>`
		SELECT c.facility, c.claim_no AS "claimNo", replace(c.event_key::text, '-', '') AS "versionKey", c.service,
			c.diagnoses[1] AS diagnosis, c.occurred_on AS since, c.billed_rupiah AS "billedRupiah",
			c.amount_rupiah AS "amountRupiah", r.findings, r.at_stake_rupiah AS "atStakeRupiah"
		FROM claim c LEFT JOIN claim_risk r ON r.facility = c.facility AND r.claim_no = c.claim_no
		WHERE c.posted_on IS NOT NULL AND c.reversed_on IS NULL AND c.state IN ('submitted', 'verified', 'approved')
			AND c.state = ${stage} AND (${facility}::text IS NULL OR c.facility = ${facility})`;
}

/** As a past day knew it: of the versions learned by then the newest, where that one was open. */
export async function findOpenClaimsAt(
	tx: Transaction,
	stage: OpenStage,
	facility: string | null,
	asOf: string
): Promise<OpenRow[]> {
	return tx<OpenRow[]>`
		SELECT c.facility, c.claim_no AS "claimNo", replace(c.event_key::text, '-', '') AS "versionKey", c.service,
			c.diagnoses[1] AS diagnosis, c.occurred_on AS since, c.billed_rupiah AS "billedRupiah",
			c.amount_rupiah AS "amountRupiah", NULL::jsonb AS findings, NULL::bigint AS "atStakeRupiah"
		FROM claim c WHERE c.posted_on <= ${asOf} AND (c.reversed_on IS NULL OR c.reversed_on > ${asOf})
			AND c.state = ${stage} AND (${facility}::text IS NULL OR c.facility = ${facility})`;
}

export type ClaimRow = ClaimName & {
	versionKey: string;
	personId: string | null;
	visitNo: string | null;
	letter: string | null;
	/** Of the letter that it names, where there is one that the viewer may see. */
	letterNumber: string | null;
	state: ClaimState;
	since: string;
	service: string;
	diagnoses: string[];
	serviceFrom: string;
	serviceTo: string;
	tariffCode: string | null;
	items: Partial<Record<TariffItem, number>> | null;
	budgetYear: number;
	billedRupiah: number;
	verifiedRupiah: number | null;
	approvedRupiah: number | null;
	paidRupiah: number | null;
	hospitalClass: string | null;
	findings: Finding[] | null;
};

export async function findClaim(
	tx: Transaction,
	{ facility, claimNo }: ClaimName
): Promise<ClaimRow | undefined> {
	const [row] = await tx<ClaimRow[]>`
		SELECT c.facility, c.claim_no AS "claimNo", replace(c.event_key::text, '-', '') AS "versionKey",
			c.person_id AS "personId", c.visit_no AS "visitNo", c.letter, l.number AS "letterNumber", c.state, c.occurred_on AS since,
			c.service, c.diagnoses, c.service_from AS "serviceFrom", c.service_to AS "serviceTo", c.tariff_code AS "tariffCode", c.items,
			c.budget_year::int AS "budgetYear", c.billed_rupiah AS "billedRupiah", c.verified_rupiah AS "verifiedRupiah",
			c.approved_rupiah AS "approvedRupiah", c.paid_rupiah AS "paidRupiah", f.hospital_class AS "hospitalClass", r.findings
		FROM claim c LEFT JOIN facility f ON f.code = c.facility
		LEFT JOIN claim_risk r ON r.facility = c.facility AND r.claim_no = c.claim_no
		LEFT JOIN guarantee_letter l ON l.number = c.letter_number
		WHERE c.facility = ${facility} AND c.claim_no = ${claimNo} AND c.posted_on IS NOT NULL AND c.reversed_on IS NULL`;
	return row;
}

export type VisitFacts = {
	visitNo: string;
	service: string;
	arrivedAt: Date;
	dischargedAt: Date | null;
	diagnoses: string[];
	referral: string | null;
	emergency: boolean | null;
};

/** The visit that a claim names. */
export async function findClaimedVisit(
	tx: Transaction,
	{ facility, visitNo }: { facility: string; visitNo: string }
): Promise<VisitFacts | undefined> {
	const [row] = await tx<VisitFacts[]>`
		SELECT visit_no AS "visitNo", service, arrived_at AS "arrivedAt", discharged_at AS "dischargedAt", diagnoses, referral,
			emergency
		FROM public.visit WHERE facility = ${facility} AND visit_no = ${visitNo} AND posted_on IS NOT NULL
			AND reversed_on IS NULL`;
	return row;
}

export type EarlierRow = ClaimName & {
	state: ClaimState;
	service: string;
	serviceFrom: string;
	serviceTo: string;
	diagnosis: string | null;
	amountRupiah: number;
};

/** The same person's other claims, newest service first, as far as the viewer may see them. */
export async function findEarlierClaims(
	tx: Transaction,
	personId: string,
	{ facility, claimNo }: ClaimName
): Promise<EarlierRow[]> {
	return tx<EarlierRow[]>`
		SELECT facility, claim_no AS "claimNo", state, service, service_from AS "serviceFrom", service_to AS "serviceTo",
			diagnoses[1] AS diagnosis, amount_rupiah AS "amountRupiah"
		FROM claim WHERE person_id = ${personId} AND posted_on IS NOT NULL AND reversed_on IS NULL
			AND NOT (facility = ${facility} AND claim_no = ${claimNo})
		ORDER BY service_from DESC, facility, claim_no LIMIT 12`;
}

export type OwnRow = {
	claimNo: string;
	state: ClaimState;
	since: string;
	service: string;
	serviceTo: string;
	billedRupiah: number;
	amountRupiah: number;
	reason: string | null;
	batch: number | null;
	total: number;
};

/** A hospital's claims with the last word that was said on each; row-level security leaves it nobody else's. */
export async function findOwnClaims(
	tx: Transaction,
	{
		facility,
		state,
		limit,
		offset
	}: { facility: string; state: string | null; limit: number; offset: number }
): Promise<OwnRow[]> {
	return tx<OwnRow[]>`
		SELECT c.claim_no AS "claimNo", c.state, c.occurred_on AS since, c.service, c.service_to AS "serviceTo",
			c.billed_rupiah AS "billedRupiah", c.amount_rupiah AS "amountRupiah", said.reason, p.batch,
			count(*) OVER ()::int AS total
		FROM claim c
		LEFT JOIN LATERAL (
			SELECT d.reason FROM claim_decision d WHERE d.facility = c.facility AND d.claim_no = c.claim_no AND d.reason <> ''
				AND d.move <> 'pay'
			ORDER BY d.at DESC LIMIT 1
		) said ON true
		LEFT JOIN claim_payment p ON p.facility = c.facility AND p.claim_no = c.claim_no
		WHERE c.facility = ${facility} AND c.posted_on IS NOT NULL AND c.reversed_on IS NULL
			AND (${state}::text IS NULL OR c.state = ${state})
		ORDER BY c.occurred_on DESC, c.claim_no LIMIT ${limit} OFFSET ${offset}`;
}

export type OwnBeds = { rooms: number; medianAgeHours: number | null; daysReported: number };

/** How old the newest report of each of its rooms is, and on how many of the last days it sent any. */
export async function findBedPunctuality(
	tx: Transaction,
	facility: string,
	{ now, from }: { now: Date; from: Date }
): Promise<OwnBeds> {
	const [row] = await tx<OwnBeds[]>`
		SELECT count(*)::int AS rooms,
			percentile_cont(0.5) WITHIN GROUP (
				ORDER BY extract(epoch FROM ${now}::timestamptz - coalesce(reported_at, version_time)) / 3600)::float8
				AS "medianAgeHours",
			(SELECT count(DISTINCT (h.hour AT TIME ZONE 'Asia/Jakarta')::date)::int FROM bed_hour h
				WHERE h.facility = ${facility} AND h.hour >= ${from} AND h.hour <= ${now}) AS "daysReported"
		FROM bed_now WHERE facility = ${facility}`;
	return row ?? { rooms: 0, medianAgeHours: null, daysReported: 0 };
}
