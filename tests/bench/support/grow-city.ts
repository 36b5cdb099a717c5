/**
 * A demo city made larger in SQL: every visit, claim and membership that many times, each copy of people of its own, so that
 * nobody's claims overlap more than the demo's do. The rollups are made by the statements that `npm run reconcile` recounts
 * them with. Letters are not copied: a copied claim names none.
 */
import { recounts } from '../../../src/lib/server/store/recounts.ts';
import { connect, type Sql } from '../../../src/lib/server/store/connect.ts';

type Replaced = Readonly<Record<string, string>>;

const numbered = (column: string) => `${column} || '-' || copy`;
const drawn = (column: string) => `md5(${column}::text || '-' || copy)::uuid`;
const version: Replaced = { version_id: numbered('version_id'), event_key: drawn('event_key') };
const copied: Readonly<Record<string, Replaced>> = {
	visit: {
		...version,
		visit_no: numbered('visit_no'),
		person_id: drawn('person_id'),
		mother_id: drawn('mother_id')
	},
	claim: {
		...version,
		claim_no: numbered('claim_no'),
		visit_no: numbered('visit_no'),
		person_id: drawn('person_id'),
		letter: 'NULL::text'
	},
	membership: { person_id: drawn('person_id'), family_id: drawn('family_id') }
};
const rolledUp = new Set([
	...['disease_effect', 'disease_period', 'service_effect', 'visit_period', 'item_effect', 'item_month'],
	...['claim_effect', 'claim_standing']
]);

/** @param times how often the city stands there afterwards */
export async function growCity(
	databaseUrl: string,
	times: number,
	say: (step: string) => void
): Promise<void> {
	const sql = connect(databaseUrl, { max: 1, name: 'denyut-bench-grow' });
	try {
		await sql.unsafe(`SET work_mem = '512MB'; SET maintenance_work_mem = '512MB'`);
		for (const [table, replaced] of Object.entries(copied)) {
			say(`${table} × ${times}`);
			await copyRows(sql, table, replaced, times);
		}
		await sql`UPDATE budget SET amount_rupiah = amount_rupiah * ${times}`;
		for (const { table, keys, values, counted } of recounts.filter((one) => rolledUp.has(one.table))) {
			say(table);
			const columns = [...keys, ...values].join(', ');
			await sql.unsafe(`TRUNCATE ${table}`);
			await sql.unsafe(`INSERT INTO ${table} (${columns}) SELECT ${columns} FROM (${counted}) counted`);
		}
		say('VACUUM ANALYZE');
		await sql.unsafe('VACUUM ANALYZE');
	} finally {
		await sql.end();
	}
}

async function copyRows(sql: Sql, table: string, replaced: Replaced, times: number): Promise<void> {
	const columns = await sql<{ name: string }[]>`
		SELECT column_name AS name FROM information_schema.columns
		WHERE table_schema = 'public' AND table_name = ${table} AND is_generated = 'NEVER' ORDER BY ordinal_position`;
	const names = columns.map(({ name }) => name);
	const values = names.map((name) => replaced[name] ?? name);
	await sql.unsafe(`INSERT INTO ${table} (${names.join(', ')})
		SELECT ${values.join(', ')} FROM ${table} CROSS JOIN generate_series(2, ${times}) AS copy`);
}
