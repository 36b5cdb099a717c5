/** Frozen weeks: added once, read for good. */
import { insertInto, type Executor, type Transaction } from './bulk.ts';
import type { Sql } from './connect.ts';

export type LatticeCell = {
	condition: string;
	week: string;
	area: string;
	shown: number;
	kind: string;
	reporter: string | null;
	isPartial: boolean;
};
export type FrozenWeek = { week: string; frozenOn: string; computedAt: Date; version: number };

type Span = { from: string; to: string };

/** "WEEK": two processes must not freeze at once. */
const lockNumber = 0x5745454b;

/** @returns false where another process is at it. */
export async function lockFreezing(tx: Transaction): Promise<boolean> {
	const [row] = await tx<{ got: boolean }[]>`SELECT pg_try_advisory_xact_lock(${lockNumber}) AS got`;
	return row?.got === true;
}

/** Of the span, and shown by then; in their order. */
export function findFrozenWeeks(
	tx: Executor,
	{ from, to }: Span,
	asOf: string | null
): Promise<FrozenWeek[]> {
	const sql = tx as Sql;
	return sql<FrozenWeek[]>`
		SELECT week, frozen_on AS "frozenOn", computed_at AS "computedAt", version FROM lattice_week
		WHERE week BETWEEN ${from}::date AND ${to}::date AND frozen_on <= coalesce(${asOf}::date, 'infinity') ORDER BY week`;
}

export function readLattice(
	tx: Executor,
	conditions: readonly string[],
	{ from, to }: Span,
	asOf: string | null
): Promise<LatticeCell[]> {
	const sql = tx as Sql;
	return sql<LatticeCell[]>`
		SELECT condition, week, area, shown, kind, reporter, is_partial AS "isPartial"
		FROM lattice JOIN lattice_week USING (week)
		WHERE condition = ANY(${[...conditions]}) AND week BETWEEN ${from}::date AND ${to}::date
			AND frozen_on <= coalesce(${asOf}::date, 'infinity')
		ORDER BY condition, week, area`;
}

const insertCells = insertInto<LatticeCell>('lattice', [
	{ name: 'condition', type: 'text', value: (cell) => cell.condition },
	{ name: 'week', type: 'date', value: (cell) => cell.week },
	{ name: 'area', type: 'text', value: (cell) => cell.area },
	{ name: 'shown', type: 'int4', value: (cell) => cell.shown },
	{ name: 'kind', type: 'text', value: (cell) => cell.kind },
	{ name: 'reporter', type: 'text', value: (cell) => cell.reporter },
	{ name: 'is_partial', type: 'bool', value: (cell) => cell.isPartial }
]);

export async function freezeWeek(
	tx: Transaction,
	{ week, frozenOn, computedAt, version }: FrozenWeek,
	cells: readonly LatticeCell[]
): Promise<void> {
	await tx`INSERT INTO lattice_week (week, frozen_on, computed_at, version)
		VALUES (${week}, ${frozenOn}, ${computedAt}, ${version})`;
	await insertCells(tx, cells);
}

export type KnownSpan = { firstDay: string | null; firstKnownOn: string | null };

/** The first day that anything by disease is counted for, and the first day on which the product learned anything. */
export async function findKnownSpan(tx: Executor): Promise<KnownSpan> {
	const sql = tx as Sql;
	const [row] = await sql<KnownSpan[]>`
		SELECT least(
			(SELECT min(period) FROM visit_period WHERE grain = 'day'),
			(SELECT min(period) FROM tally WHERE measure = 'cases' AND grain = 'week')) AS "firstDay",
			(SELECT min(day) FROM source_day WHERE accepted > 0) AS "firstKnownOn"`;
	return row ?? { firstDay: null, firstKnownOn: null };
}
