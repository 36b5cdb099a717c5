/** A session as signing in would open it, for tests and benchmarks that are about something else. */
import { randomBytes } from 'node:crypto';
import type { Role } from '../../src/lib/domain/role.ts';
import { sessionCookie } from '../../src/lib/server/auth/accounts/better-auth.ts';
import type { Sql } from '../../src/lib/server/store/connect.ts';
import { tokenDigest } from '../../src/lib/server/store/sessions.ts';

export type SessionCookie = { name: string; value: string };

export const cookieHeader = ({ name, value }: SessionCookie) => `${name}=${value}`;

/** Of an account of its own, with every step of signing in behind it. The facility is a hospital's. */
export async function openSession(
	sql: Sql,
	role: Role,
	facility: string | null = null,
	/** Where ORIGIN is https the cookie has another name. */
	isSecure = false
): Promise<SessionCookie> {
	const id = randomBytes(8).toString('hex');
	const token = randomBytes(24).toString('hex');
	await sql`INSERT INTO user_account (id, name, user_name, two_factor_enabled, role, facility)
		VALUES (${id}, ${`Uji ${role}`}, ${`uji-${id}`}, true, ${role}, ${facility})`;
	await sql`INSERT INTO user_session (id, token, user_id, method, second_factor, expires_at)
		VALUES (${id}, ${tokenDigest(token)}, ${id}, 'password', true, now() + interval '1 day')`;
	return { name: sessionCookie(isSecure), value: `${token}.unsigned` };
}
