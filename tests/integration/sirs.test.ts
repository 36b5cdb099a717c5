/** SIRS Online: rooms and their beds, who may report them, and whatever else comes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasReference, readReference, sayWhenMissing } from '../reference/reference-data.ts';
import {
	bearer,
	call,
	type Call,
	fuzz,
	fuzzTimeoutMs,
	mutated,
	roomsOf,
	sirsHeaders
} from './bridging-city.ts';
import { bed, hospitalA, hospitalB, keyFor, now, readTotals } from './ingest-city.ts';
import { base, city, headers, key, keyB, lineOf, list, payload, send, useSirsCity } from './sirs-city.ts';

useSirsCity();

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
