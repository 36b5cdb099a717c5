import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InvalidFilter } from '../../src/lib/server/services/context.ts';
import { eventFromForm } from '../../src/lib/server/services/held-events.ts';
import type { QualityQuery } from '../../src/lib/server/services/quality.ts';
import {
	bed,
	claim,
	dumpTables,
	findDifferences,
	hospitalA,
	hospitalB,
	member,
	niks,
	now,
	openCity,
	senders,
	visit,
	type IngestCity
} from './ingest-city.ts';

let city: IngestCity;
let clock = now;
const viewer = { name: 'user:tester', role: 'admin', facility: null } as const;
const tomorrow = new Date(now.getTime() + 86_400_000);

beforeAll(async () => {
	city = await openCity({ clock: () => clock });
	const { ingest } = city.app;
	// Three days of a hospital, as the importer learned them; another that fell silent; today's from their own keys.
	for (const day of ['2026-11-17', '2026-11-18', '2026-11-19']) {
		const ofB = { subject: hospitalB, time: `${day}T01:00:00Z`, recordedtime: `${day}T09:00:00Z` };
		await ingest.submit(senders.importer, [
			bed(`${day}-a`, {}, { subject: hospitalA, time: `${day}T01:00:00Z`, recordedtime: `${day}T01:30:00Z` }),
			day === '2026-11-17' ? claim('bill', { claim: 'C-verdict' }, ofB) : bed(`${day}-b`, {}, ofB)
		]);
	}
	await ingest.submit(senders.hospitalA, [
		bed('today-1', { room: 'Melati' }),
		bed('today-1', { room: 'Melati' }),
		bed('today-2', {}, { time: '2026-11-10T00:00:00Z' }),
		visit('bad-1', { nik: '123', drugs: [{ item: 'oralit', quantity: 6 }] }),
		visit('bad-2', { nik: '123', visit: 'V-other' }),
		bed('bad-3', { ward: 'loft', room: niks[1].slice(0, 12) })
	]);
	// A verdict on B's claim is no sign of life of B.
	const verdict = { state: 'verified', verifiedRupiah: 1 };
	await ingest.submit(senders.verifier, [claim('verdict', verdict, { subject: hospitalB })]);
	await ingest.submit(senders.register, [member('m-1'), member('m-2', { registerStatus: 'lost' })]);
});
afterAll(() => city.close());

const load = (query: Partial<QualityQuery> = {}) =>
	city.app.services.quality.load({
		...{ asOf: null, reason: null, source: null, type: null, page: null, url: '/quality' },
		...query
	});
const heldId = async (code: string): Promise<string> => {
	const [row] = await city.database.sql<{ id: string }[]>`
		SELECT id FROM quarantine WHERE code = ${code} AND resolved_at IS NULL ORDER BY event_id LIMIT 1`;
	return row?.id ?? '';
};

describe('the sources', () => {
	it('stand with what each sent, by day, by delay and by fate', async () => {
		const { sources, today } = await load();
		expect(today).toBe('2026-11-22');
		const a = sources.find(({ reporter }) => reporter === hospitalA);
		expect(a).toMatchObject({
			isHospital: true,
			source: '/simrs/test',
			lastSeenAt: now.toISOString(),
			today: { accepted: 2, duplicate: 1, quarantined: 3 },
			days: [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 2],
			// Three within the hour and one exactly an hour old; one of twelve days.
			delays: [4, 0, 0, 0, 1],
			usualHours: 24
		});
		const b = sources.find(({ reporter }) => reporter === hospitalB);
		expect(b).toMatchObject({ lastSeenAt: '2026-11-19T09:00:00.000Z', delays: [0, 0, 3, 0, 0] });
		expect(sources.find(({ reporter }) => reporter === 'verifier')).toMatchObject({ today: { accepted: 1 } });
		expect(sources.find(({ reporter }) => reporter === 'register')).toMatchObject({
			name: null,
			isHospital: false
		});
	});

	it('add up to the rows of the table', async () => {
		const { sources } = await load();
		const [row] = await city.database.sql`SELECT sum(accepted)::bigint AS accepted FROM source_day`;
		expect(sources.flatMap(({ days }) => days).reduce((sum, count) => sum + count, 0)).toBe(row?.accepted);
	});

	it('say how many hospitals reported, of those that are expected to', async () => {
		const { evidence } = await load();
		expect(evidence.hospitals).toMatchObject({
			completeness: { reported: 1, expected: 2 },
			unit: 'facilities'
		});
	});
});

describe('what waits', () => {
	it('is listed with its reason, its sender and its count, and without what was sent', async () => {
		const { held, waiting } = await load();
		expect(waiting).toBe(4);
		expect(held).toMatchObject({ total: 4, pages: 1 });
		const ward = held.rows.find(({ refusal }) => refusal.code === 'unknown-ward');
		expect(ward).toMatchObject({
			refusal: { field: 'data.ward', detail: { value: 'loft' } },
			party: 'hospital',
			facility: { code: hospitalA },
			eventId: 'bad-3',
			eventType: 'id.denyut.bed.v1',
			times: 1
		});
		expect(JSON.stringify(held)).not.toContain(niks[1].slice(0, 12));
	});

	it('can be filtered by reason, sender and type, and each choice is counted under the others', async () => {
		const byReason = await load({ reason: 'bad-nik' });
		expect(byReason.held.rows.map(({ eventId }) => eventId).sort()).toEqual(['bad-1', 'bad-2']);
		expect(byReason.facets.types).toEqual([{ value: 'id.denyut.visit.v1', count: 2, name: null }]);
		expect(byReason.facets.reasons.find(({ value }) => value === 'unknown-ward')?.count).toBe(1);
		const bySender = await load({ source: 'register' });
		expect(bySender.held.rows.map(({ eventId }) => eventId)).toEqual(['m-2']);
		expect((await load({ type: 'id.denyut.bed.v1' })).held.total).toBe(1);
		expect((await load({ reason: 'bad-nik', source: 'register' })).held).toMatchObject({
			total: 0,
			rows: []
		});
	});

	it('refuses a filter that nobody could mean', async () => {
		await expect(load({ reason: 'toString' })).rejects.toBeInstanceOf(InvalidFilter);
		await expect(load({ page: '0' })).rejects.toBeInstanceOf(InvalidFilter);
		await expect(load({ page: "1' OR 1=1" })).rejects.toBeInstanceOf(InvalidFilter);
		await expect(load({ asOf: '2026-02-30' })).rejects.toBeInstanceOf(InvalidFilter);
		await expect(load({ asOf: '2026-11-23' }), 'a day that has not come').rejects.toThrow(InvalidFilter);
		expect((await load({ asOf: '2026-11-22' })).snapshot.asOf, 'today is the present').toBeNull();
		expect((await load({ source: "x' OR '1'='1" })).held.total).toBe(0);
	});

	it('has pages of twenty-five', async () => {
		const bad = Array.from({ length: 30 }, (_, i) => visit(`page-${i}`, { nik: '1' }));
		await city.app.ingest.submit(senders.hospitalB, bad);
		const query = { source: hospitalB };
		const first = await load(query);
		const second = await load({ ...query, page: '2' });
		expect([first.held.rows.length, second.held.rows.length, first.held.pages]).toEqual([25, 5, 2]);
		expect(new Set([...first.held.rows, ...second.held.rows].map(({ id }) => id)).size).toBe(30);
		const beyond = await load({ ...query, page: '9999' });
		expect([beyond.filter.page, beyond.held.rows]).toEqual([2, second.held.rows]);
	});
});

describe('a held row', () => {
	const form = (fields: Record<string, string>) => {
		const filled = new FormData();
		for (const [name, value] of Object.entries(fields)) filled.set(name, value);
		return filled;
	};

	it('is shown with its content only after the look and its reason were recorded', async () => {
		const id = await heldId('bad-nik');
		const { heldEvents } = city.app.services;
		expect(await heldEvents.find(id)).toMatchObject({ state: 'waiting', hasPayload: true });
		await expect(heldEvents.open(viewer, id, '  x ')).rejects.toThrow('reason');
		expect(await city.database.sql`SELECT FROM trail WHERE action = 'held-open'`).toHaveLength(0);
		const payload = await heldEvents.open(viewer, id, 'NIK salah ketik');
		expect(payload?.fields?.find(({ path }) => path === 'data.nik')).toMatchObject({
			value: '123',
			isRefused: true
		});
		expect(
			await city.database.sql`SELECT viewer, rows, reason FROM trail WHERE action = 'held-open'`
		).toMatchObject([{ viewer: 'user:tester', rows: [`quarantine:${id}`], reason: 'NIK salah ketik' }]);
	});

	it('refused again changes nothing but the record of the try', async () => {
		const id = await heldId('bad-nik');
		const before = await dumpTables(city, ['trail', 'trail_head']);
		const event = eventFromForm('id.denyut.visit.v1', form({ id: 'bad-1', 'data.nik': '12345' }));
		const result = await city.app.services.heldEvents.replay(viewer, id, event, 'id');
		expect(result).toMatchObject({ outcome: 'refused', field: 'source' });
		expect(await dumpTables(city, ['trail', 'trail_head'])).toBe(before);
	});

	it('corrected is counted once, under its first sender, and leaves the list', async () => {
		const id = await heldId('bad-nik');
		const { heldEvents } = city.app.services;
		const payload = await heldEvents.open(viewer, id, 'perbaikan NIK');
		const fields = Object.fromEntries((payload?.fields ?? []).map(({ path, value }) => [path, value]));
		const event = eventFromForm('id.denyut.visit.v1', form({ ...fields, 'data.nik': niks[0] }));
		expect(await heldEvents.replay(viewer, id, event, 'id')).toEqual({ outcome: 'accepted' });
		const rows = await city.database.sql`SELECT facility, drugs FROM visit WHERE visit_no = 'V-bad-1'`;
		expect([...rows]).toEqual([{ facility: hospitalA, drugs: [{ item: 'oralit', quantity: 6 }] }]);
		expect(await heldEvents.find(id)).toMatchObject({ state: 'replayed', hasPayload: false });
		expect(await heldEvents.replay(viewer, id, event, 'id')).toEqual({ outcome: 'gone' });
		expect((await load({ source: hospitalA })).held.total).toBe(2);
		expect(await findDifferences(city)).toEqual([]);
	});

	it('corrected by two people at once is stored once: the second is told that it is gone', async () => {
		await city.app.ingest.submit(senders.hospitalA, [visit('twice', { nik: '77' })]);
		const [held] = await city.database.sql<
			{ id: string }[]
		>`SELECT id FROM quarantine WHERE event_id = 'twice'`;
		const id = held?.id ?? '';
		const correct = (eventId: string) =>
			city.app.services.heldEvents.replay(
				viewer,
				id,
				visit(eventId, { visit: 'V-twice', nik: niks[0] }),
				'id'
			);
		const outcomes = await Promise.all([correct('twice-a'), correct('twice-b')]);
		expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['accepted', 'gone']);
		const stored = await city.database.sql`SELECT FROM visit WHERE visit_no = 'V-twice'`;
		expect(stored).toHaveLength(1);
		expect(await findDifferences(city)).toEqual([]);
	});

	it('cannot be made another event than its sender sent', async () => {
		await city.app.ingest.submit(senders.importer, [
			bed('importer-bed', { ward: 'no-such-ward' }, { subject: hospitalA })
		]);
		const [held] = await city.database.sql<{ id: string }[]>`
			SELECT id FROM quarantine WHERE event_id = 'importer-bed'`;
		const paid = claim('importer-bed', { state: 'paid', approvedRupiah: 9, paidRupiah: 9 });
		const result = await city.app.services.heldEvents.replay(viewer, held?.id ?? '', paid, 'en');
		expect(result).toMatchObject({ outcome: 'refused', field: 'type' });
		expect(await city.database.sql`SELECT FROM claim WHERE state = 'paid'`).toHaveLength(0);
		await city.database.sql`DELETE FROM quarantine WHERE event_id = 'importer-bed'`;
	});

	it('waits thirty days from when it last came, not from when it first came', async () => {
		const { sql } = city.database;
		await city.app.ingest.submit(senders.hospitalA, [visit('again', { nik: '78' })]);
		const [held] = await sql<{ id: string }[]>`SELECT id FROM quarantine WHERE event_id = 'again'`;
		const id = held?.id ?? '';
		await sql`UPDATE quarantine SET received_at = received_at - interval '40 days' WHERE id = ${id}`;
		expect(await city.app.services.heldEvents.find(id)).toMatchObject({ state: 'waiting' });
		await sql`DELETE FROM quarantine WHERE id = ${id}`;
	});

	it('cannot be corrected into another facility’s event', async () => {
		const id = await heldId('unknown-ward');
		const event = bed('bad-3', { room: niks[1].slice(0, 12) }, { subject: hospitalB });
		expect(await city.app.services.heldEvents.replay(viewer, id, event, 'en')).toMatchObject({
			outcome: 'refused',
			field: 'subject'
		});
	});

	it('discarded leaves the list, loses its content and keeps the reason', async () => {
		const id = await heldId('unknown-ward');
		const { heldEvents } = city.app.services;
		const { change } = (await load()).snapshot;
		expect(await heldEvents.discard(viewer, id, 'ruang tidak ada')).toBe(true);
		expect(await heldEvents.discard(viewer, id, 'ruang tidak ada')).toBe(false);
		expect(await heldEvents.find(id)).toMatchObject({ state: 'discarded', hasPayload: false });
		expect(await heldEvents.open(viewer, id, 'lihat lagi')).toBeNull();
		const looks = await city.database.sql`SELECT reason FROM trail WHERE action = 'held-discard'`;
		expect([...looks]).toEqual([{ reason: 'ruang tidak ada' }]);
		const view = await load();
		expect(view.held.rows.some((row) => row.id === id)).toBe(false);
		// Whoever has the page open is told that it changed.
		expect(view.snapshot.change).toBe(change + 1);
	});

	it('that nobody knows is not found, whatever its name', async () => {
		for (const id of ['', '1', "' OR 1=1", '00000000-0000-0000-0000-000000000000'])
			expect(await city.app.services.heldEvents.find(id)).toBeUndefined();
	});

	it('of bytes that could not be read says so', async () => {
		const raw = [{ unreadable: { position: 7, length: 31 } }];
		await city.app.ingest.take(senders.hospitalA, raw, { mode: 'each', locale: 'en' });
		const id = await heldId('not-json');
		expect(await city.app.services.heldEvents.find(id)).toMatchObject({
			hasPayload: false,
			state: 'waiting'
		});
		expect(await city.app.services.heldEvents.open(viewer, id, 'lihat isinya')).toBeNull();
	});

	it('expires after thirty days', async () => {
		const id = await heldId('bad-nik');
		clock = new Date(now.getTime() + 30 * 86_400_000);
		expect(await city.app.services.heldEvents.find(id)).toMatchObject({ state: 'expired' });
		expect((await load()).waiting).toBe(0);
		clock = now;
	});
});

describe('as of a past day', () => {
	it('shows the sources as they stood', async () => {
		const { sources, today, waiting } = await load({ asOf: '2026-11-18' });
		expect(today).toBe('2026-11-18');
		expect(waiting).toBe(0);
		expect(sources.map(({ reporter, today }) => [reporter, today.accepted])).toEqual([
			[hospitalA, 1],
			[hospitalB, 1]
		]);
		expect(sources[0]?.lastSeenAt).toBe('2026-11-18T01:30:00.000Z');
	});

	it('shows what waited then, also when it was resolved since', async () => {
		const shown = await load();
		clock = tomorrow;
		const id = (shown.held.rows.find(({ refusal }) => refusal.code === 'bad-nik') ?? { id: '' }).id;
		expect(await city.app.services.heldEvents.discard(viewer, id, 'tidak perlu lagi')).toBe(true);
		const then = await load({ asOf: '2026-11-22' });
		expect(then.waiting).toBe(shown.waiting);
		expect(then.held.rows.map((row) => row.id)).toEqual(shown.held.rows.map((row) => row.id));
		expect(then.sources.map(({ today, days }) => [today, days])).toEqual(
			shown.sources.map(({ today, days }) => [today, days])
		);
		expect((await load()).waiting).toBe(shown.waiting - 1);
		clock = now;
	});
});

it('health says where the sequence of changes stands', async () => {
	const [row] = await city.database.sql`SELECT number FROM change_counter`;
	expect(await city.app.health()).toEqual({ status: 'ok', database: 'ok', change: row?.number });
});
