/** Words of offices for the few values that a field may have, and names for codes. */
import { findKecamatanByName } from '../../../../domain/area.ts';
import { findMedicine, medicines } from '../../../../domain/medicines.ts';
import { services } from '../../../../domain/service.ts';
import { diseaseGroups, skdrDiseases } from '../../../../domain/surveillance-diseases.ts';
import {
	findWardClass,
	findWardClassByKodekelas,
	findWardClassBySiranapName,
	wardClasses
} from '../../../../domain/ward.ts';
import { squeeze } from './squeeze.ts';

/** `value: word|word`; the value itself is one of its words. */
function table(rows: Record<string, string>): Map<string, string> {
	return new Map(
		Object.entries(rows).flatMap(([value, words]) =>
			[value, ...words.split('|')].map((word) => [squeeze(word), value] as const)
		)
	);
}

export const choices: Readonly<Record<string, Map<string, string>>> = {
	service: new Map([
		...services.flatMap(({ id, names }) =>
			[id, names.id, names.en].map((word) => [squeeze(word), id] as const)
		),
		...table({
			outpatient: 'rajal|poli|poliklinik|rawat jalan tingkat lanjut|rjtl',
			emergency: 'igd|ugd|gawat darurat',
			'inpatient-3': 'ranap|rawat inap|kelas 3|kelas iii|ritl|inpatient',
			dialysis: 'hd|hemodialisa|cuci darah',
			ambulance: 'ambulan|ambulans rujukan'
		})
	]),
	outcome: table({
		home: 'pulang|sembuh|pulang sembuh|membaik|pulang atas persetujuan dokter|atas persetujuan dokter',
		referred: 'rujuk|dirujuk|dirujuk ke rs lain',
		died: 'meninggal|meninggal dunia|mati|meninggal < 48 jam|meninggal > 48 jam|meninggal <48 jam|meninggal >48 jam',
		'against-advice': 'aps|pulang paksa|atas permintaan sendiri|pulang atas permintaan sendiri',
		other: 'lain|lainnya|lain lain'
	}),
	'claim-state': table({
		submitted: 'diajukan|pengajuan|ajuan|baru',
		returned: 'dikembalikan|kembali|pending',
		verified: 'terverifikasi|diverifikasi|layak',
		rejected: 'ditolak|tidak layak',
		approved: 'disetujui|setuju',
		paid: 'dibayar|terbayar|lunas'
	}),
	/** `jenis_rawat` of e-Klaim, `PTD` in its export. */
	'eklaim-care': table({
		'1': 'rawat inap|inap|ranap|ri|ritl|inpatient',
		'2': 'rawat jalan|jalan|rajal|rj|rjtl|outpatient',
		'3': 'gawat darurat|igd|ugd|emergency'
	}),
	'register-status': table({
		active: 'aktif',
		moved: 'pindah',
		deceased: 'meninggal|mati|wafat',
		unknown: 'tidak diketahui|tidak dikenal|belum terdata'
	}),
	jkn: table({
		none: 'tidak|tidak ada|bukan peserta|bukan peserta jkn|belum',
		'pbi-apbn': 'pbi|pbi jkn|pbi apbn',
		'pbi-apbd': 'pbi apbd|pbpu pemda',
		active: 'aktif|mandiri|ppu|pbpu',
		inactive: 'nonaktif|non aktif|tidak aktif'
	}),
	measure: table({
		cases: 'kasus|jumlah kasus',
		deaths: 'kematian|meninggal',
		'drug-use': 'pemakaian obat|obat',
		visits: 'kunjungan'
	}),
	grain: table({
		week: 'minggu|mingguan|pekan|weekly',
		month: 'bulan|bulanan|monthly',
		'half-year': 'semester|setengah tahun',
		year: 'tahun|tahunan|yearly'
	})
};

const yes = new Set(['ya', 'y', 'yes', 'true', '1', 'v', 'x', 'ada', 'sudah', 'benar']);
const no = new Set(['tidak', 't', 'no', 'n', 'false', '0', 'belum', 'bukan', 'salah']);

/** Undefined for a word that is neither. */
export function readYesNo(text: string): boolean | undefined {
	if (/^[✓✔√]$/.test(text.trim())) return true;
	const word = squeeze(text);
	return yes.has(word) ? true : no.has(word) ? false : undefined;
}

const wardByName = new Map(
	wardClasses.flatMap(({ id, names }) => [names.id, names.en].map((name) => [squeeze(name), id] as const))
);

export function findWardId(text: string): string | undefined {
	const found = findWardClass(text.trim().toLowerCase()) ?? findWardClassBySiranapName(text);
	return found?.id ?? wardByName.get(squeeze(text)) ?? findWardClassByKodekelas(text.trim())?.id;
}

/** The area's code with its points, from its name or from digits alone. */
export function findAreaCode(text: string): string | undefined {
	const digits = text.replace(/\D/g, '');
	if (/^[\d.\s]+$/.test(text) && (digits.length === 4 || digits.length === 6))
		return (digits.match(/\d\d/g) ?? []).join('.');
	if (/^(kota )?bekasi$/.test(squeeze(text))) return '32.75';
	return findKecamatanByName(text)?.code;
}

/** Forms name the strength and the form of a medicine after its name, or leave the form out. */
const formWords =
	/\b(tablet|tab|kapsul|kaplet|kap|botol|btl|fls|ampul|amp|vial|sachet|sach|tube|injeksi|inj|sirup|syr|capsule|bottle|ampoule|injection|syrup)\b/g;
const itemKey = (text: string) =>
	text
		.toLowerCase()
		.replace(formWords, ' ')
		.replace(/[^a-z0-9%]+/g, '');
const itemByName = new Map(
	medicines.flatMap(({ id, names }) => [names.id, names.en].map((name) => [squeeze(name), id] as const))
);
const itemByKey = uniqueKeys();

/** A name without its form stands for a medicine only where one medicine has it: tablet and syrup are two. */
function uniqueKeys(): Map<string, string | null> {
	const found = new Map<string, string | null>();
	for (const { id, names } of medicines)
		for (const key of new Set([itemKey(names.id), itemKey(names.en)]))
			found.set(key, found.has(key) ? null : id);
	return found;
}

export function findItemId(text: string): string | undefined {
	const trimmed = text.trim();
	return (
		findMedicine(trimmed.toLowerCase())?.id ??
		itemByName.get(squeeze(trimmed)) ??
		itemByKey.get(itemKey(trimmed)) ??
		undefined
	);
}

/** A name as the wire writes ids: `Vitamin B Kompleks` → `vitamin-b-kompleks`. */
export function slugOf(text: string): string {
	return text
		.normalize('NFD')
		.toLowerCase()
		.replace(/[\u0300-\u036f]/g, '')
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/^-|-$/g, '')
		.slice(0, 64)
		.replace(/-$/, '');
}

const diseaseByName = new Map([
	...diseaseGroups.flatMap(({ id, names }) =>
		[id, names.id, names.en].map((name) => [squeeze(name), id] as const)
	),
	...skdrDiseases.flatMap(({ code, group, names }) =>
		[code, names.id, names.en, `${code} ${names.id}`].map((name) => [squeeze(name), group] as const)
	)
]);

/** A disease group by its letter on form W2, its name, or both. */
export const findDiseaseId = (text: string): string | undefined => diseaseByName.get(squeeze(text));
