/** What the database itself lets each role see and write, whatever the code above it asks for. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readable, subjects, type Scope } from '../../src/lib/domain/access.ts';
import { roles } from '../../src/lib/domain/role.ts';
import type { Viewer } from '../../src/lib/domain/viewer.ts';
import { loadKeys } from '../../src/lib/server/keys.ts';
import { prepareAppRole } from '../../src/lib/server/store/app-role.ts';
import { connect, type Sql } from '../../src/lib/server/store/connect.ts';
import { layDownPolicies } from '../../src/lib/server/store/policies.ts';
import { rowRules } from '../../src/lib/server/store/row-rules.ts';
import { inSnapshot } from '../../src/lib/server/store/snapshot.ts';
import { inTransaction } from '../../src/lib/server/store/transaction.ts';
import { setWriters } from '../../src/lib/server/store/viewer-context.ts';
import {
	bed,
	claim,
	hospitalA,
	hospitalB,
	member,
	openCity,
	senders,
	stock,
	tally,
	visit
} from './ingest-city.ts';
import type { IngestCity } from './ingest-city.ts';

let city: IngestCity;
let app: Sql;
let appUrl: string;
const viewerOf = (role: Viewer['role'], facility: string | null = null): Viewer => ({
	name: `test:${role}`,
	role,
	facility
});
const hospital = (code: string) => viewerOf('hospital', code);

beforeAll(async () => {
	city = await openCity();
	const { server } = await loadKeys(city.app.config);
	appUrl = await prepareAppRole(city.database.sql, city.database.url, server);
	app = connect(appUrl, { max: 2, name: 'row-security' });
	const { ingest } = city.app;
	for (const [name, sender] of [
		['a', senders.hospitalA],
		['b', senders.hospitalB]
	] as const)
		await ingest.submit(sender, [
			visit(`v-${name}`),
			bed(`b-${name}`),
			claim(`c-${name}`),
			stock(`s-${name}`),
			tally(`t-${name}`),
			visit(`x-${name}`, { service: 'nonsense' })
		]);
	await ingest.submit(senders.dinkes, [member('m-1')]);
});
afterAll(async () => {
	await app.end();
	await city.close();
});

/** Names of columns that tell a facility or a person. */
const telling = ['facility', 'reporter', 'person_id', 'mother_id', 'family_id', 'mac', 'party', 'viewer'];
/** Tables that carry such a column of a kind that is nobody's data. */
const exempt = new Set(['trail_head']);

async function findUnguarded(sql: Sql): Promise<string[]> {
	const rows = await sql<{ name: string }[]>`
		SELECT DISTINCT c.relname AS name FROM pg_class c
		JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
		JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attname = ANY(${telling})
		WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
			AND (NOT c.relrowsecurity OR NOT c.relforcerowsecurity OR NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid))`;
	return rows.map(({ name }) => name).filter((name) => !exempt.has(name));
}

const countAs = (sql: Sql, viewer: Viewer, table: string, where = 'true') =>
	inSnapshot(sql, viewer, async (tx) => {
		const [row] = await tx.unsafe<{ count: number }[]>(
			`SELECT count(*)::int AS count FROM public."${table}" WHERE ${where}`
		);
		return row?.count ?? -1;
	});
const countAll = async (table: string, where = 'true') => {
	const [row] = await city.database.sql.unsafe<{ count: number }[]>(
		`SELECT count(*)::int AS count FROM public."${table}" WHERE ${where}`
	);
	return row?.count ?? -1;
};

describe('every table that carries a facility or a person', () => {
	it('is under forced row-level security', async () => {
		expect(await findUnguarded(city.database.sql)).toEqual([]);
	});

	it('would be missed here were it not', async () => {
		await city.database.sql`CREATE TABLE planted (facility text NOT NULL)`;
		expect(await findUnguarded(city.database.sql)).toEqual(['planted']);
		await city.database.sql`DROP TABLE planted`;
	});

	it('is one that exists', async () => {
		const names = await city.database.sql<{ name: string }[]>`
			SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`;
		const known = new Set(names.map(({ name }) => name));
		expect(Object.keys(rowRules).filter((name) => !known.has(name))).toEqual([]);
	});
});

describe('the application’s role', () => {
	it('owns nothing, rules nothing and passes by no policy', async () => {
		const [role] = await app`
			SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,
				(SELECT count(*)::int FROM pg_class WHERE relowner = r.oid) AS owned
			FROM pg_roles r WHERE rolname = current_user`;
		expect(role).toEqual({
			rolsuper: false,
			rolbypassrls: false,
			rolcreaterole: false,
			rolcreatedb: false,
			rolreplication: false,
			owned: 0
		});
	});

	it.each(Object.keys(rowRules))('sees nothing of %s without being told for whom', async (table) => {
		const [row] = await app.unsafe<{ count: number }[]>(`SELECT count(*)::int AS count FROM "${table}"`);
		expect(row?.count).toBe(0);
	});

	it('cannot switch the policies off', async () => {
		await expect(app`ALTER TABLE visit DISABLE ROW LEVEL SECURITY`).rejects.toMatchObject({ code: '42501' });
		await expect(app`DROP POLICY reading ON visit`).rejects.toMatchObject({ code: '42501' });
		await expect(app`SET row_security = off; SELECT count(*) FROM visit`.simple()).rejects.toMatchObject({
			code: '42501'
		});
	});

	it('can neither change nor remove a line of the trail', async () => {
		await expect(app`DELETE FROM trail`).rejects.toMatchObject({ code: '42501' });
		await expect(app`UPDATE trail SET viewer = 'x'`).rejects.toMatchObject({ code: '42501' });
	});
});

describe('a role’s rows', () => {
	const ruled = Object.entries(rowRules).flatMap(([table, rule]) => {
		const { subject } = rule;
		return subject === 'product' || subject === 'register'
			? []
			: [{ table, subject, facility: rule.facility }];
	});
	const cases = roles.flatMap((role) => ruled.map((one) => ({ ...one, role })));

	it.each(cases)(
		'$role sees of $table what the table of access says',
		async ({ table, subject, facility, role }) => {
			const scope: Scope | undefined = readable[role][subject];
			// What belongs to no facility is nobody's own.
			const isOwn = scope === 'own' && facility !== undefined;
			const viewer = viewerOf(role, role === 'hospital' ? hospitalA : null);
			const own = isOwn ? `${facility} = '${hospitalA}'` : 'true';
			const expected = scope === 'all' || isOwn ? await countAll(table, own) : 0;
			expect(await countAs(app, viewer, table)).toBe(expected);
		}
	);

	it('is a city in which every one of the subjects has rows, or the cases above say nothing', async () => {
		const empty: string[] = [];
		for (const subject of subjects) {
			const tables = ruled.filter((one) => one.subject === subject);
			const counts = await Promise.all(tables.map(({ table }) => countAll(table)));
			if (counts.every((count) => count === 0)) empty.push(subject);
		}
		expect(empty).toEqual(['accounts']);
	});

	it('are not a hospital’s that is bound to no facility', async () => {
		expect(await countAs(app, viewerOf('hospital'), 'visit')).toBe(0);
	});

	it('are not those of a facility whose code pretends to be a list', async () => {
		expect(await countAs(app, hospital(`${hospitalB},${hospitalA}`), 'visit')).toBe(0);
		expect(await countAs(app, hospital(`{${hospitalA}}`), 'visit')).toBe(0);
		expect(await countAs(app, hospital(`x","${hospitalA}`), 'visit')).toBe(0);
	});
});

describe('readers of city totals', () => {
	const cityReaders = roles.filter((role) => readable[role].visits === 'city');

	it.each(cityReaders)('%s finds no facility and no kecamatan under any name', async (role) => {
		const names = await inSnapshot(app, viewerOf(role), async (tx) => {
			const found = await Promise.all(
				['visit_period', 'service_effect', 'disease_period', 'disease_effect', 'member_effect'].map((name) =>
					tx.unsafe<Record<string, unknown>[]>(`SELECT * FROM "${name}"`)
				)
			);
			return found.flat().flatMap(({ facility, kecamatan }) => [facility, kecamatan]);
		});
		expect(names.length).toBeGreaterThan(0);
		expect(new Set(names.map((name) => String(name ?? '').trim()))).toEqual(new Set(['']));
	});

	it('find the city’s visits whole, and of a disease nothing', async () => {
		const read = (viewer: Viewer) =>
			inSnapshot(app, viewer, async (tx) => {
				const [visits] = await tx`SELECT sum(visits)::int AS sum FROM visit_period WHERE grain = 'day'`;
				const diseases = await tx`SELECT FROM disease_period UNION ALL SELECT FROM disease_effect`;
				return { visits: visits?.sum as unknown, diseases: diseases.length };
			});
		const [seen, whole] = [await read(viewerOf('executive')), await read(viewerOf('planner'))];
		expect(seen.visits).toBe(whole.visits);
		expect(whole.visits).toBeGreaterThan(0);
		expect(seen.diseases).toBe(0);
		expect(whole.diseases).toBeGreaterThan(0);
	});

	it('leave no trace on the connection: the next reader finds the tables', async () => {
		const single = connect(appUrl, { max: 1, name: 'row-security-path' });
		await inSnapshot(single, viewerOf('executive'), (tx) => tx`SELECT * FROM visit_period`);
		const rows = await inSnapshot(
			single,
			viewerOf('planner'),
			(tx) => tx<{ facility: string }[]>`SELECT * FROM visit_period`
		);
		await single.end();
		expect(new Set(rows.map(({ facility }) => facility))).toEqual(new Set([hospitalA, hospitalB]));
	});
});

describe('the committer', () => {
	const write = (group: string[], facility: string) =>
		inTransaction(app, async (tx) => {
			await setWriters(tx, group);
			const [{ count }] = [await tx`UPDATE bed_now SET queue = 1 WHERE facility = ${facility}`] as const;
			return count;
		});

	it('writes for the facilities of its group and for no other', async () => {
		expect(await write([hospitalA], hospitalA)).toBe(1);
		expect(await write([hospitalA, hospitalB], hospitalB)).toBe(1);
		expect(await write([hospitalA], hospitalB)).toBe(0);
		expect(await write([], hospitalA)).toBe(0);
	});

	it('can add no row for another', async () => {
		const add = inTransaction(app, async (tx) => {
			await setWriters(tx, [hospitalA]);
			await tx`INSERT INTO visit_period (grain, period, facility, visits) VALUES ('day', '2026-11-01', ${hospitalB}, 1)`;
		});
		await expect(add).rejects.toMatchObject({ code: '42501' });
	});
});

describe('a thousand requests of two hospitals in turn on one connection', () => {
	it('never show one a row of the other', async () => {
		const single = connect(appUrl, { max: 1, name: 'row-security-single' });
		const requests = Array.from({ length: 1_000 }, (_, i) => (i * 7919) % 3);
		const seen = await Promise.all(
			requests.map(async (turn, i) => {
				if (turn === 2 && i % 5 === 0)
					// One that fails midway must leave nothing behind for the next.
					return inSnapshot(single, hospital(hospitalA), (tx) => tx`SELECT 1 / 0`).catch(() => []);
				const own = turn === 0 ? hospitalA : hospitalB;
				return inSnapshot(single, hospital(own), async (tx) => {
					const rows = await tx<
						{ facility: string }[]
					>`SELECT facility FROM visit UNION ALL SELECT facility FROM claim`;
					return rows.map(({ facility }) => ({ own, facility }));
				});
			})
		);
		const [after] = await single<{ count: number }[]>`SELECT count(*)::int AS count FROM visit`;
		await single.end();
		const rows = seen.flat() as { own: string; facility: string }[];
		expect(rows.length).toBeGreaterThan(1_500);
		expect(rows.filter(({ own, facility }) => own !== facility)).toEqual([]);
		expect(after?.count).toBe(0);
	});
});

describe('a second start', () => {
	it('finds the same policies and locks no table', async () => {
		const before = await city.database.sql`SELECT oid, polname FROM pg_policy ORDER BY oid`;
		await layDownPolicies(city.database.sql);
		expect(await city.database.sql`SELECT oid, polname FROM pg_policy ORDER BY oid`).toEqual(before);
	});
});
