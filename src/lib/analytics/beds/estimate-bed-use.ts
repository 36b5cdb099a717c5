import { efficientRegion, leastStays } from '../../domain/bed-use.ts';
import { measureBedUse, type BedIndicator, type BedIndicators } from './indicators.ts';

/** What is known of a hospital's month: its beds from reports, its stays from the programme's own patients. */
export interface KnownUse {
	/** Length of the period, days. */
	readonly days: number;
	/** Mean number of beds. */
	readonly beds: number;
	/** Mean number of patients in them. */
	readonly occupied: number;
	/** Stays that ended in the period, and their days summed. */
	readonly stays: number;
	readonly stayDays: number;
}

/**
 * The ministry's four indicators where only some of the patients are known. Occupancy is of all patients. Their length of
 * stay is taken to be that of the programme's own, so that discharges = patient days ÷ mean stay, and turn-over interval
 * and bed turn-over follow (`measureBedUse`). The four then fit one point of the Barber–Johnson chart, as they must.
 *
 * @param use with fewer than ten stays only occupancy is told
 * @throws AnalyticsError as `measureBedUse` does. Cost: constant.
 */
export function estimateBedUse({ days, beds, occupied, stays, stayDays }: KnownUse): BedIndicators {
	const patientDays = occupied * days;
	const meanStay = stays >= leastStays ? stayDays / stays : 0;
	const known = measureBedUse({
		...{ beds, days, patientDays },
		discharges: meanStay > 0 ? patientDays / meanStay : 0,
		stayDays: meanStay > 0 ? patientDays : 0
	});
	if (meanStay > 0) return known;
	const untold = ({ ideal }: BedIndicator): BedIndicator => ({ value: null, standing: null, ideal });
	return { bor: known.bor, avLos: untold(known.avLos), toi: untold(known.toi), bto: untold(known.bto) };
}

/** Whether a point lies in the region; null where it has no place on the chart. */
export function isEfficient({ bor, toi, avLos }: BedIndicators): boolean | null {
	if (bor.value === null || toi.value === null || avLos.value === null) return null;
	const [least, most] = efficientRegion.toi;
	const { leastBor, mostAvLos } = efficientRegion;
	return toi.value >= least && toi.value <= most && bor.value >= leastBor && avLos.value <= mostAvLos;
}
