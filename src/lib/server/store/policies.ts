/**
 * The row-level policies, written out of `domain/access` and laid down at start when they are not the ones that stand. The
 * application's role owns no table and is held to them; views and commands run as the owner, who has a policy of its own.
 *
 * Each condition is a subquery of settings, so that PostgreSQL works it out once a statement and not once a row.
 */
import { hash } from 'node:crypto';
import { subjects } from '../../domain/access.ts';
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
	if (subject === 'door') return isOneOf(['system']);
	if (subject === 'accounts') return isOneOf(['system', ...readersOf(subject, 'all')]);
	const writer = facility === undefined ? isOneOf(['committer']) : ofGroup(facility);
	if (subject === 'product') return `${isOneOf(['system'])} OR ${writer}`;
	if (subject === 'register') return isOneOf(['system', 'committer', ...roles]);
	const all = isOneOf(['system', ...readersOf(subject, 'all')]);
	const own = readersOf(subject, 'own');
	if (own.length === 0 || facility === undefined) return `${all} OR ${writer}`;
	return `${all} OR ${writer} OR (${isOneOf(own)} AND ${isTheirs(facility)})`;
}

/** The product writes; the committer only for the facilities of its group, and what belongs to none but is no account. */
export function writingOf({ subject, facility }: RowRule): string {
	if (subject === 'door' || subject === 'accounts') return isOneOf(['system']);
	return facility === undefined
		? isOneOf(['system', 'committer'])
		: `${isOneOf(['system'])} OR ${ofGroup(facility)}`;
}

const ofGroup = (facility: string) => `(${isOneOf(['committer'])} AND ${isTheirs(facility)})`;

export function policyStatements(): string[] {
	const ofTables = Object.entries(rowRules).flatMap(([table, rule]) => [
		`ALTER TABLE "${table}" ENABLE ROW LEVEL SECURITY`,
		`ALTER TABLE "${table}" FORCE ROW LEVEL SECURITY`,
		`CREATE POLICY "owner" ON "${table}" TO CURRENT_USER USING (true) WITH CHECK (true)`,
		`CREATE POLICY "reading" ON "${table}" FOR SELECT USING (${readingOf(rule)})`,
		`CREATE POLICY "adding" ON "${table}" FOR INSERT WITH CHECK (${writingOf(rule)})`,
		`CREATE POLICY "changing" ON "${table}" FOR UPDATE USING (${writingOf(rule)}) WITH CHECK (${writingOf(rule)})`,
		`CREATE POLICY "removing" ON "${table}" FOR DELETE USING (${writingOf(rule)})`
	]);
	return [...ofTables, cityReaders()];
}

/**
 * Views and functions of the schema `city` work as the owner, past the policies: each asks this first. No total is anybody's
 * own, so who reads own rows only is none of them.
 */
function cityReaders(): string {
	const cases = subjects.map((subject) => {
		const readers = ['system', ...readersOf(subject, 'city'), ...readersOf(subject, 'all')];
		return `WHEN '${subject}' THEN ${isOneOf(readers)}`;
	});
	return `CREATE OR REPLACE FUNCTION city.may_see(subject text) RETURNS boolean LANGUAGE sql STABLE
		SET search_path = pg_catalog AS $$ SELECT coalesce(CASE subject ${cases.join(' ')} END, false) $$`;
}

/**
 * As the owner of the tables. Where the same ones stand nothing is locked; that they stand is seen in the catalogue, for what
 * was laid down once may have been changed or dropped by hand since.
 */
export async function layDownPolicies(sql: Sql): Promise<void> {
	const statements = policyStatements();
	const asked = hash('sha256', statements.join('\n'), 'hex');
	await inTransaction(sql, async (tx) => {
		await tx`SELECT pg_advisory_xact_lock(${lockNumber})`;
		const stands = async () => `${asked} ${await readStanding(tx)}`;
		if ((await findLaidDown(tx)) === (await stands())) return;
		await dropPolicies(tx);
		for (const statement of statements) await tx.unsafe(statement);
		await tx`INSERT INTO setting (key, value) VALUES (${standingKey}, ${tx.json(await stands())})
			ON CONFLICT (key) DO UPDATE SET value = excluded.value`;
	});
}

/** Whoever made them: one that somebody added by hand opens what the others close. */
async function dropPolicies(tx: Transaction): Promise<void> {
	const policies = await tx<{ table: string; name: string }[]>`
		SELECT tablename AS table, policyname AS name FROM pg_policies
		WHERE schemaname = 'public' AND tablename = ANY(${Object.keys(rowRules)}) ORDER BY 1, 2`;
	for (const { table, name } of policies) await tx`DROP POLICY ${tx(name)} ON ${tx(table)}`;
}

/** A digest of the policies as the database has them, of whether they are in force, and of what the schema `city` asks. */
async function readStanding(tx: Transaction): Promise<string> {
	const tables = Object.keys(rowRules);
	const [row] = await tx<{ stands: string }[]>`
		SELECT concat_ws(E'\n',
			(SELECT string_agg(concat_ws('|', tablename, policyname, permissive, roles::text, cmd, qual, with_check), E'\n'
					ORDER BY tablename, policyname)
				FROM pg_policies WHERE schemaname = 'public' AND tablename = ANY(${tables})),
			(SELECT string_agg(concat_ws('|', relname, relrowsecurity, relforcerowsecurity), E'\n' ORDER BY relname)
				FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relname = ANY(${tables})),
			(SELECT string_agg(prosrc, E'\n') FROM pg_proc
				WHERE pronamespace = 'city'::regnamespace AND proname = 'may_see')
		) AS stands`;
	return hash('sha256', row?.stands ?? '', 'hex');
}

async function findLaidDown(tx: Transaction): Promise<unknown> {
	const [row] = await tx<{ value: unknown }[]>`SELECT value FROM setting WHERE key = ${standingKey}`;
	return row?.value;
}
