import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromBufferPromise } from 'yauzl';
import { sheetKinds } from '../../src/lib/protocol/views/upload.ts';
import { buildWorkbook } from '../../src/lib/server/export/xlsx.ts';
import { makeXlsx, makeZip, row } from '../support/make-xlsx.ts';
import {
	claim as claimEvent,
	findDifferences,
	niks,
	now,
	openCity,
	senders,
	serve,
	type Endpoint,
	type IngestCity
} from './ingest-city.ts';
import { bring, bringAndSend, heldFiles, settle, signedIn, visitSheet } from './upload-city.ts';

let city: IngestCity;
let endpoint: Endpoint;
let origin: string;

beforeAll(async () => {
	city = await openCity({ clock: () => now });
	endpoint = await serve(city.app);
	origin = `http://127.0.0.1:${endpoint.port}`;
});
afterAll(async () => {
	await endpoint.close();
	await city.close();
});

describe('a workbook', () => {
	it('of LPLPO is read through titles, merged headings, sections and totals', async () => {
		const rows = [
			row(1, ['LAPORAN PEMAKAIAN DAN LEMBAR PERMINTAAN OBAT (LPLPO)']),
			row(2, ['Bulan : Oktober 2026']),
			row(4, ['No', 'Nama Obat', 'Satuan', 'Stok', null, 'Pemakaian', 'Sisa Stok', 'Pemberian', null]),
			row(5, [null, null, null, 'Awal', 'Penerimaan', null, null, 'PKD', 'APBD']),
			row(6, [1, 2, 3, 4, 5, 6, 7, 8, 9]),
			row(7, [null, 'OBAT GENERIK']),
			row(8, [1, 'Parasetamol 500 mg tablet', 'tablet', 1000, '-', '1.700', 300]),
			row(9, [2, 'Vitamin B Kompleks', 'tablet', 10, 5, 5, null]),
			row(10, [null, 'JUMLAH', null, 1010, 5, 705, 310]),
			row(12, [null, null, null, 'Mengetahui, Kepala Puskesmas'])
		].join('');
		const sent = await bringAndSend(
			city.app,
			'lplpo',
			makeXlsx([
				{ name: 'Info', rows: row(1, ['x']) },
				{ name: 'LPLPO', rows }
			]),
			{ party: 'hospital', facility: 'PKM-seroja' }
		);
		expect(sent.sheet).toBe(1);
		expect(sent.check).toMatchObject({ unlisted: 1 });
		expect(sent.result).toMatchObject({ accepted: 2, quarantined: 0 });
		const found = await city.database
			.sql`SELECT item, month, opening, received, used, closing FROM stock WHERE facility = 'PKM-seroja' ORDER BY item`;
		expect(found).toMatchObject([
			{ item: 'paracetamol-500', month: '2026-10-01', opening: 1000, received: 0, used: 1700, closing: 300 },
			{ item: 'vitamin-b-kompleks', opening: 10, received: 5, used: 5, closing: 10 }
		]);
	});

	it('of W2 gives a count for each disease, also where each has a column', async () => {
		const wide = makeXlsx([
			{
				name: 'W2',
				rows:
					row(1, ['Tahun', 'Minggu ke', 'A', 'C. Suspek dengue', 'Suspek campak']) +
					row(2, [2026, 43, 12, 3, 0])
			}
		]);
		const sent = await bringAndSend(city.app, 'w2', wide, { party: 'hospital', facility: 'PKM-seroja' });
		expect(sent.result).toMatchObject({ rows: 1, accepted: 3 });
		const long =
			'Minggu ke-44 tahun 2026;;\nKode;Nama Penyakit;Jumlah Kasus;Kematian\nC;Suspek dengue;4;1\nZZ;Entah;1;0\n';
		const second = await bringAndSend(city.app, 'w2', long, { party: 'hospital', facility: 'PKM-seroja' });
		expect(second.result).toMatchObject({ rows: 2, accepted: 2, quarantined: 2, refusedRows: 1 });
		const found = await city.database.sql`
			SELECT measure, code, period, area, value FROM tally WHERE reporter = 'PKM-seroja' ORDER BY period, measure, code`;
		expect(found).toMatchObject([
			{ measure: 'cases', code: 'campak', period: '2026-10-25', area: '32.75.03', value: 0 },
			{ code: 'dengue', value: 3 },
			{ code: 'diare', value: 12 },
			{ measure: 'cases', code: 'dengue', period: '2026-11-01', value: 4 },
			{ measure: 'deaths', code: 'dengue', value: 1 }
		]);
	});

	it('holds dates as serials of either calendar, and formulas by their last value', async () => {
		const head = row(1, ['Kelas Ruang', 'Ruang', 'Kapasitas', 'Terisi', 'Waktu Laporan']);
		const cells = `<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="str"><f>"An"&amp;"ggrek"</f><v>Anggrek</v></c><c r="C2"><f>10+10</f><v>20</v></c><c r="D2"><v>1.6E1</v></c><c r="E2"><v>46348.25</v></c></row>`;
		const unsaved = `<row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" t="inlineStr"><is><t>Mawar</t></is></c><c r="C3"><f>10+10</f></c><c r="D3"><v>1</v></c></row>`;
		const file = makeXlsx([{ name: 'TT', rows: head + cells + unsaved }], { strings: ['Kelas III'] });
		const sent = await bringAndSend(city.app, 'bed', file);
		expect(sent.check?.refused).toMatchObject([
			{ row: 3, problems: [{ column: 2, note: 'formula-empty' }, { column: null }] }
		]);
		const [bed] = await city.database
			.sql`SELECT capacity, occupied, reported_at FROM bed_report WHERE room = 'Anggrek'`;
		expect(bed).toMatchObject({ capacity: 20, occupied: 16, reported_at: new Date('2026-11-21T23:00:00Z') });
		const old = makeXlsx(
			[{ name: 'TT', rows: head + row(2, ['Kelas III', 'Melati', 20, 16, 46_348.25 - 1_462]) }],
			{ date1904: true }
		);
		await bringAndSend(city.app, 'bed', old);
		const [melati] = await city.database.sql`SELECT reported_at FROM bed_report WHERE room = 'Melati'`;
		expect(melati).toEqual({ reported_at: new Date('2026-11-21T23:00:00Z') });
	});

	it('with a NIK that lost its last digit is refused, one that kept it is taken', async () => {
		const head = row(1, ['No Kunjungan', 'NIK', 'Layanan', 'Diagnosa', 'Tanggal Masuk']);
		const file = makeXlsx([
			{
				name: 'x',
				rows:
					head +
					row(2, ['N-1', 3275015203890000, 'Rajal', 'A91', '21/11/2026']) +
					row(3, ['N-2', '3275015203890000', 'Rajal', 'A91', '21/11/2026'])
			}
		]);
		const view = await bring(city.app, 'visit', file);
		expect(view.check).toMatchObject({
			good: 1,
			bad: 1,
			refused: [{ row: 2, problems: [{ column: 1, note: 'nik-rounded' }] }]
		});
		await city.app.sheets.cancel(view.id);
	});

	it('of claims and members is taken for the party that may state it', async () => {
		const claims =
			'No Klaim,NIK,Status,Tanggal Bayar,Layanan,Tgl Masuk,Tgl Pulang,Ditagih (Rp),Disetujui (Rp),Dibayar (Rp),Nama RS\nK-1,3275015203890000,dibayar,20/11/2026,Rawat inap kelas 3,01/10/2026,03/10/2026,"Rp 3.500.000,00",3.000.000,"3,000,000",RS Karunia Kasih\n';
		const finance = { party: 'finance', facility: null } as const;
		expect((await bringAndSend(city.app, 'claim', claims, finance)).result).toMatchObject({
			accepted: 0,
			quarantined: 1
		});
		const approved = { claim: 'K-1', state: 'approved', approvedRupiah: 3_000_000, billedRupiah: 3_500_000 };
		await city.app.ingest.submit(senders.importer, [
			claimEvent('K-1', approved, { subject: '3275017', time: '2026-11-15T03:00:00Z' })
		]);
		expect((await bringAndSend(city.app, 'claim', claims, finance)).result).toMatchObject({ accepted: 1 });
		const [claim] = await city.database
			.sql`SELECT facility, state, paid_rupiah, occurred_on FROM claim WHERE claim_no = 'K-1' AND reversed_on IS NULL`;
		expect(claim).toEqual({
			facility: '3275017',
			state: 'paid',
			paid_rupiah: 3_000_000,
			occurred_on: '2026-11-20'
		});
		expect((await bringAndSend(city.app, 'claim', claims.replace('K-1', 'K-2'))).result).toMatchObject({
			accepted: 0,
			quarantined: 1
		});
		const members =
			'NIK\tNo KK\tKecamatan\tSegmen\tStatus Penduduk\teKTP\tStatus BPJS\n3275015203890000\t3275010101010000\tKec. Jatiasih\tUmum\tAktif\tYa\tPBI APBD\n';
		const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(members, 'utf16le')]);
		expect(
			(await bringAndSend(city.app, 'member', utf16, { party: 'register', facility: null })).result
		).toMatchObject({ accepted: 1 });
		const [member] = await city.database
			.sql`SELECT kecamatan, segment, register_status, ektp, jkn FROM member`;
		expect(member).toMatchObject({
			kecamatan: '32.75.09',
			segment: 'umum',
			register_status: 'active',
			ektp: true,
			jkn: 'pbi-apbd'
		});
		const tallies =
			'measure,code,area,period,grain,value\nkasus,Suspek dengue,32.75.01,01/10/2026,bulan,12\n';
		expect((await bringAndSend(city.app, 'tally', tallies)).result).toMatchObject({ accepted: 1 });
	});
});

describe('templates', () => {
	it.each(sheetKinds)('of %s are recognised whole, and their example is left out', async (kind) => {
		const response = await fetch(`${origin}/upload/templates/${kind}.xlsx`, {
			headers: await signedIn(city)
		});
		expect(response.status).toBe(200);
		const party = kind === 'member' ? ({ party: 'register', facility: null } as const) : undefined;
		const view = await bring(city.app, kind, new Uint8Array(await response.arrayBuffer()), party);
		expect(view.columns.filter(({ field }) => field === null).map(({ heading: text }) => text)).toEqual([
			'Keterangan / Remarks'
		]);
		expect(view.missing).toEqual([]);
		expect(view.check).toMatchObject({ rows: 0, skipped: 1 });
		await city.app.sheets.cancel(view.id);
	});

	it('of a kind that is none are not found', async () => {
		const headers = await signedIn(city);
		expect((await fetch(`${origin}/upload/templates/rko.xlsx`, { headers })).status).toBe(400);
	});
});

describe('a file that cannot be read', () => {
	const zip = makeXlsx([{ name: 'x', rows: row(1, ['No Kunjungan', 'NIK']) + row(2, ['a', 'b']) }]);
	it.each([
		['', 'empty'],
		[Buffer.from('d0cf11e0a1b11ae100', 'hex'), 'old-excel'],
		[zip.subarray(0, zip.length - 30), 'broken-zip'],
		[makeZip({ 'word/document.xml': '<w/>' }), 'not-a-sheet'],
		[makeXlsx([{ name: 'x', rows: '<row r="1"><c' }]), 'broken-sheet'],
		[makeXlsx([{ name: 'x', rows: '<!DOCTYPE x [<!ENTITY a "b">]>&a;' }]), 'broken-sheet'],
		[Buffer.from([0x25, 0x50, 0x44, 0x46, 0, 1, 2, 0]), 'not-a-sheet'],
		[`No Kunjungan,NIK\n"${'x'.repeat(1_100_000)}`, 'broken-csv']
	])('is refused with its code (%#)', async (file, code) => {
		const view = await bring(city.app, 'visit', file);
		expect(view).toMatchObject({ phase: 'failed', refusal: { code } });
		expect(heldFiles(city.dataDir)).toEqual([]);
	});

	it('nor one that unpacks to more than it may', async () => {
		const bytes = Buffer.from(zip);
		// The directory says that the sheet is four gigabytes long.
		const at = bytes.lastIndexOf('xl/worksheets/sheet1.xml');
		bytes.writeUInt32LE(0xf0000000, at - 46 + 24);
		expect(await bring(city.app, 'visit', bytes)).toMatchObject({ phase: 'failed' });
	});
});

describe('fuzz', () => {
	const good = [
		visitSheet(
			`Z-1;${niks[0]};Rawalumbu;Rajal;A91;21/11/2026;N`,
			`Z-2;${niks[1]};Rawalumbu;IGD;A09;21/11/2026;N`
		),
		makeXlsx([
			{
				name: 'x',
				rows:
					row(1, ['No Kunjungan', 'NIK', 'Layanan', 'Diagnosa', 'Tanggal Masuk']) +
					row(2, ['Z-3', niks[0], 'Rajal', 'A91', 46_000])
			}
		]),
		`SEP\tPTD\tADMISSION_DATE\tDISCHARGE_DATE\tDIAGLIST\tNIK\tOBAT\tALKES\nZ-4\t1\t25/10/2026\t31/10/2026\tA91;E86\t${niks[2]}\t1.000\t5\nZ-5\t2\t25/10/2026\t25/10/2026\tI10\t\t70\t0\n`,
		'noSEP,status,tglSep,tglPulang,poli,Inacbg.kode,byPengajuan\nZ-6,Proses Verifikasi,2026-10-25,2026-10-31,,A-4-12-I,2800000\nZ-4,1,2026-10-25,2026-10-31,IGD,,5\n'
	].map((file) => Buffer.from(file));

	it('whatever the bytes, an upload comes to rest with a coded refusal or with each row judged', async () => {
		const edits = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), {
			minLength: 1,
			maxLength: 6
		});
		await fc.assert(
			fc.asyncProperty(
				fc.constantFrom(...good),
				edits,
				fc.constantFrom(...sheetKinds),
				fc.boolean(),
				async (file, changes, kind, isCut) => {
					const bytes = Buffer.from(file);
					for (const [at, value] of changes) bytes[at % bytes.length] = value;
					const view = await bring(
						city.app,
						kind,
						isCut ? bytes.subarray(0, (changes[0]?.[0] ?? 0) % bytes.length) : bytes
					);
					if (view.phase === 'failed') {
						expect(view.refusal?.code).toBeTruthy();
						expect(view.refusal?.code).not.toBe('fault');
						return;
					}
					expect(view.phase).toBe('ready');
					const { rows = 0, good: fine = 0, bad = 0, refused = [] } = view.check ?? {};
					expect(fine + bad).toBe(rows);
					for (const { problems } of refused) expect(problems.length).toBeGreaterThan(0);
					if (!city.app.sheets.send(view.id, 'en')) {
						await city.app.sheets.cancel(view.id);
						return;
					}
					const { result } = await settle(city.app, view.id);
					expect(result?.rows).toBe(rows);
					// What stands of a claim may contradict a row that is sound by itself.
					expect(result?.refusedRows).toBeGreaterThanOrEqual(bad);
					if (kind !== 'vclaim') expect(result?.refusedRows).toBe(bad);
				}
			),
			{ numRuns: Number(process.env.DENYUT_FUZZ_RUNS ?? 300) }
		);
		expect(await findDifferences(city)).toEqual([]);
		expect(heldFiles(city.dataDir)).toEqual([]);
	}, 600_000);

	it('exports no cell that a program would run, whatever the text', async () => {
		const texts = fc.array(
			fc
				.tuple(fc.constantFrom('=', '+', '-', '@', '\t', ''), fc.string({ maxLength: 8 }))
				.map(([first, rest]) => first + rest),
			{ minLength: 1, maxLength: 5 }
		);
		await fc.assert(
			fc.asyncProperty(texts, async (cells) => {
				const book = await buildWorkbook([{ name: 'x', headings: cells, rows: [cells], widths: [9] }]);
				const xml = await readEntries(book);
				expect(xml).not.toMatch(/<f[ >]/);
				expect(xml).not.toMatch(/<t[^>]*>[=+\-@\t]/);
			}),
			{ numRuns: 50 }
		);
	});
});

/** The texts of a workbook and its sheet, as XML. */
async function readEntries(book: Buffer): Promise<string> {
	const zip = await fromBufferPromise(book, { lazyEntries: true });
	let xml = '';
	for await (const entry of zip.eachEntry()) {
		if (!/sharedStrings|sheet1\.xml$/.test(entry.fileName)) continue;
		for await (const chunk of await zip.openReadStreamPromise(entry)) xml += String(chunk);
	}
	return xml;
}
