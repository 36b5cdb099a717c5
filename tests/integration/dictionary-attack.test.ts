import { createHmac, hash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attack, candidateNiks, dumpDatabase, indexDump } from '../support/dictionary-attack.ts';
import { condition, encounter, FhirSender, patient, put } from './fhir-city.ts';
import {
	claim,
	hospitalA,
	keyFor,
	member,
	niks,
	openCity,
	senders,
	serve,
	visit,
	type IngestCity
} from './ingest-city.ts';
import { bring, bringAndSend } from './upload-city.ts';

const family = '3275010101010000';
let city: IngestCity;

/** By every way in, right and wrong, with the number also where none belongs. */
beforeAll(async () => {
	city = await openCity();
	const { app } = city;
	const own = niks.flatMap((nik, index) => [visit(`v${index}`, { nik }), claim(`c${index}`, { nik })]);
	await app.ingest.submit(senders.hospitalA, own);
	await app.ingest.submit(senders.register, [member('m', { nik: niks[1], family })]);
	await app.ingest.submit(senders.hospitalA, [
		visit('bad', { nik: niks[2], service: 'nowhere' }),
		visit(niks[0], { nik: niks[0] }),
		visit('note', { nik: niks[1], referral: `NIK ${niks[1]}` }, { source: `/simrs/${niks[2]}` }),
		{ type: niks[3], data: niks[3] }
	]);
	const sheet = `NIK;Kecamatan;Segmen;Status\n${niks[0]};32.75.02;general;active\n${niks[3]};nowhere;general;active\n`;
	await bringAndSend(app, 'member', sheet, senders.dinkes);
	await bring(app, 'member', sheet, senders.dinkes);
	const endpoint = await serve(app);
	const sender = new FhirSender(endpoint, await keyFor(app, 'hospital', hospitalA));
	await sender.bundle('batch', [
		put(patient(niks[0], niks[0])),
		put(encounter('e', `Patient/${niks[0]}`)),
		put(condition('d', 'Encounter/e', 'A91')),
		put(encounter('waits', `Patient/${niks[2]}`))
	]);
	await endpoint.close();
	const [held] = await city.database.sql<{ id: string }[]>`SELECT id::text FROM quarantine LIMIT 1`;
	await app.services.heldEvents.open(
		{ name: 'user:test', role: 'planner', facility: null },
		held?.id ?? '',
		`asked for ${niks[0]}`
	);
});
afterAll(() => city.close());

const known = [...niks, family];

describe('a dictionary attack over a copy of the database', () => {
	it('finds none of a million numbers', async () => {
		const dump = await dumpDatabase(city.database.sql);
		// What it looks through is not empty.
		for (const table of [
			'person_key',
			'quarantine',
			'fhir_resource',
			'sheet_row',
			'event_ledger_[0-9]+',
			'trail'
		])
			expect(dump).toMatch(new RegExp(`-- public\\.${table}\\n\\(`));
		const findings = attack(indexDump(dump), candidateNiks(1_000_000, known));
		expect(findings).toEqual([]);
	}, 180_000);

	const nik = niks[2];
	const uuidOf = (hex: string) => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
	const inText = (value: string) => city.database.sql`
		INSERT INTO sheet_column (party, kind, heading, field, used_at) VALUES ('x', 'y', ${value}, '', now())`;
	const inJson = (value: string) => city.database.sql`
		INSERT INTO analysis (kind, subject, known_on, computed_at, change, version, inputs, result)
		VALUES ('x', 'y', '2026-01-01', now(), 1, 1, ${city.database.sql.json({ deep: [{ value }] })}, '{}')`;
	const inBytes = (value: Buffer) => city.database.sql`
		INSERT INTO person_key (key_id, mac, person_id) SELECT value #>> '{}', ${value}, gen_random_uuid()
		FROM setting WHERE key = 'pseudonym_key_id'`;
	const inUuid = (value: string) => city.database.sql`
		INSERT INTO sheet_row (key, content, said_at) VALUES (${value}, gen_random_uuid(), now())`;
	const planted: [string, () => PromiseLike<unknown>][] = [
		['the number itself, in text', () => inText(`x${nik}`)],
		['the number itself, in JSON', () => inJson(nik)],
		['the number with separators', () => inJson(`${nik.slice(0, 6)}.${nik.slice(6, 12)}.${nik.slice(12)}`)],
		['its bytes', () => inBytes(Buffer.from(hash('sha256', nik, 'hex'), 'hex'))],
		['sha256 in hexadecimal digits', () => inText(hash('sha256', nik, 'hex'))],
		['sha1 in base64, in JSON', () => inJson(hash('sha1', nik, 'base64'))],
		['sha512 in base64url', () => inText(hash('sha512', nik, 'base64url'))],
		['md5 as a uuid', () => inUuid(uuidOf(hash('md5', nik, 'hex')))],
		['sha256 cut to a uuid', () => inUuid(uuidOf(hash('sha256', `nik:${nik}`, 'hex')))],
		['an HMAC with an empty key', () => inText(createHmac('sha256', '').update(nik).digest('hex'))]
	];
	it.each(planted)('finds %s where it is planted', async (_, plant) => {
		await city.database.sql`DELETE FROM sheet_column WHERE party = 'x'`;
		await city.database.sql`DELETE FROM analysis WHERE kind = 'x'`;
		expect(attack(indexDump(await dumpDatabase(city.database.sql)), [nik])).toEqual([]);
		await plant();
		const findings = attack(indexDump(await dumpDatabase(city.database.sql)), candidateNiks(100, known));
		expect(new Set(findings.map((one) => one.nik))).toEqual(new Set([nik]));
		await city.database
			.sql`DELETE FROM sheet_row WHERE said_at > now() - interval '1 hour' AND content NOT IN (SELECT posted FROM fhir_resource WHERE posted IS NOT NULL)`;
		await city.database.sql`DELETE FROM person_key WHERE person_id NOT IN (SELECT person_id FROM person)`;
	});
});
