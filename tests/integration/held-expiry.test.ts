import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Maintenance } from '../../src/lib/server/jobs/maintenance.ts';
import { condition, FhirSender, patient, put } from './fhir-city.ts';
import {
	hospitalA,
	keyFor,
	niks,
	now,
	openCity,
	senders,
	serve,
	visit,
	type IngestCity
} from './ingest-city.ts';
import { bring } from './upload-city.ts';

const dayMs = 86_400_000;
const planner = { name: 'user:test', role: 'planner', facility: null } as const;
let city: IngestCity;
let clock = now;
let maintenance: Maintenance;
beforeAll(async () => {
	city = await openCity({ clock: () => clock });
	const { sql, log, facilities } = city.app;
	maintenance = new Maintenance({ sql, log, facilities, clock: () => clock });
	await city.app.ingest.submit(senders.hospitalA, [visit('bad', { nik: niks[0], service: 'nowhere' })]);
	const endpoint = await serve(city.app);
	const sender = new FhirSender(endpoint, await keyFor(city.app, 'hospital', hospitalA));
	await sender.bundle('batch', [
		put(patient('p', niks[1])),
		put(condition('waits', 'Encounter/never', 'A91'))
	]);
	await endpoint.close();
});
afterAll(async () => {
	maintenance.stop();
	await city.close();
});

const after = async (days: number) => {
	clock = new Date(now.getTime() + days * dayMs);
	await maintenance.run();
};
const quarantined = async () => {
	const [row] = await city.database.sql<{ id: string; payload: Uint8Array | null }[]>`
		SELECT id::text, payload FROM quarantine`;
	return row;
};
const waiting = async () => {
	const [row] = await city.database.sql<{ facts: Uint8Array | null }[]>`
		SELECT facts FROM fhir_resource WHERE type = 'Condition'`;
	return row?.facts;
};

describe('what is held for correction or for its partner', () => {
	it('is encrypted: no word of it stands in the row, and none of the keys in the database opens it', async () => {
		const sealed = [(await quarantined())?.payload, await waiting()];
		const again = await city.database.sql<{ facts: Uint8Array }[]>`
			SELECT facts FROM fhir_resource WHERE facts IS NOT NULL`;
		for (const bytes of [...sealed, ...again.map(({ facts }) => facts)]) {
			if (!bytes) throw new Error('nothing is held');
			expect(bytes.length).toBeGreaterThan(28);
			const text = Buffer.from(bytes).toString('latin1');
			for (const word of [niks[0], niks[1], 'A91', 'nowhere', '"type"']) {
				expect(text).not.toContain(word);
			}
		}
	});

	it('stays for thirty days', async () => {
		await after(29.9);
		expect((await quarantined())?.payload).not.toBeNull();
		expect(await waiting()).not.toBeNull();
		const held = await city.app.services.heldEvents.open(
			planner,
			(await quarantined())?.id ?? '',
			'to correct it'
		);
		expect(held).not.toBeNull();
	});

	it('is gone after that, so that only the fact remains', async () => {
		await after(30.1);
		const row = await quarantined();
		expect(row).toMatchObject({ payload: null });
		expect(await waiting()).toBeNull();
		expect(await city.app.services.heldEvents.open(planner, row?.id ?? '', 'to correct it')).toBeNull();
	});
});

describe('an uploaded file', () => {
	it('is encrypted on the disk under a key that no other process has, and gone when it is over', async () => {
		const sheet = `NIK;Kecamatan;Segmen;Status\n${niks[2]};32.75.02;general;active\n`.repeat(20);
		const { id } = await bring(city.app, 'member', sheet, senders.dinkes);
		const files = () =>
			readdirSync(join(city.dataDir, 'uploads'), { recursive: true, withFileTypes: true })
				.filter((entry) => entry.isFile())
				.map((entry) => readFileSync(join(entry.parentPath, entry.name)).toString('latin1'));
		expect(files()).toHaveLength(1);
		expect(files()[0]).not.toMatch(/NIK|general/);
		expect(files()[0]).not.toContain(niks[2]);
		await city.app.sheets.cancel(id);
		expect(files()).toHaveLength(0);
	});
});
