/**
 * Whom a person corrects. The bed form shows the rooms that count and states them anew, so what it says of a room belongs
 * to the way that told the room, and of a new room to the way whose turn it is; beds that nobody told before are the
 * form's own. Asked inside the transaction, with the facility's writers locked, so that the answer still holds when the
 * version is placed.
 */
import { holdsBeds } from '../../domain/bed-freshness.ts';
import { wayInTurn, type BedWay } from '../../domain/bed-way.ts';
import type { Transaction } from '../store/bulk.ts';
import { readRoomsOf, type StandingRoom } from '../store/facility-rooms.ts';
import type { BedVersion } from '../store/versions.ts';
import type { TypedRow } from './rows.ts';

/** Costs nothing where no form reported. */
export async function adoptWays(tx: Transaction, typed: readonly TypedRow[]): Promise<void> {
	const forms = typed.flatMap(({ type, row }) =>
		type === 'id.denyut.bed.v1' && row.way === 'form' ? [row] : []
	);
	for (const facility of new Set(forms.map((row) => row.facility))) {
		const rooms = (await readRoomsOf(tx, facility)).filter(holdsBeds);
		for (const row of forms) if (row.facility === facility) row.way = wayOf(row, rooms);
	}
}

function wayOf({ ward, room }: BedVersion, rooms: readonly StandingRoom[]): BedWay {
	const told = rooms
		.filter((one) => one.ward === ward)
		.map((one) => ({ ...one, reportedAt: one.reportedAt?.toISOString() ?? null }));
	const same = told.filter((one) => one.room === room);
	return wayInTurn(same.length > 0 ? same : told) ?? 'form';
}
