/** What the drugs page may be asked for, from the words of a URL. */
import { findKecamatan } from '../../domain/area.ts';
import type { Facility } from '../../domain/facility.ts';
import type { Ven } from '../../domain/medicines.ts';
import type { DrugsView } from '../../protocol/views/drugs.ts';
import { InvalidFilter } from './context.ts';

export type DrugQuery = {
	item: string | null;
	ven: string | null;
	kecamatan: string | null;
	facility: string | null;
	asOf: string | null;
};
export type DrugFilter = DrugsView['filter'];

type Register = { find: (code: string) => Facility | undefined; all: () => Facility[] };

/** @throws InvalidFilter */
export function readDrugFilter(
	{ item, ven, kecamatan, facility }: DrugQuery,
	register: Register
): DrugFilter {
	// Senders may name items that are on no list: any slug of the wire is an item, known or not.
	if (item !== null && !/^[a-z0-9][a-z0-9.-]{0,63}$/.test(item)) throw new InvalidFilter('item', item);
	if (ven !== null && !isVen(ven)) throw new InvalidFilter('ven', ven);
	if (kecamatan !== null && !findKecamatan(kecamatan)) throw new InvalidFilter('kecamatan', kecamatan);
	if (facility !== null && !register.find(facility)) throw new InvalidFilter('facility', facility);
	// A facility lies in one kecamatan: naming both would only be able to contradict.
	return { item, ven, facility, kecamatan: facility === null ? kecamatan : null };
}

const isVen = (text: string): text is Ven => ['V', 'E', 'N'].includes(text);

/** The facilities that the filter looks at; null for all. */
export function facilitiesOf({ facility, kecamatan }: DrugFilter, register: Register): string[] | null {
	if (facility !== null) return [facility];
	if (kecamatan === null) return null;
	return register
		.all()
		.filter((one) => one.kecamatan === kecamatan)
		.map(({ code }) => code);
}
