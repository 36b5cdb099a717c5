/**
 * Use and stock of medicines. What a facility dispensed in its visits is replaced by its own count: the LPLPO report's
 * `used`, else its monthly tally. Sums over facilities are made here; `analytics/basis` judges what remains.
 */
import type { Executor } from './bulk.ts';
import type { Sql } from './connect.ts';

export type DrugScope = {
	/** Facilities looked at; null for all. */
	facilities: readonly string[] | null;
	asOf: string | null;
};

export type ItemUse = {
	item: string;
	month: string;
	/** Dispensed in visits, all facilities; then of those that also counted themselves. */
	dispensed: number;
	replaced: number;
	/** What those counted, and how many they are. */
	own: number;
	ownCounts: number;
	/** Use of the facilities whose stock is known, each on its one basis, and how many of them counted themselves. */
	holdersUse: number;
	holdersCounting: number;
};

export type ItemStock = {
	item: string;
	closing: number;
	oldest: string;
	newest: string;
	reported: number;
	expected: number;
};

export type UseTally = { code: string; period: string; area: string; reporter: string; value: number };

const standing = (sql: Sql, asOf: string | null) =>
	asOf === null
		? sql`posted_on IS NOT NULL AND reversed_on IS NULL`
		: sql`posted_on <= ${asOf}::date AND (reversed_on IS NULL OR reversed_on > ${asOf}::date)`;

const within = (sql: Sql, column: 'facility' | 'reporter', { facilities }: DrugScope) =>
	facilities === null ? sql`` : sql`AND ${sql(column)} = ANY(${[...facilities]})`;

/** Which item a facility holds a stock of: its reports of `since` and later. */
const holders = (sql: Sql, scope: DrugScope, since: string, until: string) => sql`
	SELECT DISTINCT item, facility FROM stock
	WHERE month BETWEEN ${since}::date AND ${until}::date AND ${standing(sql, scope.asOf)} ${within(sql, 'facility', scope)}`;

/** By item and month. `items` null for all. */
export async function readItemUse(
	tx: Executor,
	scope: DrugScope,
	{
		items,
		from,
		to,
		stockSince
	}: { items: readonly string[] | null; from: string; to: string; stockSince: string }
): Promise<ItemUse[]> {
	const sql = tx as Sql;
	const asked = (column: 'item' | 'code') =>
		items === null ? sql`` : sql`AND ${sql(column)} = ANY(${[...items]})`;
	return sql<ItemUse[]>`
		WITH own AS (
			SELECT DISTINCT ON (item, month, facility) item, month, facility, quantity FROM (
				SELECT 1 AS rank, item, month, facility, used AS quantity FROM stock
				WHERE month BETWEEN ${from}::date AND ${to}::date AND ${standing(sql, scope.asOf)}
					${within(sql, 'facility', scope)} ${asked('item')}
				UNION ALL
				SELECT 2, code, date_trunc('month', period)::date, reporter, value FROM tally
				WHERE measure = 'drug-use' AND grain = 'month' AND period BETWEEN ${from}::date AND ${to}::date
					AND reporter IN (SELECT code FROM facility) AND ${standing(sql, scope.asOf)}
					${within(sql, 'reporter', scope)} ${asked('code')}
			) AS counts ORDER BY item, month, facility, rank
		), dispensed AS (
			SELECT item, month, facility, sum(quantity) AS quantity FROM ${scope.asOf === null ? sql`item_month` : sql`item_effect`}
			WHERE month BETWEEN ${from}::date AND ${to}::date
				${scope.asOf === null ? sql`` : sql`AND known_on <= ${scope.asOf}::date`}
				${within(sql, 'facility', scope)} ${asked('item')}
			GROUP BY item, month, facility HAVING sum(quantity) <> 0
		), holder AS (${holders(sql, scope, stockSince, to)})
		SELECT item, month,
			coalesce(sum(dispensed.quantity), 0)::bigint AS dispensed,
			coalesce(sum(dispensed.quantity) FILTER (WHERE own.quantity IS NOT NULL), 0)::bigint AS replaced,
			coalesce(sum(own.quantity), 0)::bigint AS own,
			count(own.quantity)::int AS "ownCounts",
			coalesce(sum(coalesce(own.quantity, dispensed.quantity)) FILTER (WHERE holder.item IS NOT NULL), 0)::bigint
				AS "holdersUse",
			(count(own.quantity) FILTER (WHERE holder.item IS NOT NULL))::int AS "holdersCounting"
		FROM dispensed FULL JOIN own USING (item, month, facility) LEFT JOIN holder USING (item, facility)
		GROUP BY item, month ORDER BY item, month`;
}

/** Each facility's newest report of `since` and later, summed; `expected` counts those that reported since `longAgo`. */
export async function readItemStock(
	tx: Executor,
	scope: DrugScope,
	{ since, longAgo, until }: { since: string; longAgo: string; until: string }
): Promise<ItemStock[]> {
	const sql = tx as Sql;
	return sql<ItemStock[]>`
		SELECT item, (sum(closing) FILTER (WHERE month >= ${since}::date))::bigint AS closing,
			min(month) FILTER (WHERE month >= ${since}::date) AS oldest, max(month) AS newest,
			(count(*) FILTER (WHERE month >= ${since}::date))::int AS reported, count(*)::int AS expected
		FROM (
			SELECT DISTINCT ON (item, facility) item, facility, month, closing FROM stock
			WHERE month BETWEEN ${longAgo}::date AND ${until}::date AND ${standing(sql, scope.asOf)} ${within(sql, 'facility', scope)}
			ORDER BY item, facility, month DESC
		) AS newest GROUP BY item HAVING max(month) >= ${since}::date ORDER BY item`;
}

/** City-wide counts of use: those of reporters that are no facility. */
export async function readUseTallies(
	tx: Executor,
	{ items, from, to }: { items: readonly string[] | null; from: string; to: string },
	asOf: string | null
): Promise<UseTally[]> {
	const sql = tx as Sql;
	return sql<UseTally[]>`
		SELECT code, date_trunc('month', period)::date AS period, area, reporter, value FROM tally
		WHERE measure = 'drug-use' AND grain = 'month' AND period BETWEEN ${from}::date AND ${to}::date
			AND reporter NOT IN (SELECT code FROM facility) AND ${standing(sql, asOf)}
			${items === null ? sql`` : sql`AND code = ANY(${[...items]})`}
		ORDER BY code, reporter, area, tally.period`;
}

/** Who ever sent anything that was accepted. */
export async function readReporters(tx: Executor, asOf: string | null): Promise<string[]> {
	const sql = tx as Sql;
	const rows = await sql<{ reporter: string }[]>`
		SELECT DISTINCT reporter FROM source_day
		WHERE accepted > 0 AND day <= coalesce(${asOf}::date, 'infinity') ORDER BY reporter`;
	return rows.map(({ reporter }) => reporter);
}
