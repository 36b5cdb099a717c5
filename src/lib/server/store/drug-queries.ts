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

type Fragment = ReturnType<typeof within>;

/** Which item a facility holds a stock of: its reports of `since` and later. */
const holders = (sql: Sql, scope: DrugScope, since: string, until: string) => sql`
	SELECT DISTINCT item, facility FROM stock
	WHERE month BETWEEN ${since}::date AND ${until}::date AND ${standing(sql, scope.asOf)} ${within(sql, 'facility', scope)}`;

/** What was dispensed in visits, from the compact rollup; of a past day what was learned since is taken off again. */
function dispensed(sql: Sql, scope: DrugScope, span: { from: string; to: string }, asked: Fragment) {
	const { from, to } = span;
	const chosen = sql`month BETWEEN ${from}::date AND ${to}::date ${within(sql, 'facility', scope)} ${asked}`;
	const now = sql`SELECT item, month, facility, quantity FROM item_month WHERE ${chosen}`;
	if (scope.asOf === null) return now;
	return sql`${now} UNION ALL SELECT item, month, facility, -quantity FROM item_effect
		WHERE ${chosen} AND known_on > ${scope.asOf}::date`;
}

/**
 * By item and month; `items` null for all. Dispensed and own counts are summed apart before they meet: what meets then are
 * items and months, not every facility's rows.
 */
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
		), holder AS (${holders(sql, scope, stockSince, to)}
		), in_visits AS (
			SELECT item, month, sum(quantity) AS quantity, sum(quantity) FILTER (WHERE is_replaced) AS replaced,
				sum(quantity) FILTER (WHERE is_held AND NOT is_replaced) AS of_holders
			FROM (
				SELECT item, month, quantity, (item, month, facility) IN (SELECT item, month, facility FROM own) AS is_replaced,
					(item, facility) IN (SELECT item, facility FROM holder) AS is_held
				FROM (${dispensed(sql, scope, { from, to }, asked('item'))}) AS visits
			) AS marked GROUP BY item, month HAVING sum(quantity) <> 0
		), by_themselves AS (
			SELECT item, month, sum(own.quantity) AS quantity, count(*) AS counts,
				sum(own.quantity) FILTER (WHERE holder.item IS NOT NULL) AS of_holders, count(holder.item) AS holders
			FROM own LEFT JOIN holder USING (item, facility) GROUP BY item, month
		)
		SELECT item, month,
			coalesce(v.quantity, 0)::bigint AS dispensed, coalesce(v.replaced, 0)::bigint AS replaced,
			coalesce(o.quantity, 0)::bigint AS own, coalesce(o.counts, 0)::int AS "ownCounts",
			(coalesce(v.of_holders, 0) + coalesce(o.of_holders, 0))::bigint AS "holdersUse",
			coalesce(o.holders, 0)::int AS "holdersCounting"
		FROM in_visits v FULL JOIN by_themselves o USING (item, month) ORDER BY item, month`;
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

/** Who ever sent anything that was accepted: hops from name to name in the index, past years of days between them. */
export async function readReporters(tx: Executor, asOf: string | null): Promise<string[]> {
	const sql = tx as Sql;
	const rows = await sql<{ reporter: string }[]>`
		WITH RECURSIVE known AS (
			SELECT min(reporter) AS reporter FROM source_day
			UNION ALL
			SELECT (SELECT min(reporter) FROM source_day WHERE reporter > known.reporter) FROM known WHERE reporter IS NOT NULL
		)
		SELECT reporter FROM known WHERE EXISTS (
			SELECT FROM source_day WHERE source_day.reporter = known.reporter AND accepted > 0
				AND day <= coalesce(${asOf}::date, 'infinity')
		) ORDER BY reporter`;
	return rows.map(({ reporter }) => reporter);
}
