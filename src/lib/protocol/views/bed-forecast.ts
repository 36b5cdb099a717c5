import type { Evidence } from '../../domain/evidence.ts';

export type BedForecastStep = {
	/** 0 is now: as reported. */
	hoursAhead: number;
	/** Of the beds that are reported, 0–1 and above. */
	share: number;
	occupied: number;
	/** Occupied beds, eight times in ten within; null while too few past forecasts can be judged. */
	low: number | null;
	high: number | null;
};

export type BedForecastRecord = {
	hoursAhead: number;
	/** Past forecasts that were judged. */
	origins: number;
	/** Beds, on average. */
	errorBeds: number;
	/** The same for "it stays as it is". */
	naiveErrorBeds: number;
	/** Share of past forecasts that came true within their interval. */
	coverage: number;
};

export type WardForecastRow = {
	/** Null: all ward classes. */
	ward: string | null;
	/** Beds that their rooms last stated. */
	capacity: number;
	steps: BedForecastStep[];
	record: BedForecastRecord[];
	/** The last week, every six hours. */
	past: { at: string; share: number | null }[];
};

export type BedForecastView = {
	/** ISO instant forecast from. */
	at: string;
	/** ISO instant at which it was computed. */
	computedAt: string;
	wards: WardForecastRow[];
	evidence: Evidence;
};
