/** Exports of the claim interfaces as spreadsheets: the same claims as their JSON, and each counted once. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tariffItems } from '../../src/lib/domain/tariff-items.ts';
import type { Sender } from '../../src/lib/server/ingest/sender.ts';
import { makeXlsx, row } from '../support/make-xlsx.ts';
import { bearer, call, expectNowhere } from './bridging-city.ts';
import {
	claim,
	findDifferences,
	hospitalA,
	hospitalB,
	keyFor,
	niks,
	now,
	openCity,
	senders,
	serve,
	type Endpoint,
	type IngestCity
} from './ingest-city.ts';
import { bring, bringAndSend, refusedLines } from './upload-city.ts';

let city: IngestCity;
let endpoint: Endpoint;
let key: string;
let verifier: string;
let clock = now;

beforeAll(async () => {
	city = await openCity({ clock: () => clock });
	endpoint = await serve(city.app);
	key = await keyFor(city.app, 'hospital', hospitalA);
	verifier = await keyFor(city.app, 'verifier');
});
afterAll(async () => {
	await endpoint.close();
	await city.close();
});

const later = () => (clock = new Date(clock.getTime() + 60_000));
const post = (path: string, body: unknown, token = key) =>
	call(`http://127.0.0.1:${endpoint.port}/api/v1/claims/${path}`, { headers: bearer(token), body });

/** The line of headings of e-Klaim's own file. */
const headings =
	'KODE_RS KELAS_RS KELAS_RAWAT KODE_TARIF PTD ADMISSION_DATE DISCHARGE_DATE BIRTH_DATE BIRTH_WEIGHT SEX DISCHARGE_STATUS DIAGLIST PROCLIST ADL1 ADL2 IN_SP IN_SR IN_SI IN_SD INACBG SUBACUTE CHRONIC SP SR SI SD DESKRIPSI_INACBG TARIF_INACBG TARIF_SUBACUTE TARIF_CHRONIC DESKRIPSI_SP TARIF_SP DESKRIPSI_SR TARIF_SR DESKRIPSI_SI TARIF_SI DESKRIPSI_SD TARIF_SD TOTAL_TARIF TARIF_RS TARIF_POLI_EKS LOS ICU_INDIKATOR ICU_LOS VENT_HOUR NAMA_PASIEN MRN UMUR_TAHUN UMUR_HARI DPJP SEP NOKARTU PAYOR_ID CODER_ID VERSI_INACBG VERSI_GROUPER C1 C2 C3 C4 PROSEDUR_NON_BEDAH PROSEDUR_BEDAH KONSULTASI TENAGA_AHLI KEPERAWATAN PENUNJANG RADIOLOGI LABORATORIUM PELAYANAN_DARAH REHABILITASI KAMAR_AKOMODASI RAWAT_INTENSIF OBAT ALKES BMHP SEWA_ALAT OBAT_KRONIS OBAT_KEMO'.split(
		' '
	);
const theirItem: Record<string, string> = { kamar: 'KAMAR_AKOMODASI', obat_kemoterapi: 'OBAT_KEMO' };

/** Eighteen amounts, each another. */
const amounts = Object.fromEntries(tariffItems.map((item, index) => [item, 1_000 * (index + 1)]));
const bill = Object.values(amounts).reduce((sum, amount) => sum + amount, 0);
const names = ['Pasien Rahasia', 'dr. Dokter Rahasia', '0001112223334'];

const line = (sep: string, cells: Record<string, string> = {}) => {
	const told: Record<string, string> = {
		KODE_RS: hospitalA,
		PTD: '1',
		ADMISSION_DATE: '25/10/2026',
		DISCHARGE_DATE: '31/10/2026',
		BIRTH_DATE: '01/01/1990',
		DIAGLIST: 'A91;E86',
		PROCLIST: '99.18;90.59',
		INACBG: 'A-4-13-II',
		TARIF_INACBG: '2800000',
		TOTAL_TARIF: '2800000',
		TARIF_RS: String(bill),
		NAMA_PASIEN: names[0] ?? '',
		DPJP: names[1] ?? '',
		NOKARTU: names[2] ?? '',
		SEP: sep,
		...Object.fromEntries(
			tariffItems.map((item) => [theirItem[item] ?? item.toUpperCase(), String(amounts[item])])
		),
		...cells
	};
	return headings.map((heading) => told[heading] ?? '').join('\t');
};
const txt = (...lines: string[]) => `${[headings.join('\t'), ...lines].join('\r\n')}\r\n`;

const json = (sep: string, data: Record<string, unknown> = {}) => ({
	metadata: { method: 'set_claim_data', nomor_sep: sep },
	data: {
		...{ nomor_sep: sep, nomor_kartu: names[2], jenis_rawat: '1', diagnosa: 'A91#E86' },
		...{ tgl_masuk: '2026-10-25 12:55:00', tgl_pulang: '2026-10-31 09:55:00', nama_dokter: names[1] },
		tarif_rs: Object.fromEntries(Object.entries(amounts).map(([item, amount]) => [item, String(amount)])),
		...data
	}
});
const grouped = { grouper: { response: { cbg: { code: 'A-4-13-II' } } } };

const rowOf = async (sep: string, facility: string = hospitalA) => {
	const rows = await city.database.sql`
		SELECT state, service, diagnoses, service_from::text AS "from", service_to::text AS "to", tariff_code AS tariff,
			items, billed_rupiah AS billed, verified_rupiah AS verified, person_id AS person, occurred_on::text AS occurred,
			budget_year AS year
		FROM claim WHERE facility = ${facility} AND claim_no = ${sep} AND posted_on IS NOT NULL AND reversed_on IS NULL`;
	expect(rows.length, 'versions that stand').toBe(1);
	return { ...rows[0] };
};
const countsOf = ({ body }: Awaited<ReturnType<typeof post>>) => [
	body.accepted,
	body.duplicate,
	body.quarantined
];
const resultOf = async (kind: 'eklaim' | 'vclaim', file: string | Uint8Array, sender?: Sender) => {
	const { result } = await bringAndSend(city.app, kind, file, sender);
	return [result?.accepted, result?.duplicate, result?.quarantined];
};

describe('the file of e-Klaim', () => {
	it('makes the very rows that its JSON makes, all eighteen items among them', async () => {
		expect(await resultOf('eklaim', txt(line('T-1')))).toEqual([1, 0, 0]);
		expect(countsOf(await post('eklaim', json('J-1', grouped)))).toEqual([1, 0, 0]);
		const sheet = await rowOf('T-1');
		expect(sheet).toEqual(await rowOf('J-1'));
		expect(sheet).toMatchObject({ items: amounts, billed: bill, tariff: 'A-4-13-II', state: 'submitted' });
	});

	it('and the JSON of the same claim are one claim, whichever comes first', async () => {
		expect(await resultOf('eklaim', txt(line('T-2')))).toEqual([1, 0, 0]);
		expect(countsOf(await post('eklaim', json('T-2', grouped)))).toEqual([0, 1, 0]);
		expect(countsOf(await post('eklaim', json('T-3', grouped)))).toEqual([1, 0, 0]);
		later();
		expect(await resultOf('eklaim', txt(line('T-3'), line('T-2')))).toEqual([0, 2, 0]);
		expect(await findDifferences(city)).toEqual([]);
	});

	it('adds the package to a claim whose JSON had none, and keeps the person whom only the JSON named', async () => {
		const withNik = json('T-4', { nomor_kartu: niks[0], nomor_kartu_t: 'nik' });
		expect(countsOf(await post('eklaim', withNik))).toEqual([1, 0, 0]);
		const { person } = await rowOf('T-4');
		expect(person).toBeTruthy();
		later();
		expect(await resultOf('eklaim', txt(line('T-4')))).toEqual([1, 0, 0]);
		expect(await rowOf('T-4')).toMatchObject({ tariff: 'A-4-13-II', person });
		later();
		expect(countsOf(await post('eklaim', withNik))).toEqual([0, 1, 0]);
		expect(await resultOf('eklaim', txt(line('T-4')))).toEqual([0, 1, 0]);
		expect(await rowOf('T-4')).toMatchObject({ tariff: 'A-4-13-II', person });
		expect(await findDifferences(city)).toEqual([]);
	});

	it('replaces a claim that it says anew, and does not undo a verdict', async () => {
		await resultOf('eklaim', txt(line('T-5')));
		later();
		expect(await resultOf('eklaim', txt(line('T-5', { OBAT: '1' })))).toEqual([1, 0, 0]);
		expect(await rowOf('T-5')).toMatchObject({ billed: bill - (amounts['obat'] ?? 0) + 1 });
		later();
		const verdict = `noSEP;status;tglSep;tglPulang;byPengajuan;bySetujui;KODE_RS\nT-5;Klaim;2026-10-25;2026-10-31;${bill};5000;${hospitalA}\n`;
		expect(await resultOf('vclaim', verdict, senders.verifier)).toEqual([1, 0, 0]);
		expect(await resultOf('eklaim', txt(line('T-5', { OBAT: '1' })))).toEqual([0, 1, 0]);
		expect(await rowOf('T-5')).toMatchObject({ state: 'verified', verified: 5_000, items: { obat: 1 } });
	});

	it('is read as a workbook with headings in words, decimal amounts and serial dates too', async () => {
		const file = makeXlsx([
			{
				name: 'Klaim',
				rows:
					row(1, [
						'No. SEP',
						'Jenis Rawat',
						'Tgl Masuk',
						'Tgl Pulang',
						'Diagnosa',
						'Obat (Rp)',
						'Alkes',
						'NIK'
					]) +
					row(2, [
						'X-1',
						'Rawat Jalan',
						46_300,
						'2026-10-05 14:00',
						'I10',
						'Rp 1.500.000,00',
						250_000,
						niks[1]
					])
			}
		]);
		expect(await resultOf('eklaim', file)).toEqual([1, 0, 0]);
		const asJson = json('X-1', {
			...{ jenis_rawat: '2', tgl_masuk: '2026-10-05', tgl_pulang: '2026-10-05', diagnosa: 'I10' },
			...{ nomor_kartu: niks[1], tarif_rs: { obat: '1500000', alkes: '250000' } }
		});
		expect(countsOf(await post('eklaim', asJson))).toEqual([0, 1, 0]);
		expect(await rowOf('X-1')).toMatchObject({ service: 'outpatient', billed: 1_750_000 });
	});

	it('marks each bad cell in its column before anything is sent', async () => {
		const bad = {
			PTD: '9',
			ADMISSION_DATE: '32/10/2026',
			DIAGLIST: 'demam',
			OBAT: 'gratis',
			ALKES: '1,5',
			SEP: ''
		};
		const view = await bring(city.app, 'eklaim', txt(line('B-1', bad), line('B-2', { KODE_RS: hospitalB })));
		const headingOf = (column: number | null) => view.columns.find(({ index }) => index === column)?.heading;
		const [first, second] = view.check?.refused ?? [];
		expect(first?.problems.map(({ column }) => headingOf(column)).sort()).toEqual(
			['ADMISSION_DATE', 'ALKES', 'DIAGLIST', 'OBAT', 'PTD', 'SEP'].sort()
		);
		expect(second?.problems.map(({ column, refusal }) => [headingOf(column), refusal?.code])).toEqual([
			['KODE_RS', 'other-facility']
		]);
		await city.app.sheets.cancel(view.id);
	});

	it('refuses a NIK that the spreadsheet cut off rather than to leave the person out', async () => {
		const file = makeXlsx([
			{
				name: 'x',
				rows:
					row(1, ['nomor_sep', 'nomor_kartu', 'jenis_rawat', 'tgl_masuk', 'tgl_pulang', 'obat']) +
					row(2, ['C-1', 3275015203890000, 1, '2026-10-25', '2026-10-31', 5]) +
					row(3, ['C-2', 1112223334, 1, '2026-10-25', '2026-10-31', 5])
			}
		]);
		const view = await bring(city.app, 'eklaim', file);
		expect(view.check).toMatchObject({
			good: 1,
			bad: 1,
			refused: [{ row: 2, problems: [{ note: 'nik-rounded' }] }]
		});
		await city.app.sheets.cancel(view.id);
	});

	it('without any amount says so in the words of the interface', async () => {
		const sent = await bringAndSend(
			city.app,
			'eklaim',
			'nomor_sep,jenis_rawat,tgl_masuk,tgl_pulang,diagnosa\nN-1,1,2026-10-25,2026-10-31,A91\n'
		);
		expect(refusedLines(city.app, sent.id)).toEqual([expect.stringContaining('«data.tarif_rs»')]);
	});
});

describe('the table of VClaim’s Monitoring/Klaim', () => {
	const item = (sep: string, status = 'Klaim') => ({
		Inacbg: { kode: 'A-4-12-I', nama: 'Demam' },
		biaya: { byPengajuan: '2800000', bySetujui: '2700000', byTarifRS: '1', byTopup: '0' },
		...{ noSEP: sep, poli: '', status, tglSep: '2026-10-25', tglPulang: '2026-10-31', kelasRawat: '3' },
		peserta: { nama: names[0], noKartu: names[2], noMR: '00-11-22' }
	});
	const head =
		'noSEP,status,tglSep,tglPulang,poli,Inacbg.kode,Inacbg.nama,biaya.byPengajuan,biaya.bySetujui,peserta.nama,Nama RS';
	const lineOf = (sep: string, status = 'Klaim', hospital = 'RSUD dr. Chasbullah Abdulmadjid') =>
		`${sep},${status},2026-10-25,2026-10-31,,A-4-12-I,Demam,2800000,2700000,${names[0]},${hospital}`;
	const table = (...lines: string[]) => `${[head, ...lines].join('\n')}\n`;
	const byVerifier = (body: unknown) => post(`vclaim?facility=${hospitalA}`, body, verifier);
	/** A verdict is about a bill that the hospital sent. */
	const handIn = async (hospital: 'hospitalA' | 'hospitalB', ...seps: string[]) =>
		expect(
			await city.app.ingest.submit(
				senders[hospital],
				seps.map((sep) => claim(`bill-${sep}`, { claim: sep, billedRupiah: 2_800_000 }))
			)
		).toMatchObject({ accepted: seps.length });

	it('makes the very rows that its JSON makes, and is one with it', async () => {
		const name = city.app.facilities.find(hospitalA)?.name ?? '';
		await handIn('hospitalA', 'V-1', 'V-2');
		expect(await resultOf('vclaim', table(lineOf('V-1', 'Klaim', name)), senders.verifier)).toEqual([
			1, 0, 0
		]);
		expect(countsOf(await byVerifier([item('V-2')]))).toEqual([1, 0, 0]);
		const sheet = await rowOf('V-1');
		expect(sheet).toEqual(await rowOf('V-2'));
		expect(sheet).toMatchObject({ state: 'verified', verified: 2_700_000, tariff: 'A-4-12-I' });
		later();
		expect(countsOf(await byVerifier([item('V-1')]))).toEqual([0, 1, 0]);
		expect(await resultOf('vclaim', table(lineOf('V-2', '3', name)), senders.verifier)).toEqual([0, 1, 0]);
		expect(await findDifferences(city)).toEqual([]);
	});

	it('holds several hospitals, each row of its own', async () => {
		await handIn('hospitalA', 'V-3');
		await handIn('hospitalB', 'V-3');
		const lines = [lineOf('V-3', 'Pending Verifikasi', hospitalA), lineOf('V-3', 'Klaim', hospitalB)];
		expect(await resultOf('vclaim', table(...lines), senders.verifier)).toEqual([2, 0, 0]);
		expect(await rowOf('V-3', hospitalA)).toMatchObject({ state: 'returned' });
		expect(await rowOf('V-3', hospitalB)).toMatchObject({ state: 'verified' });
	});

	it('refuses a cell that cannot be used, also where the claim that stands could fill in for it', async () => {
		await handIn('hospitalA', 'V-7');
		const sound = lineOf('V-7', 'Klaim', hospitalA);
		expect(await resultOf('vclaim', table(sound), senders.verifier)).toEqual([1, 0, 0]);
		later();
		const sent = await bringAndSend(
			city.app,
			'vclaim',
			table(sound.replace('2026-10-25', 'kemarin')),
			senders.verifier
		);
		expect(sent).toMatchObject({ check: { bad: 1 }, result: { accepted: 0, quarantined: 1 } });
		expect(refusedLines(city.app, sent.id)).toEqual([
			expect.stringContaining('(tglSep): «kemarin» is no date')
		]);
	});

	it('passes no verdict on a bill that nobody sent', async () => {
		const sent = await bringAndSend(
			city.app,
			'vclaim',
			table(lineOf('V-8', 'Klaim', hospitalA)),
			senders.verifier
		);
		expect(sent).toMatchObject({ check: { bad: 0 }, result: { accepted: 0, quarantined: 1 } });
		expect(refusedLines(city.app, sent.id)).toEqual([expect.stringContaining('No bill of this number')]);
	});

	it('takes the same row of a file once its time has come', async () => {
		await handIn('hospitalA', 'V-9');
		const head =
			'Nomor klaim,Status klaim,Layanan,Mulai layanan,Akhir layanan,Ditagih (Rp),Disetujui (Rp),Kode RS';
		const row = `${head}\nV-9,disetujui,Rawat inap kelas 3,01/10/2026,03/10/2026,2800000,2600000,${hospitalA}\n`;
		const send = async () => {
			later();
			const { result } = await bringAndSend(city.app, 'claim', row, senders.dinkes);
			return [result?.accepted, result?.duplicate, result?.quarantined];
		};
		expect(await send()).toEqual([0, 0, 1]);
		later();
		expect(await resultOf('vclaim', table(lineOf('V-9', 'Klaim', hospitalA)), senders.verifier)).toEqual([
			1, 0, 0
		]);
		expect(await send()).toEqual([1, 0, 0]);
		expect(await send()).toEqual([0, 1, 0]);
	});

	it('lets no hospital pass a verdict on its own claim, and knows no other states', async () => {
		const view = await bring(
			city.app,
			'vclaim',
			table(lineOf('V-4', 'Klaim', ''), lineOf('V-5', 'LAYAK', ''))
		);
		expect(view.check?.refused).toMatchObject([
			{ row: 2, problems: [{ column: 1, refusal: { code: 'not-allowed' } }] },
			{ row: 3, problems: [{ column: 1, refusal: { code: 'unknown-code', detail: { value: 'LAYAK' } } }] }
		]);
		city.app.sheets.send(view.id, 'en');
		await expect
			.poll(() => city.app.sheets.view(view.id)?.result)
			.toMatchObject({ accepted: 0, quarantined: 2 });
		const unnamed = await bringAndSend(
			city.app,
			'vclaim',
			table(lineOf('V-6', 'Klaim', '')),
			senders.verifier
		);
		expect(unnamed.check?.refused).toMatchObject([
			{ problems: [{ column: 10, refusal: { code: 'facility-missing' } }] }
		]);
	});
});

it('who may send which export stands in the table of authority', () => {
	const { uploads } = city.app.services;
	const may = (party: Sender['party']) => [
		uploads.maySend({ party, facility: null }, 'eklaim'),
		uploads.maySend({ party, facility: null }, 'vclaim')
	];
	expect(may('hospital')).toEqual([true, true]);
	expect(may('verifier')).toEqual([false, true]);
	expect(may('dinkes')).toEqual([false, true]);
	expect(may('finance')).toEqual([false, false]);
	expect(may('register')).toEqual([false, false]);
});

it('no name, card number or NIK of an export stays anywhere', async () => {
	await expectNowhere(city, ...names, ...niks);
});
