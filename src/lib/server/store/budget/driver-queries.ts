/** What a service month's bills came from: visits to hospitals and the claims billed for them, as known on a day. */
import type { Transaction } from '../bulk.ts';

/** A service month as it was known at the end of a day. */
export type SeenMonth = { month: string; knownUntil: string };

export type VisitKindRow = {
	service: string;
	diagnosis: string | null;
	hasReferral: boolean;
	emergency: boolean | null;
	visits: number;
};

/** By what tells whether a puskesmas was passed by. Puskesmas and clinics bill nothing and are left out. */
export async function countHospitalVisits(
	tx: Transaction,
	{ month, knownUntil }: SeenMonth
): Promise<VisitKindRow[]> {
	return tx<VisitKindRow[]>`
		SELECT v.service, v.diagnoses[1] AS diagnosis, v.referral IS NOT NULL AS "hasReferral", v.emergency,
			count(*)::int AS visits
		FROM visit v
		WHERE v.occurred_on >= ${month}::date AND v.occurred_on < ${month}::date + interval '1 month'
			AND v.posted_on <= ${knownUntil}::date AND (v.reversed_on IS NULL OR v.reversed_on > ${knownUntil}::date)
			AND NOT EXISTS (SELECT 1 FROM facility f WHERE f.code = v.facility AND f.kind <> 'hospital')
		GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`;
}

/** Claims that were billed by then, whatever became of them. */
export async function sumBilledMonth(
	tx: Transaction,
	{ month, knownUntil }: SeenMonth
): Promise<{ claims: number; billedRupiah: number }> {
	const [row] = await tx<{ claims: number; billedRupiah: number }[]>`
		SELECT coalesce(sum(claims), 0)::int AS claims, coalesce(sum(billed_rupiah), 0)::bigint AS "billedRupiah"
		FROM claim_effect WHERE service_month = ${month} AND known_on <= ${knownUntil}`;
	return row ?? { claims: 0, billedRupiah: 0 };
}
