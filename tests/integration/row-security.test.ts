/** What the database itself lets each role see and write, whatever the code above it asks for. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blurCount } from '../../src/lib/domain/blur.ts';
import { readable, subjects, type Scope } from '../../src/lib/domain/access.ts';
import { roles } from '../../src/lib/domain/role.ts';
import type { Viewer } from '../../src/lib/domain/viewer.ts';
import { loadKeys } from '../../src/lib/server/keys.ts';
import { prepareAppRole } from '../../src/lib/server/store/app-role.ts';
import type { Transaction } from '../../src/lib/server/store/bulk.ts';
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
import { plantSignal } from '../support/plant-signal.ts';
import { openSession } from '../support/session.ts';

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
	await openSession(city.database.sql, 'admin');
	await writeLettersAndComplaints(city.database.sql);
	await plantSignal(city.database.sql);
	await writeDrugPlan(city.database.sql);
});
afterAll(async () => {
	await app.end();
	await city.close();
});

async function writeLettersAndComplaints(sql: Sql): Promise<void> {
	for (const [number, facility] of [
		['SJP-A', hospitalA],
		['SJP-B', hospitalB]
	] as const) {
		await sql`INSERT INTO guarantee_letter
			(number, facility, request_key, request_digest, kind, service, rule_version, valid_from, valid_to, issued_at, issued_by)
			VALUES (${number}, ${facility}, 'k', 'd', 'card', 'icu', '1', '2026-11-01', '2026-11-30', now(), 'test')`;
		await sql`INSERT INTO complaint (id, receipt, facility, kind, happened_on, story, reported_at, due_on)
			VALUES (gen_random_uuid(), ${number}, ${facility}, 'charged', '2026-11-01', 'cerita', now(), '2026-12-01')`;
	}
}

/** A draft, and one that was proposed. */
async function writeDrugPlan(sql: Sql): Promise<void> {
	for (const [number, move, state] of [
		[1, 'begin', 'draft'],
		[2, 'propose', 'proposed']
	] as const)
		await sql`INSERT INTO drug_plan_move (plan_year, number, move, state, reason, who, role, at)
			VALUES (2027, ${number}, ${move}, ${state}, '', 'user:planner', 'planner', now())`;
	await sql`INSERT INTO drug_plan_line
		(plan_year, number, item, chance, median_use, use, options, computed, quantity, made_on, last_month, months)
		VALUES (2027, 2, 'oralit', 0.8, 90, 100, '[]', 100, 100, '2026-11-22', '2026-10', '[]')`;
}

/** Tables without a rule, and why nobody is harmed by it. */
const exempt: Readonly<Record<string, string>> = {
	setting: 'facts about the installation: no person, no facility',
	change_counter: 'one number: how many commits there were',
	event_ledger: 'random ids and digests over what holds no NIK',
	trail_head: 'number and seal of the last line; only the trail’s own trigger changes it'
};

async function findUnguarded(sql: Sql): Promise<string[]> {
	const rows = await sql<{ name: string }[]>`
		SELECT DISTINCT coalesce(whole.relname, c.relname) AS name FROM pg_class c
		LEFT JOIN pg_inherits i ON i.inhrelid = c.oid LEFT JOIN pg_class whole ON whole.oid = i.inhparent
		WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
			AND (NOT c.relrowsecurity OR NOT c.relforcerowsecurity OR NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid))
		ORDER BY 1`;
	return rows.map(({ name }) => name).filter((name) => !Object.hasOwn(exempt, name));
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

describe('every table', () => {
	it('is under forced row-level security, or exempt for a reason', async () => {
		expect(await findUnguarded(city.database.sql)).toEqual([]);
	});

	it('would be missed here were it not', async () => {
		await city.database.sql`CREATE TABLE planted (facts jsonb NOT NULL)`;
		expect(await findUnguarded(city.database.sql)).toEqual(['planted']);
		await city.database.sql`DROP TABLE planted`;
	});

	it('is one that exists', async () => {
		const names = await city.database.sql<{ name: string }[]>`
			SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`;
		const known = new Set(names.map(({ name }) => name));
		const named = [...Object.keys(rowRules), ...Object.keys(exempt)];
		expect(named.filter((name) => !known.has(name))).toEqual([]);
		expect(Object.keys(exempt).filter((name) => Object.hasOwn(rowRules, name))).toEqual([]);
	});
});

describe('what opens an account', () => {
	const doors = Object.keys(rowRules).filter((table) => rowRules[table]?.subject === 'door');
	const session = { id: 'planted', token: 'planted', userId: 'nobody' };

	it.each(doors)(
		'%s is read by no role and by no committer, whoever is an administrator too',
		async (table) => {
			await city.app.signIn.signIn({ login: 'nobody', password: 'x', address: '192.0.2.1', cookie: null });
			for (const role of roles) expect(await countAs(app, viewerOf(role, null), table), role).toBe(0);
			const asCommitter = await inTransaction(app, async (tx) => {
				await setWriters(tx, [hospitalA]);
				return (await tx.unsafe(`SELECT FROM public."${table}"`)).length;
			});
			expect(asCommitter).toBe(0);
		}
	);

	it('is written by signing in alone: nobody plants a session or makes itself an administrator', async () => {
		const plant = (tx: Transaction) =>
			tx`INSERT INTO user_session (id, token, user_id, method, expires_at)
				VALUES (${session.id}, ${session.token}, ${session.userId}, 'password', now())`;
		const asCommitter = inTransaction(app, async (tx) => {
			await setWriters(tx, [hospitalA]);
			await plant(tx);
		});
		await expect(asCommitter).rejects.toMatchObject({ code: '42501' });
		await expect(inTransaction(app, plant)).rejects.toMatchObject({ code: '42501' });
		const promote = await inTransaction(app, async (tx) => {
			await setWriters(tx, [hospitalA]);
			return tx`UPDATE user_account SET role = 'admin', facility = NULL`;
		});
		expect(promote.count).toBe(0);
	});

	it('has rows that the owner sees, or the cases above say nothing', async () => {
		expect(await countAll('sign_in_attempt')).toBeGreaterThan(0);
		expect(await countAll('user_account')).toBeGreaterThan(0);
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

	it('cannot move the head of the trail, from a trigger of a table of its own neither', async () => {
		const fromTrigger = inTransaction(app, async (tx) => {
			await tx`CREATE TEMP TABLE deep (x int) ON COMMIT DROP`;
			await tx`CREATE FUNCTION pg_temp.move() RETURNS trigger LANGUAGE plpgsql AS
				'BEGIN UPDATE public.trail_head SET number = 0, mac = NULL; RETURN NEW; END'`;
			await tx`CREATE TRIGGER deep BEFORE INSERT ON deep FOR EACH ROW EXECUTE FUNCTION pg_temp.move()`;
			await tx`INSERT INTO deep VALUES (1)`;
		});
		await expect(fromTrigger).rejects.toMatchObject({ code: '42501' });
	});

	it('can neither change nor remove a line of the trail', async () => {
		await expect(app`DELETE FROM trail`).rejects.toMatchObject({ code: '42501' });
		await expect(app`UPDATE trail SET viewer = 'x'`).rejects.toMatchObject({ code: '42501' });
	});
});

describe('a role’s rows', () => {
	const ruled = Object.entries(rowRules).flatMap(([table, rule]) => {
		const { subject } = rule;
		return subject === 'product' || subject === 'register' || subject === 'door'
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
		expect(empty).toEqual([]);
	});

	it.each(['drug_plan_move', 'drug_plan_line'])(
		'of %s, the city’s order plan, are no hospital’s, in a draft or proposed',
		async (table) => {
			const rows = await countAll(table);
			expect(rows).toBeGreaterThan(0);
			for (const viewer of [
				hospital(hospitalA),
				hospital(hospitalB),
				viewerOf('hospital'),
				viewerOf('public')
			])
				expect(await countAs(app, viewer, table)).toBe(0);
			for (const role of ['planner', 'executive'] as const)
				expect(await countAs(app, viewerOf(role), table), role).toBe(rows);
		}
	);

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

	it('find the city’s visits rounded, and of a disease nothing', async () => {
		const read = (viewer: Viewer) =>
			inSnapshot(app, viewer, async (tx) => {
				const [visits] = await tx`SELECT sum(visits)::int AS sum FROM visit_period WHERE grain = 'day'`;
				const diseases = await tx`SELECT FROM disease_period UNION ALL SELECT FROM disease_effect`;
				return { visits: (visits?.['sum'] ?? null) as number | null, diseases: diseases.length };
			});
		const [seen, whole] = [await read(viewerOf('executive')), await read(viewerOf('planner'))];
		expect(seen.visits).toBe(blurCount(whole.visits ?? 0));
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

	const sql = () => city.database.sql;
	it.each([
		['dropped', () => sql()`DROP POLICY reading ON visit`],
		['widened', () => sql()`ALTER POLICY reading ON visit USING (true)`],
		['added', () => sql()`CREATE POLICY planted ON visit FOR SELECT USING (true)`],
		['switched off', () => sql()`ALTER TABLE visit DISABLE ROW LEVEL SECURITY`],
		['not forced', () => sql()`ALTER TABLE visit NO FORCE ROW LEVEL SECURITY`],
		[
			'opened in the schema of city totals',
			() =>
				sql()`CREATE OR REPLACE FUNCTION city.may_see(subject text) RETURNS boolean LANGUAGE sql STABLE AS 'SELECT true'`
		]
	])('lays them down again where one was %s by hand', async (_, byHand) => {
		const read = () => city.database.sql`
			SELECT c.relrowsecurity, c.relforcerowsecurity, p.polname, pg_get_expr(p.polqual, p.polrelid) AS condition,
				(SELECT prosrc FROM pg_proc WHERE proname = 'may_see') AS city
			FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid WHERE c.relname = 'visit' ORDER BY p.polname`;
		const before = await read();
		await byHand();
		expect(await read()).not.toEqual(before);
		await layDownPolicies(city.database.sql);
		expect(await read()).toEqual(before);
	});
});
