/**
 * The database role that the application works as: it owns nothing, so row-level security holds for it. Its password is
 * derived from the server key, so every process of an installation knows it and none has to hand it on.
 */
import { createHmac } from 'node:crypto';
import type { Sql } from './connect.ts';
import { layDownPolicies } from './policies.ts';
import { inTransaction } from './transaction.ts';

/** "ROLE": two processes that start at once must not both make it. */
const lockNumber = 0x524f4c45;
const longestName = 63;
/** Lines may be added and read, and never changed: see the triggers of these tables too. */
const appendOnly = [
	'trail',
	'guarantee_letter',
	'letter_cancellation',
	'claim_decision',
	'claim_payment',
	'payment_batch',
	'review_rule'
];

/**
 * Policies, role and grants, as the owner. Resolves to the address at which the application connects.
 * @throws when this account may make no roles
 */
export async function prepareAppRole(sql: Sql, url: string, serverKey: Buffer): Promise<string> {
	await layDownPolicies(sql);
	const address = new URL(url);
	const name = roleName(decodeURIComponent(address.pathname.slice(1)));
	const password = createHmac('sha256', serverKey).update(`database role ${name}`).digest('base64url');
	await inTransaction(sql, async (tx) => {
		await tx`SELECT pg_advisory_xact_lock(${lockNumber})`;
		const [known] = await tx`SELECT FROM pg_roles WHERE rolname = ${name}`;
		const attributes = `LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOREPLICATION NOBYPASSRLS PASSWORD '${password}'`;
		await tx.unsafe(`${known ? 'ALTER' : 'CREATE'} ROLE "${name}" WITH ${attributes}`);
		await tx.unsafe(`GRANT USAGE ON SCHEMA public, city, report TO "${name}"`);
		await tx.unsafe(`GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "${name}"`);
		await tx.unsafe(`GRANT SELECT ON ALL TABLES IN SCHEMA city TO "${name}"`);
		await tx.unsafe(`GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO "${name}"`);
		const tables = await tx<{ name: string }[]>`
			SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename = ANY(${appendOnly})`;
		for (const table of tables)
			await tx.unsafe(`REVOKE UPDATE, DELETE ON TABLE public."${table.name}" FROM "${name}"`);
		// The trail's own triggers keep its head, as the owner.
		await tx.unsafe(`REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON TABLE public.trail_head FROM "${name}"`);
	}).catch((error: unknown) => {
		throw explain(error, name);
	});
	address.username = name;
	address.password = password;
	return address.href;
}

/** Roles belong to the whole database server: each database's application has its own. */
const roleName = (database: string) => `denyut_app_${database}`.slice(0, longestName);

function explain(error: unknown, name: string): unknown {
	if (!(error instanceof Error && 'code' in error && error.code === '42501')) return error;
	return new Error(
		`The account in DATABASE_URL may not make the role ${name} that the application works as: grant it CREATEROLE, or make the role and grant it to the account.`,
		{ cause: error }
	);
}
