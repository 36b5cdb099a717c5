/** Visits of a disease, line by line, as they were known at a day. */
import type { Transaction } from './bulk.ts';

export type StoredLine = {
	facility: string;
	visitNo: string;
	personId: string | null;
	kecamatan: string;
	service: string;
	diagnoses: string[];
	outcome: string | null;
	occurredOn: string;
	postedOn: string;
};

export type LinesAsked = {
	codes: readonly string[];
	/** Null for every place, those outside the city too. */
	kecamatan: string | null;
	from: string;
	to: string;
	/** Null for what is known now. */
	asOf: string | null;
};

type Span = { first: string; last: string };

/** Days on which anything of it became known: visits are found by when they were learned, which the table is sorted by. */
async function findKnownDays(tx: Transaction, { codes, from, to }: LinesAsked): Promise<Span | null> {
	const [row] = await tx<{ first: string | null; last: string | null }[]>`
		SELECT min(known_on) AS first, max(known_on) AS last FROM disease_effect
		WHERE icd3 = ANY(${[...codes]}) AND occurred_on BETWEEN ${from}::date AND ${to}::date`;
	return row?.first && row.last ? { first: row.first, last: row.last } : null;
}

/** Newest first. @returns one page of them, and how many there are. */
export async function readDiseaseLines(
	tx: Transaction,
	asked: LinesAsked,
	{ limit, offset }: { limit: number; offset: number }
): Promise<{ rows: StoredLine[]; total: number }> {
	const known = await findKnownDays(tx, asked);
	if (known === null) return { rows: [], total: 0 };
	const { codes, kecamatan, from, to, asOf } = asked;
	const stands =
		asOf === null
			? tx`posted_on IS NOT NULL AND reversed_on IS NULL`
			: tx`posted_on <= ${asOf}::date AND (reversed_on IS NULL OR reversed_on > ${asOf}::date)`;
	const chosen = tx`FROM visit WHERE icd3 = ANY(${[...codes]}) AND occurred_on BETWEEN ${from}::date AND ${to}::date
		AND learned_at >= ${known.first}::date - 1 AND learned_at < ${known.last}::date + 2 AND ${stands}
		${kecamatan === null ? tx`` : tx`AND kecamatan = ${kecamatan}`}`;
	const rows = await tx<StoredLine[]>`
		SELECT facility, visit_no AS "visitNo", person_id AS "personId", kecamatan, service, diagnoses, outcome,
			occurred_on AS "occurredOn", posted_on AS "postedOn" ${chosen}
		ORDER BY occurred_on DESC, facility, visit_no LIMIT ${limit} OFFSET ${offset}`;
	const [counted] = await tx<{ total: number }[]>`SELECT count(*)::int AS total ${chosen}`;
	return { rows, total: counted?.total ?? 0 };
}
