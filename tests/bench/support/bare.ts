/** The yardstick: rows of a visit into its table with the primary key alone, 1,000 a commit, on one connection. */
import { insertInto, type Column } from '../../../src/lib/server/store/bulk.ts';
import type { Sql } from '../../../src/lib/server/store/connect.ts';
import { visitBatch } from './visits.ts';

type Row = Record<string, unknown>;
const types: Record<string, Column<Row>['type']> = {
	facility: 'text',
	visit_no: 'text',
	version_time: 'timestamptz',
	version_id: 'text',
	event_key: 'uuid',
	learned_at: 'timestamptz',
	posted_on: 'date',
	reversed_on: 'date',
	occurred_on: 'date',
	person_id: 'uuid',
	mother_id: 'uuid',
	kecamatan: 'text',
	service: 'text',
	icd3: 'text',
	diagnoses: 'text',
	arrived_at: 'timestamptz',
	discharged_at: 'timestamptz',
	outcome: 'text',
	referral: 'text',
	emergency: 'bool',
	segments: 'jsonb',
	drugs: 'jsonb'
};
const columns = Object.entries(types).map(([name, type]): Column<Row> => ({
	name,
	type,
	value: (row) => row[name] as string | null,
	...(name === 'diagnoses' && { as: "string_to_array($, ',')" })
}));
const insert = insertInto<Row>('bench_visit', columns);

let serial = 0;

function rowOf(event: Record<string, unknown>): Row {
	const data = event['data'] as Record<string, unknown>;
	const id = (serial++).toString(16).padStart(32, '0');
	return {
		facility: '3275013',
		visit_no: `${data['visit']}-${id}`,
		version_time: event['time'],
		version_id: event['id'],
		event_key: id,
		learned_at: event['time'],
		posted_on: '2026-01-01',
		reversed_on: null,
		occurred_on: '2026-01-01',
		person_id: id,
		mother_id: null,
		kecamatan: data['kecamatan'],
		service: data['service'],
		icd3: 'J06',
		diagnoses: 'J06.9',
		arrived_at: data['arrivedAt'],
		discharged_at: null,
		outcome: null,
		referral: data['referral'],
		emergency: null,
		segments: null,
		drugs: JSON.stringify(data['drugs'])
	};
}

/** Rows a second, over at least so many seconds. */
export async function insertBareVisits(sql: Sql, seconds: number): Promise<number> {
	await sql.unsafe('CREATE TABLE IF NOT EXISTS bench_visit (LIKE visit INCLUDING DEFAULTS)');
	await sql.unsafe('ALTER TABLE bench_visit DROP CONSTRAINT IF EXISTS bench_visit_pkey');
	await sql.unsafe(
		'ALTER TABLE bench_visit ADD CONSTRAINT bench_visit_pkey PRIMARY KEY (facility, visit_no, version_time, event_key)'
	);
	const batches = Array.from({ length: 60 }, () => visitBatch('bare', 1_000).map(rowOf));
	let rows = 0;
	let spentMs = 0;
	for (let i = 0; spentMs < seconds * 1_000; i++) {
		const batch = batches[i % batches.length] ?? [];
		// Keys must differ each time round; renaming is not the database's work, so it is not timed.
		for (const row of batch) row['visit_no'] = `${serial++}`;
		const began = performance.now();
		await insert(sql, batch);
		spentMs += performance.now() - began;
		rows += batch.length;
	}
	await sql.unsafe('DROP TABLE bench_visit');
	return (rows / spentMs) * 1_000;
}
