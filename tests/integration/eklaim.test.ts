import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasReference, readReference, sayWhenMissing } from '../reference/reference-data.ts';
import {
	bearer,
	call,
	expectNowhere,
	fuzz,
	fuzzTimeoutMs,
	mutated,
	type Call,
	type Told
} from './bridging-city.ts';
import {
	claim,
	findDifferences,
	hospitalA,
	hospitalB,
	keyFor,
	niks,
	openCity,
	readTotals,
	serve,
	type Endpoint,
	type IngestCity
} from './ingest-city.ts';

let city: IngestCity;
let endpoint: Endpoint;
let base: string;
let key: string;
let verifier: string;
let importer: string;
beforeAll(async () => {
	city = await openCity();
	endpoint = await serve(city.app);
	base = `http://127.0.0.1:${endpoint.port}/api/v1/claims`;
	key = await keyFor(city.app, 'hospital', hospitalA);
	verifier = await keyFor(city.app, 'verifier');
	importer = await keyFor(city.app, 'importer');
});
afterAll(async () => {
	await endpoint.close();
	await city.close();
});

const amounts = { prosedur_bedah: '1500000', kamar: 900_000, obat: '250000', bmhp: '0' };
const names = ['NAMA-DOKTER, DR', '3275019999990000', '0001112223334'];

/** The field names of the interface, with names and numbers that must stay nowhere. */
const eklaim = (sep: string, data: Record<string, unknown> = {}) => ({
	metadata: { method: 'set_claim_data', nomor_sep: sep },
	data: {
		nomor_sep: sep,
		...{ nomor_kartu: names[2], tgl_masuk: '2026-10-25 12:55:00', tgl_pulang: '2026-10-31 23:55:00' },
		...{ cara_masuk: 'gp', jenis_rawat: '1', kelas_rawat: '3', discharge_status: '1', diagnosa: 'A91#E86' },
		...{ procedure: '99.18#90.59', tarif_rs: amounts, tarif_poli_eks: '0', nama_dokter: names[0] },
		...{ kode_tarif: 'CP', payor_cd: 'JKN', coder_nik: names[1], sistole: 120 },
		...data
	}
});
const vclaim = (sep: string, item: Record<string, unknown> = {}) => ({
	Inacbg: { kode: 'A-4-12-I', nama: 'Demam' },
	biaya: {
		byPengajuan: '2800000',
		bySetujui: '2700000',
		byTarifGruper: '2800000',
		byTarifRS: '2650000',
		byTopup: '0'
	},
	...{ kelasRawat: '3', noFPK: '', noSEP: sep, poli: '', status: 'Klaim' },
	peserta: { nama: names[0], noKartu: names[2], noMR: '00-11-22' },
	...{ tglPulang: '2026-10-31', tglSep: '2026-10-25' },
	...item
});

type Body = {
	accepted: number;
	duplicate: number;
	quarantined: number;
	errors: { code: string; field: string; index: number }[];
};
const countsOf = ({ body }: Told) => {
	const { accepted, duplicate, quarantined } = body as unknown as Body;
	return [accepted, duplicate, quarantined];
};
const errorsOf = ({ body }: Told) => (body as unknown as Body).errors.map(({ code, field }) => [code, field]);

const send = (path: string, body: unknown, more: Call = {}) =>
	call(`${base}/${path}`, { headers: bearer(key), body, ...more });

const claimOf = async (sep: string, facility: string = hospitalA) => {
	const [row] = await city.database.sql`
		SELECT state, service, diagnoses, service_from::text AS "from", service_to::text AS "to", tariff_code AS tariff, items,
			billed_rupiah AS billed, verified_rupiah AS verified, letter, person_id IS NOT NULL AS "hasPerson"
		FROM claim WHERE facility = ${facility} AND claim_no = ${sep} AND posted_on IS NOT NULL AND reversed_on IS NULL`;
	return row && { ...row };
};

describe('set_claim_data of e-Klaim', () => {
	it('becomes a submitted claim with its items', async () => {
		const told = await send('eklaim', eklaim('0999R0011026V000001'));
		expect(told.body).toMatchObject({ metadata: { code: 200, message: 'Ok' }, accepted: 1, errors: [] });
		expect(await claimOf('0999R0011026V000001')).toEqual({
			...{
				state: 'submitted',
				service: 'inpatient-3',
				diagnoses: ['A91', 'E86'],
				from: '2026-10-25',
				to: '2026-10-31'
			},
			...{ tariff: null, billed: 2_650_000, verified: null, letter: '0999R0011026V000001', hasPerson: false },
			items: { prosedur_bedah: 1_500_000, kamar: 900_000, obat: 250_000, bmhp: 0 }
		});
	});

	it('is a duplicate when it comes again, and a correction when it says something else', async () => {
		const sep = '0999R0011026V000002';
		expect(countsOf(await send('eklaim', eklaim(sep)))).toEqual([1, 0, 0]);
		expect(countsOf(await send('eklaim', eklaim(sep)))).toEqual([0, 1, 0]);
		expect(countsOf(await send('eklaim', eklaim(sep, { tarif_rs: { obat: 5 } })))).toEqual([1, 0, 0]);
		expect(await claimOf(sep)).toMatchObject({ billed: 5, items: { obat: 5 } });
		expect(countsOf(await send('eklaim', eklaim(sep)))).toEqual([1, 0, 0]);
		expect(await claimOf(sep)).toMatchObject({ billed: 2_650_000 });
		expect(await findDifferences(city)).toEqual([]);
	});

	const verdict = (sep: string, state: string, verifiedRupiah: number | null) =>
		city.app.ingest.submit({ party: 'verifier', facility: null }, [
			claim(
				`${sep}-${state}`,
				{ claim: sep, state, billedRupiah: 2_650_000, verifiedRupiah },
				{ time: '2026-11-22T05:01:00Z', subject: hospitalA }
			)
		]);

	it('does not undo a verdict by coming again', async () => {
		const sep = '0999R0011026V000003';
		await send('eklaim', eklaim(sep));
		await verdict(sep, 'verified', 2_600_000);
		expect(countsOf(await send('eklaim', eklaim(sep)))).toEqual([0, 1, 0]);
		expect(await claimOf(sep)).toMatchObject({ state: 'verified', verified: 2_600_000 });
	});

	it('submits anew a claim that was sent back, by coming again unchanged', async () => {
		const sep = '0999R0011026V000005';
		await send('eklaim', eklaim(sep));
		await verdict(sep, 'returned', null);
		expect(countsOf(await send('eklaim', eklaim(sep)))).toEqual([1, 0, 0]);
		expect(await claimOf(sep)).toMatchObject({ state: 'submitted' });
		expect(countsOf(await send('eklaim', eklaim(sep)))).toEqual([0, 1, 0]);
	});

	it('takes a NIK from a card’s number that is one, and no other number of a person', async () => {
		const sep = '0999R0011026V000004';
		await send('eklaim', eklaim(sep, { nomor_kartu: niks[0], nomor_kartu_t: 'nik' }));
		expect(await claimOf(sep)).toMatchObject({ hasPerson: true });
		await expectNowhere(city, niks[0], ...names);
	});

	it('comes many at once, each with its own fate and place', async () => {
		const many = [
			eklaim('S-1'),
			7,
			eklaim('S-2', { diagnosa: 'demam' }),
			eklaim('S-3', { jenis_rawat: '9' }),
			{ ...eklaim('S-4'), metadata: { method: 'grouper' } }
		];
		const told = await send('eklaim', many);
		expect(countsOf(told)).toEqual([1, 0, 4]);
		expect(errorsOf(told)).toEqual([
			['not-an-object', 'body'],
			['bad-field', 'data.diagnosa.0'],
			['bad-field', 'data.jenis_rawat'],
			['unknown-code', 'metadata.method']
		]);
	});

	it('is all or nothing where that is asked', async () => {
		const before = await readTotals(city);
		const told = await send('eklaim?mode=atomic', [
			eklaim('S-5'),
			eklaim('S-6', { tgl_pulang: '2026-10-01' })
		]);
		expect([told.status, told.body.rejected]).toEqual([422, 2]);
		expect(errorsOf(told)).toEqual([['bad-field', 'data.tgl_pulang']]);
		expect(await readTotals(city)).toEqual(before);
	});

	it('names the facility in the address where the key has none', async () => {
		const headers = bearer(importer);
		expect(errorsOf(await send('eklaim', eklaim('S-7'), { headers }))).toEqual([
			['facility-missing', 'facility']
		]);
		expect(countsOf(await send(`eklaim?facility=${hospitalB}`, eklaim('S-7'), { headers }))).toEqual([
			1, 0, 0
		]);
		const told = await send(`eklaim?facility=${hospitalB}`, eklaim('S-8'));
		expect([told.status, told.body.code, told.body.field]).toEqual([403, 'foreign-facility', 'facility']);
	});
});

describe('items of VClaim’s Monitoring/Klaim', () => {
	const headers = () => bearer(verifier);

	it('bring the verdict, the package and the amounts, and leave the rest of the claim as it stands', async () => {
		const sep = '0999R0011026V000010';
		await send('eklaim', eklaim(sep, { nomor_kartu: niks[1], tarif_rs: { obat: 2_800_000 } }));
		const answer = { metaData: { code: '200', message: 'Sukses' }, response: { klaim: [vclaim(sep)] } };
		const told = await send(`vclaim?facility=${hospitalA}`, answer, { headers: headers() });
		expect(told.body).toMatchObject({ metaData: { code: '200', message: 'Sukses' }, accepted: 1 });
		expect(await claimOf(sep)).toEqual({
			...{
				state: 'verified',
				service: 'inpatient-3',
				diagnoses: ['A91', 'E86'],
				from: '2026-10-25',
				to: '2026-10-31'
			},
			...{ tariff: 'A-4-12-I', billed: 2_800_000, verified: 2_700_000, letter: sep, hasPerson: true },
			items: { obat: 2_800_000 }
		});
		const again = await send(`vclaim?facility=${hospitalA}`, answer, { headers: headers() });
		expect(countsOf(again)).toEqual([0, 1, 0]);
		await expectNowhere(city, niks[1], ...names);
	});

	it('grant no more than the hospital billed, unless old history is imported', async () => {
		const sep = '0999R0011026V000011';
		await send('eklaim', eklaim(sep, { tarif_rs: { obat: 900_000 } }));
		const path = `vclaim?facility=${hospitalA}`;
		expect(errorsOf(await send(path, [vclaim(sep)], { headers: headers() }))).toEqual([
			['claim-differs', 'biaya.byPengajuan']
		]);
		expect(countsOf(await send(path, [vclaim(sep)], { headers: bearer(importer) }))).toEqual([1, 0, 0]);
		expect(await claimOf(sep)).toMatchObject({ state: 'verified', verified: 2_700_000 });
	});

	it.each([
		['Proses Verifikasi', 'submitted'],
		['Pending Verifikasi', 'returned'],
		['Klaim', 'verified'],
		['3', 'verified'],
		['', 'submitted']
	])('of status «%s» are %s', async (status, state) => {
		const sep = `W-${state}-${status.length}`;
		expect(
			countsOf(
				await send(`vclaim?facility=${hospitalA}`, [vclaim(sep, { status })], { headers: bearer(importer) })
			)
		).toEqual([1, 0, 0]);
		expect(await claimOf(sep)).toMatchObject({ state, verified: state === 'verified' ? 2_700_000 : null });
	});

	it('are of the clinic’s service', async () => {
		const services = ['', 'Poli Jantung', 'IGD', 'Hemodialisa'].map((poli, index) =>
			vclaim(`P-${index}`, { poli, status: '1' })
		);
		await send('vclaim', services);
		const rows = await Promise.all([0, 1, 2, 3].map((index) => claimOf(`P-${index}`)));
		expect(rows.map((row) => row?.service)).toEqual(['inpatient-3', 'outpatient', 'emergency', 'dialysis']);
	});

	it('let no hospital pass a verdict on its own claim', async () => {
		expect(errorsOf(await send('vclaim', vclaim('V-1')))).toEqual([['not-allowed', 'status']]);
		expect(countsOf(await send('vclaim', vclaim('V-1', { status: 'Proses Verifikasi' })))).toEqual([1, 0, 0]);
	});

	it('of an unknown status are held', async () => {
		expect(errorsOf(await send('vclaim', vclaim('V-2', { status: 'LAYAK' })))).toEqual([
			['unknown-code', 'status']
		]);
	});
});

describe('the sample payloads of the interfaces', () => {
	sayWhenMissing('e-Klaim and VClaim');
	type Samples = { set_claim_data: unknown; vclaim_monitoring_klaim: { item: Record<string, unknown> } };
	it.runIf(hasReference)('are taken unchanged but for what stands empty in them', async () => {
		const { set_claim_data: set, vclaim_monitoring_klaim: monitoring } =
			readReference<Samples>('bridging/claims.json');
		expect(countsOf(await send('eklaim', set))).toEqual([1, 0, 0]);
		expect(await claimOf('0001R0016120507422')).toMatchObject({
			diagnoses: ['A91', 'E86'],
			from: '2023-01-25',
			to: '2023-01-31'
		});
		const filled = { noSEP: '0001R0016120507423', tglSep: '2023-01-25', tglPulang: '2023-01-31' };
		expect(countsOf(await send('vclaim', { ...monitoring.item, ...filled }))).toEqual([1, 0, 0]);
	});
});

describe('any mutated payload is answered with a refusal that says its code and place, and never with a fault', () => {
	const firstError = ({ body }: Told) => {
		const {
			errors = [],
			code,
			field
		} = body as { errors?: { code: string; field: string }[]; code?: string; field?: string };
		return code === undefined ? errors[0] : { code, field };
	};
	const whole = eklaim('F-1', { nomor_kartu: niks[2], nomor_kartu_t: 'nik' });
	it.each([
		['eklaim', whole],
		['vclaim', { response: { klaim: [vclaim('F-2', { status: '1' }), vclaim('F-3', { status: '1' })] } }]
	])(
		'%s',
		async (path, payload) => {
			const requests = mutated(payload).map((raw) => ({
				url: `${base}/${path}`,
				call: { headers: bearer(key), raw }
			}));
			const counts = await fuzz(city, requests, firstError);
			expect(Math.min(counts.taken, counts.held, counts.refused)).toBeGreaterThan(0);
			await expectNowhere(city, niks[2], ...names);
		},
		fuzzTimeoutMs
	);
});
