import fc from 'fast-check';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasReference, readReference, sayWhenMissing } from '../reference/reference-data.ts';
import {
	bearer,
	call,
	fuzz,
	fuzzTimeoutMs,
	mutated,
	roomsOf,
	signed,
	unixSecond,
	type Call,
	type Told
} from './bridging-city.ts';
import {
	hospitalA,
	hospitalB,
	keyFor,
	now,
	openCity,
	readTotals,
	serve,
	type Endpoint,
	type IngestCity
} from './ingest-city.ts';

let city: IngestCity;
let endpoint: Endpoint;
let key: string;
let keyB: string;
let base: string;
beforeAll(async () => {
	city = await openCity();
	endpoint = await serve(city.app);
	key = await keyFor(city.app, 'hospital', hospitalA);
	keyB = await keyFor(city.app, 'hospital', hospitalB);
	base = `http://127.0.0.1:${endpoint.port}/aplicaresws/rest`;
});
afterAll(async () => {
	await endpoint.close();
	await city.close();
});

const kodeppk = '0999R001';
/** Figures as text, as SIMRS software sends them; others send numbers. */
const payload = {
	kodekelas: 'KL3',
	koderuang: 'RG01',
	namaruang: 'Ruang Anggrek',
	kapasitas: '20',
	tersedia: '4',
	tersediapria: '2',
	tersediawanita: '2',
	tersediapriawanita: '0'
};

type Metadata = { code: number; message: string; totalitems: number; reason?: string; field?: string };
const metadataOf = ({ body }: Told) => body.metadata as Metadata;
const listOf = ({ body }: Told) => (body.response as { list: Record<string, unknown>[] }).list;

const post = (action: string, body: unknown = payload, more: Call = {}, ppk = kodeppk) =>
	call(`${base}/bed/${action}/${ppk}`, { headers: signed(key), body, ...more });
const read = async (page = '1/100', ppk = kodeppk, of = key) =>
	call(`${base}/bed/read/${ppk}/${page}`, { method: 'GET', headers: signed(of) });

describe('Aplicares beds', () => {
	it('says in the original’s words that a room must be created first, and stores nothing', async () => {
		const before = await readTotals(city);
		const told = await post('update');
		expect(metadataOf(told)).toMatchObject({
			code: 0,
			message: 'Data tidak ada di database',
			field: 'koderuang'
		});
		expect(await readTotals(city)).toEqual(before);
	});

	it('creates a room with the original’s words', async () => {
		expect((await post('create')).body).toEqual({
			metadata: { code: 1, message: 'Data berhasil disimpan.', totalitems: 0 },
			response: {}
		});
		expect(await roomsOf(city, hospitalA)).toEqual([
			{ ward: 'inpatient-3', room: 'Ruang Anggrek (RG01)', capacity: 20, occupied: 16, free: 4, queue: null }
		]);
	});

	it('counts the same request sent again as a duplicate', async () => {
		const before = await readTotals(city);
		expect(metadataOf(await post('create')).code).toBe(1);
		expect((await readTotals(city)).duplicate - before.duplicate).toBe(1);
	});

	it('updates it, several times within one second in the order in which they came', async () => {
		for (const tersedia of [9, 3, 7])
			expect(metadataOf(await post('update', { ...payload, tersedia })).message).toBe(
				'Data berhasil diupdate.'
			);
		expect(await roomsOf(city, hospitalA)).toMatchObject([{ free: 7, occupied: 13 }]);
	});

	it('lists it with the names of the original', async () => {
		const told = await read();
		expect(metadataOf(told)).toEqual({ code: 1, message: 'OK', totalitems: 1 });
		expect(listOf(told)).toEqual([
			{
				...{
					kodeppk,
					kodekelas: 'KL3',
					namakelas: 'KELAS III',
					koderuang: 'RG01',
					namaruang: 'Ruang Anggrek'
				},
				...{ kapasitas: 20, tersedia: 7, tersediapria: 0, tersediawanita: 0, tersediapriawanita: 0 },
				...{ rownumber: 1, lastupdate: '2026-11-22 12:00:00' }
			}
		]);
	});

	it('knows a room by its code when its name changes', async () => {
		await post('update', { ...payload, namaruang: 'Ruang Anggrek (baru)' });
		expect(listOf(await read())).toMatchObject([{ koderuang: 'RG01', namaruang: 'Ruang Anggrek (baru)' }]);
		await post('update');
	});

	it('keeps rooms of one code and of classes that make one ward class apart', async () => {
		for (const [kodekelas, tersedia] of [
			['VVP', 1],
			['VIP', 2],
			['UTM', 3]
		])
			await post('create', {
				...payload,
				kodekelas,
				koderuang: 'Mawar (atas)',
				namaruang: 'Mawar',
				tersedia
			});
		const rooms = listOf(await read()).filter(({ namaruang }) => namaruang === 'Mawar');
		expect(rooms.map(({ kodekelas, tersedia }) => [kodekelas, tersedia]).sort()).toEqual([
			['UTM', 3],
			['VIP', 2],
			['VVP', 1]
		]);
		await post('delete', { kodekelas: 'UTM', koderuang: 'Mawar (atas)' });
		expect(listOf(await read()).filter(({ namaruang }) => namaruang === 'Mawar')).toHaveLength(2);
	});

	it('gives pages, counted from one', async () => {
		const [first] = listOf(await read('1/1'));
		const [second] = listOf(await read('2/1'));
		expect([first?.rownumber, second?.rownumber]).toEqual([1, 2]);
		expect(listOf(await read('0/2'))).toHaveLength(2);
		expect(metadataOf(await read('2/1')).totalitems).toBe(3);
	});

	it('lets a deleted room leave the present, once', async () => {
		const gone = { kodekelas: 'KL3', koderuang: 'RG01' };
		expect(metadataOf(await post('delete', gone))).toMatchObject({
			code: 1,
			message: 'Data berhasil dihapus.'
		});
		expect(listOf(await read()).map(({ koderuang }) => koderuang)).not.toContain('RG01');
		expect(metadataOf(await post('delete', gone)).code).toBe(0);
		expect(metadataOf(await post('update')).message).toBe('Data tidak ada di database');
		expect(metadataOf(await post('create')).code).toBe(1);
	});

	it('lists the classes', async () => {
		const told = await call(`${base}/ref/kelas`, { method: 'GET', headers: signed(key) });
		expect(listOf(told)).toHaveLength(16);
		expect(listOf(told)).toContainEqual({ kodekelas: 'UTM', namakelas: 'UTAMA' });
	});

	it.each([
		['an unknown class', { kodekelas: 'XYZ' }, 'unknown-code', 'kodekelas'],
		['more free beds than the room has', { tersedia: '21' }, 'bad-field', 'tersedia'],
		['no code of the room', { koderuang: '' }, 'bad-field', 'koderuang'],
		['a figure that is none', { kapasitas: 'dua' }, 'bad-field', 'kapasitas']
	])('holds %s for correction and says where it is', async (_, fields, reason, field) => {
		const before = await readTotals(city);
		const told = await post('create', { ...payload, ...fields });
		expect(told.status).toBe(200);
		expect(metadataOf(told)).toMatchObject({ code: 0, reason, field });
		expect((await readTotals(city)).quarantined - before.quarantined).toBe(1);
	});
});

describe('who may report to Aplicares', () => {
	const refused = async (more: Call, status: number, reason: string, field: string, ppk = kodeppk) => {
		const before = await readTotals(city);
		const told = await post('create', payload, more, ppk);
		expect([told.status, metadataOf(told).reason, metadataOf(told).field]).toEqual([status, reason, field]);
		expect(await readTotals(city)).toEqual(before);
	};
	const minutesOff = (minutes: number) => signed(key, new Date(now.getTime() + minutes * 60_000));

	it('names a key', () => refused({ headers: {} }, 401, 'no-key', 'X-Cons-ID'));
	it('signs', () =>
		refused({ headers: { ...signed(key), 'x-signature': 'AAAA' } }, 401, 'bad-signature', 'X-Signature'));
	it('signs what it sends', () =>
		refused(
			{ headers: { ...signed(key), 'x-timestamp': unixSecond(new Date(now.getTime() + 1000)) } },
			401,
			'bad-signature',
			'X-Signature'
		));
	it('signs with its own secret', () =>
		refused(
			{ headers: { ...signed(key), 'x-cons-id': signed(keyB)['x-cons-id'] ?? '' } },
			401,
			'bad-signature',
			'X-Signature'
		));
	it('signs no earlier than five minutes ago', () =>
		refused({ headers: minutesOff(-6) }, 401, 'bad-timestamp', 'X-Timestamp'));
	it('signs no later than in five minutes', () =>
		refused({ headers: minutesOff(6) }, 401, 'bad-timestamp', 'X-Timestamp'));
	it('has a key that was not revoked', async () => {
		const short = await keyFor(city.app, 'hospital', hospitalA);
		await city.app.keys.revoke(/^dk_([a-z0-9]+)_/.exec(short)?.[1] ?? '');
		await refused({ headers: signed(short) }, 401, 'bad-signature', 'X-Signature');
	});

	it('keeps the insurer’s code as its facility’s alias, which nobody else may use', async () => {
		const aliases = await city.database.sql`SELECT system, code, facility FROM facility_alias`;
		expect(aliases.map((row) => ({ ...row }))).toEqual([
			{ system: 'bpjs', code: kodeppk, facility: hospitalA }
		]);
		await refused({ headers: signed(keyB) }, 403, 'foreign-facility', 'kodeppk');
	});
	it('may name its facility by its own code, and no other', async () => {
		expect(metadataOf(await post('create', payload, {}, hospitalA)).code).toBe(1);
		await refused({}, 403, 'foreign-facility', 'kodeppk', hospitalB);
		await refused({}, 400, 'no-facility', 'kodeppk', 'RUMAHSAKIT');
	});
	it('gets its code back from a facility that reported under it by mistake', async () => {
		const env = { ...process.env, DATABASE_URL: city.database.url, DENYUT_DATA_DIR: city.dataDir };
		const alias = (...args: string[]) =>
			promisify(execFile)('npm', ['run', '--silent', 'alias', '--', ...args], { env });
		await post('create', payload, {}, '0999R003');
		const refused = await post('create', payload, { headers: signed(keyB) }, '0999R003');
		expect(metadataOf(refused).message).toContain('npm run alias');
		await alias('set', '0999R003', hospitalB);
		expect((await alias('list')).stdout).toContain(`0999R003\t${hospitalB}`);
		expect(metadataOf(await read('1/10', '0999R003', keyB)).code).toBe(1);
		await alias('remove', '0999R003');
		await expect(alias('set', '0999R003', '9999999')).rejects.toMatchObject({ code: 2 });
		await expect(alias('remove', '0999R003')).rejects.toMatchObject({ code: 2 });
	});
	it('lets the importer name a facility by either code', async () => {
		const importer = { headers: bearer(await keyFor(city.app, 'importer')) };
		expect(metadataOf(await post('create', payload, importer)).code).toBe(1);
		await refused(importer, 400, 'no-facility', 'kodeppk', '0999R002');
	});
	it('may send the Bearer key beside the signature that its software still makes', async () => {
		const both = { headers: { ...signed(key), 'x-signature': 'AAAA', ...bearer(key) } };
		expect(metadataOf(await post('create', payload, both)).code).toBe(1);
	});
	it('may send the Bearer key alone', async () => {
		expect(metadataOf(await post('create', payload, { headers: bearer(key) })).code).toBe(1);
	});
	it('hears of an address where nothing is, and of a wrong method', async () => {
		const nothing = await call(`${base}/bed/create`, { headers: signed(key), body: payload });
		expect([nothing.status, metadataOf(nothing).reason]).toEqual([404, 'unknown-path']);
		const got = await call(`${base}/bed/create/${kodeppk}`, { method: 'GET', headers: signed(key) });
		expect([got.status, metadataOf(got).reason, metadataOf(got).field]).toEqual([
			405,
			'wrong-method',
			'method'
		]);
	});
});

describe('the sample payload of the interface', () => {
	sayWhenMissing('Aplicares');
	it.runIf(hasReference)('is taken unchanged', async () => {
		const { aplicares } = readReference<{ aplicares: { bed: unknown } }>('bridging/beds.json');
		const told = await call(`${base}/bed/create/${hospitalB}`, {
			headers: signed(keyB),
			body: aplicares.bed
		});
		expect(metadataOf(told).code).toBe(1);
		expect(await roomsOf(city, hospitalB)).toEqual([
			{ ward: 'inpatient-3', room: 'Ruang Anggrek (RG01)', capacity: 20, occupied: 16, free: 4, queue: null }
		]);
	});
});

it(
	'answers any mutated payload with a refusal that says its code and place, and never with a fault',
	async () => {
		const action = fc.constantFrom('create', 'update', 'delete');
		const requests = fc.record({ raw: mutated(payload), action }).map((one) => ({
			url: `${base}/bed/${one.action}/${kodeppk}`,
			call: { headers: signed(key), raw: one.raw }
		}));
		const counts = await fuzz(
			city,
			requests,
			(told) => {
				const { code, reason, field } = metadataOf(told);
				return code === 1 ? undefined : { code: reason, field };
			},
			{ isWhole: true }
		);
		expect(Math.min(counts.taken, counts.held, counts.refused)).toBeGreaterThan(0);
	},
	fuzzTimeoutMs
);
