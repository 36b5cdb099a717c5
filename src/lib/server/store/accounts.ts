/** The accounts as an administrator keeps them. */
import { randomUUID } from 'node:crypto';
import type { Account, ListedAccount, NewAccount } from '../../domain/account.ts';
import type { Role } from '../../domain/role.ts';
import type { Executor } from './bulk.ts';
import type { Sql } from './connect.ts';
import { endSessions, holds } from './sessions.ts';
import { inTransaction } from './transaction.ts';

export type SignInRow = { id: string; passwordHash: string | null; mayEnter: boolean };

/** "ADMI" */
const lastAdminLock = 0x41444d49;
/** A password that an administrator made is good for a week. */
const oneTimeDays = 7;

export function accountTable(sql: Sql) {
	const columns = sql`id, name, user_name AS "userName", email, role, facility, demo, disabled_at AS "disabledAt",
		must_change_password AS "mustChangePassword", two_factor_enabled AS "twoFactorEnabled"`;

	return {
		/** Whom a user name or an e-mail address (no user name has an `@`) names; disabled ones too, who may not enter. */
		async findForSignIn(login: string): Promise<SignInRow | null> {
			const [row] = await sql<SignInRow[]>`
				SELECT u.id, l.password AS "passwordHash",
					u.disabled_at IS NULL AND NOT (u.must_change_password AND ${isExpired(sql)}) AS "mayEnter"
				FROM user_account u LEFT JOIN user_login l ON l.user_id = u.id AND l.provider_id = 'credential'
				WHERE u.user_name = ${login} OR u.email = ${login}`;
			return row ?? null;
		},
		async find(id: string): Promise<Account | null> {
			const [row] = await sql<Account[]>`SELECT ${columns} FROM user_account WHERE id = ${id}`;
			return row ?? null;
		},
		async findByUserName(userName: string): Promise<Account | null> {
			const [row] = await sql<Account[]>`SELECT ${columns} FROM user_account WHERE user_name = ${userName}`;
			return row ?? null;
		},
		async findTaken(userName: string, email: string | null): Promise<'user-name' | 'email' | null> {
			const [row] = await sql<{ isUserName: boolean }[]>`
				SELECT user_name = ${userName} AS "isUserName" FROM user_account WHERE user_name = ${userName} OR email = ${email}
				ORDER BY 1 DESC LIMIT 1`;
			if (!row) return null;
			return row.isUserName ? 'user-name' : 'email';
		},
		list: (): Promise<Account[]> => sql<Account[]>`SELECT ${columns} FROM user_account ORDER BY user_name`,
		async passwordHashOf(id: string): Promise<string | null> {
			const [row] = await sql<{ password: string | null }[]>`
				SELECT password FROM user_login WHERE user_id = ${id} AND provider_id = 'credential'`;
			return row?.password ?? null;
		},
		insert: (account: NewAccount): Promise<string> =>
			inTransaction(sql, async (tx) => {
				const { name, userName, email, role, facility, demo, mustChangePassword, passwordHash } = account;
				const id = randomUUID();
				await tx`
					INSERT INTO user_account (id, name, user_name, email, role, facility, demo, must_change_password)
					VALUES (${id}, ${name}, ${userName}, ${email}, ${role}, ${facility}, ${demo}, ${mustChangePassword})`;
				if (passwordHash !== null) await writePassword(tx, id, passwordHash);
				return id;
			}),
		/** Ends the user's sessions but the kept one: whoever knew the old password is out. */
		setPassword: (
			id: string,
			passwordHash: string,
			{ mustChange, keptSession = null }: { mustChange: boolean; keptSession?: string | null }
		): Promise<void> =>
			inTransaction(sql, async (tx) => {
				await writePassword(tx, id, passwordHash);
				await tx`UPDATE user_account SET must_change_password = ${mustChange}, updated_at = now() WHERE id = ${id}`;
				await endSessions(tx, id, keptSession);
			}),
		setRole: (id: string, role: Role, facility: string | null): Promise<void> =>
			inTransaction(sql, async (tx) => {
				await tx`UPDATE user_account SET role = ${role}, facility = ${facility}, updated_at = now() WHERE id = ${id}`;
				await endSessions(tx, id);
			}),
		/**
		 * Changes the role, or disables, unless nobody would be left who can administer: one who is open and has a way in. Two
		 * who ask at once for each other's end wait for one another here, so that one of them is refused.
		 */
		changeKeepingAdmin: (
			id: string,
			change: { role: Role; facility: string | null } | 'disable'
		): Promise<'changed' | 'last-admin'> =>
			inTransaction(sql, async (tx) => {
				await tx`SELECT pg_advisory_xact_lock(${lastAdminLock})`;
				const staysAdmin = change !== 'disable' && change.role === 'admin';
				if (!staysAdmin && !(await isDispensable(tx, id))) return 'last-admin';
				const { role, facility } = change === 'disable' ? { role: null, facility: null } : change;
				await (role === null
					? tx`UPDATE user_account SET disabled_at = coalesce(disabled_at, now()), updated_at = now() WHERE id = ${id}`
					: tx`UPDATE user_account SET role = ${role}, facility = ${facility}, updated_at = now() WHERE id = ${id}`);
				await endSessions(tx, id);
				return 'changed';
			}),
		endSessions: (id: string): Promise<void> => endSessions(sql, id),
		/** With what happened to each: in the order of their names. */
		listWithUse: (): Promise<ListedAccount[]> => sql<ListedAccount[]>`
			SELECT ${columns}, (
					SELECT t.at FROM trail t WHERE t.viewer = 'user:' || u.id AND t.action = 'sign-in' ORDER BY t.at DESC LIMIT 1
				) AS "lastSignInAt", (
					SELECT count(*)::int FROM user_session s WHERE s.user_id = u.id AND ${holds(sql)}
				) AS sessions,
				EXISTS (SELECT FROM user_login l WHERE l.user_id = u.id AND l.password IS NOT NULL) AS "hasPassword",
				EXISTS (SELECT FROM user_login l WHERE l.user_id = u.id AND l.provider_id = 'credential'
					AND u.must_change_password AND ${isExpired(sql)}) AS "isPasswordExpired"
			FROM user_account u ORDER BY u.name, u.user_name`,
		setDisabled: (id: string, isDisabled: boolean): Promise<void> =>
			inTransaction(sql, async (tx) => {
				const at = isDisabled ? sql`coalesce(disabled_at, now())` : sql`NULL`;
				await tx`UPDATE user_account SET disabled_at = ${at}, updated_at = now() WHERE id = ${id}`;
				await endSessions(tx, id);
			}),
		removeSecondFactor: (id: string, keptSession: string | null = null): Promise<void> =>
			inTransaction(sql, async (tx) => {
				await tx`DELETE FROM user_second_factor WHERE user_id = ${id}`;
				await tx`UPDATE user_account SET two_factor_enabled = false, updated_at = now() WHERE id = ${id}`;
				await endSessions(tx, id, keptSession);
			})
	};
}

const isExpired = (sql: Sql) => sql`l.updated_at < now() - ${oneTimeDays} * interval '1 day'`;

/** Is there another administrator who can enter, or is this one no such administrator? */
async function isDispensable(tx: Executor, id: string): Promise<boolean> {
	const rows = await (tx as Sql)<{ id: string }[]>`
		SELECT u.id FROM user_account u WHERE u.role = 'admin' AND u.disabled_at IS NULL AND EXISTS (
			SELECT FROM user_login l WHERE l.user_id = u.id
				AND NOT (l.provider_id = 'credential' AND u.must_change_password AND ${isExpired(tx as Sql)}))`;
	return rows.some((row) => row.id !== id) || rows.every((row) => row.id !== id);
}

async function writePassword(tx: Executor, userId: string, passwordHash: string): Promise<void> {
	await (tx as Sql)`
		INSERT INTO user_login (id, user_id, provider_id, account_id, password)
		VALUES (${randomUUID()}, ${userId}, 'credential', ${userId}, ${passwordHash})
		ON CONFLICT (user_id, provider_id) DO UPDATE SET password = excluded.password, updated_at = now()`;
}

/** @throws while accounts whose passwords anybody may read are open */
export async function assertNoDemoAccounts(sql: Sql): Promise<void> {
	const [row] = await sql<{ count: number }[]>`
		SELECT count(*)::int AS count FROM user_account WHERE demo AND disabled_at IS NULL`;
	if (!row || row.count === 0) return;
	throw new Error(
		`This database has ${row.count} demo accounts, whose passwords anybody may read. Start it as a demo (DENYUT_DEMO=1), or close them: npm run user -- disable --demo`
	);
}
