import { type WardRow } from '../../domain/bed-summary.ts';
import { AnalyticsError } from '../analytics-error.ts';

/** How fast a ward class turns over. */
export interface Turnover {
	/** Long-run share of beds that are occupied, 0…1 (BOR ÷ 100). */
	readonly occupancy: number;
	/** Mean stay, hours (AvLOS × 24). */
	readonly meanStayHours: number;
}

export interface FreeBeds {
	/** By fresh reports. */
	readonly confirmed: number;
	/** By reports past their class's limit, as reported. */
	readonly possible: number;
	/**
	 * Free now, as far as reports of their age can tell; over all reports that state both free and occupied
	 * beds.
	 */
	readonly expected: number;
	/** Reports that do not state the occupied beds and are in `expected` with their free ones alone. */
	readonly partial: number;
}

const hourMs = 3_600_000;

/**
 * What old reports of free beds are still worth: confirmed and possible as everywhere
 * (`domain/bed-freshness.ts`), and the number to expect.
 *
 * Definition: each bed alternates between free and occupied as a two-state Markov process with mean stay 1/μ
 * and long-run occupancy ρ. A bed that was free `a` hours ago is free now with chance (1 − ρ) + ρ e^(−a μ/(1
 * − ρ)), an occupied one with (1 − ρ)(1 − e^(−a μ/(1 − ρ))): a fresh report counts as said, an ancient one as
 * the long-run mean. Reports of unknown age are ancient.
 *
 * @param rows of one ward class; `occupied` null where not stated
 * @param now clock of the caller
 * @throws AnalyticsError `bad-option` for an occupancy outside 0…1 or a stay that is not positive,
 * `not-a-number` with the index for a report time or a number of beds that is none. Cost: linear.
 */
export function expectFreeBeds(
	rows: readonly Pick<WardRow, 'free' | 'occupied' | 'reportedAt' | 'fresh'>[],
	{ occupancy, meanStayHours }: Turnover,
	now: Date
): FreeBeds {
	if (!(occupancy >= 0 && occupancy < 1) || !(meanStayHours > 0))
		throw new AnalyticsError(
			'bad-option',
			'Turn-over needs an occupancy from 0 to below 1 and a positive stay.'
		);
	const rate = 1 / meanStayHours / (1 - occupancy);
	const result = { confirmed: 0, possible: 0, expected: 0, partial: 0 };
	rows.forEach(({ free, occupied, reportedAt, fresh }, index) => {
		const ageHours = reportedAt === null ? Infinity : (now.getTime() - Date.parse(reportedAt)) / hourMs;
		if (Number.isNaN(ageHours))
			throw new AnalyticsError('not-a-number', `Report ${index + 1} has no readable time.`, index);
		if (!Number.isFinite(free) || !Number.isFinite(occupied ?? 0))
			throw new AnalyticsError('not-a-number', `Report ${index + 1} has no readable number of beds.`, index);
		const kept = Math.exp(-rate * Math.max(0, ageHours));
		result[fresh ? 'confirmed' : 'possible'] += free;
		result.expected += free * (1 - occupancy + occupancy * kept);
		if (occupied === null) result.partial += 1;
		else result.expected += occupied * (1 - occupancy) * (1 - kept);
	});
	return result;
}
