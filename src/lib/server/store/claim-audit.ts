/** What the audit of the claim desk reads and leaves. */
import type { Finding } from '../../protocol/views/claims.ts';
import type { ClaimState } from '../../domain/role.ts';
import { city, unknownArea } from '../../domain/area.ts';
import { coveredByJkn, reasonBit } from '../../domain/membership-validity.ts';
import { insertInto, type Transaction } from './bulk.ts';
import type { Sql } from './connect.ts';
import { readWholeTables } from './whole-tables.ts';

export type AuditedRow = {
	facility: string;
	claimNo: string;
	versionKey: string;
	state: ClaimState;
	hospitalClass: string | null;
	personId: string | null;
	visitNo: string | null;
	letter: string | null;
	service: string;
	diagnoses: string[];
	serviceFrom: string;
	serviceTo: string;
	tariffCode: string | null;
	budgetYear: number;
	amountRupiah: number;
	hasReferral: boolean | null;
	emergency: boolean | null;
};

/** Somebody decides on it still, or held against such a one: nothing that is open is too old to be looked at. */
const isAudited = (sql: Sql, from: string) => sql`
	c.posted_on IS NOT NULL AND c.reversed_on IS NULL AND c.state IN ('submitted', 'verified', 'approved', 'paid')
	AND (c.service_to >= ${from}::date OR c.state <> 'paid' OR c.person_id IN (
		SELECT old.person_id FROM claim old WHERE old.posted_on IS NOT NULL AND old.reversed_on IS NULL
			AND old.state IN ('submitted', 'verified', 'approved') AND old.service_to < ${from}::date))`;

/**
 * Claims that stand and cost something, with the visit that each names. What was paid is held against the open ones: as far
 * back as `from`, and of whoever has an open claim that is older, all.
 */
export async function readAuditedClaims(tx: Transaction, from: string): Promise<AuditedRow[]> {
	return tx<AuditedRow[]>`
		SELECT c.facility, c.claim_no AS "claimNo", replace(c.event_key::text, '-', '') AS "versionKey", c.state,
			f.hospital_class AS "hospitalClass", c.person_id AS "personId", c.visit_no AS "visitNo", c.letter, c.service, c.diagnoses,
			c.service_from AS "serviceFrom", c.service_to AS "serviceTo", c.tariff_code AS "tariffCode",
			c.budget_year::int AS "budgetYear", c.amount_rupiah AS "amountRupiah",
			CASE WHEN v.visit_no IS NOT NULL THEN v.referral IS NOT NULL END AS "hasReferral", v.emergency
		FROM claim c LEFT JOIN facility f ON f.code = c.facility
		LEFT JOIN visit v ON v.facility = c.facility AND v.visit_no = c.visit_no AND v.posted_on IS NOT NULL
			AND v.reversed_on IS NULL
		WHERE ${isAudited(tx as unknown as Sql, from)} ORDER BY c.facility, c.claim_no`;
}

/** The first day of service among what is open; null where nothing is. */
export async function findOldestOpen(tx: Transaction): Promise<string | null> {
	const [row] = await tx<{ day: string | null }[]>`
		SELECT min(service_from) AS day FROM claim WHERE posted_on IS NOT NULL AND reversed_on IS NULL
			AND state IN ('submitted', 'verified', 'approved')`;
	return row?.day ?? null;
}

export type MembershipRow = {
	personId: string;
	knownOn: string;
	registerStatus: string | null;
	statusSince: string | null;
	kecamatan: string | null;
	jkn: string;
	jknSince: string | null;
};

/**
 * What the three registers and the events together said, and when. People of whom nothing was ever said that could speak
 * against a claim are left out: all their claims would be held against it for nothing, and they are most of a city.
 */
export async function readMemberships(tx: Transaction): Promise<MembershipRow[]> {
	const notInRegister = reasonBit('not-in-register');
	return readWholeTables(
		tx,
		() => tx<MembershipRow[]>`
		WITH doubtful AS (
			SELECT person_id FROM membership
			WHERE jkn = ANY(${[...coveredByJkn]}::text[]) OR register_status <> 'active' OR reasons & ${notInRegister}::int <> 0
				OR NOT (kecamatan = ${unknownArea} OR kecamatan LIKE ${`${city.code}.%`})
		)
		SELECT m.person_id AS "personId", m.known_on AS "knownOn",
			CASE WHEN m.register_status = 'not-found' OR m.reasons & ${notInRegister}::int <> 0 THEN 'unknown'
				ELSE m.register_status END AS "registerStatus",
			m.status_since AS "statusSince", nullif(m.kecamatan, ${unknownArea}) AS kecamatan, m.jkn, m.jkn_since AS "jknSince"
		FROM membership m WHERE m.person_id IN (SELECT person_id FROM doubtful) ORDER BY m.person_id, m.known_on`
	);
}

export type RiskRow = {
	facility: string;
	claimNo: string;
	versionKey: string;
	findings: readonly Finding[];
	atStakeRupiah: number;
	computedAt: Date;
	version: number;
};

const insertRisks = insertInto<RiskRow>('claim_risk', [
	{ name: 'facility', type: 'text', value: (row) => row.facility },
	{ name: 'claim_no', type: 'text', value: (row) => row.claimNo },
	{ name: 'event_key', type: 'uuid', value: (row) => row.versionKey },
	{ name: 'findings', type: 'jsonb', value: (row) => JSON.stringify(row.findings) },
	{ name: 'at_stake_rupiah', type: 'int8', value: (row) => row.atStakeRupiah },
	{ name: 'computed_at', type: 'timestamptz', value: (row) => row.computedAt },
	{ name: 'version', type: 'int4', value: (row) => row.version }
]);
const sliceRows = 1_000;

/** "RISK": two processes that computed at once follow each other. */
const riskLock = 0x5249534b;

/** All open claims' anew: what is decided on has none any more. */
export async function replaceRisks(tx: Transaction, rows: readonly RiskRow[]): Promise<void> {
	await tx`SELECT pg_advisory_xact_lock(${riskLock})`;
	await tx`DELETE FROM claim_risk`;
	for (let start = 0; start < rows.length; start += sliceRows)
		await insertRisks(tx, rows.slice(start, start + sliceRows));
}

export type StageDaysRow = { state: ClaimState; claims: number; medianDays: number; ninetiethDays: number };

/** How long claims of a budget year stood in a state before another one took its place. */
export async function measureStages(tx: Transaction, year: number): Promise<StageDaysRow[]> {
	return readWholeTables(
		tx,
		() => tx<StageDaysRow[]>`
		SELECT state, count(*)::int AS claims, percentile_cont(0.5) WITHIN GROUP (ORDER BY days)::float8 AS "medianDays",
			percentile_cont(0.9) WITHIN GROUP (ORDER BY days)::float8 AS "ninetiethDays"
		FROM (
			SELECT state, lead(occurred_on) OVER claim_way - occurred_on AS days, lead(state) OVER claim_way AS next
			FROM claim WHERE budget_year = ${year} AND posted_on IS NOT NULL
			WINDOW claim_way AS (PARTITION BY facility, claim_no ORDER BY version_time, version_id COLLATE "C")
		) moved
		WHERE next IS NOT NULL AND next <> state AND state IN ('submitted', 'returned', 'verified', 'approved') GROUP BY state`
	);
}

export type HospitalRow = {
	facility: string;
	claims: number;
	billedRupiah: number;
	verifiedRupiah: number;
	returned: number;
	paid: number;
	medianDaysToPay: number | null;
};

/**
 * By hospital: what a verifier left of what was billed, how many claims were ever returned, and how long from the first
 * submission to the payment.
 */
export async function measureHospitals(tx: Transaction, year: number): Promise<HospitalRow[]> {
	return readWholeTables(
		tx,
		() => tx<HospitalRow[]>`
		WITH way AS (
			SELECT facility, claim_no, min(occurred_on) FILTER (WHERE state = 'submitted') AS submitted_on,
				max(occurred_on) FILTER (WHERE state = 'paid' AND reversed_on IS NULL) AS paid_on,
				bool_or(state = 'returned') AS was_returned,
				max(billed_rupiah) FILTER (WHERE reversed_on IS NULL AND verified_rupiah IS NOT NULL) AS billed,
				max(verified_rupiah) FILTER (WHERE reversed_on IS NULL) AS verified
			FROM claim WHERE budget_year = ${year} AND posted_on IS NOT NULL GROUP BY facility, claim_no
		)
		SELECT facility, count(*)::int AS claims, coalesce(sum(billed), 0)::bigint AS "billedRupiah",
			coalesce(sum(verified), 0)::bigint AS "verifiedRupiah", count(*) FILTER (WHERE was_returned)::int AS returned,
			count(paid_on)::int AS paid,
			percentile_cont(0.5) WITHIN GROUP (ORDER BY paid_on - submitted_on)::float8 AS "medianDaysToPay"
		FROM way GROUP BY facility ORDER BY facility`
	);
}
