/**
 * What the chain's rates are made from, summed over the standing rows of a half-year. Read by a job once a half-year and by no
 * page: rollups do not know beds by disease, stays, drugs by disease or referrals.
 */
import { stayServices } from '../../domain/chain.ts';
import type { Transaction } from './bulk.ts';
import { readWholeTables } from './whole-tables.ts';

type Span = { from: string; to: string };

export type ChainVisitSums = {
	icd3: string;
	month: string;
	visits: number;
	admitted: number;
	stays: number;
	days: number;
	daysSquared: number;
};
export type ChainDrugSums = {
	icd3: string;
	month: string;
	item: string;
	visits: number;
	units: number;
	unitsSquared: number;
};
export type ChainClaimSums = {
	icd3: string;
	month: string;
	isAdmission: boolean;
	isOutpatient: boolean;
	claims: number;
	billedRupiah: number;
	billedSquared: number;
	tariffRupiah: number;
	decidedRupiah: number;
	paidRupiah: number;
};
export type ChainReferralSums = {
	diagnosis: string;
	visits: number;
	referred: number;
	unreferred: number;
};

const stays = [...stayServices];
const daySeconds = 86_400;

/** By month of arrival; a stay's length in days, from arrival to discharge. */
export async function sumChainVisits(tx: Transaction, { from, to }: Span): Promise<ChainVisitSums[]> {
	return tx<ChainVisitSums[]>`
		SELECT icd3, date_trunc('month', occurred_on)::date AS month, count(*)::int AS visits,
			(count(*) FILTER (WHERE is_stay))::int AS admitted, count(days)::int AS stays,
			coalesce(sum(days), 0)::float8 AS days, coalesce(sum(days ^ 2), 0)::float8 AS "daysSquared"
		FROM (
			SELECT icd3, occurred_on, service = ANY(${stays}) AS is_stay,
				CASE WHEN service = ANY(${stays}) THEN
					(extract(epoch FROM discharged_at - arrived_at) / ${daySeconds})::float8 END AS days
			FROM visit WHERE posted_on IS NOT NULL AND reversed_on IS NULL AND occurred_on BETWEEN ${from} AND ${to}
		) AS standing GROUP BY 1, 2 ORDER BY 1, 2`;
}

/** Units of an item that one visit was given, in one or several lines, summed over visits. */
export async function sumChainDrugs(tx: Transaction, { from, to }: Span): Promise<ChainDrugSums[]> {
	return tx<ChainDrugSums[]>`
		SELECT icd3, date_trunc('month', occurred_on)::date AS month, item, count(*)::int AS visits,
			sum(units)::float8 AS units, sum(units ^ 2)::float8 AS "unitsSquared"
		FROM visit CROSS JOIN LATERAL (
			SELECT item, sum(quantity)::float8 AS units
			FROM jsonb_to_recordset(coalesce(drugs, '[]'::jsonb)) AS drug(item text, quantity bigint) GROUP BY item
		) AS given
		WHERE posted_on IS NOT NULL AND reversed_on IS NULL AND occurred_on BETWEEN ${from} AND ${to}
		GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`;
}

/** By the month in which the service ended, and the category of the first diagnosis. */
export async function sumChainClaims(tx: Transaction, { from, to }: Span): Promise<ChainClaimSums[]> {
	return tx<ChainClaimSums[]>`
		SELECT coalesce(left(diagnoses[1], 3), '') AS icd3, date_trunc('month', service_to)::date AS month,
			service = ANY(${stays}) AS "isAdmission", service = 'outpatient' AS "isOutpatient", count(*)::int AS claims,
			sum(billed_rupiah)::bigint AS "billedRupiah", sum(billed_rupiah::float8 ^ 2)::float8 AS "billedSquared",
			coalesce(sum(billed_rupiah) FILTER (WHERE tariff_code IS NOT NULL), 0)::bigint AS "tariffRupiah",
			coalesce(sum(billed_rupiah) FILTER (WHERE state IN ('paid', 'rejected')), 0)::bigint AS "decidedRupiah",
			coalesce(sum(amount_rupiah) FILTER (WHERE state = 'paid'), 0)::bigint AS "paidRupiah"
		FROM claim WHERE posted_on IS NOT NULL AND reversed_on IS NULL AND service_to BETWEEN ${from} AND ${to}
		GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`;
}

/** Hospital outpatient visits by their first diagnosis. */
export async function sumChainReferrals(tx: Transaction, { from, to }: Span): Promise<ChainReferralSums[]> {
	return tx<ChainReferralSums[]>`
		SELECT coalesce(diagnoses[1], '') AS diagnosis, count(*)::int AS visits, count(referral)::int AS referred,
			(count(*) FILTER (WHERE referral IS NULL AND emergency IS NOT TRUE))::int AS unreferred
		FROM visit WHERE posted_on IS NOT NULL AND reversed_on IS NULL AND service = 'outpatient'
			AND occurred_on BETWEEN ${from} AND ${to}
		GROUP BY 1 ORDER BY 1`;
}

/** Days from a service's last to the one on which its first bill was known; the claims whose service ended in the span. */
export async function readClaimDelays(
	tx: Transaction,
	{ from, to }: Span
): Promise<{ p10: number; p50: number; p90: number } | null> {
	const [row] = await readWholeTables(
		tx,
		() => tx<{ delays: number[] | null }[]>`
		SELECT percentile_disc(ARRAY[0.1, 0.5, 0.9]) WITHIN GROUP (ORDER BY delay) AS delays FROM (
			SELECT greatest(0, min(posted_on) - min(service_to)) AS delay
			FROM claim WHERE posted_on IS NOT NULL AND service_to BETWEEN ${from} AND ${to}
			GROUP BY facility, claim_no
		) AS first_bills`
	);
	const [p10, p50, p90] = row?.delays ?? [];
	return p10 === undefined || p50 === undefined || p90 === undefined ? null : { p10, p50, p90 };
}

/** By the rollup, to see whether a history was loaded since the rates were made. */
export async function countVisitsIn(tx: Transaction, { from, to }: Span): Promise<number> {
	const [row] = await tx<{ visits: number }[]>`
		SELECT coalesce(sum(visits), 0)::int AS visits FROM visit_period
		WHERE grain = 'day' AND period BETWEEN ${from}::date AND ${to}::date`;
	return row?.visits ?? 0;
}
