import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEndpoints } from '../../src/lib/server/endpoints.ts';
import { systemViewer } from '../../src/lib/domain/viewer.ts';
import type { TailRow } from '../../src/lib/protocol/views/connect.ts';
import {
	bed,
	claim,
	hospitalA,
	hospitalB,
	keyFor,
	niks,
	now,
	openCity,
	senders,
	stock,
	tally,
	visit,
	type IngestCity
} from './ingest-city.ts';

let city: IngestCity;
let clock = now;
beforeAll(async () => {
	city = await openCity({ clock: () => clock });
});
afterAll(() => city.close());

const load = (facility: string | null, asOf: string | null = null) =>
	city.app.services.connect.load({ facility, asOf });
const tailOf = async (facility: string, asOf: string | null = null): Promise<TailRow[]> =>
	(await load(facility, asOf)).chosen?.tail ?? [];
const at = (minutes: number) => {
	clock = new Date(now.getTime() + minutes * 60_000);
};

describe('the page Connect of a hospital', () => {
	it('begins with a choice, and refuses a facility that nobody knows', async () => {
		const view = await load(null);
		expect(view.chosen).toBeNull();
		expect(view.facilities.length).toBeGreaterThan(80);
		await expect(load('9999999')).rejects.toMatchObject({ name: 'InvalidFilter', field: 'facility' });
	});

	it('shows the keys by number and name, never a secret, those of others not at all', async () => {
		const token = await city.app.keys.create({
			party: 'hospital',
			role: null,
			facility: hospitalA,
			label: 'SIMRS'
		});
		const reading = await city.app.keys.create({ party: null, role: 'hospital', facility: hospitalA });
		await keyFor(city.app, 'hospital', hospitalB);
		await keyFor(city.app, 'importer');
		await city.app.keys.revoke(reading.split('_')[1] ?? '');
		const view = await load(hospitalA);
		expect(
			view.chosen?.keys.map(({ id, label, kind, revokedAt }) => [id, label, kind, revokedAt === null])
		).toEqual([
			[token.split('_')[1], 'SIMRS', 'send', true],
			[reading.split('_')[1], null, 'read', false]
		]);
		expect(JSON.stringify(view)).not.toContain(token.split('_').slice(2).join('_'));
		expect(
			view.facilities
				.filter(({ isConnected }) => isConnected)
				.map(({ code }) => code)
				.sort()
		).toEqual([hospitalA, hospitalB]);
		expect(view.facilities[0]?.isConnected).toBe(true);
	});

	it('names the addresses that this server serves, and no others', async () => {
		expect((await load(null)).addresses).toEqual([]);
		const endpoints = createEndpoints(city.app);
		city.app.services.connect.serve((path) => endpoints.some(({ owns }) => owns(path)));
		const { addresses } = await load(null);
		expect(addresses[0]).toEqual({ protocol: 'events', path: '/api/v1/events' });
		const isAt = (path: string, { owns }: (typeof endpoints)[number]) => owns(path) || owns(`${path}/`);
		for (const { path } of addresses) expect(endpoints.filter((one) => isAt(path, one)).length, path).toBe(1);
		const paths = addresses.map(({ path }) => path);
		expect(new Set(paths).size).toBe(paths.length);
		// Asked before a patient is treated, and told in the document too.
		const document = city.app.services.readApi.document('en', 'http://localhost:3000');
		for (const path of ['/api/v1/eligibility', '/api/v1/sjp']) {
			expect(paths).toContain(path);
			expect(Object.keys(document.paths[path] ?? {})).toEqual(['post']);
		}
		// What takes a cookie is a page's own, and registers are sent by offices; every other way in for programs is named.
		const named = endpoints.filter((one) => addresses.some(({ path }) => isAt(path, one)));
		const isOfOffices = isAt.bind(null, '/api/v1/register/dinsos');
		expect(endpoints.filter((one) => one.takesKeysOnly && !named.includes(one) && !isOfOffices(one))).toEqual(
			[]
		);
		// One of them answers at two addresses.
		expect(named).toHaveLength(addresses.length - 1);
	});

	it('tells what became of each of its events, the newest first', async () => {
		await city.app.ingest.submit(senders.hospitalA, [visit('one'), bed('two')]);
		at(1);
		await city.app.ingest.submit(senders.hospitalA, [
			claim('three'),
			stock('four'),
			tally('five', { period: '2026-10-01' })
		]);
		at(2);
		await city.app.ingest.submit(senders.hospitalA, [visit('one'), bed('two')]);
		at(3);
		await city.app.ingest.submit(senders.hospitalA, [
			visit('bad', { nik: '12' }),
			bed('worse', { ward: 'penthouse' })
		]);
		at(4);
		// Older than what stands: kept, changes nothing.
		await city.app.ingest.submit(senders.hospitalA, [
			bed('old', { occupied: 3 }, { time: '2026-11-20T00:00:00Z' })
		]);
		const tail = await tailOf(hospitalA);
		const told = tail.map((row) => [row.fate, 'id' in row ? row.id : row.count]);
		expect(told[0]).toEqual(['kept', 'old']);
		expect(told.slice(1, 3).sort()).toEqual([
			['quarantined', 'bad'],
			['quarantined', 'worse']
		]);
		expect(told.filter(([fate]) => fate === 'duplicate')).toEqual([['duplicate', 2]]);
		expect(
			told
				.filter(([fate]) => fate === 'accepted')
				.map(([, id]) => id)
				.sort()
		).toEqual(['five', 'four', 'one', 'three', 'two']);
		expect(tail.find((row) => 'id' in row && row.id === 'two')).toMatchObject({
			type: 'id.denyut.bed.v1',
			about: { ward: 'inpatient-3', room: 'Anggrek' }
		});
		expect(tail.find((row) => row.fate === 'quarantined' && row.id === 'bad')).toMatchObject({
			refusal: { code: 'bad-nik', field: 'data.nik' },
			times: 1
		});
		const { chosen } = await load(hospitalA);
		expect(chosen?.today).toEqual({ accepted: 6, duplicate: 2, quarantined: 2 });
		expect(chosen?.lastSeenAt).toBe(clock.toISOString());
	});

	it('shows nothing of another hospital and nothing of a person', async () => {
		await city.app.ingest.submit(senders.hospitalB, [visit('of-b', { visit: 'V-of-b' })]);
		expect((await tailOf(hospitalB)).map((row) => 'id' in row && row.id)).toEqual(['of-b']);
		expect(JSON.stringify(await tailOf(hospitalA))).not.toContain('of-b');
		const persons = await city.database.sql<{ id: string }[]>`SELECT person_id AS id FROM person`;
		for (const facility of [hospitalA, hospitalB])
			for (const secret of [...niks, ...persons.map(({ id }) => id), 'V-one', 'V-of-b', 'C-three'])
				expect(JSON.stringify(await load(facility))).not.toContain(secret);
	});

	it('is whole for the hospital’s own account; the administrator sees beds, what is held and duplicates of it', async () => {
		const tailFor = async (role: 'hospital' | 'admin', own: string | null) => {
			const viewer = { name: `user:${role}`, role, facility: own } as const;
			const view = await city.app.servicesFor(viewer).connect.load({ facility: hospitalA, asOf: null });
			return view.chosen?.tail;
		};
		const all = await tailOf(hospitalA);
		expect(all.map(({ fate }) => fate)).toEqual(expect.arrayContaining(['duplicate', 'quarantined']));
		expect(await tailFor('hospital', hospitalA)).toEqual(all);
		const ofOffice = all.filter((row) => !('about' in row) || row.type === 'id.denyut.bed.v1');
		expect(ofOffice.length).toBeLessThan(all.length);
		expect(await tailFor('admin', null)).toEqual(ofOffice);
		await expect(tailFor('hospital', hospitalB)).rejects.toMatchObject({ name: 'InvalidFilter' });
	});

	it('leads to what waits, and says when it was settled', async () => {
		const [row] = (await tailOf(hospitalA)).filter((one) => one.fate === 'quarantined' && one.id === 'worse');
		if (row?.fate !== 'quarantined' || row.heldId === null) throw new Error('nothing waits');
		expect(await city.app.services.heldEvents.find(row.heldId)).toMatchObject({ state: 'waiting' });
		await city.app.services.heldEvents.discard(systemViewer('test'), row.heldId, 'tidak perlu lagi');
		expect((await tailOf(hospitalA)).find((one) => one.key === row.key)).toMatchObject({ heldId: null });
	});

	it('is told by the live topic that it moved', async () => {
		const before = city.app.hub.lastChange;
		await city.app.ingest.submit(senders.hospitalA, [visit('one')]);
		const rows = await city.database.sql<{ changes: { sources?: { reporter: string }[] } }[]>`
			SELECT changes FROM change WHERE number > ${before} ORDER BY number DESC LIMIT 1`;
		expect(rows[0]?.changes.sources?.map(({ reporter }) => reporter)).toContain(hospitalA);
	});

	it('shows at most forty lines of seven days, and a past day as it stood', async () => {
		const many = Array.from({ length: 60 }, (_, n) => bed(`many-${n}`, { room: `R${n}` }));
		await city.app.ingest.submit(senders.hospitalA, many);
		expect(await tailOf(hospitalA)).toHaveLength(40);
		const past = { time: '2026-11-10T02:00:00Z', recordedtime: '2026-11-10T02:00:00Z', subject: hospitalA };
		await city.app.ingest.submit(senders.importer, [bed('then', { room: 'Lama' }, past)]);
		expect((await tailOf(hospitalA, '2026-11-10')).map((row) => 'id' in row && row.id)).toEqual(['then']);
		expect(await tailOf(hospitalA, '2026-11-09')).toEqual([]);
	});

	it('stands on block indexes, which skip what is old and cost an event next to nothing', async () => {
		const { sql } = city.database;
		const indexes = await sql<
			{ name: string }[]
		>`SELECT indexname AS name FROM pg_indexes WHERE indexname LIKE '%_learned'`;
		expect(indexes.map(({ name }) => name).sort()).toEqual([
			'bed_report_learned',
			'claim_learned',
			'stock_learned',
			'tally_learned',
			'visit_learned'
		]);
	});
});
