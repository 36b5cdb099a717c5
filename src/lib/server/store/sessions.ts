/** Who is signed in. better-auth opens sessions; which of them still hold, and their end, is decided here. */
import { hash } from 'node:crypto';
import type { StandingSession } from '../../domain/account.ts';
import type { Executor } from './bulk.ts';
import type { Sql } from './connect.ts';

/** How long an unused session holds: a working day. `expires_at`, which no use puts off, ends it in any case. */
const idleMs = 8 * 3_600_000;
/** Use is written down at most so often. */
const touchAfterMs = 60_000;

export function tokenDigest(token: string): string {
	return hash('sha256', token, 'base64url');
}

/** Does a session (`s`) of an account (`u`) still hold? */
export const holds = (sql: Sql) =>
	sql`s.expires_at > now() AND s.updated_at > now() - ${idleMs} * interval '1 ms' AND u.disabled_at IS NULL`;

export function sessionTable(sql: Sql) {
	const columns = sql`s.id, u.id AS "userId", u.user_name AS "userName", u.name, u.email, u.role, u.facility, u.demo, s.method,
		s.second_factor AS "secondFactor", u.two_factor_enabled AS "twoFactorEnabled",
		u.must_change_password AS "mustChangePassword",
		EXISTS (SELECT 1 FROM user_login l WHERE l.user_id = u.id AND l.password IS NOT NULL) AS "hasPassword"`;
	return {
		/** The session that a cookie's token opens, while it holds; that it was used is written down. */
		async find(token: string): Promise<StandingSession | null> {
			const [row] = await sql<(StandingSession & { isStale: boolean })[]>`
				SELECT ${columns}, s.updated_at < now() - ${touchAfterMs} * interval '1 ms' AS "isStale"
				FROM user_session s JOIN user_account u ON u.id = s.user_id
				WHERE s.token = ${tokenDigest(token)} AND ${holds(sql)}`;
			if (!row) return null;
			const { isStale, ...session } = row;
			if (isStale) await sql`UPDATE user_session SET updated_at = now() WHERE id = ${session.id}`;
			return session;
		},
		/** Those of these sessions that still hold, as their accounts are now. */
		findHolding: (ids: readonly string[]): Promise<StandingSession[]> => sql<StandingSession[]>`
			SELECT ${columns} FROM user_session s JOIN user_account u ON u.id = s.user_id
			WHERE s.id = ANY(${[...ids]}) AND ${holds(sql)}`,
		async end(id: string): Promise<void> {
			await sql`DELETE FROM user_session WHERE id = ${id}`;
		},
		endAll: (userId: string): Promise<void> => endSessions(sql, userId),
		/** What ended by itself. */
		async forgetEnded(): Promise<void> {
			await sql`DELETE FROM user_session WHERE expires_at < now() OR updated_at < now() - ${idleMs} * interval '1 ms'`;
			await sql`DELETE FROM sign_in_challenge WHERE expires_at < now()`;
		}
	};
}

/** All of a user's, but the one that is kept. */
export async function endSessions(tx: Executor, userId: string, keptId: string | null = null): Promise<void> {
	await (tx as Sql)`DELETE FROM user_session WHERE user_id = ${userId} AND id IS DISTINCT FROM ${keptId}`;
}
