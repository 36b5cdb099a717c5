/**
 * The row-level policies, written out of `domain/access` and laid down at start when they are not the ones that stand. The
 * application's role owns no table and is held to them; views and commands run as the owner, who has a policy of its own.
 *
 * Each condition is a subquery of settings, so that PostgreSQL works it out once a statement and not once a row.
 */
import { hash } from 'node:crypto';
import { roles } from '../../domain/role.ts';
import type { Transaction } from './bulk.ts';
import type { Sql } from './connect.ts';
import { readersOf, rowRules, type RowRule } from './row-rules.ts';
import { inTransaction } from './transaction.ts';
import { facilitiesSetting, roleSetting } from './viewer-context.ts';

/** "POLI": one process lays them down. */
const lockNumber = 0x504f4c49;
const standingKey = 'row_policies';

const role = `(SELECT NULLIF(current_setting('${roleSetting}', true), ''))`;
const facilities = `(SELECT NULLIF(current_setting('${facilitiesSetting}', true), '')::text[])`;
const isOneOf = (names: readonly string[]) => `${role} IN (${names.map((name) => `'${name}'`).join(', ')})`;
const isTheirs = (column: string) => `${column} = ANY (${facilities}::text[])`;

/** What may be read, and by whom: a condition on a row. The committer reads what it writes, and no other facility's. */
export function readingOf({ subject, facility }: RowRule): string {
	const writer = facility === undefined ? isOneOf(['committer']) : ofGroup(facility);
	if (subject === 'product') return `${isOneOf(['system'])} OR ${writer}`;
	if (subject === 'register') return isOneOf(['system', 'committer', 'finder', ...roles]);
	const all = isOneOf(['system', 'finder', ...readersOf(subject, 'all')]);
	const own = readersOf(subject, 'own');
	if (own.length === 0 || facility === undefined) return `${all} OR ${writer}`;
	return `${all} OR ${writer} OR (${isOneOf(own)} AND ${isTheirs(facility)})`;
}

/** The product writes; the committer only for the facilities of its group, and what belongs to none. */
export function writingOf({ facility }: RowRule): string {
	return facility === undefined
		? isOneOf(['system', 'committer'])
		: `${isOneOf(['system'])} OR ${ofGroup(facility)}`;
}

const ofGroup = (facility: string) => `(${isOneOf(['committer'])} AND ${isTheirs(facility)})`;

export function policyStatements(): string[] {
	return Object.entries(rowRules).flatMap(([table, rule]) => [
		`ALTER TABLE "${table}" ENABLE ROW LEVEL SECURITY`,
		`ALTER TABLE "${table}" FORCE ROW LEVEL SECURITY`,
		...['owner', 'reading', 'adding', 'changing', 'removing'].map(
			(name) => `DROP POLICY IF EXISTS "${name}" ON "${table}"`
		),
		`CREATE POLICY "owner" ON "${table}" TO CURRENT_USER USING (true) WITH CHECK (true)`,
		`CREATE POLICY "reading" ON "${table}" FOR SELECT USING (${readingOf(rule)})`,
		`CREATE POLICY "adding" ON "${table}" FOR INSERT WITH CHECK (${writingOf(rule)})`,
		`CREATE POLICY "changing" ON "${table}" FOR UPDATE USING (${writingOf(rule)}) WITH CHECK (${writingOf(rule)})`,
		`CREATE POLICY "removing" ON "${table}" FOR DELETE USING (${writingOf(rule)})`
	]);
}

/** As the owner of the tables. Where the same ones stand nothing is locked. */
export async function layDownPolicies(sql: Sql): Promise<void> {
	const statements = policyStatements();
	const mine = hash('sha256', statements.join('\n'), 'hex');
	await inTransaction(sql, async (tx) => {
		await tx`SELECT pg_advisory_xact_lock(${lockNumber})`;
		if ((await findStanding(tx)) === mine) return;
		for (const statement of statements) await tx.unsafe(statement);
		await tx`INSERT INTO setting (key, value) VALUES (${standingKey}, ${tx.json(mine)})
			ON CONFLICT (key) DO UPDATE SET value = excluded.value`;
	});
}

async function findStanding(tx: Transaction): Promise<unknown> {
	const [row] = await tx<{ value: unknown }[]>`SELECT value FROM setting WHERE key = ${standingKey}`;
	return row?.value;
}
