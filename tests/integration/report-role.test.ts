import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type Sql } from '../../src/lib/server/store/connect.ts';
import { readReportViews } from '../../src/lib/server/store/report-role.ts';
import {
	bed,
	claim,
	hospitalA,
	hospitalB,
	member,
	niks,
	openCity,
	senders,
	stock,
	tally,
	visit,
	type IngestCity
} from './ingest-city.ts';

let city: IngestCity;
let reader: Sql;
const env = () => ({ ...process.env, DATABASE_URL: city.database.url, DENYUT_DATA_DIR: city.dataDir });
const command = async () => {
	const { stdout } = await promisify(execFile)('npm', ['run', '--silent', 'report-role'], { env: env() });
	return stdout.trim();
};

beforeAll(async () => {
	city = await openCity();
	const on = (subject: string, time: string) => ({ subject, time, recordedtime: time });
	await city.app.ingest.submit(senders.importer, [
		...Array.from({ length: 20 }, (_, n) =>
			visit(
				`v-${n}`,
				{
					nik: niks[n % 4],
					diagnoses: [n % 2 ? 'A91' : 'A09'],
					arrivedAt: `2026-11-${String(1 + n).padStart(2, '0')}T02:00:00Z`,
					drugs: [{ item: 'oralit', quantity: n }]
				},
				on(n % 3 ? hospitalA : hospitalB, '2026-11-21T05:00:00Z')
			)
		),
		visit(
			'v-0b',
			{ visit: 'V-v-0', service: 'icu', arrivedAt: '2026-11-01T02:00:00Z' },
			on(hospitalB, '2026-11-21T06:00:00Z')
		),
		bed('b-1', {}, on(hospitalA, '2026-11-22T04:00:00Z')),
		bed(
			'b-2',
			{ room: 'Melati', free: 3, capacity: null, occupied: null },
			on(hospitalA, '2026-11-22T04:00:00Z')
		),
		claim('c-1', {}, on(hospitalA, '2026-11-01T02:00:00Z')),
		claim(
			'c-1p',
			{
				claim: 'C-c-1',
				state: 'paid',
				verifiedRupiah: 3_000_000,
				approvedRupiah: 3_000_000,
				paidRupiah: 3_000_000
			},
			on(hospitalA, '2026-11-20T02:00:00Z')
		),
		stock('s-1', {}, on(hospitalA, '2026-11-02T02:00:00Z')),
		tally('t-1', {}, on(hospitalA, '2026-11-02T02:00:00Z')),
		member('m-1')
	]);
	reader = connect(await command(), { max: 2 });
});
afterAll(async () => {
	await reader.end();
	await city.close();
});

describe('the role of reporting tools', () => {
	it('reads every view, and their names, without saying the schema', async () => {
		const views = await readReportViews(city.database.sql);
		expect(views.length).toBeGreaterThan(12);
		for (const { name, comment, columns } of views) {
			expect(comment, name).toMatch(/^[^|]+ \| [^|]+$/);
			const rows = await reader.unsafe(`SELECT * FROM ${name}`);
			if (rows[0]) expect(Object.keys(rows[0])).toEqual(columns.map((column) => column.name));
			if (name !== 'budget') expect(rows.length, name).toBeGreaterThan(0);
		}
	});

	it('sees nobody: no view has a column of a person, no row a NIK or a pseudonym', async () => {
		const persons = await city.database.sql<{ id: string }[]>`SELECT person_id AS id FROM person`;
		expect(persons.length).toBeGreaterThan(3);
		for (const { name, columns } of await readReportViews(city.database.sql)) {
			expect(columns.map((column) => column.name).join(' ')).not.toMatch(
				/person_id|mother|nik|visit_no|claim_no|family|letter|referral|event_key/
			);
			const text = JSON.stringify(await reader.unsafe(`SELECT * FROM ${name}`));
			for (const secret of [...niks, ...persons.map(({ id }) => id)]) expect(text).not.toContain(secret);
		}
	});

	it('reads no table, and writes nothing, even when it says so', async () => {
		const tables = await city.database.sql<{ name: string }[]>`
			SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
			WHERE n.nspname IN ('public', 'drizzle') AND c.relkind IN ('r', 'p', 'v', 'm')`;
		expect(tables.length).toBeGreaterThan(20);
		for (const { name } of tables)
			await expect(reader.unsafe(`SELECT * FROM public."${name}"`), name).rejects.toThrow();
		await expect(reader.unsafe(`CREATE TABLE report.mine (x int)`)).rejects.toThrow();
		await expect(
			reader.begin((tx) => tx.unsafe(`SET TRANSACTION READ WRITE; DELETE FROM report.facility`))
		).rejects.toThrow();
		await expect(
			reader.begin((tx) => tx.unsafe(`SET TRANSACTION READ WRITE; CREATE TABLE public.mine (x int)`))
		).rejects.toThrow();
		await expect(reader.unsafe(`SELECT pg_read_file('/etc/passwd')`)).rejects.toThrow();
	});

	it('counts what the rows count', async () => {
		const { sql } = city.database;
		const [visits] = await sql`SELECT count(DISTINCT (facility, visit_no))::int AS n FROM visit`;
		const [told] = await reader`SELECT sum(visits)::int AS n FROM visit_day`;
		expect(told?.['n']).toBe(visits?.['n']);
		expect((await reader`SELECT sum(visits)::int AS n FROM visit_known`)[0]?.['n']).toBe(visits?.['n']);
		expect((await reader`SELECT sum(visits)::int AS n FROM disease_week`)[0]?.['n']).toBe(visits?.['n']);
		expect((await reader`SELECT visits FROM visit_day WHERE service = 'icu'`)[0]?.['visits']).toBe(1);
		expect([...(await reader`SELECT state, claims, amount_rupiah FROM claim_ladder`)]).toEqual([
			{ state: 'paid', claims: 1, amount_rupiah: 3_000_000 }
		]);
		const [ward] =
			await reader`SELECT rooms, free, capacity, occupied FROM bed WHERE facility = ${hospitalA}`;
		expect(ward).toEqual({ rooms: 2, free: 7, capacity: null, occupied: null });
	});

	it('gets a new password when the command runs again, and the old one is over', async () => {
		const [before, after] = [await command(), await command()];
		expect(after).not.toBe(before);
		const old = connect(before, { max: 1 });
		await expect(old`SELECT 1`).rejects.toThrow(/password/);
		await old.end();
		const renewed = connect(after, { max: 1 });
		expect(await renewed`SELECT 1 AS one`).toHaveLength(1);
		await renewed.end();
	});
});
