/** For a patient who needs a bed of one class: the rooms of that class and where their hospitals lie. Ranked in `domain/find-bed`. */
import { holdsBeds } from '../../domain/bed-freshness.ts';
import { sumWardRows, wardRows, type BedHospital } from '../../domain/bed-summary.ts';
import type { Evidence } from '../../domain/evidence.ts';
import { findSorts, type FindSort } from '../../domain/find-bed.ts';
import type { BedCell } from '../../protocol/live.ts';
import {
	findBedMeasures,
	type FindBedFilter,
	type FindBedMeasure,
	type FindBedView
} from '../../protocol/views/find-bed.ts';
import { readBedHospitals } from '../store/beds-queries.ts';
import { knownKecamatan, knownWard, readRooms } from './beds.ts';
import { InvalidFilter, momentOf, readView, type Moment, type ServiceContext } from './context.ts';

export type FindBedRequest = {
	ward: string | null;
	kecamatan: string | null;
	sort: string | null;
	/** Path and query of the view, which its evidence names. */
	url: string;
};

/** What a card holder is most often sent to. */
const usualWard = 'inpatient-3';

export class FindBedService {
	constructor(readonly context: ServiceContext) {}

	/** @throws InvalidFilter */
	load(request: FindBedRequest): Promise<FindBedView> {
		const moment = momentOf(null, this.context.clock);
		const filter = {
			ward: knownWard(request.ward) ?? usualWard,
			kecamatan: knownKecamatan(request.kecamatan),
			sort: knownSort(request.sort)
		};
		return readView(this.context, moment, async (tx) => {
			const all = await readRooms(tx, moment);
			const hospitals = await readBedHospitals(tx, null);
			const rooms = all.filter(({ ward }) => ward === filter.ward);
			return {
				...{ filter, rooms, hospitals },
				wards: [...new Set(all.filter(holdsBeds).map(({ ward }) => ward))],
				evidence: evidenceOf(moment, filter, { rooms, hospitals, url: request.url })
			};
		});
	}
}

function knownSort(sort: string | null): FindSort {
	const found = findSorts.find((known) => known === (sort ?? 'best'));
	if (!found) throw new InvalidFilter('sort', sort ?? '');
	return found;
}

type EvidenceBasis = { rooms: readonly BedCell[]; hospitals: readonly BedHospital[]; url: string };

function evidenceOf(
	moment: Moment,
	{ ward }: FindBedFilter,
	{ rooms, hospitals, url }: EvidenceBasis
): Record<FindBedMeasure, Evidence> {
	const sums = sumWardRows(wardRows(rooms, moment.now));
	const reporting = new Set(rooms.map(({ facility }) => facility));
	const shared = {
		asOf: moment.now.toISOString(),
		dateBasis: 'reported',
		completeness: { reported: sums.hospitalsFresh, expected: sums.hospitals },
		demo: hospitals.some(({ code, demo }) => demo && reporting.has(code)),
		url
	} as const;
	const rows: Record<FindBedMeasure, Pick<Evidence, 'unit' | 'rows'>> = {
		found: { unit: 'beds', rows: { table: 'bed_now', where: { ward } } },
		distance: { unit: 'kilometres', rows: { table: 'facility', where: {} } }
	};
	const made = findBedMeasures.map((measure): [FindBedMeasure, Evidence] => [
		measure,
		{
			...shared,
			...rows[measure],
			measure: `findbed_measure_${measure}`,
			formula: `findbed_formula_${measure}`
		}
	]);
	return Object.fromEntries(made) as Record<FindBedMeasure, Evidence>;
}
