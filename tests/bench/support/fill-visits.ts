/**
 * Visits by the million, written straight as versions and rollups in SQL: three years of them, spread over diagnoses,
 * facilities and kecamatan as unevenly as real ones, learned with a delay. The rollups are made by the statements that
 * `npm run reconcile` recounts them with. The ledger of events is left out: no page reads it.
 */
import { icd10CategoryRows } from '../../../src/lib/domain/icd10-names.ts';
import { hospitals } from '../../../src/lib/domain/hospitals.ts';
import { medicines } from '../../../src/lib/domain/medicines.ts';
import { puskesmas } from '../../../src/lib/domain/puskesmas.ts';
import { recounts } from '../../../src/lib/server/store/recounts.ts';
import { connect, type Sql } from '../../../src/lib/server/store/connect.ts';

const days = 3 * 365;
const facilities = [...hospitals, ...puskesmas].filter(({ kecamatan }) => kecamatan !== null);
const ofVisits = new Set([
	'disease_effect',
	'disease_period',
	'service_effect',
	'visit_period',
	'item_effect',
	'item_month'
]);
const source = '/bench';
const primaryKey = 'visit_facility_visit_no_version_time_event_key_pk';

const array = (words: readonly string[]) => `ARRAY[${words.map((word) => `'${word}'`).join(', ')}]`;
/** From 1 to `count`, low numbers far more often: a few diagnoses make most visits. */
const uneven = (random: string, count: number) => `least(${count}, floor(${count}::float8 ^ ${random}))::int`;

/** Adds the visits from one number to another to a migrated database. */
export async function fillVisits(
	databaseUrl: string,
	from: number,
	to: number,
	say: (step: string) => void
): Promise<void> {
	// One connection: its settings are meant for these statements alone.
	const sql = connect(databaseUrl, { max: 1, name: 'denyut-bench-fill' });
	try {
		await fill(sql, from, to, say);
	} finally {
		await sql.end();
	}
}

async function fill(sql: Sql, from: number, to: number, say: (step: string) => void): Promise<void> {
	await sql.unsafe(`ALTER TABLE visit DROP CONSTRAINT IF EXISTS ${primaryKey}`);
	const step = 1_000_000;
	for (let first = from; first < to; first += step) {
		const last = Math.min(first + step, to) - 1;
		say(`visits ${first} to ${last}`);
		await sql.unsafe(insertVisits(first, last));
	}
	say('primary key');
	await sql.unsafe(`SET maintenance_work_mem = '1GB'`);
	await sql.unsafe(
		`ALTER TABLE visit ADD CONSTRAINT ${primaryKey} PRIMARY KEY (facility, visit_no, version_time, event_key)`
	);
	await rollUp(sql, say);
	say('VACUUM ANALYZE');
	await sql.unsafe('VACUUM ANALYZE');
}

function insertVisits(first: number, last: number): string {
	const codes = icd10CategoryRows.map(([code]) => code);
	const items = medicines.map(({ id }) => id);
	const places = facilities.map(({ code }) => code);
	const homes = facilities.map(({ kecamatan }) => kecamatan ?? '');
	return `
		INSERT INTO visit (facility, visit_no, version_time, version_id, event_key, learned_at, posted_on, person_id,
			kecamatan, service, icd3, diagnoses, arrived_at, drugs, occurred_on)
		SELECT (${array(places)})[place], 'B-' || n, arrived, 'b-' || n, md5('event ' || n)::uuid, learned,
			(learned AT TIME ZONE 'Asia/Jakarta')::date, md5('person ' || n % 700000)::uuid,
			CASE WHEN r4 < 0.7 THEN (${array(homes)})[place] ELSE '32.75.' || lpad((1 + floor(r5 * 12))::text, 2, '0') END,
			CASE WHEN r6 < 0.75 THEN 'outpatient' WHEN r6 < 0.92 THEN 'emergency' ELSE 'inpatient-3' END,
			icd3, ARRAY[icd3], arrived,
			CASE WHEN r6 < 0.5 THEN jsonb_build_array(jsonb_build_object('item', (${array(items)})[item], 'quantity', 10)) END,
			(arrived AT TIME ZONE 'Asia/Jakarta')::date
		FROM (
			SELECT n, r4, r5, r6, place, item, (${array(codes)})[code] AS icd3, arrived,
				least(now(), arrived - ln(1 - r3) * interval '36 hours') AS learned
			FROM (
				SELECT n, r3, r4, r5, r6, ${uneven('r1', facilities.length)} AS place, ${uneven('r2', codes.length)} AS code,
					${uneven('r7', items.length)} AS item,
					date_trunc('milliseconds', now() - r8 * interval '${days} days') AS arrived
				FROM (
					SELECT n, random() AS r1, random() AS r2, random() AS r3, random() AS r4, random() AS r5,
						random() AS r6, random() AS r7, random() AS r8
					FROM generate_series(${first}, ${last}) AS n OFFSET 0
				) chance OFFSET 0
			) drawn OFFSET 0
		) visit`;
}

async function rollUp(sql: Sql, say: (step: string) => void): Promise<void> {
	await sql.unsafe(`SET work_mem = '1GB'`);
	for (const { table, keys, values, counted } of recounts.filter((recount) => ofVisits.has(recount.table))) {
		say(table);
		const columns = [...keys, ...values].join(', ');
		await sql.unsafe(`TRUNCATE ${table}`);
		await sql.unsafe(`INSERT INTO ${table} (${columns}) SELECT ${columns} FROM (${counted}) counted`);
	}
	say('source_day');
	await countSources(sql);
}

/** What each facility's source sent on each day, as the committer counts it. */
async function countSources(sql: Sql): Promise<void> {
	const late = (hours: string) => `count(*) FILTER (WHERE learned_at - version_time ${hours})`;
	await sql.unsafe(`DELETE FROM source_day WHERE source = '${source}'`);
	await sql.unsafe(`
		INSERT INTO source_day (reporter, source, day, accepted, within_1h, within_6h, within_24h, within_7d, later, last_seen_at)
		SELECT facility, '${source}', posted_on, count(*), ${late(`<= interval '1 hour'`)},
			${late(`> interval '1 hour' AND learned_at - version_time <= interval '6 hours'`)},
			${late(`> interval '6 hours' AND learned_at - version_time <= interval '1 day'`)},
			${late(`> interval '1 day' AND learned_at - version_time <= interval '7 days'`)},
			${late(`> interval '7 days'`)}, max(learned_at)
		FROM visit WHERE version_id LIKE 'b-%' GROUP BY facility, posted_on`);
}
