/** What the claim desk reads before it decides, and writes beside the event that it makes. */
import type { ClaimMove, PastMove } from '../../domain/claim-desk.ts';
import type { ClaimState } from '../../domain/role.ts';
import type { TariffItem } from '../../domain/tariff-items.ts';
import { insertInto, statement, type Transaction } from './bulk.ts';
import type { ClaimVersion, Version } from './versions.ts';

export type ClaimName = { facility: string; claimNo: string };
/** The version that somebody saw. */
export type SeenClaim = ClaimName & { seenKey: string };

/** What the version that stands says. */
export type ClaimFacts = Omit<ClaimVersion, keyof Version | 'state' | 'amountRupiah'> & {
	/** 32 hexadecimal digits: names the version. */
	versionKey: string;
	state: ClaimState;
};

/** A claim as it stands, with what decides who may do what. */
export type StandingClaim = ClaimFacts & {
	versionTime: Date;
	occurredOn: string;
	wasPaid: boolean;
	past: PastMove[];
	/** What was found in this very version. */
	findings: { rule: string }[];
	/** Did the audit look at this version? Else it has no findings because nobody looked. */
	isJudged: boolean;
};

const nameColumns = [
	{ name: 'facility', type: 'text', value: ({ facility }: ClaimName) => facility },
	{ name: 'claim_no', type: 'text', value: ({ claimNo }: ClaimName) => claimNo }
] as const;

const findStanding = statement<ClaimName>(
	[...nameColumns],
	(given) => `SELECT c.facility, c.claim_no AS "claimNo", replace(c.event_key::text, '-', '') AS "versionKey",
			c.version_time AS "versionTime", c.person_id AS "personId", c.visit_no AS "visitNo", c.letter, c.state, c.service,
			c.diagnoses, c.service_from AS "serviceFrom", c.service_to AS "serviceTo", c.tariff_code AS "tariffCode", c.items,
			c.budget_year::int AS "budgetYear", c.billed_rupiah AS "billedRupiah", c.verified_rupiah AS "verifiedRupiah",
			c.approved_rupiah AS "approvedRupiah", c.paid_rupiah AS "paidRupiah", c.occurred_on AS "occurredOn",
			EXISTS (SELECT FROM claim p WHERE p.facility = c.facility AND p.claim_no = c.claim_no AND p.state = 'paid')
				OR EXISTS (SELECT FROM claim_payment p WHERE p.facility = c.facility AND p.claim_no = c.claim_no) AS "wasPaid",
			coalesce((SELECT jsonb_agg(jsonb_build_object('move', d.move, 'who', d.who) ORDER BY d.at) FROM claim_decision d
				WHERE d.facility = c.facility AND d.claim_no = c.claim_no), '[]') AS past,
			coalesce(r.findings, '[]') AS findings, r.claim_no IS NOT NULL AS "isJudged"
		FROM ${given} JOIN claim c ON c.facility = given.facility AND c.claim_no = given.claim_no
		LEFT JOIN claim_risk r ON r.facility = c.facility AND r.claim_no = c.claim_no AND r.event_key = c.event_key
		WHERE c.posted_on IS NOT NULL AND c.reversed_on IS NULL`
);

export function findStandingClaims(tx: Transaction, names: readonly ClaimName[]): Promise<StandingClaim[]> {
	return findStanding<StandingClaim>(tx, names);
}

const countSeen = statement<SeenClaim>(
	[...nameColumns, { name: 'event_key', type: 'uuid', value: ({ seenKey }) => seenKey }],
	(given) => `SELECT count(*)::int AS count FROM ${given} JOIN claim c ON c.facility = given.facility
			AND c.claim_no = given.claim_no AND c.event_key = given.event_key
		WHERE c.posted_on IS NOT NULL AND c.reversed_on IS NULL`
);

/** Do all of these versions still stand? Told inside the transaction that decides on them. */
export async function stillStand(tx: Transaction, seen: readonly SeenClaim[]): Promise<boolean> {
	const [row] = await countSeen<{ count: number }>(tx, seen);
	return row?.count === seen.length;
}

export type DecisionRow = SeenClaim & {
	id: string;
	move: ClaimMove;
	who: string;
	role: string;
	at: Date;
	reason: string;
	corrections: readonly { item: string; fromRupiah: number; toRupiah: number }[];
	fromRupiah: number;
	toRupiah: number;
	sampled: string | null;
	batch: number | null;
};

export const writeDecisions = insertInto<DecisionRow>('claim_decision', [
	{ name: 'id', type: 'uuid', value: (row) => row.id },
	...nameColumns,
	{ name: 'seen_key', type: 'uuid', value: (row) => row.seenKey },
	{ name: 'move', type: 'text', value: (row) => row.move },
	{ name: 'who', type: 'text', value: (row) => row.who },
	{ name: 'role', type: 'text', value: (row) => row.role },
	{ name: 'at', type: 'timestamptz', value: (row) => row.at },
	{ name: 'reason', type: 'text', value: (row) => row.reason },
	{ name: 'corrections', type: 'jsonb', value: (row) => JSON.stringify(row.corrections) },
	{ name: 'from_rupiah', type: 'int8', value: (row) => row.fromRupiah },
	{ name: 'to_rupiah', type: 'int8', value: (row) => row.toRupiah },
	{ name: 'sampled', type: 'text', value: (row) => row.sampled },
	{ name: 'batch', type: 'int4', value: (row) => row.batch }
]);

export type ClaimEvent = {
	versionKey: string;
	/** ISO instant. */
	at: string;
	state: ClaimState;
	amountRupiah: number;
	stands: boolean;
	decision: {
		move: ClaimMove;
		role: string;
		who: string;
		reason: string;
		corrections: { item: TariffItem; fromRupiah: number; toRupiah: number }[];
		fromRupiah: number;
		toRupiah: number;
		batch: number | null;
	} | null;
};

/** Every version of a claim, oldest first, each with the decision that made it where a person's did. */
export async function findClaimHistory(
	tx: Transaction,
	{ facility, claimNo }: ClaimName,
	until: Date
): Promise<ClaimEvent[]> {
	return tx<ClaimEvent[]>`
		SELECT replace(c.event_key::text, '-', '') AS "versionKey",
			to_char(c.version_time, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at, c.state, c.amount_rupiah AS "amountRupiah",
			c.posted_on IS NOT NULL AND c.reversed_on IS NULL AS stands,
			CASE WHEN d.id IS NOT NULL THEN jsonb_build_object('move', d.move, 'role', d.role, 'who', d.who, 'reason', d.reason,
				'corrections', d.corrections, 'fromRupiah', d.from_rupiah, 'toRupiah', d.to_rupiah, 'batch', d.batch) END AS decision
		FROM claim c LEFT JOIN claim_decision d ON d.facility = c.facility AND d.claim_no = c.claim_no
			AND (c.version_id = d.id::text OR c.event_key = d.id)
		WHERE c.facility = ${facility} AND c.claim_no = ${claimNo} AND c.learned_at <= ${until}
		ORDER BY c.version_time, c.version_id COLLATE "C"`;
}

/** Whose doings are shown by the name that colleagues call them. */
export async function findNames(tx: Transaction, who: readonly string[]): Promise<Map<string, string>> {
	const ids = who.filter((name) => name.startsWith('user:')).map((name) => name.slice('user:'.length));
	if (ids.length === 0) return new Map();
	const rows = await tx<{ id: string; name: string }[]>`
		SELECT id, name FROM user_account WHERE id = ANY(${ids})`;
	return new Map(rows.map(({ id, name }) => [`user:${id}`, name]));
}
