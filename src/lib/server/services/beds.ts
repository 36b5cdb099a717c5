import { findKecamatan } from '../../domain/area.ts';
import { bedSorts, sumWardRows, wardRows, type BedHospital, type BedSort } from '../../domain/bed-summary.ts';
import { holdsBeds } from '../../domain/bed-freshness.ts';
import { findSharedClasses, type SharedClass } from '../../domain/bed-way.ts';
import type { Evidence, EvidenceUnit } from '../../domain/evidence.ts';
import { findWardClass } from '../../domain/ward.ts';
import type { BedCell } from '../../protocol/live.ts';
import {
	bedMeasures,
	type BedCurvePoint,
	type BedMeasure,
	type BedsFilter,
	type BedsView
} from '../../protocol/views/beds.ts';
import type { Transaction } from '../store/bulk.ts';
import { readBedsAsOf, readBedsNow } from '../store/beds.ts';
import { readBedCurve, readBedHospitals } from '../store/beds-queries.ts';
import { findBedForecast } from './bed-forecast.ts';
import { InvalidFilter, momentOf, readView, type Moment, type ServiceContext } from './context.ts';

export type BedsRequest = {
	asOf: string | null;
	kecamatan: string | null;
	ward: string | null;
	free: string | null;
	sort: string | null;
	/** Path and query of the view, which its evidence names. */
	url: string;
};

const hourMs = 3_600_000;
const curveHours = 48;

const units: Record<BedMeasure, EvidenceUnit> = {
	confirmed_free: 'beds',
	possible_free: 'beds',
	occupancy: 'percent',
	capacity: 'beds',
	queue: 'persons',
	reporting: 'facilities',
	curve: 'percent'
};

export class BedsService {
	constructor(readonly context: ServiceContext) {}

	/** @throws InvalidFilter */
	load(request: BedsRequest): Promise<BedsView> {
		const moment = momentOf(request.asOf, this.context.clock);
		const filter = filterOf(request);
		return readView(this.context, moment, async (tx) => {
			const rooms = await readRooms(tx, moment);
			const hospitals = await readBedHospitals(tx, moment.asOf);
			const chosen = chooseRooms(rooms, hospitals, filter);
			return {
				filter,
				rooms,
				hospitals,
				forgotten: hospitals.length - new Set(rooms.map(({ facility }) => facility)).size,
				curve: await readCurve(tx, moment, filter),
				curveExpected: new Set(chosen.map(({ facility }) => facility)).size,
				forecast: await findBedForecast(tx, moment, {
					url: request.url,
					demo: hospitals.some(({ demo }) => demo)
				}),
				evidence: evidenceOf(moment, filter, chosen, hospitals, request.url)
			};
		});
	}
}

export function readRooms(tx: Transaction, moment: Moment): Promise<BedCell[]> {
	return moment.asOf === null ? readBedsNow(tx) : readBedsAsOf(tx, moment.asOf);
}

/** Ward classes that several ways tell: nothing of them counts twice, and somebody should know. */
export async function readSharedClasses(tx: Transaction, moment: Moment): Promise<SharedClass[]> {
	return findSharedClasses((await readRooms(tx, moment)).filter(holdsBeds));
}

function filterOf({ kecamatan, ward, free, sort }: BedsRequest): BedsFilter {
	if (free !== null && free !== '1') throw new InvalidFilter('free', free);
	return {
		kecamatan: knownKecamatan(kecamatan),
		ward: knownWard(ward),
		onlyFree: free === '1',
		sort: knownSort(sort)
	};
}

export function knownKecamatan(code: string | null): string | null {
	if (code !== null && !findKecamatan(code)) throw new InvalidFilter('kecamatan', code);
	return code;
}

export function knownWard(ward: string | null): string | null {
	if (ward !== null && !findWardClass(ward)) throw new InvalidFilter('ward', ward);
	return ward;
}

function knownSort(sort: string | null): BedSort {
	const found = bedSorts.find((known) => known === (sort ?? 'free'));
	if (!found) throw new InvalidFilter('sort', sort ?? '');
	return found;
}

function chooseRooms(
	rooms: readonly BedCell[],
	hospitals: readonly BedHospital[],
	{ kecamatan, ward }: BedsFilter
): BedCell[] {
	const placeOf = new Map(hospitals.map((hospital) => [hospital.code, hospital.kecamatan]));
	return rooms.filter(
		(room) =>
			(ward === null || room.ward === ward) &&
			(kecamatan === null || placeOf.get(room.facility) === kecamatan)
	);
}

/** One point an hour; an hour in which nobody's report stood is empty, not nought. */
async function readCurve(
	tx: Transaction,
	moment: Moment,
	{ ward, kecamatan }: BedsFilter
): Promise<BedCurvePoint[]> {
	const to = new Date(Math.floor(moment.now.getTime() / hourMs) * hourMs);
	const from = new Date(to.getTime() - (curveHours - 1) * hourMs);
	const rows = await readBedCurve(tx, { ward, kecamatan, from, to, asOf: moment.asOf });
	const byHour = new Map(rows.map((row) => [row.hour.getTime(), row]));
	return Array.from({ length: curveHours }, (_, index) => {
		const hour = new Date(from.getTime() + index * hourMs);
		const { hospitals = 0, free = null, occupied = null, capacity = null } = byHour.get(hour.getTime()) ?? {};
		return { hour: hour.toISOString(), hospitals, free, occupied, capacity };
	});
}

function evidenceOf(
	moment: Moment,
	{ kecamatan, ward }: BedsFilter,
	rooms: readonly BedCell[],
	hospitals: readonly BedHospital[],
	url: string
): Record<BedMeasure, Evidence> {
	const sums = sumWardRows(wardRows(rooms, moment.now));
	const reporting = new Set(rooms.map(({ facility }) => facility));
	const where = { ...(ward && { ward }), ...(kecamatan && { 'facility.kecamatan': kecamatan }) };
	const table = moment.asOf === null ? 'bed_now' : 'bed_report';
	const past = moment.asOf === null ? 'bed_hour' : 'bed_report';
	const made = bedMeasures.map((measure): [BedMeasure, Evidence] => [
		measure,
		{
			measure: `beds_measure_${measure}`,
			unit: units[measure],
			asOf: moment.now.toISOString(),
			dateBasis: 'reported',
			completeness: { reported: sums.hospitalsFresh, expected: sums.hospitals },
			formula: `beds_formula_${measure}`,
			rows: { table: measure === 'curve' ? past : table, where },
			url,
			demo: hospitals.some(({ code, demo }) => demo && reporting.has(code))
		}
	]);
	return Object.fromEntries(made) as Record<BedMeasure, Evidence>;
}
