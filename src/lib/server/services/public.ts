import { sumRooms, sumWards } from '../../domain/bed-freshness.ts';
import { sumWardRows, wardRows, type BedHospital } from '../../domain/bed-summary.ts';
import type { Evidence, EvidenceUnit } from '../../domain/evidence.ts';
import { addDays, daysBetween, epiWeekStart, yearOf } from '../../domain/period.ts';
import type { BedCell } from '../../protocol/live.ts';
import { publicMeasures, type PublicMeasure, type PublicView } from '../../protocol/views/public.ts';
import { readBedHospitals } from '../store/beds-queries.ts';
import type { Transaction } from '../store/bulk.ts';
import { readShownMemberMonths, readShownVisits } from '../store/city-totals.ts';
import { readMoneyTotals, readVisitTotals, type VisitTotals } from '../store/public-queries.ts';
import { findMembersCountedAt, readCoveredMembers } from '../store/register/member-totals.ts';
import { knownKecamatan, knownWard, readRooms } from './beds.ts';
import { momentOf, readView, type Moment, type ServiceContext } from './context.ts';
import { seesOnlyTotals, seesRoundedMembers } from './frozen.ts';

export type PublicRequest = {
	asOf: string | null;
	ward: string | null;
	kecamatan: string | null;
	/** Path and query of the view, which its evidence names. */
	url: string;
};

/** What a card holder is most often sent to. */
const usualWard = 'inpatient-3';

const basis: Record<
	PublicMeasure,
	{ unit: EvidenceUnit; dateBasis: Evidence['dateBasis']; table: [string, string] }
> = {
	confirmed_free: { unit: 'beds', dateBasis: 'reported', table: ['bed_now', 'bed_report'] },
	possible_free: { unit: 'beds', dateBasis: 'reported', table: ['bed_now', 'bed_report'] },
	found: { unit: 'beds', dateBasis: 'reported', table: ['bed_now', 'bed_report'] },
	reporting: { unit: 'facilities', dateBasis: 'reported', table: ['bed_now', 'bed_report'] },
	members: { unit: 'members', dateBasis: 'known', table: ['membership_day', 'membership_day'] },
	visits_week: { unit: 'visits', dateBasis: 'occurred', table: ['visit_period', 'service_effect'] },
	visits_year: { unit: 'visits', dateBasis: 'occurred', table: ['visit_period', 'service_effect'] },
	ceiling: { unit: 'rupiah', dateBasis: 'known', table: ['budget', 'budget'] },
	paid: { unit: 'rupiah', dateBasis: 'occurred', table: ['claim_standing', 'claim_effect'] },
	owed: { unit: 'rupiah', dateBasis: 'occurred', table: ['claim_standing', 'claim_effect'] }
};

export class PublicService {
	constructor(readonly context: ServiceContext) {}

	/** @throws InvalidFilter */
	load(request: PublicRequest): Promise<PublicView> {
		const moment = momentOf(request.asOf, this.context.clock);
		const filter = {
			ward: knownWard(request.ward) ?? usualWard,
			kecamatan: knownKecamatan(request.kecamatan)
		};
		return readView(this.context, moment, async (tx) => {
			const { today, asOf } = moment;
			const year = yearOf(today);
			const yearStart = `${year}-01-01`;
			const weekStart = epiWeekStart(today);
			const rooms = await readRooms(tx, moment);
			const hospitals = await readBedHospitals(tx, asOf);
			const { hospitalsFresh: fresh, hospitals: all } = sumWardRows(wardRows(rooms, moment.now));
			const money = await readMoneyTotals(tx, { year, today, asOf });
			return {
				today,
				filter,
				bedTotals: sumWards(sumRooms(rooms, moment.now)),
				hospitals: { fresh, all },
				found: findHospitals(rooms, hospitals, filter, moment.now),
				members: await this.#countMembers(tx, moment),
				visits: { weekStart, ...(await this.#countVisits(tx, { weekStart, yearStart, asOf })) },
				money: { year, ...money, yearGone: shareGone(today, yearStart, year) },
				evidence: evidenceOf(moment, {
					hospitals: { fresh, all },
					ward: filter.ward,
					demo: this.context.demo,
					demoBeds: hasDemoBeds(rooms, hospitals),
					membersCountedAt: await findMembersCountedAt(tx, today),
					url: request.url
				})
			};
		});
	}

	async #countMembers(tx: Transaction, { today }: Moment): Promise<number | null> {
		if (!seesRoundedMembers(this.context.viewer)) return readCoveredMembers(tx, today);
		const months = await readShownMemberMonths(tx, today);
		return months.length === 0 ? null : months.reduce((sum, { persons }) => sum + persons, 0);
	}

	/** Of whoever sees only totals, both are sums of the same rounded days. */
	async #countVisits(tx: Transaction, asked: VisitsAsked): Promise<VisitTotals> {
		if (!seesOnlyTotals(this.context.viewer)) return readVisitTotals(tx, asked);
		const { weekStart, yearStart, asOf } = asked;
		const yearEnd = `${yearOf(yearStart)}-12-31`;
		const weekEnd = addDays(weekStart, 6);
		const days = await readShownVisits(tx, {
			from: weekStart < yearStart ? weekStart : yearStart,
			to: weekEnd > yearEnd ? weekEnd : yearEnd,
			asOf
		});
		const sumOf = (from: string, to: string) =>
			days.reduce((sum, { day, visits }) => (day >= from && day <= to ? sum + visits : sum), 0);
		return { week: sumOf(weekStart, weekEnd), year: sumOf(yearStart, yearEnd) };
	}
}

type VisitsAsked = Parameters<typeof readVisitTotals>[1];

function shareGone(today: string, yearStart: string, year: number): number {
	return (daysBetween(yearStart, today) + 1) / daysBetween(yearStart, `${year + 1}-01-01`);
}

function findHospitals(
	rooms: readonly BedCell[],
	hospitals: readonly BedHospital[],
	{ ward, kecamatan }: PublicView['filter'],
	now: Date
): PublicView['found'] {
	const register = new Map(hospitals.map((hospital) => [hospital.code, hospital]));
	return wardRows(
		rooms.filter((room) => room.ward === ward),
		now
	).flatMap(({ facility, free, queue, reportedAt }) => {
		const hospital = register.get(facility);
		if (kecamatan !== null && hospital?.kecamatan !== kecamatan) return [];
		const { name = facility, kecamatan: place = null } = hospital ?? {};
		return [{ code: facility, name, kecamatan: place, free, queue, reportedAt }];
	});
}

/** In a demo a past day may still show what real hospitals really said. */
function hasDemoBeds(rooms: readonly BedCell[], hospitals: readonly BedHospital[]): boolean {
	const reporting = new Set(rooms.map(({ facility }) => facility));
	return hospitals.some(({ code, demo }) => demo && reporting.has(code));
}

type EvidenceBasis = {
	hospitals: PublicView['hospitals'];
	ward: string;
	demo: boolean;
	demoBeds: boolean;
	/** Members are counted every few minutes, all else is read as it stands. */
	membersCountedAt: Date | null;
	url: string;
};

function evidenceOf(
	moment: Moment,
	{ hospitals, ward, demo, demoBeds, membersCountedAt, url }: EvidenceBasis
): Record<PublicMeasure, Evidence> {
	const isPast = moment.asOf !== null;
	const made = publicMeasures.map((measure): [PublicMeasure, Evidence] => {
		const { unit, dateBasis, table } = basis[measure];
		return [
			measure,
			{
				measure: `public_measure_${measure}`,
				unit,
				asOf: ((measure === 'members' ? membersCountedAt : null) ?? moment.now).toISOString(),
				dateBasis,
				completeness:
					dateBasis === 'reported' ? { reported: hospitals.fresh, expected: hospitals.all } : null,
				formula: `public_formula_${measure}`,
				rows: { table: table[isPast ? 1 : 0], where: whereOf(measure, moment.today, ward) },
				url,
				demo: dateBasis === 'reported' ? demoBeds : demo
			}
		];
	});
	return Object.fromEntries(made) as Record<PublicMeasure, Evidence>;
}

function whereOf(measure: PublicMeasure, today: string, ward: string): Record<string, string> {
	if (measure === 'found') return { ward };
	if (measure === 'members') return { reason: 'valid' };
	if (measure === 'paid') return { budget_year: String(yearOf(today)), state: 'paid' };
	if (measure === 'owed')
		return { budget_year: String(yearOf(today)), state: 'submitted | verified | approved' };
	if (measure === 'ceiling') return { budget_year: String(yearOf(today)) };
	if (measure === 'visits_week') return { week: epiWeekStart(today) };
	if (measure === 'visits_year') return { year: String(yearOf(today)) };
	return {};
}
