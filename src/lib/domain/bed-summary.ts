/**
 * From rooms to what a person asks: the ward classes of a hospital, the hospitals of a kecamatan, the city. A capacity
 * that one room leaves unsaid is unknown for its whole class; sums then leave that class out and say over how many
 * hospitals they run, so that nothing unknown is counted as nought.
 */
import { countedRooms, sumRooms } from './bed-freshness.ts';
import type { BedWay } from './bed-way.ts';
import { wardClasses } from './ward.ts';

export type BedRoom = {
	facility: string;
	ward: string;
	way: BedWay;
	room: string;
	capacity: number | null;
	occupied: number | null;
	free: number;
	queue: number | null;
	reportedAt: string | null;
};

export type BedHospital = {
	code: string;
	name: string;
	kecamatan: string | null;
	location: readonly [number, number] | null;
	demo: boolean;
};

/** A ward class of one hospital. Its free beds are either all confirmed or all possible. */
export type WardRow = {
	facility: string;
	ward: string;
	rooms: BedRoom[];
	free: number;
	/** Null where a room does not say. */
	capacity: number | null;
	occupied: number | null;
	/** Null where no room says. */
	queue: number | null;
	/** The oldest room's report; null as soon as one is of unknown age. */
	reportedAt: string | null;
	fresh: boolean;
};

export type BedSums = {
	confirmedFree: number;
	possibleFree: number;
	queue: number | null;
	/** Over the classes that state both; null where none does. */
	occupied: number | null;
	capacity: number | null;
	hospitals: number;
	/** With a fresh report of at least one class. */
	hospitalsFresh: number;
	/** With at least one confirmed free bed. */
	hospitalsConfirmed: number;
	/** Whose capacity and occupancy are in `capacity` and `occupied`. */
	hospitalsCounted: number;
};

export type HospitalRow = { hospital: BedHospital; wards: WardRow[]; sums: BedSums };
export type KecamatanRow = { kecamatan: string | null; hospitals: HospitalRow[]; sums: BedSums };

export const bedSorts = ['free', 'age', 'queue', 'name'] as const;
export type BedSort = (typeof bedSorts)[number];

const order = new Map<string, number>(wardClasses.map(({ id }, index) => [id, index]));
const placeOf = (ward: string) => order.get(ward) ?? wardClasses.length;

function groupBy<T, K>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
	const groups = new Map<K, T[]>();
	for (const item of items) {
		const key = keyOf(item);
		const group = groups.get(key);
		if (group) group.push(item);
		else groups.set(key, [item]);
	}
	return groups;
}

/** Rooms → ward classes of hospitals, in the order of the list of classes. */
export function wardRows(rooms: Iterable<BedRoom>, now: Date): WardRow[] {
	const groups = groupBy(countedRooms(rooms), ({ facility, ward }) => `${facility}\u0001${ward}`);
	const rows = [...groups.values()].flatMap((group) =>
		sumRooms(group, now).map((state): WardRow => {
			const isCounted = group.every(({ capacity, occupied }) => capacity !== null && occupied !== null);
			return {
				facility: state.facility,
				ward: state.ward,
				rooms: group,
				free: state.free,
				capacity: isCounted ? state.capacity : null,
				occupied: isCounted ? state.occupied : null,
				queue: group.some(({ queue }) => queue !== null) ? state.queue : null,
				reportedAt: state.reportedAt,
				fresh: state.fresh
			};
		})
	);
	return rows.sort((a, b) => placeOf(a.ward) - placeOf(b.ward));
}

export function sumWardRows(rows: Iterable<WardRow>): BedSums {
	const all = new Set<string>();
	const fresh = new Set<string>();
	const confirmed = new Set<string>();
	const counted = new Set<string>();
	const result: Omit<BedSums, `hospitals${string}`> = {
		confirmedFree: 0,
		possibleFree: 0,
		queue: null,
		occupied: null,
		capacity: null
	};
	for (const row of rows) {
		all.add(row.facility);
		if (row.fresh) fresh.add(row.facility);
		if (row.fresh && row.free > 0) confirmed.add(row.facility);
		result[row.fresh ? 'confirmedFree' : 'possibleFree'] += row.free;
		if (row.queue !== null) result.queue = (result.queue ?? 0) + row.queue;
		if (row.capacity === null || row.occupied === null) continue;
		counted.add(row.facility);
		result.capacity = (result.capacity ?? 0) + row.capacity;
		result.occupied = (result.occupied ?? 0) + row.occupied;
	}
	return {
		...result,
		hospitals: all.size,
		hospitalsFresh: fresh.size,
		hospitalsConfirmed: confirmed.size,
		hospitalsCounted: counted.size
	};
}

/** Ward classes → hospitals. A facility that the register does not know goes by its code. */
export function hospitalRows(
	rows: readonly WardRow[],
	register: ReadonlyMap<string, BedHospital>
): HospitalRow[] {
	return [...groupBy(rows, ({ facility }) => facility)].map(([code, wards]) => ({
		hospital: register.get(code) ?? { code, name: code, kecamatan: null, location: null, demo: false },
		wards,
		sums: sumWardRows(wards)
	}));
}

/** Hospitals → kecamatan, both in the order asked for; hospitals of unknown place stand last. */
export function kecamatanRows(hospitals: readonly HospitalRow[], sort: BedSort): KecamatanRow[] {
	const groups = groupBy(hospitals, ({ hospital }) => hospital.kecamatan);
	const rows = [...groups].map(([kecamatan, group]) => ({
		kecamatan,
		hospitals: group.sort((a, b) => compareHospitals(a, b, sort)),
		sums: sumWardRows(group.flatMap(({ wards }) => wards))
	}));
	return rows.sort((a, b) => {
		if (a.kecamatan === null || b.kecamatan === null)
			return Number(a.kecamatan === null) - Number(b.kecamatan === null);
		return (sort === 'free' && compareFree(a.sums, b.sums)) || a.kecamatan.localeCompare(b.kecamatan);
	});
}

function compareHospitals(a: HospitalRow, b: HospitalRow, sort: BedSort): number {
	return bySort(a, b, sort) || compareNames(a.hospital.name, b.hospital.name);
}

function bySort(a: HospitalRow, b: HospitalRow, sort: BedSort): number {
	if (sort === 'free') return compareFree(a.sums, b.sums);
	if (sort === 'queue') return (b.sums.queue ?? -1) - (a.sums.queue ?? -1);
	if (sort === 'age') return newestOf(b.wards) - newestOf(a.wards);
	return 0;
}

/** "RS Demo 9" before "RS Demo 10". */
const compareNames = new Intl.Collator('id', { numeric: true }).compare;

function compareFree(a: BedSums, b: BedSums): number {
	return b.confirmedFree - a.confirmedFree || b.possibleFree - a.possibleFree;
}

/** The freshest word of a hospital, as milliseconds; nought where every age is unknown. */
function newestOf(wards: readonly WardRow[]): number {
	return Math.max(0, ...wards.map(({ reportedAt }) => (reportedAt === null ? 0 : Date.parse(reportedAt))));
}
