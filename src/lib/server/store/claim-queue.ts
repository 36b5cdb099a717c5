/** What waits at the claim desk, one claim in full, and what a hospital sees of its own. */
import type { OpenStage } from '../../domain/claim-desk.ts';
import type { ClaimState } from '../../domain/role.ts';
import type { Finding } from '../../protocol/views/claims.ts';
import { statement, type Transaction } from './bulk.ts';
import type { ClaimFacts, ClaimName } from './claim-desk.ts';

/** What an open claim is drawn and filtered by. */
export type OpenRow = ClaimName & {
	versionKey: string;
	since: string;
	billedRupiah: number;
	/** What the audit found in this version. */
	rules: string[];
};

export type OpenQuery = {
	stage: OpenStage;
	facility: string | null;
	/** How long the stage may take. */
	limitDays: number;
	today: string;
	/** A past day: as it was known then, when nothing that is found today had been found. */
	asOf: string | null;
};

export type OpenSum = {
	claims: number;
	amountRupiah: number;
	overdue: number;
	oldestDays: number | null;
	withFindings: number;
};

/** A queue is read no further than this, the most urgent first: what lies behind waits for those before it. */
export const mostQueued = 10_000;

type LeanCell = [string, string, string, string, number, string[] | null];

/**
 * A stage: summed whole, and its claims up to the bound, oldest and riskiest first, by the share of their time that is used
 * up and the share of their money that is in doubt. Chance draws for a review by what SQL does not know, so all up to the
 * bound are read: with no more than that takes, and in one cell, since ten thousand rows cost the driver ten times as much.
 */
export async function readOpenClaims(
	tx: Transaction,
	query: OpenQuery,
	most = mostQueued
): Promise<{ sum: OpenSum; rows: OpenRow[] }> {
	const { limitDays, today } = query;
	const [row] = await tx<(OpenSum & { lean: LeanCell[] | null })[]>`
		WITH open AS MATERIALIZED (${openIn(tx, query)}),
		urgent AS (
			SELECT * FROM open
			ORDER BY greatest(0, ${today}::date - occurred_on)::float8 / ${limitDays}::int
					+ least(1, coalesce(at_stake_rupiah, 0)::float8 / greatest(1, amount_rupiah)) DESC,
				amount_rupiah DESC, facility COLLATE "C", claim_no COLLATE "C"
			LIMIT ${most}
		)
		SELECT count(*)::int AS claims, coalesce(sum(amount_rupiah), 0)::bigint AS "amountRupiah",
			count(*) FILTER (WHERE ${today}::date - occurred_on > ${limitDays}::int)::int AS overdue,
			CASE WHEN count(*) > 0 THEN greatest(0, max(${today}::date - occurred_on))::int END AS "oldestDays",
			count(findings)::int AS "withFindings",
			(SELECT json_agg(json_build_array(facility, claim_no, replace(event_key::text, '-', ''), occurred_on, billed_rupiah,
				jsonb_path_query_array(findings, '$[*].rule'))) FROM urgent) AS lean
		FROM open`;
	if (!row) throw new Error('a sum without a row');
	const { lean, ...sum } = row;
	return { sum, rows: (lean ?? []).map(rowOf) };
}

const rowOf = ([facility, claimNo, versionKey, since, billedRupiah, rules]: LeanCell): OpenRow => ({
	...{ facility, claimNo, versionKey, since, billedRupiah },
	rules: rules ?? []
});

/** Claims of a stage; as a past day knew it, of the versions learned by then the newest, where that one was open. */
function openIn(tx: Transaction, { stage, facility, asOf }: OpenQuery) {
	const lean = tx`c.facility, c.claim_no, c.event_key, c.occurred_on, c.billed_rupiah, c.amount_rupiah`;
	const isAsked = tx`c.state = ${stage} AND (${facility}::text IS NULL OR c.facility = ${facility})`;
	if (asOf !== null)
		return tx`SELECT ${lean}, 0::bigint AS at_stake_rupiah, NULL::jsonb AS findings FROM claim c
			WHERE c.posted_on <= ${asOf} AND (c.reversed_on IS NULL OR c.reversed_on > ${asOf}) AND ${isAsked}`;
	return tx`SELECT ${lean}, r.at_stake_rupiah, r.findings
		FROM claim c LEFT JOIN claim_risk r ON r.facility = c.facility AND r.claim_no = c.claim_no
			AND r.event_key = c.event_key AND r.findings <> '[]'
		WHERE c.posted_on IS NOT NULL AND c.reversed_on IS NULL AND c.state IN ('submitted', 'verified', 'approved')
			AND ${isAsked}`;
}

type Version = ClaimName & { versionKey: string };
export type ShownRow = Version & {
	service: string;
	diagnosis: string | null;
	amountRupiah: number;
	/** Null while the audit did not look at this version. */
	findings: Finding[] | null;
	atStakeRupiah: number;
};

const findShown = statement<Version>(
	[
		{ name: 'facility', type: 'text', value: ({ facility }) => facility },
		{ name: 'claim_no', type: 'text', value: ({ claimNo }) => claimNo },
		{ name: 'event_key', type: 'uuid', value: ({ versionKey }) => versionKey }
	],
	(
		given
	) => `SELECT c.facility, c.claim_no AS "claimNo", replace(c.event_key::text, '-', '') AS "versionKey", c.service,
			c.diagnoses[1] AS diagnosis, c.amount_rupiah AS "amountRupiah", r.findings,
			coalesce(r.at_stake_rupiah, 0)::bigint AS "atStakeRupiah"
		FROM ${given} JOIN claim c ON c.facility = given.facility AND c.claim_no = given.claim_no
			AND c.event_key = given.event_key
		LEFT JOIN claim_risk r ON r.facility = c.facility AND r.claim_no = c.claim_no AND r.event_key = c.event_key`
);

/** What is shown of a page's rows beyond what they are drawn and filtered by. */
export function findShownClaims(tx: Transaction, versions: readonly Version[]): Promise<ShownRow[]> {
	return findShown<ShownRow>(tx, versions);
}

export type ClaimRow = ClaimFacts & {
	/** Of the letter that it names, where there is one that the viewer may see. */
	letterNumber: string | null;
	since: string;
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
		LEFT JOIN claim_risk r ON r.facility = c.facility AND r.claim_no = c.claim_no AND r.event_key = c.event_key
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
