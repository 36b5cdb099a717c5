/** Members and the cost of their care: counted by day out of rows of persons, and read without them. */
import { committedStates } from '../../../domain/claim-standing.ts';
import { unknownArea } from '../../../domain/area.ts';
import type { Transaction } from '../bulk.ts';
import type { Sql } from '../connect.ts';

type Fragment = ReturnType<Sql>;

/** Months since the year 0; of no day, null. */
const monthsOf = (sql: Sql, day: Fragment): Fragment =>
	sql`(extract(year FROM ${day}) * 12 + extract(month FROM ${day}))::int`;

export type CountedSpan = { year: number; from: string; to: string };

/**
 * Counts anew what the day's end knows: valid cards at each month's end, and what stands committed of services of these months,
 * by where the register says that the person lives. Claims of persons who are no members stand under the unknown area.
 */
export async function countCapitation(
	tx: Transaction,
	{ year, from, to }: CountedSpan,
	day: string,
	at: Date
): Promise<void> {
	const sql = tx as unknown as Sql;
	const monthOf = (day: Fragment | string) =>
		monthsOf(sql, typeof day === 'string' ? sql`${day}::date` : day);
	await sql`DELETE FROM capitation_area WHERE budget_year = ${year} AND known_on = ${day}::date`;
	await sql`
		INSERT INTO capitation_area (budget_year, known_on, kecamatan, segment, from_month, to_month, member_months, claims,
			committed_rupiah, counted_at)
		SELECT ${year}::int, ${day}::date, kecamatan, segment, ${from}::date, ${to}::date, sum(member_months), sum(claims), sum(rupiah),
			${at}::timestamptz
		FROM (
			-- From the month of the first day to that before the last one's: in these a card stands at the month's end.
			SELECT kecamatan, segment, sum(persons * greatest(0, least(last, ${monthOf(to)}) - greatest(first, ${monthOf(from)}) + 1))
				AS member_months, 0 AS claims, 0::bigint AS rupiah
			FROM (
				SELECT kecamatan, segment, count(*) AS persons, ${monthOf(sql`known_on`)} AS first,
					${monthOf(sql`ended_on`)} - 1 AS last
				FROM membership WHERE reasons = 0 GROUP BY kecamatan, segment, known_on, ended_on
			) AS card GROUP BY 1, 2
			UNION ALL
			SELECT coalesce(m.kecamatan, ${unknownArea}), coalesce(m.segment, ''), 0, count(*), sum(c.amount_rupiah)
			FROM claim c LEFT JOIN membership m ON m.person_id = c.person_id AND m.ended_on IS NULL
			WHERE c.posted_on IS NOT NULL AND c.reversed_on IS NULL AND c.state = ANY(${[...committedStates]}::text[])
				AND c.budget_year = ${year} AND c.service_to >= ${from}::date
				AND c.service_to < (${to}::date + interval '1 month')::date
			GROUP BY 1, 2
		) AS counted GROUP BY kecamatan, segment HAVING sum(member_months) > 0 OR sum(claims) > 0`;
}

export type DiagnosisCost = { icd3: string; claims: number; committedRupiah: number };

/** What stands committed of a budget year, now or at the end of a past day, by the category of the first diagnosis. */
export async function sumByDiagnosis(
	tx: Transaction,
	year: number,
	until = 'infinity'
): Promise<DiagnosisCost[]> {
	return tx<DiagnosisCost[]>`
		SELECT coalesce(left(diagnoses[1], 3), '') AS icd3, count(*)::int AS claims,
			sum(amount_rupiah)::bigint AS "committedRupiah"
		FROM claim WHERE posted_on <= ${until}::date AND (reversed_on IS NULL OR reversed_on > ${until}::date)
			AND budget_year = ${year} AND state = ANY(${[...committedStates]}::text[]) GROUP BY 1`;
}

export type DiseaseCost = { disease: string; claims: number; committedRupiah: number };

export async function keepCatastrophic(
	tx: Transaction,
	year: number,
	day: string,
	at: Date,
	rows: readonly DiseaseCost[]
): Promise<void> {
	await tx`DELETE FROM catastrophic_year WHERE budget_year = ${year} AND known_on = ${day}::date`;
	for (const { disease, claims, committedRupiah } of rows)
		await tx`INSERT INTO catastrophic_year (budget_year, known_on, disease, claims, committed_rupiah, counted_at)
			VALUES (${year}, ${day}, ${disease}, ${claims}, ${committedRupiah}, ${at})`;
}

export type CapitationRow = {
	kecamatan: string;
	segment: string;
	fromMonth: string;
	toMonth: string;
	memberMonths: number;
	claims: number;
	committedRupiah: number;
	countedAt: Date;
};

/** Of the newest counted day up to one; nobody's without seeing the members themselves. */
export async function readCapitation(tx: Transaction, year: number, until: string): Promise<CapitationRow[]> {
	return tx<CapitationRow[]>`
		SELECT kecamatan, segment, from_month AS "fromMonth", to_month AS "toMonth", member_months AS "memberMonths", claims,
			committed_rupiah AS "committedRupiah", counted_at AS "countedAt"
		FROM capitation_area WHERE budget_year = ${year} AND known_on = (
			SELECT max(known_on) FROM capitation_area WHERE budget_year = ${year} AND known_on <= ${until}::date)
		ORDER BY kecamatan, segment`;
}

export async function readCatastrophic(
	tx: Transaction,
	year: number,
	until: string
): Promise<(DiseaseCost & { countedAt: Date })[]> {
	return tx<(DiseaseCost & { countedAt: Date })[]>`
		SELECT disease, claims, committed_rupiah AS "committedRupiah", counted_at AS "countedAt"
		FROM catastrophic_year WHERE budget_year = ${year} AND known_on = (
			SELECT max(known_on) FROM catastrophic_year WHERE budget_year = ${year} AND known_on <= ${until}::date)
		ORDER BY disease`;
}

/** In whole percent of the year's money; null where nothing was counted. */
export async function readCatastrophicPercent(
	tx: Transaction,
	year: number,
	until: string
): Promise<number | null> {
	const [row] = await tx<{ percent: number | null }[]>`
		SELECT city.catastrophic_percent(${year}::int, ${until}::date) AS percent`;
	return row?.percent ?? null;
}

export type VisitCell = { month: string; facility: string; service: string; visits: number };

/** Of a calendar year, by the day of the visit, as known at the end of a day. */
export async function sumVisitYear(tx: Transaction, year: number, until: string): Promise<VisitCell[]> {
	return tx<VisitCell[]>`
		SELECT date_trunc('month', occurred_on)::date AS month, facility, service, sum(visits)::int AS visits
		FROM service_effect WHERE occurred_on BETWEEN ${`${year}-01-01`}::date AND ${`${year}-12-31`}::date
			AND known_on <= ${until}::date
		GROUP BY 1, 2, 3 HAVING sum(visits) <> 0 ORDER BY 1, 2, 3`;
}
