import { kecamatanBoundaries } from '../../lib/domain/area-boundaries.ts';
import { kecamatan } from '../../lib/domain/area.ts';
import type { Facility, HospitalClass } from '../../lib/domain/facility.ts';
import { bedsByClass, hospitalClasses, largestHospitalBeds } from './city.ts';
import { at, hash, Random, Weighted } from './random.ts';

type Point = readonly [number, number];

export interface DemoFacilities {
	readonly hospitals: readonly Facility[];
	readonly puskesmas: readonly Facility[];
}

const puskesmasCount = 48;

/**
 * Invented facilities at invented points of the real kecamatan; the numbers are 41 and 48, as the city says.
 * @param most hospitals that take the card, fewer than all in some years: the first of the same ones
 */
export function placeFacilities(seed: number, most = Infinity): DemoFacilities {
	const random = new Random(seed, 1);
	const classes = hospitalClasses.flatMap(({ hospitalClass, count }) =>
		Array<HospitalClass>(count).fill(hospitalClass)
	);
	const order = spread(classes.length).sort(
		(left, right) => hash(seed, 2, left.slot) - hash(seed, 2, right.slot)
	);
	const hospitals = classes.map((hospitalClass, index) =>
		facility('D-RS', 'RS Demo', index, at(order, index).place, random, {
			kind: 'hospital',
			hospitalClass,
			owner: index === 0 ? 'city' : random.chance(0.3) ? 'company' : 'private',
			beds:
				index === 0
					? largestHospitalBeds
					: random.whole(at(bedsByClass[hospitalClass], 0), at(bedsByClass[hospitalClass], 1))
		})
	);
	const puskesmas = spread(puskesmasCount).map(({ place }, index) =>
		facility('D-PKM', 'Puskesmas Demo', index, place, random, {
			kind: 'puskesmas',
			hospitalClass: null,
			owner: 'city',
			beds: null
		})
	);
	return { hospitals: hospitals.slice(0, most), puskesmas };
}

function facility(
	prefix: string,
	name: string,
	index: number,
	place: number,
	random: Random,
	rest: Pick<Facility, 'kind' | 'hospitalClass' | 'owner' | 'beds'>
): Facility {
	const number = String(index + 1).padStart(2, '0');
	const { code } = at(kecamatan, place);
	return {
		code: `${prefix}-${number}`,
		name: `${name} ${number}`,
		kecamatan: code,
		location: pointIn(code, random),
		demo: true,
		...rest
	};
}

/** So many facilities over the kecamatan in proportion to people, each kecamatan at least one (largest remainder). */
function spread(count: number): { slot: number; place: number }[] {
	const total = kecamatan.reduce((sum, { population }) => sum + population.persons, 0);
	const slots: { slot: number; place: number }[] = [];
	let owed = 0;
	for (const [place, { population }] of kecamatan.entries()) {
		owed += (count * population.persons) / total;
		while (slots.length < Math.round(owed)) slots.push({ slot: slots.length, place });
	}
	return slots;
}

function pointIn(code: string, random: Random): Point {
	const ring = kecamatanBoundaries.find((boundary) => boundary.code === code)?.geometry.coordinates[0] ?? [];
	const lons = ring.map(([lon]) => lon);
	const lats = ring.map(([, lat]) => lat);
	for (;;) {
		const lon = random.between(Math.min(...lons), Math.max(...lons));
		const lat = random.between(Math.min(...lats), Math.max(...lats));
		if (contains(ring, lon, lat)) return [round(lon), round(lat)];
	}
}

/** About a metre. */
function round(degrees: number): number {
	return Math.round(degrees * 1e5) / 1e5;
}

/** Even–odd rule. */
export function contains(ring: readonly Point[], lon: number, lat: number): boolean {
	let inside = false;
	for (let index = 0; index < ring.length; index++) {
		const [lon1, lat1] = at(ring, index);
		const [lon2, lat2] = at(ring, (index + ring.length - 1) % ring.length);
		if (lat1 > lat !== lat2 > lat && lon < ((lon2 - lon1) * (lat - lat1)) / (lat2 - lat1) + lon1)
			inside = !inside;
	}
	return inside;
}

/** For each kecamatan, how its people choose among facilities: size against squared distance, as gravity models do. */
export function attraction(
	facilities: readonly Facility[],
	sizeOf: (facility: Facility) => number
): Weighted[] {
	return kecamatan.map(({ centre: [lon, lat], code }) => {
		const weights = facilities.map((facility) => {
			const [toLon, toLat] = facility.location ?? [lon, lat];
			const km = Math.hypot((toLon - lon) * 110.6, (toLat - lat) * 111);
			return (sizeOf(facility) / (1 + km) ** 2) * (facility.kecamatan === code ? 2.5 : 1);
		});
		return new Weighted(weights);
	});
}
