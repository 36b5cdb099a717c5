/**
 * The 18 items into which a hospital's own bill is divided (`tarif_rs` of e-Klaim, the ministry's claim software). They
 * are ids on the wire and keep its names: never rename one.
 */
export const tariffItems = [
	'prosedur_non_bedah',
	'prosedur_bedah',
	'konsultasi',
	'tenaga_ahli',
	'keperawatan',
	'penunjang',
	'radiologi',
	'laboratorium',
	'pelayanan_darah',
	'rehabilitasi',
	'kamar',
	'rawat_intensif',
	'obat',
	'obat_kronis',
	'obat_kemoterapi',
	'alkes',
	'bmhp',
	'sewa_alat'
] as const;
export type TariffItem = (typeof tariffItems)[number];

export function isTariffItem(text: string): text is TariffItem {
	return (tariffItems as readonly string[]).includes(text);
}
