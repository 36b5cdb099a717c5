/** The city's totals of persons: rounded for whoever sees no more of them (schema `city`), exact for the live line. */
import type { Executor, Transaction } from './bulk.ts';
import type { Sql } from './connect.ts';
import { readCoveredMembers } from './register/member-totals.ts';

export type DayTotal = { day: string; visits: number };
type Span = { from: string; to: string };

/** Rounded day by day; a longer total is the sum of these. */
export function readShownVisits(
	tx: Transaction,
	{ from, to, asOf }: Span & { asOf: string | null }
): Promise<DayTotal[]> {
	return tx<DayTotal[]>`
		SELECT day, visits FROM city.daily_visits(${from}::date, ${to}::date, ${asOf}::date) WHERE visits <> 0 ORDER BY day`;
}

/** As `sumMemberChanges`, of the rounded number. */
export function readShownMemberMonths(
	tx: Transaction,
	until: string
): Promise<{ month: string; persons: number }[]> {
	return tx<{ month: string; persons: number }[]>`
		SELECT month, persons FROM city.member_months(${until}::date) ORDER BY month`;
}

/** What no reader of totals is told: every day's visits from a day on, and the members. */
export async function readExactTotals(
	sql: Executor,
	from: string
): Promise<{ visits: DayTotal[]; members: number }> {
	const tx = sql as Sql;
	const visits = await tx<DayTotal[]>`
		SELECT period AS day, sum(visits)::int AS visits FROM visit_period
		WHERE grain = 'day' AND period >= ${from}::date GROUP BY 1`;
	return { visits, members: (await readCoveredMembers(tx as unknown as Transaction, 'infinity')) ?? 0 };
}
