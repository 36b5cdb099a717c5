import { AnalyticsError } from '../analytics-error.ts';

/** What a ward or hospital did in a period. */
export interface BedUse {
	/** Beds available (TT). */
	readonly beds: number;
	/** Length of the period, days. */
	readonly days: number;
	/** Occupied beds summed over the days (*hari perawatan*). */
	readonly patientDays: number;
	/** Patients who left, alive or dead. */
	readonly discharges: number;
	/** Their stays summed, days (*lama dirawat*). */
	readonly stayDays: number;
}

export type Standing = 'below' | 'ideal' | 'above';

export interface BedIndicator {
	/** Null where there is nothing to divide by. */
	readonly value: number | null;
	readonly standing: Standing | null;
	readonly ideal: readonly [low: number, high: number];
}

export interface BedIndicators {
	/** Bed occupancy, per cent. */
	readonly bor: BedIndicator;
	/** Average length of stay, days. */
	readonly avLos: BedIndicator;
	/**
	 * Turn-over interval: days that a bed stands empty between two patients. May be negative above 100 %
	 * occupancy.
	 */
	readonly toi: BedIndicator;
	/** Bed turn-over: patients a bed and year, whatever the period's length. */
	readonly bto: BedIndicator;
}

const daysAYear = 365;

/**
 * The four figures by which the ministry judges the use of beds, with its ideal ranges.
 *
 * Definition: Depkes RI 2005: BOR = patient days ÷ (beds × days) × 100, ideal 60–85 %; AvLOS = stay days ÷
 * discharges, 6–9 days; TOI = (beds × days − patient days) ÷ discharges, 1–3 days; BTO = discharges ÷ beds,
 * 40–50 a year (brought to a year here, 365 days).
 *
 * @param use figures of one period; none may be missing, so leave a ward out rather than count it as 0
 * @returns null where a figure would divide by 0
 * @throws AnalyticsError `not-a-number` or `negative` naming the figure, `bad-option` for a period without
 * days. Cost: constant.
 */
export function measureBedUse(use: BedUse): BedIndicators {
	for (const [name, value] of Object.entries(use)) {
		if (!Number.isFinite(value))
			throw new AnalyticsError('not-a-number', `The figure ${name} is not a number.`);
		if (value < 0) throw new AnalyticsError('negative', `The figure ${name} is negative.`);
	}
	const { beds, days, patientDays, discharges, stayDays } = use;
	if (days === 0) throw new AnalyticsError('bad-option', 'A period has at least one day.');
	const bedDays = beds * days;
	return {
		bor: judge(divide(patientDays * 100, bedDays), [60, 85]),
		avLos: judge(divide(stayDays, discharges), [6, 9]),
		toi: judge(divide(bedDays - patientDays, discharges), [1, 3]),
		bto: judge(divide(discharges * daysAYear, bedDays), [40, 50])
	};
}

function divide(over: number, under: number): number | null {
	return under === 0 ? null : over / under;
}

function judge(value: number | null, ideal: readonly [number, number]): BedIndicator {
	return { value, standing: value === null ? null : standingOf(value, ideal), ideal };
}

function standingOf(value: number, [low, high]: readonly [number, number]): Standing {
	if (value < low) return 'below';
	return value > high ? 'above' : 'ideal';
}
