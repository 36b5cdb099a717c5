import type { Sql } from './connect.ts';

/** Under this key stands which invented city a database holds. */
export const demoCitySetting = 'demo_city';

/** Once simulated, always marked: however the process was started (promise 11). */
export async function holdsDemoCity(sql: Sql): Promise<boolean> {
	const rows = await sql`SELECT 1 FROM setting WHERE key = ${demoCitySetting}`;
	return rows.length > 0;
}
