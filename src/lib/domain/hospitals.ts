import type { Facility, FacilityOwner, HospitalClass } from './facility.ts';

/**
 * The 36 hospitals of Kota Bekasi in the ministry's register of mid-2021: code, name, class, owner, beds.
 * Real: they appear only beside real readings, never in the demo city. The city says that it had about 41 to
 * 43, so some real hospitals have no row (see `matchHospitalName`).
 *
 * Source: GitHub clumsyyyy/Milestone02_K01 (commit 6b5f81e), a national table of 2,925 hospitals that looks
 * like an RS Online export. Kecamatan and points: a Bekasi web map with 47 hospitals, approximate; a point is
 * kept only where it lies in the kecamatan that the same map names. RS Helsa stands in Jatirahayu by its full
 * name, which is in Pondok Melati; of RS As-Shofwan no place is known.
 */
type Row = readonly [
	code: string,
	name: string,
	hospitalClass: HospitalClass,
	owner: FacilityOwner,
	beds2021: number,
	kecamatan: string | null,
	location: readonly [number, number] | null
];

// prettier-ignore
const rows: readonly Row[] = [
	['3275013', 'RS Umum Daerah dr. Chasbullah Abdulmadjid', 'B', 'city', 554, '32.75.04', [107.000658, -6.242328]],
	['3275017', 'RS Karunia Kasih', 'C', 'private', 76, '32.75.08', [106.9202, -6.2754]],
	['3275024', 'RS Umum Mekar Sari Bekasi', 'C', 'social', 91, '32.75.01', [107.0074, -6.2381]],
	['3275035', 'RS Umum Sentosa', 'C', 'private', 45, '32.75.01', null],
	['3275039', 'RS Umum Masmitra', 'C', 'private', 77, '32.75.08', [106.9312, -6.2884]],
	['3275046', 'RS Umum Mitra Keluarga Bekasi Timur', 'B', 'company', 200, '32.75.01', [107.015278, -6.261111]],
	['3275050', 'RS Umum Budi Lestari', 'C', 'company', 66, '32.75.04', [106.9795, -6.2461]],
	['3275052', 'RS Umum Juwita', 'C', 'private', 42, '32.75.01', [107.0135, -6.2392]],
	['3275053', 'RS Umum Taman Harapan Baru', 'C', 'company', 64, '32.75.06', [106.9931, -6.1824]],
	['3275054', 'RS Umum As-Shofwan', 'D', 'private', 35, null, null],
	['3275057', 'RS Umum Karya Medika Bantar Gebang', 'D', 'company', 59, '32.75.07', [106.985, -6.3082]],
	['3275060', 'RS Umum Satria Medika', 'C', 'private', 71, '32.75.11', [107.0184, -6.3125]],
	['3275061', 'RS Helsa', 'C', 'private', 53, '32.75.12', null],
	['3275062', 'RS Siloam Bekasi Timur', 'C', 'private', 47, '32.75.01', [107.016, -6.262]],
	['3275063', 'RS Awal Bros Bekasi Timur', 'B', 'company', 91, '32.75.01', null],
	['3275064', 'RS Mustika Medika Bekasi', 'D', 'company', 23, '32.75.11', null],
	['3275065', 'Rumah Sakit Primaya Bekasi Utara', 'C', 'company', 52, '32.75.03', [107.0054, -6.2081]],
	['3275066', 'RS Umum Daerah Jatisampurna', 'D', 'city', 14, '32.75.10', [106.9242, -6.3685]],
	['3275067', 'RS Umum Pondok Gede', 'D', 'city', 22, '32.75.08', [106.9254, -6.2821]],
	['3275068', 'RS Umum Daerah Bantar Gebang', 'D', 'city', 24, '32.75.07', null],
	['3275083', 'RS Seto Hasbadi', 'D', 'social', 70, '32.75.03', [106.9965, -6.2115]],
	['3275094', 'RS Umum Mitra Keluarga Bekasi Barat', 'B', 'private', 191, '32.75.04', [106.992222, -6.237222]],
	['3275115', 'RS Umum Hermina Bekasi', 'B', 'private', 244, '32.75.04', [106.996111, -6.236111]],
	['3275130', 'RS Umum Bhakti Kartini', 'C', 'social', 97, '32.75.01', [107.0112, -6.2472]],
	['3275141', 'RS Umum Permata Bekasi', 'C', 'private', 93, '32.75.11', [107.0271, -6.2825]],
	['3275196', 'RS Umum Bella', 'C', 'private', 86, '32.75.01', [107.0145, -6.2411]],
	['3275207', 'RS Umum Graha Juanda', 'C', 'private', 64, '32.75.01', [107.0182, -6.2415]],
	['3275229', 'RS Umum Anna', 'C', 'private', 128, '32.75.04', [106.985833, -6.264167]],
	['3275263', 'RS Umum Citra Harapan', 'C', 'private', 90, '32.75.06', [106.9855, -6.1832]],
	['3275274', 'RS Umum Jati Sampurna', 'C', 'private', 55, '32.75.10', [106.9189, -6.3752]],
	['3275296', 'RS Umum Islam dr. Subki Abdulkadir', 'D', 'social', 42, '32.75.01', [107.0041, -6.2443]],
	['3275307', 'RS Siloam Bekasi Sepanjang Jaya', 'C', 'private', 65, '32.75.05', [106.9984, -6.2625]],
	['3275373', 'RS Umum Mitra Keluarga Cibubur', 'C', 'company', 96, '32.75.10', [106.9186, -6.3764]],
	['3275390', 'RS Ibu dan Anak Selasih Medika', 'C', 'private', 29, '32.75.02', [106.9651, -6.2342]],
	['3275392', 'RS Umum Awal Bros Bekasi', 'B', 'company', 121, '32.75.04', [106.985556, -6.245833]],
	['3275403', 'RS Ibu dan Anak Rinova Intan', 'C', 'company', 24, '32.75.03', [107.0082, -6.2235]],
];

export const hospitals: readonly Facility[] = rows.map(
	([code, name, hospitalClass, owner, beds, kecamatan, location]) => ({
		code,
		name,
		kind: 'hospital',
		hospitalClass,
		owner,
		beds,
		kecamatan,
		location,
		demo: false
	})
);

/**
 * Other names under which a hospital of the register reports. Only renamings that are known, never guesses:
 * - RS Umum Sentosa was bought by Siloam (Kontan 20 Jan 2017, Liputan6 25 Aug 2017).
 * - The Awal Bros hospitals of Bekasi took the name Primaya; the web map above has them at the same places.
 * - RS Umum Pondok Gede belongs to the city, so it is also called RSUD; Mekar Sari goes without "Bekasi".
 */
export const hospitalAliases: readonly (readonly [name: string, code: string])[] = [
	['RS Siloam Sentosa', '3275035'],
	['RS Primaya Bekasi Barat', '3275392'],
	['RS Primaya Bekasi Timur', '3275063'],
	['RS Umum Daerah Pondok Gede', '3275067'],
	['RS Umum Mekar Sari', '3275024']
];

const byCode = new Map(hospitals.map((hospital) => [hospital.code, hospital]));

export function findHospital(code: string): Facility | undefined {
	return byCode.get(code);
}
