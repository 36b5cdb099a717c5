/** What stands at an edge, by name. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventError } from '../../src/lib/protocol/events.ts';
import { drawnUuids } from '../support/uuids-like-niks.ts';
import {
	bed,
	claim,
	dumpTables,
	findDifferences,
	hospitalA,
	member,
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
beforeAll(async () => {
	city = await openCity();
});
afterAll(async () => {
	await city.close();
});

const ours = { subject: hospitalA };
const send = (...events: unknown[]) => city.app.ingest.submit(senders.importer, events);
async function accept(...events: unknown[]): Promise<void> {
	expect(await send(...events)).toEqual({
		accepted: events.length,
		duplicate: 0,
		quarantined: 0,
		errors: []
	});
}
async function refusal(one: unknown): Promise<EventError | undefined> {
	const answer = await send(one);
	expect(answer).toMatchObject({ accepted: 0, quarantined: 1 });
	return answer.errors[0];
}
const sql = () => city.database.sql;
const periodsOf = async (icd3: string) =>
	(
		await sql()<{ grain: string; period: string }[]>`
			SELECT grain, period FROM disease_period WHERE icd3 = ${icd3} AND visits > 0 ORDER BY grain, period`
	).map(({ grain, period }) => `${grain} ${period}`);

describe('a day of Asia/Jakarta', () => {
	it('ends at 16:59:59.999Z, and the next begins at 17:00:00Z', async () => {
		await accept(
			visit('day-1', { diagnoses: ['B01'], arrivedAt: '2026-11-20T16:59:59.999Z' }, ours),
			visit('day-2', { diagnoses: ['B01'], arrivedAt: '2026-11-20T17:00:00Z' }, ours),
			visit('day-3', { diagnoses: ['B01'], arrivedAt: '2026-11-20T16:59:59.9999Z' }, ours)
		);
		const rows = await sql()`
			SELECT occurred_on AS day, visits FROM disease_effect WHERE icd3 = 'B01' ORDER BY 1`;
		expect([...rows]).toEqual([
			{ day: '2026-11-20', visits: 2 },
			{ day: '2026-11-21', visits: 1 }
		]);
	});

	it('is counted as known on the day on which it was learned', async () => {
		const learnedOn = async (recordedtime: string, icd: string) => {
			await accept(
				visit(icd, { diagnoses: [icd], arrivedAt: '2026-01-01T00:00:00Z' }, { ...ours, recordedtime })
			);
			const [row] = await sql()`SELECT known_on AS "knownOn" FROM disease_effect WHERE icd3 = ${icd}`;
			return row?.knownOn as string;
		};
		expect(await learnedOn('2026-06-30T16:59:59.999Z', 'B02')).toBe('2026-06-30');
		expect(await learnedOn('2026-06-30T17:00:00.000Z', 'B03')).toBe('2026-07-01');
	});

	it('exists on 29 February of a leap year only', async () => {
		await accept(visit('leap-1', { diagnoses: ['B04'], arrivedAt: '2024-02-29T05:00:00+07:00' }, ours));
		expect(await periodsOf('B04')).toEqual(['month 2024-02-01', 'week 2024-02-25']);
		const wrong = await refusal(visit('leap-2', { arrivedAt: '2026-02-29T05:00:00Z' }, ours));
		expect(wrong).toMatchObject({ code: 'bad-field', field: 'data.arrivedAt' });
	});

	it('at the year’s end belongs to its own month and to the week that began on its Sunday', async () => {
		await accept(
			visit('eve', { diagnoses: ['B05'], arrivedAt: '2025-12-31T16:59:59.999Z' }, ours),
			visit('new-year', { diagnoses: ['B05'], arrivedAt: '2025-12-31T17:00:00.000Z' }, ours),
			visit('sunday', { diagnoses: ['B05'], arrivedAt: '2026-01-03T17:00:00.000Z' }, ours)
		);
		expect(await periodsOf('B05')).toEqual([
			'month 2025-12-01',
			'month 2026-01-01',
			'week 2025-12-28',
			'week 2026-01-04'
		]);
	});
});

describe('a text that PostgreSQL cannot hold', () => {
	const wrong = [
		['NUL', 'a\u0000b'],
		['a lone high surrogate', 'a\ud800b'],
		['a lone low surrogate', 'a\udfffb']
	] as const;
	const fields = [
		['id', (text: string) => visit(text, {}, ours)],
		['source', (text: string) => visit('s', {}, { ...ours, source: text })],
		['type', (text: string) => visit('t', {}, { ...ours, type: text })],
		['subject', (text: string) => visit('u', {}, { subject: text })],
		['data.visit', (text: string) => visit('v', { visit: text }, ours)],
		['data.referral', (text: string) => visit('r', { referral: text }, ours)],
		['data.kecamatan', (text: string) => visit('k', { kecamatan: text }, ours)],
		['data.diagnoses.0', (text: string) => visit('d', { diagnoses: [text] }, ours)],
		['data.drugs.0.item', (text: string) => visit('i', { drugs: [{ item: text, quantity: 1 }] }, ours)],
		[
			'data.segments.0.ward',
			(text: string) => visit('w', { segments: [{ ward: text, from: '2026-01-01T00:00:00Z' }] }, ours)
		],
		['data.ward', (text: string) => bed('w', { ward: text }, ours)],
		['data.room', (text: string) => bed('m', { room: text }, ours)],
		['data.claim', (text: string) => claim('c', { claim: text }, ours)],
		['data.letter', (text: string) => claim('l', { letter: text }, ours)],
		['data.visit', (text: string) => claim('cv', { visit: text }, ours)],
		['data.tariffCode', (text: string) => claim('tc', { tariffCode: text }, ours)],
		['data.segment', (text: string) => member('sg', { segment: text })],
		['data.item', (text: string) => stock('it', { item: text }, ours)],
		['data.code', (text: string) => tally('co', { code: text })],
		['data.reporter', (text: string) => tally('re', { reporter: text })]
	] as const;

	it.each(wrong.flatMap(([name, text]) => fields.map(([field, make]) => [name, field, make(text)] as const)))(
		'is quarantined: %s in %s',
		async (_, field, one) => {
			expect(await refusal(one)).toMatchObject({ field });
		}
	);

	it('is taken when its surrogates come in pairs', () => accept(visit('Ruang 🩺', { visit: 'V-🩺' }, ours)));
});

describe('an identity number', () => {
	it.each([
		['a visit’s number', visit('n1', { visit: niks[0] }, ours)],
		['a longer number', visit('n2', { visit: `9${niks[0]}7` }, ours)],
		['a referral', visit('n3', { referral: `R/${niks[1]}` }, ours)],
		['a dispensed item', visit('n4', { drugs: [{ item: niks[0], quantity: 1 }] }, ours)],
		['a ward of a stay', visit('n5', { segments: [{ ward: niks[0], from: '2026-01-01T00:00:00Z' }] }, ours)],
		['a room', bed('n6', { room: niks[2] }, ours)],
		['a guarantee letter', claim('n7', { letter: niks[3] }, ours)],
		['a segment', member('n8', { segment: niks[0] })],
		['a stocked item', stock('n9', { item: niks[0] }, ours)],
		['a tally’s code', tally('n10', { measure: 'drug-use', code: niks[0] })],
		['an id', visit(niks[0], {}, ours)],
		['a source', visit('n11', {}, { ...ours, source: `/patients/${niks[0]}` })]
	])('is not taken as %s', async (_, one) => {
		expect(await refusal(one)).toMatchObject({ code: 'identity-number' });
	});

	it.each(drawnUuids)('is not seen in the UUID %s, as an id or as a number made of one', async (uuid) => {
		await accept(visit(uuid, { visit: uuid, referral: uuid }, ours));
		// Refused for another reason, it is named as it was sent.
		expect(await refusal(bed(uuid, { ward: 'loft' }, ours))).toMatchObject({
			code: 'unknown-ward',
			id: uuid
		});
	});

	it('is not seen in a time stamp with a serial', () => accept(visit('20261122010000123', {}, ours)));

	it('with an impossible birth date is kept and marked', async () => {
		await accept(visit('odd', { nik: '3275019952890000' }, ours));
		expect(await sql()`SELECT nik_defect AS defect FROM person WHERE nik_defect IS NOT NULL`).toMatchObject([
			{ defect: 'birth-date' }
		]);
	});

	it.each([
		'327501520389000',
		'32750152038900001',
		'327501520389000O',
		' 3275015203890000',
		'３２７５０１５２０３８９００００'
	])('of another form is quarantined: %j', async (nik) => {
		expect(await refusal(visit('form', { nik }, ours))).toMatchObject({ code: 'bad-nik', field: 'data.nik' });
	});

	afterAll(async () => {
		const dump = `${await dumpTables(city)}${city.logged()}`;
		for (const nik of niks) expect(dump).not.toContain(nik);
	});
});

describe('a number', () => {
	it.each([2 ** 53, 2 ** 53 - 1, -1, 0.5, 1e308, '5', null])(
		'of %j rupiah is quarantined',
		async (billedRupiah) => {
			expect(await refusal(claim('big', { billedRupiah }, ours))).toMatchObject({
				field: 'data.billedRupiah'
			});
		}
	);
	it('of Rp 100 bn is stored to the rupiah', async () => {
		await accept(claim('most', { claim: 'C-most', billedRupiah: 100_000_000_000 }, ours));
		const [row] = await sql()`SELECT billed_rupiah AS billed FROM claim WHERE claim_no = 'C-most'`;
		expect(row).toEqual({ billed: 100_000_000_000 });
	});
	it('of beds beyond all sense is quarantined', async () => {
		expect(await refusal(bed('wide', { free: 2 ** 31 }, ours))).toMatchObject({ field: 'data.free' });
	});
});

describe('a field called __proto__', () => {
	it('is dropped like any unknown field, and pollutes nothing', async () => {
		const one = JSON.parse(
			JSON.stringify(visit('proto', {}, ours)).replace('{', '{"__proto__":{"polluted":1},"constructor":1,')
		) as unknown;
		await accept(one);
		expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
		const data = JSON.parse(
			JSON.stringify(visit('proto-2', {}, ours)).replace('"data":{', '"data":{"__proto__":7,')
		) as unknown;
		await accept(data);
	});
	it('is no type of event', async () => {
		expect(await refusal(visit('proto-3', {}, { ...ours, type: '__proto__' }))).toMatchObject({
			code: 'unknown-type'
		});
	});
	it('is no kind of service', async () => {
		expect(await refusal(visit('proto-4', { service: '__proto__' }, ours))).toMatchObject({
			code: 'bad-field'
		});
	});
});

describe('the clock', () => {
	const ahead = (ms: number) => new Date(now.getTime() + ms).toISOString();
	it('forgives five minutes and not six', async () => {
		await accept(bed('five', {}, { ...ours, time: ahead(5 * 60_000) }));
		for (const [field, one] of [
			['time', bed('six', {}, { ...ours, time: ahead(6 * 60_000) })],
			['time', bed('just', {}, { ...ours, time: ahead(5 * 60_000 + 1) })],
			['data.reportedAt', bed('six-r', { reportedAt: ahead(6 * 60_000) }, ours)],
			['data.arrivedAt', visit('six-a', { arrivedAt: ahead(6 * 60_000) }, ours)]
		] as const)
			expect(await refusal(one)).toMatchObject({ code: 'future-time', field });
	});
	it('of another zone, even the farthest, is read as the same instant', async () => {
		await accept(
			visit('far', { diagnoses: ['B06'], arrivedAt: '2026-11-20T23:59:00+23:59' }, ours),
			bed('far-b', { reportedAt: '2026-11-19T00:00:00-23:00' }, ours)
		);
		const [row] = await sql()`SELECT arrived_at AS at FROM visit WHERE icd3 = 'B06'`;
		expect(row?.at).toEqual(new Date('2026-11-20T00:00:00Z'));
	});
	it.each([
		'2026-11-22',
		'2026-11-22T01:00:00',
		'2026-13-01T00:00:00Z',
		'0001-01-01T00:00:00Z',
		'+275760-09-13T00:00:00Z',
		''
	])('does not know %j', async (time) => {
		expect(await refusal(bed('odd-time', {}, { ...ours, time }))).toMatchObject({
			code: 'bad-envelope',
			field: 'time'
		});
	});
});

describe('two versions of equal time', () => {
	const time = '2026-11-22T03:00:00Z';
	it.each([
		['a', 'b'],
		['b', 'a']
	])('stand by their id, in whichever order they come (%s, then %s)', async (first, then) => {
		const room = `equal-${first}`;
		const version = (id: string) =>
			bed(
				`${room}-${id}`,
				{ room, occupied: id === 'a' ? 1 : 2 },
				{ ...ours, time, source: `/equal/${first}` }
			);
		await accept(version(first));
		await accept(version(then));
		expect(await sql()`SELECT version_id AS id, occupied FROM bed_now WHERE room = ${room}`).toMatchObject([
			{ id: `${room}-b`, occupied: 2 }
		]);
	});
});

describe('history that is learned out of order within one batch', () => {
	it('stands as if it had been sent as it was learned', async () => {
		const room = 'history';
		await accept(
			bed(
				'h-new',
				{ room, occupied: 9 },
				{ ...ours, time: '2026-03-02T00:00:00Z', recordedtime: '2026-03-03T00:00:00Z' }
			),
			bed(
				'h-old',
				{ room, occupied: 4 },
				{ ...ours, time: '2026-03-01T00:00:00Z', recordedtime: '2026-03-02T00:00:00Z' }
			)
		);
		expect(await sql()`SELECT occupied FROM bed_now WHERE room = ${room}`).toMatchObject([{ occupied: 9 }]);
		const rows = await sql()`
			SELECT occupied, posted_on AS posted, reversed_on AS reversed FROM bed_report WHERE room = ${room} ORDER BY version_time`;
		expect([...rows]).toEqual([
			{ occupied: 4, posted: '2026-03-02', reversed: '2026-03-03' },
			{ occupied: 9, posted: '2026-03-03', reversed: null }
		]);
	});
});

describe('all of this', () => {
	it('left rollups that equal a recount', async () => {
		expect(await findDifferences(city)).toEqual([]);
	});
});
