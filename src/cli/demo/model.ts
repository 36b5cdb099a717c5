import { kecamatan } from '../../lib/domain/area.ts';
import type { Facility } from '../../lib/domain/facility.ts';
import type { Party } from '../../lib/domain/role.ts';
import type { EventInput } from '../../lib/protocol/events.ts';
import { dayNumberAt, dayNumberOf } from './calendar.ts';
import type { Books } from './books.ts';
import { attraction, type DemoFacilities, placeFacilities } from './facilities.ts';
import { Population } from './people.ts';
import { ordinary, type Programme, programmeOf } from './programme.ts';
import { at, type Weighted } from './random.ts';
import { Demand } from './season.ts';

/** What makes a demo city: the same four values, the same city, event for event. */
export interface CityPlan {
	readonly seed: number;
	readonly scale: number;
	/** First day of the seeded visits. */
	readonly start: string;
	/** Instant at which history ends and the feed begins. */
	readonly end: string;
	/** A year that is rebuilt around its published totals, in the place of an invented one. */
	readonly preset?: Preset | undefined;
}

export const presets = ['2018'] as const;
export type Preset = (typeof presets)[number];

export interface DemoEvent {
	/** Who would send it; history is sent in their place by the importer. */
	readonly party: Party;
	readonly facility: string | null;
	/** When the product learns it. */
	readonly recordedMs: number;
	readonly event: EventInput;
}

/** An event of the future of the generator, written out only when its time comes: most wait for months. */
export interface Planned {
	readonly recordedMs: number;
	readonly write: () => DemoEvent;
}

export interface City extends DemoFacilities {
	readonly plan: CityPlan;
	readonly startDay: number;
	readonly endMs: number;
	readonly population: Population;
	readonly demand: Demand;
	/** By kecamatan, in the order of `domain/area`. */
	readonly hospitalChoice: readonly Weighted[];
	readonly puskesmasChoice: readonly Weighted[];
	readonly placeByCode: ReadonlyMap<string, number>;
	readonly programme: Programme;
	/** Of a reconstructed year: which claim is worth what, so that the year adds up. Null where nothing has to. */
	readonly books: Books | null;
}

export function buildCity(plan: CityPlan): City {
	const { programme, books } = plan.preset
		? programmeOf(plan.preset, plan)
		: { programme: ordinary, books: null };
	const facilities = placeFacilities(plan.seed, programme.hospitals);
	const startDay = dayNumberOf(plan.start);
	const endMs = Date.parse(plan.end);
	return {
		plan,
		...facilities,
		startDay,
		endMs,
		population: new Population(plan.seed, plan.scale, startDay),
		demand: new Demand(plan.seed, dayNumberAt(endMs), programme.dengue),
		hospitalChoice: attraction(facilities.hospitals, ({ beds }) => beds ?? 1),
		puskesmasChoice: attraction(facilities.puskesmas, () => 1),
		placeByCode: new Map(kecamatan.map(({ code }, place) => [code, place])),
		...{ programme, books }
	};
}

export function placeOf(city: City, code: string): number {
	return city.placeByCode.get(code) ?? 0;
}

/** A facility's number in its list, for keys of randomness. */
export function facilityNumber({ code }: Facility): number {
	return Number(code.slice(-2)) + (code.startsWith('D-PKM') ? 100 : 0);
}

export function facilityFrom(list: readonly Facility[], index: number): Facility {
	return at(list, index);
}

export function sourceOf(party: Party, facility: string | null): string {
	return facility && party === 'hospital' ? `/demo/${facility}/simrs` : `/demo/${party}`;
}
