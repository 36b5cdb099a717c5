import type { Facility } from './facility.ts';

/**
 * The 48 puskesmas of Kota Bekasi. Real: they appear only beside real readings.
 *
 * Names: a city faskes template; points of 28: an Android app (repositories unknown; facts). No official code
 * was at hand, so `PKM-` + name stands in for it and must never be sent to another system as a code.
 * Kecamatan: that of the kelurahan (urban village) of the same name; the template groups some by older
 * borders. Three have no such kelurahan and a point that contradicts the template's "Bekasi Utara": Perumnas
 * II and Rawa Tembaga follow the point (Bekasi Selatan), Seroja stays in Bekasi Utara (Perumahan Seroja lies
 * in Harapanjaya) and loses its point. A point outside its own kecamatan is left out.
 */
type Row = readonly [
	slug: string,
	name: string,
	kecamatan: string,
	location: readonly [number, number] | null
];

const rows: readonly Row[] = [
	['pondok-gede', 'Pondok Gede', '32.75.08', [106.91344, -6.28282]],
	['jati-makmur', 'Jati Makmur', '32.75.08', [106.92534, -6.2752]],
	['jati-bening', 'Jati Bening', '32.75.08', null],
	['jati-bening-baru', 'Jati Bening Baru', '32.75.08', null],
	['jati-rahayu', 'Jati Rahayu', '32.75.12', [106.92616, -6.29588]],
	['jati-warna', 'Jati Warna', '32.75.12', [106.932362, -6.305523]],
	['jati-sampurna', 'Jati Sampurna', '32.75.10', [106.928108, -6.362401]],
	['jati-karya', 'Jati Karya', '32.75.10', null],
	['jati-ranggon', 'Jati Ranggon', '32.75.10', null],
	['jati-asih', 'Jati Asih', '32.75.09', [106.964716, -6.293063]],
	['jati-mekar', 'Jati Mekar', '32.75.09', null],
	['jati-kramat', 'Jati Kramat', '32.75.09', null],
	['jati-luhur', 'Jati Luhur', '32.75.09', [106.949739, -6.319799]],
	['bojong-rawalumbu', 'Bojong Rawalumbu', '32.75.05', [106.99889, -6.2776]],
	['pengasinan', 'Pengasinan', '32.75.05', [107.010086, -6.277839]],
	['bojong-menteng', 'Bojong Menteng', '32.75.05', [106.99573, -6.30027]],
	['karang-kitri', 'Karang Kitri', '32.75.01', [107.01111, -6.25777]],
	['bekasi-jaya', 'Bekasi Jaya', '32.75.01', null],
	['aren-jaya', 'Aren Jaya', '32.75.01', [107.0299, -6.24929]],
	['duren-jaya', 'Duren Jaya', '32.75.01', [107.02264, -6.23582]],
	['pekayon-jaya', 'Pekayon Jaya', '32.75.04', [106.97468, -6.26689]],
	['jaka-mulya', 'Jaka Mulya', '32.75.04', [106.96878, -6.28064]],
	['jaka-setia', 'Jaka Setia', '32.75.04', [106.978195, -6.276015]],
	['marga-jaya', 'Marga Jaya', '32.75.04', [106.99427, -6.2374]],
	['perumnas-ii', 'Perumnas II', '32.75.04', [106.98914, -6.24582]],
	['seroja', 'Seroja', '32.75.03', null],
	['perwira', 'Perwira', '32.75.03', null],
	['kali-abang-tengah', 'Kali Abang Tengah', '32.75.03', [107.00027, -6.17567]],
	['marga-mulya', 'Marga Mulya', '32.75.03', [107.00484, -6.23005]],
	['teluk-pucung', 'Teluk Pucung', '32.75.03', [107.03038, -6.21864]],
	['harapan-baru', 'Harapan Baru', '32.75.03', null],
	['rawa-tembaga', 'Rawa Tembaga', '32.75.04', [106.98059, -6.23363]],
	['bintara-jaya', 'Bintara Jaya', '32.75.02', null],
	['bintara', 'Bintara', '32.75.02', [106.94691, -6.23923]],
	['kranji', 'Kranji', '32.75.02', [106.97078, -6.22616]],
	['kotabaru', 'Kotabaru', '32.75.02', [106.96816, -6.2144]],
	['pejuang', 'Pejuang', '32.75.06', [106.9933, -6.19864]],
	['harapan-mulya', 'Harapan Mulya', '32.75.06', null],
	['medan-satria', 'Medan Satria', '32.75.06', null],
	['kalibaru', 'Kalibaru', '32.75.06', null],
	['bantargebang', 'Bantargebang', '32.75.07', null],
	['cikiwul', 'Cikiwul', '32.75.07', null],
	['ciketing-udik', 'Ciketing Udik', '32.75.07', null],
	['sumur-batu', 'Sumur Batu', '32.75.07', null],
	['mustika-jaya', 'Mustika Jaya', '32.75.11', null],
	['mustika-sari', 'Mustika Sari', '32.75.11', null],
	['cimuning', 'Cimuning', '32.75.11', null],
	['padurenan', 'Padurenan', '32.75.11', null]
];

export const puskesmas: readonly Facility[] = rows.map(([slug, name, kecamatan, location]) => ({
	code: `PKM-${slug}`,
	name: `Puskesmas ${name}`,
	kind: 'puskesmas',
	hospitalClass: null,
	owner: 'city',
	beds: null,
	kecamatan,
	location,
	demo: false
}));
