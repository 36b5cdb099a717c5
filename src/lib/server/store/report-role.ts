/**
 * The role for reporting tools. It may look at the schema `report` and nothing else: the views there read their tables with
 * their owner's rights. Roles belong to the whole database server, so this is a command's work and no migration's.
 */
import type { Sql } from './connect.ts';
import { inTransaction } from './transaction.ts';

export const reportRole = 'denyut_read';
const connections = 10;
const statementTimeoutMs = 60_000;

/** @throws RoleForbidden */
export class RoleForbidden extends Error {}

/** Makes the role, or gives the one that stands a new password; what it may do is set anew either way. */
export async function makeReportRole(sql: Sql, password: string): Promise<void> {
	try {
		await inTransaction(sql, async (tx) => {
			// No place in a CREATE ROLE takes a parameter; the name is ours and the password of a plain alphabet.
			if (!/^[A-Za-z0-9_-]+$/.test(password)) throw new Error('the password must be plain');
			const [known] = await tx`SELECT FROM pg_roles WHERE rolname = ${reportRole}`;
			const verb = known ? 'ALTER' : 'CREATE';
			await tx.unsafe(`${verb} ROLE ${reportRole} WITH LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOREPLICATION
				CONNECTION LIMIT ${connections} PASSWORD '${password}'`);
			await tx.unsafe(`ALTER ROLE ${reportRole} SET default_transaction_read_only = on`);
			await tx.unsafe(`ALTER ROLE ${reportRole} SET statement_timeout = ${statementTimeoutMs}`);
			await tx.unsafe(`ALTER ROLE ${reportRole} SET search_path = report`);
			await tx.unsafe(`GRANT USAGE ON SCHEMA report TO ${reportRole}`);
			await tx.unsafe(`GRANT SELECT ON ALL TABLES IN SCHEMA report TO ${reportRole}`);
			// Views that a later version adds are its too.
			await tx.unsafe(`ALTER DEFAULT PRIVILEGES IN SCHEMA report GRANT SELECT ON TABLES TO ${reportRole}`);
		});
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === '42501')
			throw new RoleForbidden('this account may make no roles', { cause: error });
		throw error;
	}
}

export type ReportColumn = { name: string; type: string };
export type ReportView = { name: string; comment: string | null; columns: ReportColumn[] };

/** What stands in the schema, as the database itself describes it. */
export function readReportViews(sql: Sql): Promise<ReportView[]> {
	return sql<ReportView[]>`
		SELECT c.relname AS name, obj_description(c.oid, 'pg_class') AS comment, (
			SELECT jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) ORDER BY a.attnum)
			FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
		) AS columns
		FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE n.nspname = 'report' AND c.relkind = 'v' ORDER BY c.relname`;
}
