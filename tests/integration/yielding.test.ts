/** A job's connection stands back where the database is the product's own, and nowhere else. */
import { getPriority } from 'node:os';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectYielding, yieldingNiceness } from '../../src/lib/server/store/yielding.ts';
import { openCity, type IngestCity } from './ingest-city.ts';

let city: IngestCity;
beforeAll(async () => (city = await openCity()));
afterAll(() => city.close());

const rankOf = async (sql: IngestCity['database']['sql']) => {
	const [row] = await sql<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
	return getPriority(row?.pid ?? NaN);
};

/** Asked twice, as before each run. */
async function rankAfterGivingWay(isBuiltIn: boolean): Promise<number> {
	const { sql, giveWay } = connectYielding(city.database.url, 'denyut-jobs', isBuiltIn);
	try {
		await giveWay();
		await giveWay();
		return await rankOf(sql);
	} finally {
		await sql.end({ timeout: 5 });
	}
}

it('ranks the process that serves a job below those that answer, in a database that this product started', async () => {
	expect(await rankAfterGivingWay(true)).toBe(yieldingNiceness);
	expect(await rankOf(city.database.sql)).toBeLessThan(yieldingNiceness);
});

it('leaves a process alone whose number may be of another machine', async () => {
	expect(await rankAfterGivingWay(false)).toBeLessThan(yieldingNiceness);
});
