/** What people ask of the trail: a page of it by filter, and all that one of them was shown in a period. */
import { lookActions } from '../../../domain/trail.ts';
import type { Executor } from '../bulk.ts';
import type { Sql } from '../connect.ts';
import type { TrailLine } from './line.ts';

export type TrailFilter = {
	who: string | null;
	action: string | null;
	from: Date | null;
	before: Date | null;
	/** Anywhere in what, which rows, filter, reason or who. */
	text: string | null;
};
export type Counted = { value: string; count: number };

const columns = `number, at, viewer, role, facility, session, api_key AS "apiKey", address, action, what, rows, filter,
	row_count AS "rowCount", reason, key_id AS "keyId"`;
const fittingBesides = `($3::timestamptz IS NULL OR at >= $3) AND ($4::timestamptz IS NULL OR at < $4)
	AND ($5::text IS NULL OR concat_ws(' ', viewer, what, reason, facility, address, rows::text, filter::text) ILIKE $5)`;
const fitting = `($1::text IS NULL OR viewer = $1) AND ($2::text IS NULL OR action = $2) AND ${fittingBesides}`;
const mostFacets = 200;

const parametersOf = ({ who, action, from, before, text }: TrailFilter) => [
	who,
	action,
	from?.toISOString() ?? null,
	before?.toISOString() ?? null,
	text === null ? null : `%${text.replace(/[%_\\]/g, '\\$&')}%`
];

/** Newest first. */
export function readTrail(
	sql: Executor,
	filter: TrailFilter,
	cut: { limit: number; offset: number }
): Promise<TrailLine[]> {
	return (sql as Sql).unsafe<TrailLine[]>(
		`SELECT ${columns} FROM trail WHERE ${fitting} ORDER BY number DESC LIMIT $6 OFFSET $7`,
		[...parametersOf(filter), cut.limit, cut.offset]
	);
}

export type TrailCounts = { total: number; viewers: Counted[]; actions: Counted[] };

/**
 * How many lines fit; and beside it who is in the trail and what was done how often under the rest of the filter, the two
 * hundred most frequent of each. All of it out of one reading of the trail, which grows with every look.
 */
export async function countTrail(sql: Executor, filter: TrailFilter): Promise<TrailCounts> {
	const { who, action } = filter;
	const rows = await (sql as Sql).unsafe<Group[]>(
		`SELECT viewer, action, count(*)::int AS count FROM trail WHERE ${fittingBesides}
			AND ($1::text IS NULL OR $2::text IS NULL OR viewer = $1 OR action = $2) GROUP BY viewer, action`,
		parametersOf(filter)
	);
	const isHis = ({ viewer }: Group) => who === null || viewer === who;
	const isIt = (row: Group) => action === null || row.action === action;
	const byWho = rows.filter(isHis);
	const byAction = rows.filter(isIt);
	return {
		total: byWho.filter(isIt).reduce((sum, { count }) => sum + count, 0),
		viewers: mostFrequent(byAction, ({ viewer }) => viewer),
		actions: mostFrequent(byWho, (row) => row.action)
	};
}

type Group = { viewer: string; action: string; count: number };

function mostFrequent(rows: readonly Group[], valueOf: (row: Group) => string): Counted[] {
	const counts = new Map<string, number>();
	for (const row of rows) counts.set(valueOf(row), (counts.get(valueOf(row)) ?? 0) + row.count);
	return [...counts]
		.map(([value, count]) => ({ value, count }))
		.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
		.slice(0, mostFacets);
}

export type Period = { viewer: string; from: Date; before: Date };

/** Every look of a viewer in a period, in the order in which they happened. */
export function readLooks(sql: Executor, { viewer, from, before }: Period): Promise<TrailLine[]> {
	return (sql as Sql).unsafe<TrailLine[]>(
		`SELECT ${columns} FROM trail WHERE viewer = $1 AND at >= $2 AND at < $3 AND action = ANY($4::text[]) ORDER BY number`,
		[viewer, from.toISOString(), before.toISOString(), `{${lookActions.join(',')}}`]
	);
}

/** Names under which the trail knows anybody whose name holds this; what to offer where a name is unknown. */
export async function findViewers(sql: Executor, part: string): Promise<string[]> {
	const rows = await (sql as Sql)<{ viewer: string }[]>`
		SELECT DISTINCT viewer FROM trail WHERE strpos(lower(viewer), ${part.toLowerCase()}) > 0 ORDER BY 1 LIMIT 10`;
	return rows.map(({ viewer }) => viewer);
}
