import {
	hospitalRows,
	kecamatanRows,
	sumWardRows,
	wardRows,
	type BedSums,
	type KecamatanRow,
	type WardRow
} from '../domain/bed-summary.ts';
import type { BedCell, Changes } from '../protocol/live.ts';
import type { BedsView } from '../protocol/views/beds.ts';

const keyOf = ({ facility, ward, way, room }: BedCell) => [facility, ward, way, room].join('\u0001');

export type WardTotalRow = { ward: string; sums: BedSums };

/**
 * The bed page's figures. It keeps every room's newest state and sums anew whenever a room or the clock moves: free beds
 * turn from confirmed to possible by the mere passing of time.
 */
export class BedBoard {
	readonly #view: BedsView;
	readonly #now: () => string;
	readonly #onUnknown: () => void;
	readonly #register: ReadonlyMap<string, BedsView['hospitals'][number]>;
	#rooms: ReadonlyMap<string, BedCell> = $state.raw(new Map());
	#knownTo: string = $state('');

	/**
	 * @param now the walking clock of the page.
	 * @param onUnknown is called when a facility reports that the view has no name for.
	 */
	constructor(view: BedsView, now: () => string, onUnknown: () => void) {
		this.#view = view;
		this.#now = now;
		this.#onUnknown = onUnknown;
		this.#register = new Map(view.hospitals.map((hospital) => [hospital.code, hospital]));
		this.#rooms = new Map(view.rooms.map((room) => [keyOf(room), room]));
		this.#knownTo = view.snapshot.now;
	}

	readonly #wards = $derived.by(() => wardRows(this.#rooms.values(), new Date(this.#now())));

	apply(changes: Changes, committedAt: string): void {
		if (!changes.beds) return;
		const rooms = new Map(this.#rooms);
		for (const room of changes.beds) rooms.set(keyOf(room), room);
		this.#rooms = rooms;
		this.#knownTo = committedAt;
		if (changes.beds.some(({ facility }) => !this.#register.has(facility))) this.#onUnknown();
	}

	/** The instant up to which the figures know of changes. */
	get knownTo(): string {
		return this.#knownTo;
	}

	/** The chosen ward class and kecamatan. */
	readonly sums: BedSums = $derived.by(() => sumWardRows(this.#chosen));

	readonly #chosen = $derived.by(() => this.#wards.filter((row) => this.#isWard(row) && this.#isHere(row)));

	/** Each ward class of the chosen kecamatan, whichever class is chosen. */
	readonly byWard: WardTotalRow[] = $derived.by(() => {
		const here = this.#wards.filter((row) => this.#isHere(row));
		return [...new Set(here.map(({ ward }) => ward))].map((ward) => ({
			ward,
			sums: sumWardRows(here.filter((row) => row.ward === ward))
		}));
	});

	/** Each kecamatan with the chosen ward class, whichever kecamatan is chosen: what the map shows. */
	readonly byKecamatan: KecamatanRow[] = $derived.by(() =>
		kecamatanRows(
			hospitalRows(
				this.#wards.filter((row) => this.#isWard(row)),
				this.#register
			),
			'name'
		)
	);

	/** What the list shows: all filters, in the order asked for. */
	readonly list: KecamatanRow[] = $derived.by(() => {
		const shown = this.#view.filter.onlyFree ? this.#chosen.filter(({ free }) => free > 0) : this.#chosen;
		return kecamatanRows(hospitalRows(shown, this.#register), this.#view.filter.sort);
	});

	#isWard({ ward }: WardRow): boolean {
		return this.#view.filter.ward === null || ward === this.#view.filter.ward;
	}

	#isHere({ facility }: WardRow): boolean {
		const { kecamatan } = this.#view.filter;
		return kecamatan === null || this.#register.get(facility)?.kecamatan === kecamatan;
	}
}
