import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasReference, readReference, sayWhenMissing } from '../reference/reference-data.ts';
import {
	bearer,
	call,
	fuzz,
	fuzzTimeoutMs,
	mutated,
	roomsOf,
	sirsHeaders,
	type Call,
	type Told
} from './bridging-city.ts';
import {
	bed,
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
	base = `http://127.0.0.1:${endpoint.port}/fo/index.php`;
});
afterAll(async () => {
	await endpoint.close();
	await city.close();
});

/** The field names of the interface; figures as text, as its software sends them. */
const payload = {
	id_tt: '3',
	ruang: 'Irina A atas (Bedah)',
	jumlah_ruang: '3',
	jumlah: '7',
	terpakai: '3',
	terpakai_suspek: '0',
	terpakai_konfirmasi: '0',
	antrian: '2',
	prepare: '0',
	prepare_plan: '0',
	covid: 0,
	terpakai_dbd: '3',
	terpakai_dbd_anak: '3',
	jumlah_dbd: '9'
};

type Line = { status?: string; message?: string; code?: string; field?: string } & Record<string, string>;
const linesOf = ({ body }: Told) => body.fasyankes as Line[];
const lineOf = (told: Told): Line => linesOf(told)[0] ?? {};

const headers = () => sirsHeaders(hospitalA, key);
const send = (method: string, body?: unknown, more: Call = {}) =>
	call(`${base}/Fasyankes`, { method, headers: headers(), body, ...more });
const list = async (more: Call = {}) => linesOf(await send('GET', undefined, more));

describe('SIRS Online beds', () => {
	it('takes a new room and lists it with the names of the original', async () => {
		const told = await send('POST', payload);
		expect([told.status, lineOf(told).status]).toEqual([200, '200']);
		expect(await roomsOf(city, hospitalA)).toEqual([
			{ ward: 'inpatient-1', room: 'Irina A atas (Bedah)', capacity: 7, occupied: 3, free: 4, queue: 2 }
		]);
		expect(await list()).toEqual([
			{
				...{
					id_tt: '3',
					tt: 'Kelas I',
					ruang: 'Irina A atas (Bedah)',
					kode_siranap: '0003',
					jumlah_ruang: '1'
				},
				...{ jumlah: '7', terpakai: '3', terpakai_suspek: '0', terpakai_konfirmasi: '0', antrian: '2' },
				...{
					prepare: '0',
					prepare_plan: '0',
					kosong: '4',
					covid: '0',
					terpakai_dbd: '0',
					terpakai_dbd_anak: '0'
				},
				id_t_tt: lineOf(told).id_t_tt,
				tglupdate: '2026-11-22 12:00:00'
			}
		]);
	});

	it('counts the same request sent again as a duplicate, and says that the room is there', async () => {
		const before = await readTotals(city);
		const told = await send('POST', payload);
		expect(lineOf(told).message).toContain('sudah ada');
		const after = await readTotals(city);
		expect([after.accepted - before.accepted, after.duplicate - before.duplicate]).toEqual([0, 1]);
	});

	it('updates by id_t_tt, and keeps what an update leaves out', async () => {
		const [room] = await list();
		const told = await send('PUT', { id_t_tt: room?.id_t_tt, jumlah: 8, terpakai: 8 });
		expect(lineOf(told)).toMatchObject({ status: '200', id_t_tt: room?.id_t_tt });
		expect(await list()).toMatchObject([
			{ id_tt: '3', jumlah: '8', terpakai: '8', kosong: '0', antrian: '2' }
		]);
	});

	it('keeps the number of a room that is given another name, which is one room still', async () => {
		const [room] = await list();
		await send('PUT', { id_t_tt: room?.id_t_tt, ruang: 'Irina A', jumlah: '8', terpakai: '5' });
		expect(await list()).toMatchObject([{ ruang: 'Irina A', id_t_tt: room?.id_t_tt, kosong: '3' }]);
	});

	it('adds a room whose number is the original’s, by its kind and name, and knows the number from then on', async () => {
		const told = await send('PUT', { ...payload, id_t_tt: '30000000', id_tt: '52', ruang: 'Melati' });
		expect(lineOf(told).status).toBe('200');
		await send('PUT', { id_t_tt: '30000000', jumlah: '9', terpakai: '1' });
		const rooms = await list();
		expect(rooms.find(({ ruang }) => ruang === 'Melati')).toMatchObject({
			...{ id_tt: '52', tt: 'KRIS JKN', id_t_tt: '30000000', jumlah: '9', kosong: '8' }
		});
	});

	it('says of a number that it does not know what makes software add the room, and stores nothing', async () => {
		const before = await readTotals(city);
		const told = await send('PUT', { id_t_tt: '123456', jumlah: '9', terpakai: '1' });
		expect([told.status, lineOf(told).status]).toEqual([200, '404']);
		expect(lineOf(told).message).toContain('belum ada di database');
		expect(await readTotals(city)).toEqual(before);
	});

	it('keeps rooms of one name and of kinds that make one class apart', async () => {
		for (const [id, used] of [
			['6', '1'],
			['38', '2']
		])
			await send('POST', { ...payload, id_tt: id, ruang: 'ICU Lantai 2', jumlah: '4', terpakai: used });
		const icu = (await list()).filter(({ ruang }) => ruang === 'ICU Lantai 2');
		expect(icu.map(({ id_tt: id, terpakai }) => [id, terpakai])).toEqual([
			['6', '1'],
			['38', '2']
		]);
		expect(new Set(icu.map(({ id_t_tt: id }) => id)).size).toBe(2);
	});

	it.each(['query', 'body'])('lets a deleted room leave the present: id_t_tt in the %s', async (place) => {
		await send('POST', { ...payload, ruang: 'Sementara', terpakai: '6' });
		const room = (await list()).find(({ ruang }) => ruang === 'Sementara');
		const id = room?.id_t_tt ?? '';
		const told =
			place === 'query'
				? await call(`${base}/Fasyankes?id_t_tt=${id}`, { method: 'DELETE', headers: headers() })
				: await send('DELETE', { id_t_tt: id });
		expect(lineOf(told)).toMatchObject({ status: '200', id_t_tt: id });
		expect((await list()).map(({ ruang }) => ruang)).not.toContain('Sementara');
		const again = lineOf(await send('DELETE', { id_t_tt: id }));
		expect([again.status, again.field]).toEqual(['404', 'id_t_tt']);
		expect(again.message).toContain('tidak ditemukan');
	});

	it('shows a deleted room nowhere as a bed, nor lets its age make the class look old', async () => {
		const rest = { asOf: null, kecamatan: null, ward: null, free: null, sort: null, url: '/beds' };
		const { evidence } = await city.app.services.beds.load(rest);
		expect(evidence.confirmed_free.completeness).toEqual({ reported: 1, expected: 1 });
		const totals = (await city.app.services.beds.load({ ...rest, ward: 'inpatient-1' })).rooms.filter(
			({ room, capacity }) => room === 'Sementara' && capacity !== 0
		);
		expect(totals).toEqual([]);
	});

	it('neither lists nor changes rooms that came another way: the original knows nothing of them', async () => {
		await city.app.ingest.submit({ party: 'hospital', facility: hospitalB }, [
			bed('native', {}, { subject: hospitalB })
		]);
		const other = { headers: sirsHeaders(hospitalB, keyB) };
		expect(await list(other)).toEqual([]);
		const told = await send('PUT', { id_t_tt: '123', ruang: 'Anggrek', terpakai: '20' }, other);
		expect(lineOf(told).status).toBe('404');
		expect(await roomsOf(city, hospitalB)).toMatchObject([{ room: 'Anggrek', capacity: 20, occupied: 16 }]);
	});

	it('gives back whether a room is for COVID patients as it was told, and keeps two such rooms of one name apart', async () => {
		const twin = { ...payload, id_tt: '12', ruang: 'Teratai', jumlah: '4' };
		await send('POST', { ...twin, covid: '0', terpakai: '1' });
		await send('POST', { ...twin, covid: '1', terpakai: '2' });
		await send('POST', { ...twin, id_tt: '31', covid: 0, terpakai: '3' });
		const rooms = (await list()).filter(({ ruang }) => ruang === 'Teratai');
		expect(rooms.map(({ id_tt: id, covid, terpakai }) => [id, covid, terpakai]).sort()).toEqual([
			['12', '0', '1'],
			['12', '1', '2'],
			['31', '0', '3']
		]);
		const sick = rooms.find(({ id_tt: id, covid }) => id === '12' && covid === '1');
		await send('PUT', { id_t_tt: sick?.id_t_tt, ruang: 'Teratai', terpakai: '4' });
		await send('PUT', { ...twin, id_t_tt: '77', covid: '0', terpakai: '0' });
		const after = (await list()).filter(({ ruang, id_tt: id }) => ruang === 'Teratai' && id === '12');
		expect(after.map(({ covid, terpakai }) => [covid, terpakai]).sort()).toEqual([
			['0', '0'],
			['1', '4']
		]);
	});

	it('counts the patients of a COVID room however the software divides them', async () => {
		const covid = { ...payload, id_tt: '24', jumlah: '9' };
		await send('POST', {
			...covid,
			ruang: 'Kenanga',
			terpakai: '0',
			terpakai_suspek: '2',
			terpakai_konfirmasi: '3'
		});
		await send('POST', {
			...covid,
			ruang: 'Kemuning',
			terpakai: '5',
			terpakai_suspek: '2',
			terpakai_konfirmasi: '3'
		});
		const used = (await list())
			.filter(({ ruang }) => /^Ke/.test(ruang ?? ''))
			.map(({ terpakai }) => terpakai);
		expect(used).toEqual(['5', '5']);
	});

	it('reads form fields, and a base address with doubled slashes', async () => {
		const raw = new URLSearchParams({ id_tt: '4', ruang: 'Dahlia', jumlah: '3', terpakai: '1' }).toString();
		const doubled = `${base}//Fasyankes/`.replace('/fo/', '//fo/');
		const told = await call(doubled, {
			headers: { ...headers(), 'content-type': 'application/x-www-form-urlencoded' },
			raw
		});
		expect(lineOf(told).status).toBe('200');
	});

	it('lists the kinds of bed', async () => {
		const { body } = await call(`${base}/Referensi/tempat_tidur`, { method: 'GET', headers: headers() });
		expect(body.tempat_tidur).toHaveLength(32);
		expect(body.tempat_tidur).toContainEqual({ kode_tt: '37', nama_tt: 'Intermediate Ward (IGD)' });
	});
});

describe('software that adds, updates and deletes by what the list says', () => {
	type Own = { id_tt: string; ruang: string; covid: string; jumlah: string; terpakai: string };
	const keyOfRoom = ({ id_tt: id, ruang, covid }: Record<string, string>) => [id, ruang, covid].join('_');

	/** One round as bridging software in the field makes it; how many requests it took. */
	async function sync(own: readonly Own[], more: Call): Promise<number> {
		const listed = new Map((await list(more)).map((row) => [keyOfRoom(row), row]));
		let requests = 0;
		const tell = async (method: string, body: unknown) => {
			requests += 1;
			expect(lineOf(await send(method, body, more)).status).toBe('200');
		};
		for (const room of own) {
			const standing = listed.get(keyOfRoom(room));
			const { id_tt: _, ...rest } = room;
			if (!standing) await tell('POST', room);
			else if (standing.jumlah !== room.jumlah || standing.terpakai !== room.terpakai)
				await tell('PUT', { ...rest, id_t_tt: standing.id_t_tt });
			listed.delete(keyOfRoom(room));
		}
		for (const { id_t_tt: id } of listed.values()) await tell('DELETE', { id_t_tt: id });
		return requests;
	}

	it('comes to rest: whatever rooms there are, a second round has nothing to send', async () => {
		const facility = '3275035';
		const more = { headers: sirsHeaders(facility, await keyFor(city.app, 'hospital', facility)) };
		const room = fc.record({
			id_tt: fc.constantFrom('3', '5', '52', '6', '38', '24', '12', '30', '31', '37'),
			ruang: fc.constantFrom('Mawar', 'Melati', 'Lantai 2 (barat)', 'A'),
			covid: fc.constantFrom('0', '1'),
			jumlah: fc.constantFrom('4', '9'),
			terpakai: fc.constantFrom('0', '3')
		});
		const own = fc.uniqueArray(room, { maxLength: 8, selector: keyOfRoom });
		await fc.assert(
			fc.asyncProperty(own, async (rooms) => {
				await sync(rooms, more);
				expect(await sync(rooms, more)).toBe(0);
				expect(new Set((await list(more)).map(keyOfRoom))).toEqual(new Set(rooms.map(keyOfRoom)));
			}),
			{ numRuns: 25, seed: 7 }
		);
	});
});

describe('the position in a list instead of id_tt', () => {
	it.each([
		['a number that no kind has', { id_tt: '13', ruang: 'Mawar' }, '14 (Perinatologi)'],
		['the empty line', { id_tt: '0', ruang: 'Mawar' }, '1 (VVIP/ Super VIP)'],
		['a label of another kind', { id_tt: '4', tt: 'Kelas III', ruang: 'Mawar' }, '5 (Kelas III)'],
		[
			'a room that says its class, counted from nought',
			{ id_tt: '4', ruang: 'Mawar Kelas 3' },
			'5 (Kelas III)'
		],
		[
			'a room that says its class, counted from one',
			{ id_tt: '26', ruang: 'Observasi IGD' },
			'37 (Intermediate Ward (IGD))'
		]
	])('is held with a sentence: %s', async (_, fields, meant) => {
		const before = await readTotals(city);
		const told = await send('POST', { ...payload, ...fields });
		expect(lineOf(told)).toMatchObject({ status: '422', code: 'list-position', field: 'id_tt' });
		expect(lineOf(told).message).toContain(meant);
		const after = await readTotals(city);
		expect([after.quarantined - before.quarantined, after.ledger - before.ledger]).toEqual([1, 0]);
	});

	it('is one held row however often it comes', async () => {
		const count = () =>
			city.database.sql`SELECT count(*)::int AS n FROM quarantine WHERE code = 'list-position'`;
		const [before] = await count();
		await send('POST', { ...payload, id_tt: '13', ruang: 'Mawar', terpakai: '4' });
		await send(
			'POST',
			{ ...payload, id_tt: '13', ruang: 'Mawar', terpakai: '4' },
			{ headers: sirsHeaders(hospitalA, key, new Date(now.getTime() - 60_000)) }
		);
		const [after] = await count();
		expect(Number(after?.n) - Number(before?.n)).toBe(1);
	});

	it.each([
		['a flower says nothing', { id_tt: '4', ruang: 'Mawar' }],
		['the class that the code says', { id_tt: '5', ruang: 'Mawar Kelas III' }],
		['a class that no line explains', { id_tt: '3', ruang: 'Bekas ICU' }],
		['several classes', { id_tt: '4', ruang: 'VIP dan Kelas 3' }]
	])('is not seen where nothing proves it: %s', async (_, fields) => {
		expect(lineOf(await send('POST', { ...payload, ...fields })).status).toBe('200');
	});

	it('is told from a code that is merely unknown', async () => {
		const told = await send('POST', { ...payload, id_tt: '99' });
		expect(lineOf(told)).toMatchObject({ status: '422', code: 'unknown-code', field: 'id_tt' });
	});
});

describe('who may report to SIRS Online', () => {
	const refused = async (more: Call, status: number, code: string, field: string) => {
		const before = await readTotals(city);
		const told = await send('POST', payload, more);
		expect([told.status, lineOf(told).code, lineOf(told).field]).toEqual([status, code, field]);
		expect(await readTotals(city)).toEqual(before);
	};
	const minutesOff = (minutes: number) =>
		sirsHeaders(hospitalA, key, new Date(now.getTime() + minutes * 60_000));

	it('needs a key', () => refused({ headers: {} }, 401, 'no-key', 'Authorization'));
	it('needs the right one', () =>
		refused({ headers: sirsHeaders(hospitalA, `${key.slice(0, -1)}_`) }, 401, 'bad-key', 'X-pass'));
	it('is the facility that the key belongs to', () =>
		refused({ headers: sirsHeaders(hospitalB, key) }, 403, 'foreign-facility', 'X-rs-id'));
	it('signs no earlier than five minutes ago', () =>
		refused({ headers: minutesOff(-6) }, 401, 'bad-timestamp', 'X-Timestamp'));
	it('signs no later than in five minutes', () =>
		refused({ headers: minutesOff(6) }, 401, 'bad-timestamp', 'X-Timestamp'));
	it('may send the Bearer key alone', async () => {
		expect(lineOf(await send('POST', payload, { headers: bearer(key) })).status).toBe('200');
	});
	it('may send the Bearer key beside the password that its software still sends', async () => {
		const both = { ...bearer(key), ...sirsHeaders(hospitalA, 'the password of the original') };
		expect(lineOf(await send('POST', payload, { headers: both })).status).toBe('200');
	});
	it('must name the facility where the key has none', async () => {
		const importer = await keyFor(city.app, 'importer');
		await refused({ headers: bearer(importer) }, 400, 'no-facility', 'X-rs-id');
		const told = await send('POST', payload, { headers: { ...bearer(importer), 'x-rs-id': hospitalB } });
		expect(lineOf(told).status).toBe('200');
	});
	it('sends JSON or a form', () => refused({ raw: 'not json' }, 400, 'bad-payload', 'body'));
	it('hears of an address where nothing is', async () => {
		const told = await call(`${base}/Fasyankes/APD`, { method: 'GET', headers: headers() });
		expect([told.status, lineOf(told).code, lineOf(told).field]).toEqual([404, 'unknown-path', 'path']);
	});
	it('hears in its own words what is wrong with a figure', async () => {
		const told = lineOf(await send('POST', { ...payload, jumlah: 'tujuh' }));
		expect(told).toMatchObject({ status: '422', code: 'bad-field', field: 'jumlah' });
		expect(told.message).toMatch(/^Gagal: .*«jumlah»/);
	});
});

describe('the sample payload of the interface', () => {
	sayWhenMissing('SIRS Online');
	it.runIf(hasReference)('is taken unchanged and makes the row of the equivalent event', async () => {
		const { sirs_online: sample } = readReference<{ sirs_online: { post: unknown } }>('bridging/beds.json');
		const facility = '3275024';
		const own = await keyFor(city.app, 'hospital', facility);
		const told = await send('POST', sample.post, { headers: sirsHeaders(facility, own) });
		expect(lineOf(told).status).toBe('200');
		expect(await roomsOf(city, facility)).toEqual([
			{ ward: 'inpatient-1', room: 'Irina A atas (Bedah)', capacity: 7, occupied: 3, free: 4, queue: 2 }
		]);
	});
});

it(
	'answers any mutated payload with a refusal that says its code and place, and never with a fault',
	async () => {
		const requests = fc.record({
			raw: mutated({ ...payload, id_t_tt: '30000000' }),
			method: fc.constantFrom('POST', 'PUT', 'DELETE')
		});
		const counts = await fuzz(
			city,
			requests.map(({ raw, method }) => ({
				url: `${base}/Fasyankes`,
				call: { method, headers: headers(), raw }
			})),
			(told) => {
				const { status, code, field } = lineOf(told);
				return status === '200' ? undefined : { code, field };
			},
			{ isWhole: true }
		);
		expect(Math.min(counts.taken, counts.held, counts.refused)).toBeGreaterThan(0);
	},
	fuzzTimeoutMs
);
