/** What a register says now against what it said before, and the difference written: in one transaction, or not at all. */
import type { RegisterSource } from '../../../domain/membership-validity.ts';
import type { Transaction } from '../bulk.ts';
import type { Sql } from '../connect.ts';
import type { Scope } from './refresh.ts';

export type SyncMode = 'snapshot' | 'delta';
export type SyncDifference = { before: number; added: number; changed: number; removed: number };

const tables: Record<RegisterSource, { table: string; columns: readonly string[] }> = {
	dukcapil: {
		table: 'dukcapil_person',
		columns: [
			'family_id',
			'families',
			'kecamatan',
			'status',
			'status_since',
			'ektp',
			'is_head',
			'registered_since'
		]
	},
	dinsos: { table: 'dinsos_card', columns: ['family_id', 'families', 'segment'] },
	jkn: { table: 'jkn_status', columns: ['status'] }
};

/**
 * Lays the difference down in a table `difference` of this transaction. A snapshot removes whom it does not name; a delta
 * removes nobody.
 */
export async function findDifference(
	tx: Transaction,
	source: RegisterSource,
	mode: SyncMode
): Promise<SyncDifference> {
	const { table, columns } = tables[source];
	const list = (alias: string) => columns.map((column) => `${alias}.${column}`).join(', ');
	const join = mode === 'snapshot' ? 'FULL' : 'LEFT';
	await tx.unsafe(`
		CREATE TEMP TABLE difference ON COMMIT DROP AS
		SELECT coalesce(i.person_id, t.person_id) AS person_id, ${list('i')},
			CASE WHEN i.person_id IS NULL THEN 'removed' WHEN t.person_id IS NULL THEN 'added'
				WHEN (${list('i')}) IS DISTINCT FROM (${list('t')}) THEN 'changed' ELSE 'restated' END AS kind,
			t.family_id AS old_family_id
		FROM incoming i ${join} JOIN (SELECT *${source === 'jkn' ? ', null::uuid AS family_id' : ''} FROM ${table}) t
			ON t.person_id = i.person_id
		WHERE (i.person_id IS NULL OR i.is_usable)
			AND (${mode === 'delta'} OR i.person_id IS NULL OR t.person_id IS NULL
				OR (${list('i')}) IS DISTINCT FROM (${list('t')}))`);
	await tx`ANALYZE difference`;
	const [counts] = await tx.unsafe<SyncDifference[]>(`
		SELECT (SELECT count(*)::int FROM ${table}) AS before,
			(count(*) FILTER (WHERE kind = 'added'))::int AS added,
			(count(*) FILTER (WHERE kind = 'changed'))::int AS changed,
			(count(*) FILTER (WHERE kind = 'removed'))::int AS removed
		FROM difference`);
	if (!counts) throw new Error('a count without a row');
	return counts;
}

export async function writeDifference(
	tx: Transaction,
	source: RegisterSource,
	statedAt: Date
): Promise<void> {
	const { table, columns } = tables[source];
	const names = columns.join(', ');
	const stated = statedAt.toISOString();
	await tx.unsafe(
		`DELETE FROM ${table} t USING difference d WHERE d.kind = 'removed' AND t.person_id = d.person_id`
	);
	await tx.unsafe(
		`UPDATE ${table} t SET ${columns.map((column) => `${column} = d.${column}`).join(', ')}, stated_at = $1::text::timestamptz
		FROM difference d WHERE d.kind IN ('changed', 'restated') AND t.person_id = d.person_id`,
		[stated]
	);
	await tx.unsafe(
		`INSERT INTO ${table} (person_id, ${names}, stated_at)
		SELECT person_id, ${names}, $1::text::timestamptz FROM difference WHERE kind = 'added' ORDER BY person_id`,
		[stated]
	);
}

/** Whose judgement may differ now: who changed, and the heads of the families that somebody entered or left. */
export function touchedBy(tx: Transaction, source: RegisterSource): Scope {
	const sql = tx as unknown as Sql;
	return source === 'dukcapil'
		? sql`SELECT person_id FROM difference UNION
			SELECT p.person_id FROM dukcapil_person p JOIN (
				SELECT family_id FROM difference UNION SELECT old_family_id FROM difference
			) f ON f.family_id = p.family_id WHERE p.is_head`
		: sql`SELECT person_id FROM difference`;
}
