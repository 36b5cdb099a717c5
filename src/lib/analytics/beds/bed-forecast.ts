import { forecastShare, gridHours, type OccupancyOutlook } from './occupancy-outlook.ts';
import { measureOccupancy, type RoomReports } from './reported-occupancy.ts';

/** A room that counts now, with what it reported in the last weeks. */
export interface ForecastRoom {
	readonly ward: string;
	readonly reports: RoomReports;
}

export interface BedForecastInput {
	/** The instant forecast from, epoch ms: reports after it are not looked at. */
	readonly nowMs: number;
	readonly rooms: readonly ForecastRoom[];
}

/** A ward class of the city, or the whole city. */
export interface WardForecast extends OccupancyOutlook {
	/** Null: all classes together. */
	readonly ward: string | null;
	readonly rooms: number;
	/** Beds of these rooms as last stated. */
	readonly capacity: number;
	/** The last week, as it was believed. */
	readonly past: readonly { readonly atMs: number; readonly share: number | null }[];
}

export interface BedForecast {
	readonly nowMs: number;
	/** The city first, then the classes in the order of their first room. */
	readonly wards: readonly WardForecast[];
}

const hourMs = 3_600_000;
/** How far back is learnt from. */
export const historyDays = 42;
const shownDays = 7;

/**
 * Occupied beds from now to three days on, for the city and each ward class: `forecastShare` of what their rooms reported
 * (`measureOccupancy`), every six hours of the last 42 days. Each class is forecast by itself, so the classes' forecasts
 * need not add up to the city's.
 *
 * @param input rooms that count now, ascending reports; a room without a report up to now is left out
 * @throws AnalyticsError as the two throw. Cost: reports + rooms × 169.
 */
export function forecastBeds({ nowMs, rooms }: BedForecastInput): BedForecast {
	const known = rooms
		.map(({ ward, reports }) => ({ ward, reports: reports.filter(({ atMs }) => atMs <= nowMs) }))
		.filter(({ reports }) => reports.length > 0);
	const wards = [...new Set(known.map(({ ward }) => ward))];
	const of = (ward: string) => known.filter((room) => room.ward === ward);
	return {
		nowMs,
		wards: [forecastWard(null, known, nowMs), ...wards.map((ward) => forecastWard(ward, of(ward), nowMs))]
	};
}

function forecastWard(ward: string | null, rooms: readonly ForecastRoom[], nowMs: number): WardForecast {
	const instants = (historyDays * 24) / gridHours + 1;
	const grid = Array.from({ length: instants }, (_, n) => nowMs - (instants - 1 - n) * gridHours * hourMs);
	const series = measureOccupancy(
		rooms.map(({ reports }) => reports),
		grid
	);
	const shown = (shownDays * 24) / gridHours + 1;
	return {
		ward,
		rooms: rooms.length,
		capacity: rooms.reduce((sum, { reports }) => sum + (reports.at(-1)?.capacity ?? 0), 0),
		past: grid.map((atMs, n) => ({ atMs, share: series.believed[n] ?? null })).slice(-shown),
		...forecastShare(series)
	};
}
