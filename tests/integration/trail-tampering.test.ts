/** Whoever has the database, or the anchor file, and not the key: whatever he does to it shows. */
import fc from 'fast-check';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Sql } from '../../src/lib/server/store/connect.ts';
import type { Trail } from '../../src/lib/server/store/trail/trail.ts';
import { noon, nurse, officer, openTrailCity, tamper, type TrailCity } from './trail-city.ts';

type Row = Record<string, unknown> & { number: number };

const dayMs = 86_400_000;
/** Lines 0 and −1 come from before the chain; 12 lines follow, anchored after the 4th, the 8th and the 10th. */
const lines = 12;
const anchoredAt = [4, 8, 10];

let city: TrailCity;
let trail: Trail;
let columns: string[];
let rows: Row[];
let anchors: string;
let anchorName: string;
let settings: { key: string; value: unknown }[];

beforeAll(async () => {
	city = await openTrailCity();
	trail = city.open();
	await tamper(city, async (tx) => {
		for (const number of [-1, 0])
			await tx`INSERT INTO trail (number, at, viewer, role, action, what, rows, filter, key_id)
				VALUES (${number}, ${noon}, 'system:this-machine', 'system', 'held-open', '/quality', '["quarantine:x"]', '{}', 'none')`;
	});
	await trail.begin();
	for (let number = 2; number <= lines; number++) {
		city.clock.now = new Date(noon.getTime() + number * dayMs);
		await trail.recordLook(city.database.sql, number % 2 ? officer : nurse, {
			action: 'look-rows',
			what: '/people',
			rows: [`visit:3275013/V-${number}`, `person:${number}`],
			filter: { kecamatan: '32.75.01', service: 'icu' },
			reason: 'pemeriksaan berkas',
			from: { session: `s-${number}`, apiKey: 'k', address: '10.0.0.1' }
		});
		if (anchoredAt.includes(number)) expect(await trail.anchor('once a day')).not.toBeNull();
	}
	await trail.copyAnchors();
	const { sql } = city.database;
	rows = [...(await sql<Row[]>`SELECT * FROM trail ORDER BY number`)];
	settings = [...(await sql<typeof settings>`SELECT key, value FROM setting`)];
	const found = await sql<{ name: string }[]>`
		SELECT column_name AS name FROM information_schema.columns WHERE table_name = 'trail'`;
	columns = found.map(({ name }) => name);
	[anchorName = ''] = readdirSync(city.places.own);
	anchors = readFileSync(join(city.places.own, anchorName), 'utf8');
});
afterAll(() => city.close());
afterEach(() => restore());

async function writeRows(tx: Sql, given: readonly Row[]): Promise<void> {
	await tx`DELETE FROM trail`;
	for (const row of given)
		await tx`INSERT INTO trail ${tx({ ...row, rows: tx.json(row['rows'] as never), filter: tx.json(row['filter'] as never) } as never)}`;
}

/** The head as the trigger would have left it. */
async function fixHead(tx: Sql, given: readonly Row[]): Promise<void> {
	const last = given.at(-1);
	await tx`UPDATE trail_head SET number = ${last?.number ?? 0}, mac = ${(last?.['mac'] ?? null) as never}`;
}

async function restore(): Promise<void> {
	await tamper(city, async (tx) => {
		await writeRows(tx, rows);
		await fixHead(tx, rows);
		await tx`DELETE FROM setting`;
		for (const { key, value } of settings)
			await tx`INSERT INTO setting (key, value) VALUES (${key}, ${tx.json(value as never)})`;
	});
	for (const folder of [city.places.own, city.places.second]) writeAnchors(folder, anchors);
}

function writeAnchors(folder: string, text: string): void {
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, anchorName), text);
}

/** Something else of the same type. */
const others: Record<string, (value: unknown) => unknown> = {
	number: (value) => Number(value) + 1000,
	at: (value) => new Date((value as Date).getTime() + 1),
	rows: () => ['visit:3275013/V-0'],
	filter: () => ({ kecamatan: '32.75.02' }),
	row_count: (value) => Number(value) + 1,
	mac: (value) => flipped(value as Uint8Array),
	previous: (value) => flipped(value as Uint8Array)
};
const flipped = (bytes: Uint8Array) => Buffer.from(bytes.map((byte, at) => (at === 3 ? byte ^ 1 : byte)));

async function verifyRows(given: readonly Row[], isHeadFixed = true) {
	await tamper(city, async (tx) => {
		await writeRows(
			tx,
			[...given].sort((a, b) => a.number - b.number)
		);
		await fixHead(tx, isHeadFixed ? given : rows);
	});
	return trail.verify();
}

const numbers = fc.integer({ min: 1, max: lines });
const runs = { numRuns: 60 };

describe('a trail that nobody touched', () => {
	it('is whole, and says until when it is anchored', async () => {
		const verdict = await trail.verify();
		expect(verdict).toEqual({
			state: 'whole',
			lines,
			problems: [],
			anchored: { day: '2026-12-02', at: '2026-12-02T05:00:00.000Z', number: 10 }
		});
	});
});

describe('lines', () => {
	it('that were altered, in any column, are found and named', async () => {
		expect(columns.length).toBeGreaterThan(16);
		for (const column of columns)
			for (const number of [1, 2, 7, lines]) {
				const given = rows.map((row) => {
					if (row.number !== number) return row;
					const change = others[column] ?? ((value: unknown) => `${String(value)}x`);
					return { ...row, [column]: change(row[column]) };
				});
				const { state, problems } = await verifyRows(given);
				expect(state, `${column} of ${number}`).toBe('broken');
				expect(problems[0]?.number, `${column} of ${number}`).toBe(number);
			}
	});

	it('that were altered to say nothing are found as well', async () => {
		for (const column of ['facility', 'session', 'api_key', 'address', 'row_count', 'reason']) {
			const given = rows.map((row) => (row.number === 6 ? { ...row, [column]: null } : row));
			expect((await verifyRows(given)).problems[0], column).toEqual({ kind: 'altered', number: 6 });
		}
	});

	it('that were removed from the middle are found, whether the rest is renumbered or not', () =>
		fc.assert(
			fc.asyncProperty(
				numbers,
				fc.integer({ min: 0, max: 3 }),
				fc.boolean(),
				async (from, more, isClosed) => {
					const to = Math.min(from + more, lines - 1);
					fc.pre(from < lines);
					const left = rows
						.filter(({ number }) => number < from || number > to)
						.map((row) =>
							isClosed && row.number > to ? { ...row, number: row.number - (to - from + 1) } : row
						);
					const { state, problems } = await verifyRows(left);
					expect(state).toBe('broken');
					expect(problems[0]).toMatchObject(
						isClosed ? { kind: 'altered', number: from } : { kind: 'missing', number: from, to }
					);
				}
			),
			runs
		));

	it('that were put in another order are found', () =>
		fc.assert(
			fc.asyncProperty(numbers, numbers, async (one, other) => {
				fc.pre(one !== other);
				const given = rows.map((row) => {
					const number = row.number === one ? other : row.number === other ? one : row.number;
					return { ...row, number };
				});
				const { state, problems } = await verifyRows(given.sort((a, b) => a.number - b.number));
				expect(state).toBe('broken');
				expect(problems[0]?.number).toBe(Math.min(one, other));
			}),
			runs
		));

	it('that were put in between, or at the end, are found, also copies of sound ones', () =>
		fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 1, max: lines + 1 }),
				numbers,
				fc.boolean(),
				async (at, source, isCopy) => {
					const copied = rows.find(({ number }) => number === source) ?? rows[0];
					const added = { ...copied, number: at, ...(isCopy ? {} : { viewer: 'user:nobody' }) } as Row;
					const given = [
						...rows.filter(({ number }) => number < at),
						added,
						...rows.filter(({ number }) => number >= at).map((row) => ({ ...row, number: row.number + 1 }))
					];
					fc.pre(!(isCopy && source === at && at > lines));
					const { state, problems } = await verifyRows(given);
					expect(state).toBe('broken');
					// A copy of the very line in its own place is that line; what it pushed on is not.
					expect(problems[0]?.number).toBe(isCopy && source === at ? at + 1 : at);
				}
			),
			runs
		));

	it('that were cut from the end are found by the head; with the head put right, as far as the anchors reach', () =>
		fc.assert(
			fc.asyncProperty(numbers, fc.boolean(), async (from, isHeadFixed) => {
				const { state, problems } = await verifyRows(
					rows.filter(({ number }) => number < from),
					isHeadFixed
				);
				const furthest = isHeadFixed ? Math.max(...anchoredAt) : lines;
				expect(state).toBe(from <= furthest ? 'broken' : 'whole');
				if (from <= furthest) expect(problems[0]).toEqual({ kind: 'cut', number: from, to: furthest });
			}),
			runs
		));

	it('from before the chain are sealed by its first line', async () => {
		const altered = rows.map((row) => (row.number === 0 ? { ...row, reason: 'lain' } : row));
		const removed = rows.filter(({ number }) => number !== -1);
		const added = [{ ...rows[0], number: -2 } as Row, ...rows];
		for (const given of [altered, removed, added])
			expect((await verifyRows(given)).problems[0]).toEqual({ kind: 'start', number: 0 });
	});

	it('of another trail, sealed with the same key, are not taken for this one’s', async () => {
		await tamper(city, async (tx) => {
			const upTo7 = rows.filter(({ number }) => number <= 7);
			await writeRows(tx, upTo7);
			await fixHead(tx, upTo7);
		});
		const { sql } = city.database;
		for (let number = 8; number <= lines; number++)
			await trail.recordLook(sql, officer, { action: 'look-rows', what: '/other' });
		expect(await trail.verify()).toMatchObject({
			state: 'broken',
			problems: [
				{ kind: 'replaced', number: 8 },
				{ kind: 'replaced', number: 10 }
			]
		});
		const fork = [...(await sql<Row[]>`SELECT * FROM trail WHERE number > 10 ORDER BY number`)];
		const spliced = [...rows.filter(({ number }) => number <= 10), ...fork];
		expect((await verifyRows(spliced)).problems).toEqual([{ kind: 'relinked', number: 11 }]);
	});

	it('with numbers beyond counting are found, and stop nothing', async () => {
		await tamper(
			city,
			(tx) =>
				tx`INSERT INTO trail SELECT 9223372036854775807, at, viewer, role, facility, session, api_key, address, action, what,
				rows, filter, row_count, reason, previous, mac, key_id FROM trail WHERE number = 3`
		);
		expect((await trail.verify()).problems[0]).toMatchObject({ kind: 'missing', number: lines + 1 });
	});
});

describe('anchors', () => {
	const written = () => anchors.trimEnd().split('\n');
	const verifyAnchors = (given: readonly string[]) => {
		writeAnchors(city.places.own, given.map((line) => `${line}\n`).join(''));
		return trail.verify();
	};
	const places = fc.integer({ min: 0, max: anchoredAt.length - 1 });

	it('that were altered by a character are found', () =>
		fc.assert(
			fc.asyncProperty(places, fc.nat(), fc.constantFrom('0', 'x', ' ', '"'), async (index, at, by) => {
				const given = written();
				const line = given[index] ?? '';
				const where = at % line.length;
				const changed = line.slice(0, where) + by + line.slice(where + 1);
				fc.pre(changed !== line);
				given[index] = changed;
				const { state, problems } = await verifyAnchors(given);
				expect(state).toBe('broken');
				expect(problems.some(({ anchor }) => anchor?.ordinal === index + 1)).toBe(true);
			}),
			runs
		));

	it('that were removed, doubled, put in another order or cut off are found', () =>
		fc.assert(
			fc.asyncProperty(places, places, async (one, other) => {
				const given = written();
				const removed = given.filter((_, index) => index !== one);
				const doubled = [...given.slice(0, other), given[one] ?? '', ...given.slice(other)];
				const moved = given.map((line, index) =>
					index === one ? given[other] : index === other ? given[one] : line
				);
				expect((await verifyAnchors(removed)).state).toBe('broken');
				expect((await verifyAnchors(doubled)).state).toBe('broken');
				if (one !== other) expect((await verifyAnchors(moved as string[])).state).toBe('broken');
				expect((await verifyAnchors(given.slice(0, one))).state).toBe('broken');
				expect((await verifyAnchors([...given, 'x'])).state).toBe('broken');
			}),
			{ numRuns: 20 }
		));

	it('whose file is gone are missed, from either place', async () => {
		rmSync(join(city.places.own, anchorName));
		rmSync(join(city.places.second, anchorName));
		expect((await trail.verify()).problems[0]).toMatchObject({ kind: 'anchor-gone' });
		writeAnchors(city.places.own, anchors);
		expect((await trail.verify()).problems[0]).toMatchObject({
			kind: 'anchor-gone',
			anchor: { folder: city.places.second }
		});
	});

	it('in a second place show a tail that was cut with the file and the database’s count put right', async () => {
		const kept = written().slice(0, 1);
		await tamper(city, async (tx) => {
			const left = rows.filter(({ number }) => number <= 5);
			await writeRows(tx, left);
			await fixHead(tx, left);
			const { seal } = JSON.parse(kept[0] ?? '') as { seal: string };
			await tx`UPDATE setting SET value = ${tx.json({ ordinal: 1, seal })}`;
		});
		writeAnchors(city.places.own, `${kept[0]}\n`);
		expect(await trail.verify()).toMatchObject({
			state: 'broken',
			problems: [{ kind: 'cut', number: 6, to: 10 }, {}]
		});
		rmSync(join(city.places.second, anchorName));
		// Without it nothing is left that could tell: that is what it is for.
		const alone = city.open({ places: { ...city.places, second: null } });
		expect((await alone.verify()).state).toBe('whole');
	});
});

it('another database in its place, or none of its lines, shows', async () => {
	await tamper(city, async (tx) => {
		await tx`DELETE FROM trail`;
		await fixHead(tx, []);
		await tx`DELETE FROM setting`;
	});
	expect((await trail.verify()).problems[0]).toEqual({ kind: 'cut', number: 1, to: 10 });
	await trail.begin();
	expect((await trail.verify()).problems[0]).toEqual({ kind: 'cut', number: 2, to: 10 });
});

it('another key is told apart from tampering', async () => {
	const other = city.open({ secret: Buffer.alloc(32, 8) });
	const { state, problems } = await other.verify();
	expect([state, problems[0]]).toEqual(['wrong-key', { kind: 'foreign-key', number: 1 }]);
	await expect(other.begin()).rejects.toThrow(/DENYUT_TRAIL_KEY/);
	await expect(
		other.recordLook(city.database.sql, officer, { action: 'look-rows', what: '/people' })
	).rejects.toThrow(/DENYUT_TRAIL_KEY/);
	const disguised = rows.map((row) => (row.number > 0 ? { ...row, key_id: 'somebody-else' } : row));
	expect((await verifyRows(disguised)).state).toBe('broken');
	expect((await trail.verify()).problems[0]).toEqual({ kind: 'foreign-key', number: 1 });
});
