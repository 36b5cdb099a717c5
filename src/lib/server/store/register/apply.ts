/**
 * What a register says now against what it said before, and the difference written: in one transaction, or not at all. A
 * delta's cost follows its lines: each is looked up by key, and nothing goes through the whole register.
 */
import type { RegisterSource } from '../../../domain/membership-validity.ts';
import type { Transaction } from '../bulk.ts';
import type { Sql } from '../connect.ts';
import type { Scope } from './refresh.ts';

export type SyncMode = 'snapshot' | 'delta';
export type SyncDifference = { before: number; added: number; changed: number; removed: number };

/** What stands of a line `i` after the table's row `t` was seen; the column as it came where nothing is said. */
type Column = { name: string; given?: string };

const plain = (...names: string[]): Column[] => names.map((name) => ({ name }));
const tables: Record<RegisterSource, { table: string; columns: readonly Column[] }> = {
	dukcapil: {
		table: 'dukcapil_person',
		columns: [
			...plain('family_id', 'families', 'kecamatan', 'status', 'status_since', 'ektp', 'is_head'),
			...plain('registered_since')
		]
	},
	dinsos: { table: 'dinsos_card', columns: plain('family_id', 'families', 'segment') },
	jkn: {
		table: 'jkn_status',
		columns: [
			{ name: 'status' },
			// A file without days takes none away that an earlier one told of the same status.
			{
				name: 'status_since',
				given: 'coalesce(i.status_since, CASE WHEN t.status = i.status THEN t.status_since END)'
			}
		]
	}
};

/**
 * Lays the difference down in a table `difference` of this transaction. A snapshot removes whom it does not name; a delta
 * removes nobody, so `before` is not counted for it.
 */
export async function findDifference(
	tx: Transaction,
	source: RegisterSource,
	mode: SyncMode
): Promise<SyncDifference> {
	const { table, columns } = tables[source];
	const given = columns.map(({ name, given: said }) => said ?? `i.${name}`).join(', ');
	const named = columns.map(({ name, given: said }) => `${said ?? `i.${name}`} AS ${name}`).join(', ');
	const stood = columns.map(({ name }) => `t.${name}`).join(', ');
	const isDelta = mode === 'delta';
	await tx.unsafe(`
		CREATE TEMP TABLE difference ON COMMIT DROP AS
		SELECT coalesce(i.person_id, t.person_id) AS person_id, ${named},
			CASE WHEN i.person_id IS NULL THEN 'removed' WHEN t.person_id IS NULL THEN 'added'
				WHEN (${given}) IS DISTINCT FROM (${stood}) THEN 'changed' ELSE 'restated' END AS kind,
			${source === 'jkn' ? 'null::uuid' : 't.family_id'} AS old_family_id
		FROM incoming i ${isDelta ? 'LEFT' : 'FULL'} JOIN ${table} t ON t.person_id = i.person_id
		WHERE (i.person_id IS NULL OR i.is_usable)
			AND (${isDelta} OR i.person_id IS NULL OR t.person_id IS NULL OR (${given}) IS DISTINCT FROM (${stood}))`);
	await tx`ANALYZE difference`;
	const [counts] = await tx.unsafe<SyncDifference[]>(`
		SELECT ${isDelta ? '0' : `(SELECT count(*)::int FROM ${table})`} AS before,
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
	statedAt: Date,
	{ added, changed, removed }: SyncDifference,
	mode: SyncMode
): Promise<void> {
	const { table, columns } = tables[source];
	const names = columns.map(({ name }) => name).join(', ');
	const stated = statedAt.toISOString();
	if (removed > 0)
		await tx.unsafe(
			`DELETE FROM ${table} t USING difference d WHERE d.kind = 'removed' AND t.person_id = d.person_id`
		);
	if (changed > 0 || mode === 'delta')
		await tx.unsafe(
			`UPDATE ${table} t SET ${columns.map(({ name }) => `${name} = d.${name}`).join(', ')}, stated_at = $1::text::timestamptz
			FROM difference d WHERE d.kind IN ('changed', 'restated') AND t.person_id = d.person_id`,
			[stated]
		);
	if (added > 0)
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
