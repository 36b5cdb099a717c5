import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
	bed,
	claim,
	findDifferences,
	hospitalA,
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
beforeAll(async () => {
	city = await openCity();
	const subject = { subject: hospitalA };
	const earlier = { ...subject, time: '2026-11-20T01:00:00Z' };
	await city.app.ingest.submit(senders.importer, [
		visit('v1', { visit: 'V-1', drugs: [{ item: 'oralit', quantity: 6 }] }, earlier),
		visit('v2', { visit: 'V-1', diagnoses: ['J06'], drugs: [{ item: 'oralit', quantity: 4 }] }, subject),
		bed('b1', {}, { ...earlier, recordedtime: '2026-11-20T02:00:00Z' }),
		bed('b2', { occupied: 3 }, subject),
		claim('c1', { claim: 'C-1' }, earlier),
		claim('c2', { claim: 'C-1', state: 'verified', verifiedRupiah: 3_000_000 }, subject),
		member('m1', { nik: niks[1] }),
		stock('s1', {}, subject),
		tally('t1'),
		visit('bad', { nik: '1' }, subject)
	]);
});
afterAll(() => city.close());

describe('reconcile', () => {
	it('finds nothing where nothing is wrong', async () => {
		expect(await findDifferences(city)).toEqual([]);
	});

	it.each([
		['disease_effect', 'UPDATE disease_effect SET visits = visits + 1'],
		['disease_period', `DELETE FROM disease_period WHERE grain = 'week'`],
		['disease_period', `UPDATE disease_period SET period = period - 7 WHERE grain = 'week'`],
		['service_effect', 'UPDATE service_effect SET known_on = known_on - 1'],
		['visit_period', 'UPDATE visit_period SET visits = visits + 1'],
		['visit_period', `DELETE FROM visit_period WHERE grain = 'month'`],
		['item_effect', 'UPDATE item_effect SET quantity = quantity * 2'],
		['item_month', `INSERT INTO item_month VALUES ('amoxicillin', '2026-11-01', '3275013', 5)`],
		['claim_effect', 'UPDATE claim_effect SET billed_rupiah = billed_rupiah + 1'],
		['claim_standing', `UPDATE claim_standing SET state = 'paid' WHERE claims > 0`],
		['member_effect', 'DELETE FROM member_effect'],
		['bed_now', 'UPDATE bed_now SET free = free + 1'],
		['bed_now', 'DELETE FROM bed_now'],
		['bed_hour', 'UPDATE bed_hour SET occupied = 1'],
		[
			'source_day: accepted on each day',
			'UPDATE source_day SET within_1h = within_1h + 1, later = later - 1'
		],
		['source_day: as many quarantined as stand in quarantine', 'UPDATE quarantine SET times = times + 1'],
		[
			'event_ledger: as many events as versions',
			`INSERT INTO event_ledger VALUES (gen_random_uuid(), gen_random_uuid())`
		],
		['visit: one version of each key stands', 'UPDATE visit SET reversed_on = NULL'],
		[
			'claim: the newest version stands',
			'UPDATE claim SET reversed_on = posted_on WHERE reversed_on IS NULL'
		],
		['visit: each posted version hands over to the next', 'UPDATE visit SET reversed_on = reversed_on + 1'],
		['stock: each version falls on its day', 'UPDATE stock SET occurred_on = occurred_on + 1'],
		['tally: each version stands in the ledger', 'DELETE FROM event_ledger']
	])('notices in %s what this does: %s', async (check, spoil) => {
		await spoilt(spoil, async () => {
			expect((await findDifferences(city)).map((difference) => difference.check)).toContain(check);
		});
		expect(await findDifferences(city)).toEqual([]);
	});

	it('is a command that says so in one sentence, and exits 1 with each difference when there is one', async () => {
		const run = promisify(execFile);
		const command = () =>
			run('node', ['--import', 'tsx', 'src/cli/reconcile.ts'], {
				env: { ...process.env, DATABASE_URL: city.database.url, DENYUT_DATA_DIR: city.dataDir }
			});
		const well = await command();
		expect(well.stdout).toMatch(
			/^All is well: the rollups equal a recount of 9 versions \(\d+ checks\)\.\n$/
		);
		expect(well.stderr).toContain('disease_effect');
		await spoilt('UPDATE bed_now SET free = free + 1', async () => {
			const ill = await command().catch((error: unknown) => error as { code: number; stdout: string });
			expect(ill).toMatchObject({ code: 1 });
			expect(ill.stdout).toMatch(/^bed_now \{.*"room".*kept.*counted.*\n1 difference /);
		});
	});
});

/** Copies every table, spoils, lets `look` look and puts the copies back. */
async function spoilt(spoil: string, look: () => Promise<void>): Promise<void> {
	const { sql } = city.database;
	const tables = [
		...['disease_effect', 'disease_period', 'service_effect', 'visit_period', 'item_effect', 'item_month'],
		...[
			'claim_effect',
			'claim_standing',
			'member_effect',
			'bed_now',
			'bed_hour',
			'source_day',
			'quarantine',
			'event_ledger'
		],
		...['visit', 'claim', 'stock', 'tally']
	];
	for (const table of tables) await sql.unsafe(`CREATE TABLE "kept_${table}" AS SELECT * FROM "${table}"`);
	try {
		await sql.unsafe(spoil);
		await look();
	} finally {
		for (const table of tables) {
			// What the database makes of the others, it makes again.
			const [{ columns } = { columns: '*' }] = await sql<{ columns: string }[]>`
				SELECT string_agg(quote_ident(attname), ', ') AS columns FROM pg_attribute
				WHERE attrelid = ${table}::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''`;
			await sql.unsafe(
				`TRUNCATE "${table}"; INSERT INTO "${table}" (${columns}) SELECT ${columns} FROM "kept_${table}"; DROP TABLE "kept_${table}"`
			);
		}
	}
}
