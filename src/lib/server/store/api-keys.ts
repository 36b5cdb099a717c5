import type { Party, Role } from '../../domain/role.ts';
import type { Sql } from './connect.ts';

type Key = { id: string; party: Party | null; role: Role | null; facility: string | null };

/** The table of keys, of which none holds its secret. */
export function apiKeyTable(sql: Sql) {
	return {
		async insert(key: Key & { label: string | null }): Promise<void> {
			await sql`
				INSERT INTO api_key (id, party, role, facility, label)
				VALUES (${key.id}, ${key.party}, ${key.role}, ${key.facility}, ${key.label})`;
		},
		async find(id: string): Promise<(Key & { revokedAt: Date | null }) | null> {
			const [row] = await sql<(Key & { revokedAt: Date | null })[]>`
				SELECT id, party, role, facility, revoked_at AS "revokedAt" FROM api_key WHERE id = ${id}`;
			return row ?? null;
		},
		async revoke(id: string): Promise<boolean> {
			const rows = await sql`
				UPDATE api_key SET revoked_at = now() WHERE id = ${id} AND revoked_at IS NULL RETURNING id`;
			return rows.length > 0;
		},
		async findAlive(ids: readonly string[]): Promise<string[]> {
			const rows = await sql<{ id: string }[]>`
				SELECT id FROM api_key WHERE id = ANY(${[...ids]}::text[]) AND revoked_at IS NULL`;
			return rows.map(({ id }) => id);
		}
	};
}
