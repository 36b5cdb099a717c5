/** The database judges people set by set; the domain judges one. Random people must come out the same. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
	jknStatuses,
	judgeValidity,
	reasonsOfMask,
	registerStatuses,
	type PersonFacts
} from '../../src/lib/domain/membership-validity.ts';
import { addDays } from '../../src/lib/domain/period.ts';
import { judged } from '../../src/lib/server/store/register/judge.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';

let database: TestDatabase;
beforeAll(async () => {
	database = await openTestDatabase();
});
afterAll(() => database.drop());

const day = fc.integer({ min: 0, max: 3000 }).map((days) => addDays('2019-02-20', days));
const told = fc.record({
	status: fc.constantFrom(...registerStatuses),
	ektp: fc.constantFrom(true, false, null),
	families: fc.constantFrom(1, 1, 2),
	isHead: fc.boolean(),
	otherHeads: fc.constantFrom(0, 0, 1),
	registeredSince: fc.option(day)
});
const somebody = fc.record({
	nikDefect: fc.constantFrom(false, false, true),
	birthYear: fc.option(fc.integer({ min: 1940, max: 2026 })),
	cardFamilies: fc.constantFrom(1, 1, 2),
	register: fc.option(told, { freq: 5 }),
	jkn: fc.option(fc.constantFrom(...jknStatuses)),
	jknSince: fc.option(day)
});
type Somebody = typeof somebody extends fc.Arbitrary<infer T> ? T : never;

const uuid = (kind: number, index: number) =>
	`00000000-0000-4000-8000-${String(kind).padStart(4, '0')}${String(index).padStart(8, '0')}`;

/** One transaction that is undone: the database is empty again for the next. */
async function judgeAll(people: readonly Somebody[], today: string, isRead: boolean): Promise<string[][]> {
	const undone = Symbol('undone');
	let found: string[][] = [];
	await database.sql
		.begin(async (tx) => {
			if (isRead)
				await tx`INSERT INTO register_sync (id, source, mode, state, started_at, sender, lines, accepted, duplicate,
					rejected, rejections, added, changed, removed)
					VALUES (${uuid(9, 0)}, 'dukcapil', 'snapshot', 'done', '2026-01-01', 'cli', 0, 0, 0, 0, '{}', 0, 0, 0)`;
			for (const [index, one] of people.entries()) await lay(tx, index, one);
			const rows = await tx<{ personId: string; reasons: number }[]>`
				SELECT person_id AS "personId", reasons
				FROM (${judged(database.sql, database.sql`SELECT person_id FROM dinsos_card`, today)}) AS all_of_them`;
			const byId = new Map(rows.map(({ personId, reasons }) => [personId, reasonsOfMask(reasons)]));
			found = people.map((_, index) => byId.get(uuid(1, index)) ?? ['nobody']);
			throw undone;
		})
		.catch((error: unknown) => {
			if (error !== undone) throw error;
		});
	return found;
}

type Tx = Parameters<Parameters<TestDatabase['sql']['begin']>[1]>[0];

async function lay(
	tx: Tx,
	index: number,
	{ nikDefect, birthYear, cardFamilies, register, jkn, jknSince }: Somebody
) {
	const [id, family] = [uuid(1, index), uuid(2, index)];
	const at = '2026-02-01T00:00:00Z';
	await tx`INSERT INTO person (person_id, kind, birth_year, nik_defect)
		VALUES (${id}, 'person', ${birthYear}, ${nikDefect ? 'birth-date' : null})`;
	await tx`INSERT INTO dinsos_card VALUES (${id}, ${family}, ${cardFamilies}, 'ks-nik', ${at})`;
	if (jkn !== null) await tx`INSERT INTO jkn_status VALUES (${id}, ${jkn}, ${at}, ${jknSince})`;
	if (register === null) return;
	const { status, ektp, families, isHead, otherHeads, registeredSince } = register;
	await tx`INSERT INTO dukcapil_person VALUES (${id}, ${family}, ${families}, '32.75.01', ${status}, null, ${ektp},
		${isHead}, ${registeredSince}, ${at})`;
	// Of these only the first counts: the other is no head any more.
	if (otherHeads > 0)
		await tx`INSERT INTO dukcapil_person VALUES
			(${uuid(3, index)}, ${family}, 1, '32.75.01', 'active', null, true, true, null, ${at}),
			(${uuid(4, index)}, ${family}, 1, '32.75.01', 'moved', null, true, true, null, ${at})`;
}

function factsOf({ register, jkn, ...rest }: Somebody, isRead: boolean): PersonFacts {
	if (register === null) return { ...rest, jkn: jkn ?? 'none', register: isRead ? 'absent' : 'unread' };
	const { otherHeads, ...facts } = register;
	const own = facts.isHead && facts.status === 'active' ? 1 : 0;
	return { ...rest, jkn: jkn ?? 'none', register: { ...facts, headsInFamily: own + otherHeads } };
}

it('comes to the same reasons as the domain, for any people and any day', async () => {
	let seen = 0;
	await fc.assert(
		fc.asyncProperty(
			fc.array(somebody, { minLength: 10, maxLength: 25 }),
			day,
			fc.boolean(),
			async (people, today, isRead) => {
				const expected = people.map((one) => judgeValidity(factsOf(one, isRead), today));
				seen += expected.flat().length;
				expect(await judgeAll(people, today, isRead)).toEqual(expected);
			}
		),
		{ numRuns: 25, seed: 17 }
	);
	// Otherwise nothing was compared.
	expect(seen).toBeGreaterThan(300);
});
