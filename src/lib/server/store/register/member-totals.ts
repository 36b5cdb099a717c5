/**
 * How many people the card covers: those of the Members page whose card counts, out of the same counted days. Whoever may see
 * the rounded number only reads `city.member_months`, which sums the same.
 */
import type { Transaction } from '../bulk.ts';
import type { Sql } from '../connect.ts';

/** Members at the end of the newest day counted up to one; null where none was. */
export async function readCoveredMembers(tx: Transaction, until: string): Promise<number | null> {
	const [row] = await tx<{ persons: number }[]>`
		SELECT coalesce(sum(persons) FILTER (WHERE reason = 'valid'), 0)::int AS persons FROM public.membership_day
		WHERE day = (SELECT max(day) FROM public.membership_day WHERE day <= ${until}::date) GROUP BY day`;
	return row?.persons ?? null;
}

/**
 * When that number was counted, which is up to some minutes before the page is read: the as-of time of every page that shows
 * it. Found under the same name by readers of totals and of rows.
 */
export async function findMembersCountedAt(tx: Transaction, until: string): Promise<Date | null> {
	const [row] = await tx<{ at: Date | null }[]>`
		SELECT max(counted_at) AS at FROM membership_day
		WHERE day = (SELECT max(day) FROM membership_day WHERE day <= ${until}::date)`;
	return row?.at ?? null;
}

/** How that number moved, by month, each taken at its last counted day; the running sum is the number. */
export async function sumMemberChanges(
	tx: Transaction,
	until: string
): Promise<{ month: string; persons: number }[]> {
	const sql = tx as unknown as Sql;
	return sql<{ month: string; persons: number }[]>`
		SELECT month, persons - lag(persons, 1, 0) OVER (ORDER BY month) AS persons FROM (
			SELECT date_trunc('month', day)::date AS month,
				coalesce(sum(persons) FILTER (WHERE reason = 'valid'), 0)::int AS persons
			FROM public.membership_day WHERE day IN (
				SELECT max(day) FROM public.membership_day WHERE day <= ${until}::date GROUP BY date_trunc('month', day)
			) GROUP BY day
		) AS standing ORDER BY month`;
}
