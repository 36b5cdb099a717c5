import { z } from 'zod';
import type { Reconstruction } from '../../domain/reconstruction.ts';
import type { Sql } from './connect.ts';

/** Under this key stands which invented city a database holds. */
export const demoCitySetting = 'demo_city';

/** Once simulated, always marked: however the process was started (promise 11). */
export async function holdsDemoCity(sql: Sql): Promise<boolean> {
	const rows = await sql`SELECT 1 FROM setting WHERE key = ${demoCitySetting}`;
	return rows.length > 0;
}

const reconstructed = z.object({
	plan: z.object({ preset: z.literal('2018'), end: z.string(), scale: z.number() })
});

/** Which year the database rebuilds; null where it holds a city of its own time. */
export async function findReconstruction(sql: Sql): Promise<Reconstruction | null> {
	const [row] = await sql<{ value: unknown }[]>`SELECT value FROM setting WHERE key = ${demoCitySetting}`;
	const { data } = reconstructed.safeParse(row?.value);
	if (!data) return null;
	const { preset, end, scale } = data.plan;
	return { year: Number(preset), end, countScale: scale };
}
