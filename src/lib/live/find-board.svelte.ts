import { wardRows, type BedHospital } from '../domain/bed-summary.ts';
import { rankBeds, type FoundBed } from '../domain/find-bed.ts';
import type { BedCell, Changes } from '../protocol/live.ts';
import type { FindBedView } from '../protocol/views/find-bed.ts';

const keyOf = ({ facility, ward, way, room }: BedCell) => [facility, ward, way, room].join('\u0001');

/** The hospitals that have the class that somebody looks for, ranked anew whenever a room or the clock moves. */
export class FindBoard {
	readonly #view: FindBedView;
	readonly #now: () => string;
	readonly #onUnknown: () => void;
	readonly #register: ReadonlyMap<string, BedHospital>;
	#rooms: ReadonlyMap<string, BedCell> = $state.raw(new Map());
	#knownTo: string = $state('');

	/**
	 * @param now the walking clock of the page.
	 * @param onUnknown is called when a facility reports that the view has no name for.
	 */
	constructor(view: FindBedView, now: () => string, onUnknown: () => void) {
		this.#view = view;
		this.#now = now;
		this.#onUnknown = onUnknown;
		this.#register = new Map(view.hospitals.map((hospital) => [hospital.code, hospital]));
		this.#rooms = new Map(view.rooms.map((room) => [keyOf(room), room]));
		this.#knownTo = view.snapshot.now;
	}

	apply(changes: Changes, committedAt: string): void {
		const moved = (changes.beds ?? []).filter(({ ward }) => ward === this.#view.filter.ward);
		this.#knownTo = committedAt;
		if (moved.length === 0) return;
		const rooms = new Map(this.#rooms);
		for (const room of moved) rooms.set(keyOf(room), room);
		this.#rooms = rooms;
		if (moved.some(({ facility }) => !this.#register.has(facility))) this.#onUnknown();
	}

	/** The instant up to which the figures know of changes. */
	get knownTo(): string {
		return this.#knownTo;
	}

	/** Those to call first stand first. */
	readonly found: readonly FoundBed[] = $derived.by(() => {
		const now = new Date(this.#now());
		return rankBeds(wardRows(this.#rooms.values(), now), this.#register, { ...this.#view.filter, now });
	});
}
