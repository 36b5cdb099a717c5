/** The count of a day moved by what turned is the count made anew; the day's judgement comes once a day; whose lock is whose. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { registerSources } from '../../src/lib/domain/membership-validity.ts';
import { judgeDue } from '../../src/lib/server/jobs/membership-job.ts';
import { countMembershipDay } from '../../src/lib/server/store/register/count-day.ts';
import { readSyncs } from '../../src/lib/server/store/register/member-queries.ts';
import { beginSync, trySyncLock } from '../../src/lib/server/store/register/syncs.ts';
import { inTransaction } from '../../src/lib/server/store/transaction.ts';
import { connect } from '../../src/lib/server/store/connect.ts';
import { member, openCity, senders, type IngestCity } from './ingest-city.ts';
import { familyOf, nikOf, sync, type Line } from './register-city.ts';

let city: IngestCity;
let clock = new Date('2026-11-22T05:00:00Z');
const atOnce = { usualMs: 0, dueMs: 0 };
const people = 40;
const range = (count: number) => Array.from({ length: count }, (_, index) => index);

beforeAll(async () => {
	city = await openCity({ clock: () => clock });
	await sync(
		city,
		'dinsos',
		range(people).map((index) => ({ nik: nikOf(index), family: familyOf(index % 9) }))
	);
	await sync(
		city,
		'dukcapil',
		range(people - 5).map((index) => citizen(index, {}))
	);
	await sync(
		city,
		'jkn',
		range(people).map((index) => ({ nik: nikOf(index), status: 'none' }))
	);
});
afterAll(() => city.close());

function citizen(index: number, line: Line): Line {
	return {
		...{ nik: nikOf(index), family: familyOf(index % 9), kecamatan: `32.75.0${1 + (index % 2)}` },
		...{ status: 'active', ektp: 1, head: index < 9 ? 1 : 0, registeredSince: '2015-01-01', ...line }
	};
}

const readDay = () => city.database.sql`
	SELECT kecamatan, reason, persons, families, claims, paid_rupiah FROM membership_day
	WHERE day = (SELECT max(day) FROM membership_day) ORDER BY 1, 2`;

/** The same day counted anew, and taken back. */
async function recount() {
	const undone = new Error('undone');
	let rows: unknown;
	await inTransaction(city.database.sql, async (tx) => {
		const [{ day } = { day: '' }] = await tx<{ day: string }[]>`SELECT max(day) AS day FROM membership_day`;
		await countMembershipDay(tx, day, clock, null);
		rows = await tx`
			SELECT kecamatan, reason, persons, families, claims, paid_rupiah FROM membership_day
			WHERE day = ${day}::date ORDER BY 1, 2`;
		throw undone;
	}).catch((error: unknown) => {
		if (error !== undone) throw error;
	});
	return rows;
}

const who = fc.integer({ min: 0, max: people + 5 });
const move = fc.oneof(
	fc.record({
		source: fc.constant('dukcapil' as const),
		index: who,
		line: fc.record({
			family: fc.integer({ min: 0, max: 10 }).map(familyOf),
			kecamatan: fc.constantFrom('32.75.01', '32.75.02', '32.75.03'),
			status: fc.constantFrom('active', 'active', 'moved', 'deceased'),
			ektp: fc.constantFrom(0, 1),
			head: fc.constantFrom(0, 1)
		})
	}),
	fc.record({
		source: fc.constant('jkn' as const),
		index: who,
		line: fc.record({ status: fc.constantFrom('none', 'active', 'pbi-apbd', 'inactive') })
	}),
	fc.record({
		source: fc.constant('dinsos' as const),
		index: who,
		line: fc.record({ family: fc.integer({ min: 0, max: 10 }).map(familyOf) })
	}),
	fc.record({
		source: fc.constant('event' as const),
		index: who,
		line: fc.record({ registerStatus: fc.constantFrom('active', 'moved', 'unknown') })
	})
);

it('moved by any deltas and events, over midnights, is what counting everybody gives', async () => {
	let events = 0;
	await fc.assert(
		fc.asyncProperty(
			fc.array(fc.tuple(fc.array(move, { minLength: 1, maxLength: 4 }), fc.boolean()), {
				minLength: 2,
				maxLength: 5
			}),
			async (steps) => {
				for (const [moves, isNextDay] of steps) {
					clock = new Date(clock.getTime() + (isNextDay ? 86_400_000 : 60_000));
					const told = moves.filter(({ source }) => source === 'event');
					if (told.length > 0) {
						const time = clock.toISOString();
						await city.app.ingest.submit(
							senders.register,
							told.map(({ index, line }) =>
								member(`e-${(events += 1)}`, { nik: nikOf(index), ...line }, { time })
							)
						);
						await judgeDue(city.app.sql, clock, atOnce);
						expect(await readDay()).toEqual(await recount());
					}
					for (const source of registerSources) {
						const lines = moves
							.filter((one) => one.source === source)
							.map(({ index, line }) =>
								source === 'dukcapil' ? citizen(index, line) : { nik: nikOf(index), ...line }
							);
						if (lines.length === 0) continue;
						await sync(city, source, lines, { mode: 'delta' });
						expect(await readDay()).toEqual(await recount());
					}
				}
			}
		),
		{ numRuns: 12, seed: 5 }
	);
}, 120_000);

it('a delta after midnight does not take the place of the day’s judgement of everybody', async () => {
	clock = new Date('2027-06-10T05:00:00Z');
	await sync(city, 'dukcapil', [citizen(1, { registeredSince: '2026-12-12' })], { mode: 'delta' });
	await judgeDue(city.app.sql, clock, atOnce);
	const young = async () => {
		const [row] = await city.database.sql`
			SELECT coalesce(sum(persons), 0)::int AS persons FROM membership_day
			WHERE day = (SELECT max(day) FROM membership_day) AND reason = 'residence-under-six-months'`;
		return row?.['persons'];
	};
	expect(await young()).toBe(1);
	// Six months are full on the twelfth; a few minutes into it somebody sends a line about another person.
	clock = new Date('2027-06-11T17:05:00Z');
	await sync(city, 'jkn', [{ nik: nikOf(3), status: 'inactive' }], { mode: 'delta' });
	expect(await young()).toBe(1);
	clock = new Date('2027-06-11T17:05:30Z');
	expect(await judgeDue(city.app.sql, clock)).toBe(true);
	expect(await young()).toBe(0);
});

it('a reading that was broken off is told as that, although another register is being read', async () => {
	const state = async () =>
		(await inTransaction(city.app.sql, (tx) => readSyncs(tx, new Date('2028-01-01T00:00:00Z'), 50)))
			.filter(({ sender }) => sender === 'broken')
			.map((row) => row.state);
	const open = () => connect(city.database.url, { max: 1 });
	const [own, other] = [open(), open()];
	try {
		const sync = { id: crypto.randomUUID(), mode: 'delta', sender: 'broken', startedAt: clock } as const;
		expect(await trySyncLock(own, 'jkn')).toBe(true);
		await beginSync(own, { ...sync, source: 'jkn' });
		expect(await state()).toEqual(['running']);
		expect(await trySyncLock(other, 'dukcapil')).toBe(true);
		await own.end();
		await expect.poll(state).toEqual(['aborted']);
	} finally {
		await Promise.all([own.end(), other.end()]);
	}
});
