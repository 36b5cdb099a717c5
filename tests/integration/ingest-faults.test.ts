/** What happens when the database refuses, is busy or goes away while events come in. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { BatchAnswer } from '../../src/lib/protocol/events.ts';
import {
	bed,
	dumpTables,
	findDifferences,
	handled,
	hospitalA,
	keyFor,
	niks,
	openCity,
	readTotals,
	senders,
	serve,
	visit,
	type Endpoint,
	type IngestCity
} from './ingest-city.ts';

let city: IngestCity;
let endpoint: Endpoint;
let key: string;
beforeAll(async () => {
	city = await openCity({ maxQueuedEvents: 40 });
	endpoint = await serve(city.app);
	key = await keyFor(city.app, 'hospital', hospitalA);
	// A visit whose number begins with POISON is refused by the database, with the SQLSTATE that the table names.
	await city.database.sql.unsafe(`
		CREATE TABLE fault (state text NOT NULL, wait_seconds float NOT NULL DEFAULT 0);
		CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$
		DECLARE f fault;
		BEGIN
			SELECT * INTO f FROM fault LIMIT 1;
			IF f.wait_seconds > 0 THEN PERFORM pg_sleep(f.wait_seconds); END IF;
			IF f.state <> '' AND NEW.visit_no LIKE 'POISON%' THEN
				RAISE EXCEPTION 'refused: %', NEW.visit_no USING ERRCODE = f.state;
			END IF;
			RETURN NEW;
		END $$;
		GRANT SELECT ON fault TO PUBLIC;
		CREATE TRIGGER fail BEFORE INSERT ON visit FOR EACH ROW EXECUTE FUNCTION fail()`);
});
afterEach(() => city.database.sql`DELETE FROM fault`);
afterAll(async () => {
	await endpoint.close();
	await city.close();
});

const fail = (state: string, waitSeconds = 0) =>
	city.database.sql`INSERT INTO fault VALUES (${state}, ${waitSeconds})`;
const submit = (...events: unknown[]) => city.app.ingest.submit(senders.hospitalA, events);

async function post(
	events: unknown[],
	query = ''
): Promise<{ status: number; retryAfter: string | null; body: BatchAnswer }> {
	const response = await fetch(endpoint.url + query, {
		method: 'POST',
		headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
		body: JSON.stringify(events)
	});
	return {
		status: response.status,
		retryAfter: response.headers.get('retry-after'),
		body: (await response.json()) as BatchAnswer
	};
}

describe('an event that the database itself refuses', () => {
	it('is quarantined alone, and its batch mates and neighbours are stored', async () => {
		await fail('22023');
		const batch = Array.from({ length: 9 }, (_, i) =>
			visit(`m${i}`, { visit: i === 5 ? 'POISON-1' : `M-${i}` })
		);
		const [mine, neighbour] = await Promise.all([submit(...batch), submit(bed('n1'))]);
		expect(mine).toMatchObject({ accepted: 8, duplicate: 0, quarantined: 1 });
		expect(mine.errors).toMatchObject([{ index: 5, id: 'm5', code: 'unstorable' }]);
		expect(mine.errors[0]?.message).toContain('SQLSTATE 22023');
		expect(neighbour).toMatchObject({ accepted: 1, quarantined: 0 });
		expect(await findDifferences(city)).toEqual([]);
	});

	it('is found also beside one that was refused at the edge', async () => {
		await fail('22023');
		const answer = await submit(
			visit('e1', { visit: 'POISON-E' }),
			visit('e2', { service: 'none' }),
			visit('e3')
		);
		expect(answer).toMatchObject({ accepted: 1, quarantined: 2 });
		expect(answer.errors.map(({ id, code }) => [id, code]).sort()).toEqual([
			['e1', 'unstorable'],
			['e2', 'bad-field']
		]);
	});

	it('keeps its identity number to itself: neither the log nor a table has it', async () => {
		const dump = `${await dumpTables(city)}${city.logged()}`;
		expect(city.logged()).toContain('"code":"22023"');
		for (const nik of niks) expect(dump).not.toContain(nik);
		expect(city.logged()).not.toContain('POISON');
	});

	it('among others of its kind is found all the same', async () => {
		await fail('23514');
		const batch = Array.from({ length: 12 }, (_, i) =>
			visit(`p${i}`, { visit: [0, 3, 4, 11].includes(i) ? `POISON-2-${i}` : `P-${i}` })
		);
		const answer = await submit(...batch);
		expect(answer).toMatchObject({ accepted: 8, quarantined: 4 });
		expect(answer.errors.map(({ index }) => index)).toEqual([0, 3, 4, 11]);
		expect(await findDifferences(city)).toEqual([]);
	});

	it('undoes an atomic batch as a whole', async () => {
		await fail('22023');
		const before = await dumpTables(city);
		const { status, body } = await post([visit('a1'), visit('a2', { visit: 'POISON-3' })], '?mode=atomic');
		expect(status).toBe(422);
		expect(body).toMatchObject({
			accepted: 0,
			quarantined: 0,
			rejected: 2,
			errors: [{ code: 'unstorable' }]
		});
		expect(await dumpTables(city)).toBe(before);
	});
});

describe('a transient fault of the database', () => {
	it.each(['40001', '40P01', '53300', '57014', '55P03'])(
		'is told 503 with Retry-After, loses nothing and quarantines nothing (%s)',
		async (state) => {
			const events = [visit(`t${state}`, { visit: `POISON-${state}` }), bed(`t${state}-b`)];
			await fail(state);
			const before = await dumpTables(city);
			const refused = await post(events);
			expect([refused.status, refused.retryAfter]).toEqual([503, '1']);
			expect(await dumpTables(city)).toBe(before);
			await city.database.sql`DELETE FROM fault`;
			expect(await post(events)).toMatchObject({
				status: 200,
				body: { accepted: 2, duplicate: 0, quarantined: 0 }
			});
		}
	);

	it('that cuts the connection in the middle of a commit heals by itself, and a resend counts once', async () => {
		await fail('', 0.3);
		const events = [visit('cut-1'), visit('cut-2')];
		const sending = post(events);
		await new Promise((resolve) => setTimeout(resolve, 150));
		await city.database.sql`
			SELECT pg_terminate_backend(pid) FROM pg_stat_activity
			WHERE application_name = 'denyut-committer' AND datname = current_database()`;
		expect((await sending).status).toBe(503);
		await city.database.sql`DELETE FROM fault`;
		expect((await post(events)).body).toMatchObject({ accepted: 2, duplicate: 0 });
		expect((await post(events)).body).toMatchObject({ accepted: 0, duplicate: 2 });
		expect(await findDifferences(city)).toEqual([]);
	});
});

describe('a person whom another process makes at the same moment', () => {
	it('is found instead of made twice, and nothing is lost or counted twice', async () => {
		const nik = '3275014104880000';
		const other = await city.openAnother();
		await fail('', 0.3);
		const [mine, theirs] = await Promise.all([
			city.app.ingest.submit(senders.hospitalA, [visit('race-1', { visit: 'R-1', nik })]),
			other.ingest.submit(senders.hospitalB, [visit('race-2', { visit: 'R-2', nik })])
		]);
		expect([mine, theirs]).toMatchObject([{ accepted: 1 }, { accepted: 1 }]);
		const persons = await city.database.sql<{ person: string; visits: number }[]>`
			SELECT person_id AS person, count(*)::int AS visits FROM visit WHERE visit_no IN ('R-1', 'R-2') GROUP BY 1`;
		expect(persons).toMatchObject([{ visits: 2 }]);
		const orphans = await city.database.sql`
			SELECT FROM person p WHERE NOT EXISTS (SELECT FROM person_key k WHERE k.person_id = p.person_id)`;
		expect(orphans).toHaveLength(0);
		expect(await findDifferences(city)).toEqual([]);
	});
});

describe('the queue', () => {
	it('is bounded: what does not fit is told 503 with Retry-After, stores nothing, and fits later', async () => {
		await fail('', 0.02);
		const batches = Array.from({ length: 8 }, (_, b) =>
			Array.from({ length: 10 }, (_, i) => visit(`q${b}-${i}`, { visit: `Q-${b}-${i}` }))
		);
		const before = await readTotals(city);
		const answers = await Promise.all(batches.map((events) => post(events)));
		const taken = answers.filter(({ status }) => status === 200);
		const busy = answers.filter(({ status }) => status === 503);
		expect(taken.length + busy.length).toBe(8);
		expect(busy.length).toBeGreaterThan(0);
		expect(taken.length).toBeGreaterThan(0);
		expect(busy.every(({ retryAfter }) => retryAfter === '1')).toBe(true);
		expect((await readTotals(city)).accepted - before.accepted).toBe(taken.length * 10);
		await city.database.sql`DELETE FROM fault`;
		for (const [b, { status }] of answers.entries())
			if (status === 503) expect(handled((await post(batches[b] ?? [])).body)).toBe(10);
		expect((await readTotals(city)).accepted - before.accepted).toBe(80);
		expect(await findDifferences(city)).toEqual([]);
	});

	it('takes a batch larger than itself when it is empty', async () => {
		const batch = Array.from({ length: 60 }, (_, i) => bed(`large-${i}`, { room: `L${i}` }));
		expect((await post(batch)).body.accepted).toBe(60);
	});
});
