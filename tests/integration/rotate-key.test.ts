import { createHmac } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApp, type App } from '../../src/lib/server/app.ts';
import { readConfig } from '../../src/lib/server/config.ts';
import { unseal } from '../../src/lib/server/ingest/hold.ts';
import { createPseudonymiser } from '../../src/lib/server/ingest/pseudonym.ts';
import { readKeyChain } from '../../src/lib/server/keys.ts';
import { rotateKey, type Rotated } from '../../src/lib/server/rotate-key.ts';
import { reconcile } from '../../src/lib/server/store/reconcile.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';
import { condition, encounter, FhirSender, patient, put, statusesOf } from './fhir-city.ts';
import { claim, hospitalA, keyFor, member, niks, now, senders, serve, visit } from './ingest-city.ts';
import { bringAndSend } from './upload-city.ts';

let database: TestDatabase;
let dataDir: string;
let apps: App[];
const log = pino({ level: 'error' });
const keyFile = () => join(dataDir, 'keys', 'pseudonym.key');
const draftFile = () => `${keyFile()}.new`;
const config = (env: NodeJS.ProcessEnv = {}) => readConfig({ DENYUT_DATA_DIR: dataDir, ...env });

beforeEach(async () => {
	database = await openTestDatabase();
	dataDir = mkdtempSync(join(tmpdir(), 'denyut-rotate-'));
	apps = [];
});
afterEach(async () => {
	await Promise.all(apps.map((app) => app.stop()));
	await database.drop();
	rmSync(dataDir, { recursive: true, force: true });
});

async function open(env: NodeJS.ProcessEnv = {}): Promise<App> {
	const app = await createApp(config(env), database.url, { clock: () => now, log });
	apps.push(app);
	return app;
}

async function close(app: App): Promise<void> {
	apps = apps.filter((one) => one !== app);
	await app.stop();
}

class Killed extends Error {}
/** Batches of two rows; killed after so many of them. */
function rotate(killAfter = Infinity, env: NodeJS.ProcessEnv = {}): Promise<Rotated> {
	let batches = 0;
	return rotateKey({
		config: config(env),
		database,
		batchRows: 2,
		progress: {
			begin: () => undefined,
			update: () => {
				batches += 1;
				if (batches >= killAfter) throw new Killed();
			}
		}
	});
}

const events = () => [
	...niks.map((nik, index) => visit(`v${index}`, { nik })),
	...niks.map((nik, index) => claim(`c${index}`, { nik })),
	member('m0', { nik: niks[3], family: '3275010101010000' })
];
const broken = visit('broken', { nik: niks[0], service: 'nowhere' });
const sheet = `NIK;Kecamatan;Segmen;Status\n${niks[1]};32.75.02;general;active\n${niks[2]};32.75.03;general;active\n`;

const sendAll = (app: App) => app.ingest.submit(senders.importer, events().map(withFacility));
const withFacility = (event: Record<string, unknown>) =>
	event['type'] === 'id.denyut.member.v1' ? event : { ...event, subject: hospitalA };

async function fill(app: App): Promise<void> {
	expect(await sendAll(app)).toMatchObject({ accepted: 9, quarantined: 0 });
	await app.ingest.submit(senders.hospitalA, [broken]);
	expect((await bringAndSend(app, 'member', sheet, senders.dinkes)).result).toMatchObject({ accepted: 2 });
	await sendFhir(app, 'fhir');
}

async function sendFhir(app: App, id: string, only?: (type: string) => boolean): Promise<string[]> {
	const endpoint = await serve(app);
	try {
		const sender = new FhirSender(endpoint, await keyFor(app, 'hospital', hospitalA));
		const all = [
			put(patient(`p-${id}`, niks[2])),
			put(encounter(id, `Patient/p-${id}`)),
			put(condition(`d-${id}`, `Encounter/${id}`, 'A91'))
		];
		const entries = all.filter(({ request }) => only?.(request.url) ?? true);
		return statusesOf(await sender.bundle('batch', entries));
	} finally {
		await endpoint.close();
	}
}

type Joins = { person: string; visits: string[]; claims: string[]; members: number };
const joins = () => database.sql<Joins[]>`
	SELECT person_id::text AS person,
		ARRAY(SELECT visit_no FROM visit v WHERE v.person_id = p.person_id ORDER BY 1) AS visits,
		ARRAY(SELECT claim_no FROM claim c WHERE c.person_id = p.person_id ORDER BY 1) AS claims,
		(SELECT count(*)::int FROM member m WHERE p.person_id IN (m.person_id, m.family_id)) AS members
	FROM person p ORDER BY 1`;

async function macs(): Promise<string[]> {
	const rows = await database.sql<
		{ mac: string }[]
	>`SELECT encode(mac, 'hex') AS mac FROM person_key ORDER BY 1`;
	return rows.map(({ mac }) => mac);
}

async function versions(): Promise<number> {
	const [row] = await database.sql<{ count: number }[]>`
		SELECT (SELECT count(*) FROM visit) + (SELECT count(*) FROM claim) + (SELECT count(*) FROM member) AS count`;
	return row?.count ?? 0;
}

/** Everything that came, sent again: known, every one. */
async function expectKnown(app: App): Promise<void> {
	const before = [await joins(), await versions()];
	expect(await sendAll(app)).toMatchObject({ accepted: 0, duplicate: 9, quarantined: 0 });
	expect((await bringAndSend(app, 'member', sheet, senders.dinkes)).result).toMatchObject({
		accepted: 0,
		duplicate: 2
	});
	await sendFhir(app, 'fhir');
	await app.ingest.submit(senders.hospitalA, [broken]);
	expect([await joins(), await versions()]).toEqual(before);
	const held = await database.sql`SELECT times FROM quarantine`;
	expect(held.map(({ times }) => Number(times) > 1)).toEqual([true]);
	expect(await reconcile(database.sql, { onDifference: () => undefined })).toMatchObject({ differences: 0 });
}

describe('a change of the pseudonym key', () => {
	it('wraps every digest, keeps the joins, and knows what is sent again', async () => {
		const app = await open();
		await fill(app);
		const [before, old] = [await joins(), await macs()];
		await close(app);
		const first = readKeyChain(keyFile()) ?? Buffer.alloc(0);
		expect(await rotate()).toMatchObject({ keys: 2, file: keyFile(), isInEnvironment: false });
		expect(await joins()).toEqual(before);
		const chain = readKeyChain(keyFile()) ?? Buffer.alloc(0);
		expect(chain.subarray(0, 32)).toEqual(first);
		const wrap = (mac: string) => createHmac('sha256', chain.subarray(32)).update(mac).digest('hex');
		expect(await macs()).toEqual(old.map(wrap).sort());
		await expectKnown(await open());
		expect(existsSync(draftFile())).toBe(false);
	});

	it('goes on where it was killed, after any number of batches, and refuses every key meanwhile', async () => {
		const app = await open();
		await fill(app);
		const [before, old] = [await joins(), await macs()];
		await close(app);
		for (let kills = 0; ; kills++) {
			const end = await rotate(1).catch((error: unknown) => error);
			if (!isKilled(end)) {
				expect(end).toMatchObject({ keys: 2 });
				expect(kills).toBeGreaterThan(5);
				break;
			}
			await expect(open()).rejects.toThrow(/being changed: run npm run rotate-key again/);
			await expect(open(newKeyOf(draftFile()))).rejects.toThrow(/being changed/);
		}
		expect(await joins()).toEqual(before);
		const chain = readKeyChain(keyFile()) ?? Buffer.alloc(0);
		const wrap = (mac: string) => createHmac('sha256', chain.subarray(32)).update(mac).digest('hex');
		expect(await macs()).toEqual(old.map(wrap).sort());
		await expectKnown(await open());
	});

	it('finishes when it was killed between the switch and the change of the files', async () => {
		const app = await open();
		await fill(app);
		await close(app);
		const oldFile = readFileSync(keyFile());
		await rotate();
		renameSync(keyFile(), draftFile());
		writeFileSync(keyFile(), oldFile, { mode: 0o600 });
		await expect(open()).rejects.toThrow(/not the one this database was filled with.*rotate-key/);
		expect(await rotate()).toMatchObject({ rows: 0, keys: 2 });
		await expectKnown(await open());
	});

	it('may be done again and again', async () => {
		const app = await open();
		await fill(app);
		const before = await joins();
		await close(app);
		await rotate();
		await rotate(3).catch(() => undefined);
		expect(await rotate()).toMatchObject({ keys: 3 });
		expect(await rotate()).toMatchObject({ keys: 4 });
		expect(await joins()).toEqual(before);
		await expectKnown(await open());
	});

	it('leaves what is held readable with the new key, and with no key of before', async () => {
		const app = await open();
		await app.ingest.submit(senders.hospitalA, [broken]);
		expect(await sendFhir(app, 'waits', (url) => !url.startsWith('Condition'))).toHaveLength(2);
		await close(app);
		const first = readKeyChain(keyFile()) ?? Buffer.alloc(0);
		await rotate();
		const sealed = await database.sql<{ payload: Uint8Array }[]>`
			SELECT payload FROM quarantine UNION ALL SELECT facts FROM fhir_resource WHERE facts IS NOT NULL`;
		expect(sealed.length).toBeGreaterThan(2);
		for (const { payload } of sealed)
			expect(() => unseal(createPseudonymiser(first).holdKey, payload)).toThrow();
		const again = await open();
		// The condition that the visit waited for.
		await sendFhir(again, 'waits', (url) => url.startsWith('Condition'));
		const [stay] = await database.sql`SELECT person_id FROM visit WHERE visit_no = 'V-waits'`;
		expect(stay).toBeDefined();
		const [waiting] = await database.sql<{ id: string }[]>`SELECT id::text FROM quarantine`;
		const held = await again.services.heldEvents.open(
			{ name: 'user:test', role: 'planner', facility: null },
			waiting?.id ?? '',
			'to see that it opens'
		);
		expect(JSON.stringify(held)).toContain(niks[0]);
	});

	it('is refused while anything works with the key, and lets nothing begin while it runs', async () => {
		const app = await open();
		await expect(rotate()).rejects.toThrow(/stop the server/);
		await close(app);
		let second: unknown;
		await rotateKey({
			config: config(),
			database,
			progress: {
				begin: () => void (second = open().catch((error: unknown) => error)),
				update: () => undefined
			}
		});
		await second;
		await open();
	});

	it('stops a process that lost its hold from making a second person under the retired key', async () => {
		const app = await open();
		await fill(app);
		const before = await joins();
		await database.sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
			WHERE application_name = 'denyut-key' AND datname = current_database()`;
		await rotate();
		const stranger = visit('late', { nik: '3275015203890001' });
		await expect(app.ingest.submit(senders.hospitalA, [stranger])).rejects.toThrow();
		expect(await joins()).toEqual(before);
	});

	it('leaves keys of the environment to whoever set them, and works with all of them', async () => {
		const env = { DENYUT_PSEUDONYM_KEY: Buffer.alloc(32, 3).toString('base64') };
		const app = await open(env);
		await fill(app);
		await close(app);
		const done = await rotate(Infinity, env);
		expect(done).toMatchObject({ isInEnvironment: true, file: draftFile() });
		await expect(open(env)).rejects.toThrow(/not the one/);
		await expectKnown(await open(newKeyOf(draftFile())));
	});
});

const isKilled = (end: unknown) => end instanceof Killed;

const newKeyOf = (path: string) => ({
	DENYUT_PSEUDONYM_KEY: readFileSync(path, 'utf8').trim().split('\n').join(',')
});
