/**
 * A place that treats people and reports: hospital, puskesmas (the public primary health centre of a part of
 * a kecamatan) or clinic. Real ones stand in `hospitals.ts` and `puskesmas.ts` and are used beside real
 * readings only; the demo city invents its own, with `demo: true`.
 */
export type FacilityKind = 'hospital' | 'puskesmas' | 'clinic';

/** Hospital class A (largest) to D, as the ministry grants it. */
export type HospitalClass = 'A' | 'B' | 'C' | 'D';

/** `city`: Pemkot; `company`: perusahaan; `social`: organisasi sosial; `private`: swasta/lainnya. */
export type FacilityOwner = 'city' | 'company' | 'social' | 'private';

export interface Facility {
	/** Hospitals: the ministry's 7-digit code (kode RS), which is also what SIRS Online sends as X-rs-id. */
	readonly code: string;
	readonly name: string;
	readonly kind: FacilityKind;
	readonly hospitalClass: HospitalClass | null;
	readonly owner: FacilityOwner;
	readonly beds: number | null;
	readonly kecamatan: string | null;
	/** [longitude, latitude]; null where no point could be trusted. */
	readonly location: readonly [number, number] | null;
	readonly demo: boolean;
}
