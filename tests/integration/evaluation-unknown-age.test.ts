/** A visit of somebody whose birth year nobody knows is in no group of age. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { countVisitParts } from '../../src/lib/server/store/evaluation-queries.ts';
import { inTransaction } from '../../src/lib/server/store/transaction.ts';
import { niks, openCity, senders, visit, type IngestCity } from './ingest-city.ts';

let city: IngestCity;
beforeAll(async () => {
	city = await openCity();
});
afterAll(() => city.close());

it('a visit of an unknown birth year is not one of an infant', async () => {
	const events = ['known', 'unknown'].map((name, n) =>
		visit(name, { visit: name, nik: niks[n], arrivedAt: '2026-11-02T02:00:00Z' })
	);
	expect(await city.app.ingest.submit(senders.hospitalA, events)).toMatchObject({ accepted: 2 });
	const { sql } = city.database;
	const changed = await sql`
		UPDATE person SET birth_year = NULL
		WHERE person_id = (SELECT person_id FROM visit WHERE visit_no = 'unknown') RETURNING person_id`;
	expect(changed).toHaveLength(1);
	const [known] = await sql<{ age: number }[]>`
		SELECT 2026 - birth_year AS age FROM visit JOIN person USING (person_id) WHERE visit_no = 'known'`;
	expect(known?.age).toBeGreaterThanOrEqual(5);
	const parts = await inTransaction(city.app.sql, (tx) => countVisitParts(tx, 2026, '2026-12-31'));
	const ages = parts.filter(({ by }) => by === 'age');
	expect(ages.filter(({ part }) => part === '' || part === '0')).toEqual([
		{ by: 'age', part: '', visits: 1 }
	]);
	expect(ages.reduce((sum, { visits }) => sum + visits, 0)).toBe(2);
});
