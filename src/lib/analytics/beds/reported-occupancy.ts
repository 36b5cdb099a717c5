import { AnalyticsError } from '../analytics-error.ts';

/** What a room's report said. */
export interface RoomReport {
	/** Epoch ms. */
	readonly atMs: number;
	readonly occupied: number;
	/** Beds, above 0. */
	readonly capacity: number;
}

/** One room's reports, ascending in time. */
export type RoomReports = readonly RoomReport[];

/** Share of beds that are occupied, at each instant of a grid; above 1 where beds are pushed together. */
export interface OccupancySeries {
	readonly atMs: readonly number[];
	/** By the reports that had come: each room's last one holds until its next. Null before the first. */
	readonly believed: readonly (number | null)[];
	/**
	 * As later reports had it: between two reports a room's patients change evenly. Null while too few rooms have
	 * reported again.
	 */
	readonly settled: readonly (number | null)[];
}

const hourMs = 3_600_000;
/** Between reports further apart than this nobody knows what happened. */
const longestGapHours = 72;
/** Of the beds that were counted, so many must have been reported again before a moment counts as settled. */
const settledShare = 0.7;

/**
 * How full the reporting rooms were: as it looked then, and as it turned out.
 *
 * Definition: believed(t) = Σ occupied ÷ Σ capacity over each room's last report up to t. settled(t) is the same sum with
 * linear interpolation between the reports before and after t, for gaps up to 72 hours; a room without such a report
 * after t keeps its last one. It stands where rooms with at least 70 % of the beds have reported again.
 *
 * @param rooms reports of each room, ascending; a room without reports does no harm
 * @param gridMs ascending instants, epoch ms
 * @throws AnalyticsError `not-a-number`, `negative` or `bad-option` with the room's index, for a figure that is none, a
 * capacity of nought and reports out of order. Cost: reports + rooms × instants.
 */
export function measureOccupancy(rooms: readonly RoomReports[], gridMs: readonly number[]): OccupancySeries {
	rooms.forEach(requireReports);
	const sums = gridMs.map(() => ({ capacity: 0, occupied: 0, later: 0, closed: 0 }));
	for (const reports of rooms) addRoom(reports, gridMs, sums);
	return {
		atMs: gridMs,
		believed: sums.map(({ capacity, occupied }) => (capacity > 0 ? occupied / capacity : null)),
		settled: sums.map(({ capacity, later, closed }) =>
			capacity > 0 && closed / capacity >= settledShare ? later / capacity : null
		)
	};
}

type Sums = { capacity: number; occupied: number; later: number; closed: number };

function addRoom(reports: RoomReports, gridMs: readonly number[], sums: readonly Sums[]): void {
	let place = -1;
	gridMs.forEach((ms, index) => {
		while ((reports[place + 1]?.atMs ?? Infinity) <= ms) place++;
		const last = reports[place];
		const sum = sums[index];
		if (last === undefined || sum === undefined) return;
		const next = reports[place + 1];
		const isClosed = next !== undefined && next.atMs - last.atMs <= longestGapHours * hourMs;
		sum.capacity += last.capacity;
		sum.occupied += last.occupied;
		sum.later += isClosed ? between(last, next, ms) : last.occupied;
		if (isClosed) sum.closed += last.capacity;
	});
}

function between(last: RoomReport, next: RoomReport, ms: number): number {
	return last.occupied + ((next.occupied - last.occupied) * (ms - last.atMs)) / (next.atMs - last.atMs);
}

function requireReports(reports: RoomReports, index: number): void {
	let before = -Infinity;
	for (const { atMs, occupied, capacity } of reports) {
		if (![atMs, occupied, capacity].every(Number.isFinite))
			throw new AnalyticsError(
				'not-a-number',
				`A report of room ${index + 1} holds what is no number.`,
				index
			);
		if (occupied < 0)
			throw new AnalyticsError('negative', `Room ${index + 1} holds less than nobody.`, index);
		if (capacity <= 0 || atMs <= before)
			throw new AnalyticsError(
				'bad-option',
				`Reports of room ${index + 1} need beds and ascending times.`,
				index
			);
		before = atMs;
	}
}
