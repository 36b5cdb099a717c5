/**
 * Which hospital to call first for a bed of one class, seen from one kecamatan: confirmed free beds before possible ones
 * and those before full houses; among equals the younger report, among those the nearer hospital.
 *
 * Ages are compared in bands: a report of three minutes and one of fifty are equally good news, and the nearer of the two is
 * the better address. The bands are a rule of this product, no decree's.
 */
import { findKecamatan } from './area.ts';
import type { BedHospital, WardRow } from './bed-summary.ts';
import { kilometresBetween } from './distance.ts';

export const findSorts = ['best', 'near', 'free'] as const;
export type FindSort = (typeof findSorts)[number];

/** Upper ends in hours; what is older, or of unknown age, stands behind them all. */
const ageBandHours = [1, 3, 6, 12, 24, 72] as const;

export type BedStanding = 'confirmed' | 'possible' | 'full';

export type FoundBed = {
	hospital: BedHospital;
	free: number;
	capacity: number | null;
	queue: number | null;
	reportedAt: string | null;
	standing: BedStanding;
	/** In a straight line; null where nobody chose from where, or where the hospital is unknown. */
	distanceKm: number | null;
	/** To the hospital's own point, or to the middle of its kecamatan where only that is known. */
	distanceTo: 'hospital' | 'kecamatan' | null;
};

export type FindOptions = {
	ward: string;
	/** From whose middle distances are measured; null for nowhere. */
	kecamatan: string | null;
	sort: FindSort;
	now: Date;
};

/**
 * @param rows ward classes of hospitals, of any class: those asked for are taken out
 * @param register names and places; a hospital that it does not know goes by its code, and last among its equals
 */
export function rankBeds(
	rows: readonly WardRow[],
	register: ReadonlyMap<string, BedHospital>,
	{ ward, kecamatan, sort, now }: FindOptions
): FoundBed[] {
	return rows
		.filter((row) => row.ward === ward)
		.map((row) => foundBed(row, register.get(row.facility), kecamatan))
		.sort((a, b) => compareFound(a, b, sort, now));
}

function foundBed(row: WardRow, known: BedHospital | undefined, kecamatan: string | null): FoundBed {
	const { facility: code, free, capacity, queue, reportedAt, fresh } = row;
	const hospital = known ?? { code, name: code, kecamatan: null, location: null, demo: false };
	const standing = free <= 0 ? 'full' : fresh ? 'confirmed' : 'possible';
	return { hospital, free, capacity, queue, reportedAt, standing, ...distanceOf(hospital, kecamatan) };
}

function distanceOf(
	{ location, kecamatan: place }: BedHospital,
	kecamatan: string | null
): Pick<FoundBed, 'distanceKm' | 'distanceTo'> {
	const from = kecamatan === null ? undefined : findKecamatan(kecamatan)?.centre;
	const middle = place === null ? undefined : findKecamatan(place)?.centre;
	const to = location ?? middle;
	if (from === undefined || to === undefined) return { distanceKm: null, distanceTo: null };
	return { distanceKm: kilometresBetween(from, to), distanceTo: location ? 'hospital' : 'kecamatan' };
}

const standings: readonly BedStanding[] = ['confirmed', 'possible', 'full'];
const compareNames = new Intl.Collator('id', { numeric: true }).compare;
type Compare = (a: FoundBed, b: FoundBed, now: Date) => number;

const byAge: Compare = (a, b, now) => bandOf(a, now) - bandOf(b, now);
const byDistance: Compare = (a, b) => farOf(a) - farOf(b) || 0;
const byFree: Compare = (a, b) => b.free - a.free;

const orders: Readonly<Record<FindSort, readonly Compare[]>> = {
	best: [byAge, byDistance, byFree],
	near: [byDistance, byAge, byFree],
	free: [byFree, byAge, byDistance]
};

function compareFound(a: FoundBed, b: FoundBed, sort: FindSort, now: Date): number {
	const tier = standings.indexOf(a.standing) - standings.indexOf(b.standing);
	if (tier !== 0) return tier;
	for (const compare of orders[sort]) {
		const difference = compare(a, b, now);
		if (difference !== 0) return difference;
	}
	return compareNames(a.hospital.name, b.hospital.name);
}

/** Large and finite, so that two unknown ones are equal. */
const farOf = ({ distanceKm }: FoundBed) => distanceKm ?? Number.MAX_VALUE;

function bandOf({ reportedAt }: FoundBed, now: Date): number {
	if (reportedAt === null) return ageBandHours.length + 1;
	const ageHours = (now.getTime() - Date.parse(reportedAt)) / 3_600_000;
	const band = ageBandHours.findIndex((hours) => ageHours <= hours);
	return band === -1 ? ageBandHours.length : band;
}
