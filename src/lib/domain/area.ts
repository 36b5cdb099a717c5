/**
 * The city's twelve kecamatan (the administrative districts below a city, each under a *camat*), the smallest
 * area that any figure of this product is shown for.
 *
 * Codes, areas (of the polygon) and label points: GitHub cahyadsn/wilayah (MIT), per Kepmendagri
 * 300.2.2-2430/2025. Names as the city itself writes them (the decree runs some together: "Medansatria",
 * "Pondokgede", "Pondokmelati", "Mustikajaya"); `findKecamatanByName` takes either spelling.
 */
export interface Kecamatan {
	/** Kemendagri code, for example `32.75.01`. */
	readonly code: string;
	readonly name: string;
	readonly areaKm2: number;
	/** [longitude, latitude] of a point well inside, for a label or a marker. */
	readonly centre: readonly [number, number];
	readonly population: {
		readonly persons: number;
		/** Always true: only the city's total is published by the decree. */
		readonly estimate: true;
		readonly basis: string;
	};
}

/** Kota Bekasi, Kepmendagri 300.2.2-2138/2025: 1,285,093 men and 1,287,116 women. */
export const city = { code: '32.75', name: 'Kota Bekasi', population: 2_572_209 } as const;

/** Everyone who lives outside the city; figures by area keep them apart instead of dropping them. */
export const outsideArea = '99.99.99';
/** Residence not stated. */
export const unknownArea = '00.00.00';

const populationBasis =
	'Estimate: the city total of Kepmendagri 300.2.2-2138/2025, split by assumed shares to a tenth of a ' +
	'percent, roughly as in the 2020 census but not checked against its table; not a published count.';

function row(
	code: string,
	name: string,
	areaKm2: number,
	centre: readonly [number, number],
	persons: number
): Kecamatan {
	return { code, name, areaKm2, centre, population: { persons, estimate: true, basis: populationBasis } };
}

export const kecamatan: readonly Kecamatan[] = [
	row('32.75.01', 'Bekasi Timur', 14.63, [107.02149, -6.24326], 259_793),
	row('32.75.02', 'Bekasi Barat', 14.89, [106.96496, -6.23091], 285_515),
	row('32.75.03', 'Bekasi Utara', 20.8, [107.00628, -6.20582], 336_959),
	row('32.75.04', 'Bekasi Selatan', 15.78, [106.97685, -6.25602], 210_921),
	row('32.75.05', 'Rawalumbu', 16.83, [106.99868, -6.28055], 223_782),
	row('32.75.06', 'Medan Satria', 13.2, [106.97261, -6.20393], 164_621),
	row('32.75.07', 'Bantargebang', 19.24, [106.99381, -6.335], 108_033),
	row('32.75.08', 'Pondok Gede', 17.43, [106.92214, -6.27186], 254_649),
	row('32.75.09', 'Jatiasih', 24.25, [106.95103, -6.30916], 246_932),
	row('32.75.10', 'Jatisampurna', 20.18, [106.93032, -6.36355], 128_611),
	row('32.75.11', 'Mustika Jaya', 24.74, [107.01927, -6.30795], 221_210),
	row('32.75.12', 'Pondok Melati', 11.01, [106.93068, -6.31056], 131_183)
];

const byCode = new Map(kecamatan.map((item) => [item.code, item]));
const byName = new Map(kecamatan.map((item) => [squeeze(item.name), item]));

function squeeze(name: string): string {
	return name
		.toLowerCase()
		.replace(/^kec(amatan|\.)?\s+/, '')
		.replace(/[^a-z]/g, '');
}

export function findKecamatan(code: string): Kecamatan | undefined {
	return byCode.get(code);
}

/** Spaces and case do not matter: "Bantar Gebang", "BANTARGEBANG" and "Kec. Bantargebang" are one. */
export function findKecamatanByName(name: string): Kecamatan | undefined {
	return byName.get(squeeze(name));
}

/** The area that a figure is counted under: in-city codes stay, nothing stated = unknown, the rest = outside. */
export function bucketKecamatan(code: string | null): string {
	if (code === null || code === '' || code === unknownArea) return unknownArea;
	return byCode.has(code) ? code : outsideArea;
}
