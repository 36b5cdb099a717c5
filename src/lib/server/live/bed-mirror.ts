/** Every room's newest state in memory, from which the city's totals are made at each change. */
import { sumRooms, sumWards, type RoomState, type WardTotal } from '../../domain/bed-freshness.ts';
import type { BedCell } from '../../protocol/live.ts';

const keyOf = ({ facility, ward, way, room }: BedCell) => [facility, ward, way, room].join('\u0001');

export class BedMirror {
	readonly #rooms = new Map<string, RoomState>();

	replace(rooms: readonly BedCell[]): void {
		this.#rooms.clear();
		this.apply(rooms);
	}

	apply(cells: readonly BedCell[]): void {
		for (const cell of cells) this.#rooms.set(keyOf(cell), cell);
	}

	totals(now: Date): WardTotal[] {
		return sumWards(sumRooms(this.#rooms.values(), now));
	}
}
