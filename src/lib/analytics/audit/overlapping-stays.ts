import { type ServiceId } from '../../domain/service.ts';
import { type AuditReason, compareText } from './audit-rows.ts';
import { type ClaimTable } from './claim-table.ts';
import { groupByCode } from './code-column.ts';

const stayServices: ReadonlySet<ServiceId> = new Set(['inpatient-3', 'icu', 'picu', 'nicu']);

/**
 * A person in two beds at once: stays that share at least one night, in two hospitals, or twice in the same
 * service of one. A move on the day of discharge shares no night; a spell of intensive care within a stay of
 * the same hospital is no overlap; an exact duplicate is `findDuplicateClaims`'s.
 *
 * The later stay has the reason, against the earlier one that lasts longest; at stake is its amount by the
 * share of its nights.
 *
 * @param table claims without person, of one day, or other than inpatient are passed over
 * @returns in no particular order. Cost: a sort within each person's stays.
 */
export function findOverlappingStays(table: ClaimTable): AuditReason[] {
	const { rows, person, from, to } = table;
	const stays = person.codes.map((code, place) => {
		const isStay = stayServices.has(rows[place]?.service ?? 'outpatient');
		return isStay && (to[place] as number) > (from[place] as number) ? code : -1; // one a row
	});
	return groupByCode({ codes: stays, size: person.size }, 2).flatMap((group) => sweep(table, group));
}

/** Along time, with the stays that are still open. All places are rows'. */
function sweep(table: ClaimTable, group: Int32Array): AuditReason[] {
	const { rows, from, to } = table;
	const at = (days: Float64Array, place: number) => days[place] as number;
	const ordered = group
		.slice()
		.sort(
			(a, b) =>
				at(from, a) - at(from, b) ||
				at(to, a) - at(to, b) ||
				compareText(rows[a]?.id ?? '', rows[b]?.id ?? '')
		);
	let open: number[] = [];
	return [...ordered].flatMap((place) => {
		open = open.filter((other) => at(to, other) > at(from, place));
		const rivals = open.filter((other) => isRival(table, place, other));
		open.push(place);
		const [first, ...more] = rivals;
		if (first === undefined) return [];
		return [
			reasonOf(
				table,
				place,
				more.reduce((best, other) => (at(to, other) > at(to, best) ? other : best), first)
			)
		];
	});
}

function isRival({ facility, service, from, to }: ClaimTable, place: number, other: number): boolean {
	if (facility.codes[place] !== facility.codes[other]) return true;
	if (service.codes[place] !== service.codes[other]) return false;
	return from[place] !== from[other] || to[place] !== to[other];
}

function reasonOf({ rows, from, to, amountRupiah }: ClaimTable, place: number, rival: number): AuditReason {
	const [begin, end, rivalEnd] = [from[place], to[place], to[rival]] as [number, number, number];
	const sharedNights = Math.min(end, rivalEnd) - begin;
	const nights = end - begin;
	return {
		rule: 'overlapping-stay',
		claim: place,
		others: [rival],
		atStakeRupiah: Math.round(((amountRupiah[place] as number) * sharedNights) / nights),
		evidence: {
			other: rows[rival]?.id ?? '',
			otherFacility: rows[rival]?.facility ?? '',
			sharedNights,
			nights
		}
	};
}
