/** Whoever may knock: every role signed in, every kind of key, nobody, and those whose time is over. */
import { readsAs } from '../../../src/lib/domain/access.ts';
import { parties, roles, type Party, type Role } from '../../../src/lib/domain/role.ts';
import type { ApiKeys } from '../../../src/lib/server/auth/api-keys.ts';
import type { Sql } from '../../../src/lib/server/store/connect.ts';
import { tokenDigest } from '../../../src/lib/server/store/sessions.ts';
import { cookieHeader, openSession, type SessionCookie } from '../session.ts';

export const ownHospital = '3275013';
export const otherHospital = '3275017';

export type Caller = {
	name: string;
	/** As whom pages and topics know it. */
	viewer: Role;
	/** As whom the read API knows it; null for whoever it does not let in. */
	reader: Role | null;
	/** As whom it sends; null for whoever may not. */
	party: Party | null;
	cookie: string | null;
	key: string | null;
};

export type Ground = { sql: Sql; keys: ApiKeys };

const facilityOf = (name: Role | Party) => (name === 'hospital' ? ownHospital : null);
const nobody = { viewer: 'public', reader: null, party: null, cookie: null, key: null } as const;

export async function signInAs({ sql }: Pick<Ground, 'sql'>, role: Role): Promise<Caller> {
	const cookie = cookieHeader(await openSession(sql, role, facilityOf(role)));
	return { ...nobody, name: `session of ${role}`, viewer: role, cookie };
}

export async function partyCaller({ keys }: Pick<Ground, 'keys'>, party: Party): Promise<Caller> {
	const key = await keys.create({ party, role: null, facility: facilityOf(party) });
	return { ...nobody, name: `key of ${party}`, reader: readsAs(party), party, key };
}

export async function makeCallers(ground: Ground): Promise<Caller[]> {
	const { sql, keys } = ground;
	const sessions = roles.filter((role) => role !== 'public').map((role) => signInAs(ground, role));
	const readers = roles.map(async (role): Promise<Caller> => {
		const key = await keys.create({ party: null, role, facility: facilityOf(role) });
		return { ...nobody, name: `read key of ${role}`, reader: role, key };
	});
	const revoked = await keys.create({ party: 'importer', role: null, facility: null });
	await keys.revoke(revoked.split('_')[1] ?? '');
	const over = await openSession(sql, 'planner');
	await endSession(sql, over);
	return [
		...(await Promise.all(sessions)),
		...(await Promise.all(readers)),
		...(await Promise.all(parties.map((party) => partyCaller(ground, party)))),
		{ ...nobody, name: 'nobody' },
		{ ...nobody, name: 'revoked key', key: revoked },
		{ ...nobody, name: 'forged key', key: `dk_${'0'.repeat(16)}_${'A'.repeat(43)}` },
		{ ...nobody, name: 'session that is over', cookie: cookieHeader(over) }
	];
}

async function endSession(sql: Sql, { value }: SessionCookie): Promise<void> {
	const [token = ''] = value.split('.');
	await sql`UPDATE user_session SET expires_at = now() - interval '1 second' WHERE token = ${tokenDigest(token)}`;
}

/** What such a caller sends along. */
export const credentialsOf = ({ cookie, key }: Pick<Caller, 'cookie' | 'key'>): Record<string, string> => ({
	...(cookie !== null && { cookie }),
	...(key !== null && { authorization: `Bearer ${key}` })
});
