/** A workbook to fill in: the headings of a kind in both languages, one example, and a sheet that explains each column. */
import type { SheetKind } from '../../../../protocol/views/upload.ts';
import { choices } from './words.ts';
import { sheetShapes, type CellForm, type SheetField } from './sheet-fields.ts';

type TemplateSheet = {
	name: string;
	headings: string[];
	rows: (string | number | null)[][];
	widths: number[];
};

/** A row that still holds this is left out. */
const remark = 'CONTOH – hapus baris ini / EXAMPLE – delete this row';

const hints: Readonly<Record<CellForm, string>> = {
	text: 'Teks / Text',
	nik: '16 angka, format kolom: teks / 16 digits, format the column as text',
	whole: 'Bilangan bulat / Whole number',
	day: 'Tanggal, dd/mm/yyyy / Date, dd/mm/yyyy',
	instant: 'Tanggal dan jam WIB, dd/mm/yyyy hh:mm / Date and time (Jakarta), dd/mm/yyyy hh:mm',
	month: 'Bulan, 2026-10 atau Oktober 2026 / Month, 2026-10 or October 2026',
	diagnoses:
		'Kode ICD-10, yang utama dahulu, pisahkan dengan koma / ICD-10 codes, the main one first, comma between',
	drugs: 'Nama obat: jumlah; nama obat: jumlah / Medicine: quantity; medicine: quantity',
	'yes-no': 'ya atau tidak / yes or no',
	choice: '',
	slug: 'Satu kata / One word',
	ward: 'Nama atau kode kelas ruang / Name or code of the ward class',
	area: 'Nama kecamatan atau kode 32.75.01 / Name of the kecamatan or code 32.75.01',
	item: 'Nama atau kode obat / Name or code of the medicine',
	disease: 'Kode SKDR atau nama penyakit / SKDR letter or name of the disease',
	'tally-code': 'Penyakit, obat atau layanan / Disease, medicine or service',
	facility: 'Hanya bila dikirim bukan oleh fasilitas sendiri / Only where no facility sends it itself'
};

/** The weekly form comes a line a disease; a column a disease is read too. */
const shownFields = (kind: SheetKind) => sheetShapes[kind].fields.filter(({ id }) => !id.includes(':'));

export function templateOf(kind: SheetKind): TemplateSheet[] {
	const fields = shownFields(kind);
	const headings = fields.map(({ names }) =>
		names.id === names.en ? names.id : `${names.id} / ${names.en}`
	);
	return [
		{
			name: 'Data',
			headings: [...headings, 'Keterangan / Remarks'],
			rows: [[...fields.map(({ example }) => (example === '' ? null : example)), remark]],
			widths: [
				...headings.map((heading) => Math.min(36, Math.max(12, Math.ceil(heading.length / 2) + 4))),
				30
			]
		},
		{
			name: 'Petunjuk - Guide',
			headings: ['Kolom / Column', 'Wajib / Needed', 'Isi / Content'],
			rows: fields.map((field, index) => [
				headings[index] ?? '',
				field.isNeeded ? 'wajib / needed' : '',
				hintOf(field)
			]),
			widths: [44, 16, 70]
		}
	];
}

function hintOf({ form, choice }: SheetField): string {
	if (form !== 'choice') return hints[form];
	if (choice === 'eklaim-care')
		return '1 rawat inap / inpatient, 2 rawat jalan / outpatient, 3 IGD / emergency';
	const values = [...new Set(choices[choice ?? '']?.values() ?? [])];
	return values.join(', ');
}
