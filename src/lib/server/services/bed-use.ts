/** The ministry's indicators of hospitals' beds, month by month, and where they stand on the Barber–Johnson chart. */
import { estimateBedUse, isEfficient } from '../../analytics/beds/estimate-bed-use.ts';
import { seesOwnOnly } from '../../domain/access.ts';
import { leastCovered } from '../../domain/bed-use.ts';
import type { Evidence, EvidenceUnit } from '../../domain/evidence.ts';
import { addMonths, monthOf } from '../../domain/period.ts';
import {
	useMeasures,
	type BedUseView,
	type HospitalUse,
	type UseMeasure,
	type UsePoint
} from '../../protocol/views/bed-use.ts';
import { readUse, type KnownUseRow } from '../store/bed-use.ts';
import { inSnapshot } from '../store/snapshot.ts';
import { systemViewer } from '../../domain/viewer.ts';
import { InvalidFilter, momentOf, readView, type Moment, type ServiceContext } from './context.ts';

export type BedUseRequest = {
	month: string | null;
	facility: string | null;
	/** Path and query of the view, which its evidence names. */
	url: string;
};

const monthsShown = 13;
/** With fewer others of its class a hospital could tell who is who. */
const leastPeers = 5;
const units: Record<UseMeasure, EvidenceUnit> = { bor: 'percent', avLos: 'days', toi: 'days', bto: 'ratio' };

export class BedUseService {
	constructor(readonly context: ServiceContext) {}

	/** @throws InvalidFilter */
	async load(request: BedUseRequest): Promise<BedUseView> {
		const moment = momentOf(null, this.context.clock);
		const { viewer } = this.context;
		const own = seesOwnOnly(viewer.role, 'visits') ? viewer.facility : null;
		const facility = own ?? this.#knownFacility(request.facility);
		const from = addMonths(monthOf(moment.today), 1 - monthsShown);
		const found = await readView(this.context, moment, async (tx) => ({
			all: await readUse(tx, { from, facility: own })
		}));
		const months = [...new Set(found.all.map(({ month }) => month))].reverse();
		const month = chooseMonth(months, request.month, monthOf(moment.today));
		const rows = found.all.filter((row) => row.month === month);
		return {
			...{ snapshot: found.snapshot, month, months, facility },
			rows: rows.map((row) => this.#useOf(row)),
			path: found.all.filter((row) => row.facility === facility).map((row) => this.#useOf(row)),
			peers: own === null || month === null ? null : await this.#findPeers(own, month),
			computedAt: rows[0]?.computedAt.toISOString() ?? null,
			evidence: evidenceOf(moment, rows, { month, url: request.url, demo: this.context.demo })
		};
	}

	#knownFacility(code: string | null): string | null {
		if (code !== null && this.context.facilities.find(code) === undefined)
			throw new InvalidFilter('facility', code);
		return code;
	}

	#useOf(row: KnownUseRow): HospitalUse {
		const { facility, month, beds, covered, stays } = row;
		const indicators = estimateBedUse(row);
		const name = this.context.facilities.nameOf(facility);
		return { facility, name, month, beds, covered, stays, indicators, isEfficient: isEfficient(indicators) };
	}

	/** Read past the reader's own rows, and handed out without a name, a size or a count. */
	async #findPeers(own: string, month: string): Promise<UsePoint[] | null> {
		const { system, facilities } = this.context;
		const ownClass = facilities.find(own)?.hospitalClass ?? null;
		const rows = await inSnapshot(system, systemViewer('bed-use'), (tx) =>
			readUse(tx, { from: month, facility: null })
		);
		const points = rows
			.filter((row) => row.month === month && row.facility !== own)
			.filter(({ facility }) => (facilities.find(facility)?.hospitalClass ?? null) === ownClass)
			.flatMap((row) => pointOf(this.#useOf(row)));
		// In the order of occupancy: the order of the rows would tell whose they are.
		return points.length < leastPeers ? null : points.sort((a, b) => a.bor - b.bor);
	}
}

function pointOf({ indicators: { bor, toi, avLos }, isEfficient: inside }: HospitalUse): UsePoint[] {
	if (bor.value === null || toi.value === null || avLos.value === null) return [];
	return [{ bor: bor.value, toi: toi.value, avLos: avLos.value, isEfficient: inside === true }];
}

/** Unless somebody chose: the last month that is over. */
function chooseMonth(months: readonly string[], asked: string | null, current: string): string | null {
	if (asked !== null && !months.includes(asked)) throw new InvalidFilter('month', asked);
	return asked ?? months.find((month) => month < current) ?? months[0] ?? null;
}

function evidenceOf(
	moment: Moment,
	rows: readonly KnownUseRow[],
	{ month, url, demo }: { month: string | null; url: string; demo: boolean }
): Record<UseMeasure, Evidence> {
	const made = useMeasures.map((measure): [UseMeasure, Evidence] => [
		measure,
		{
			...{ measure: `beduse_measure_${measure}`, formula: `beduse_formula_${measure}`, unit: units[measure] },
			asOf: (rows[0]?.computedAt ?? moment.now).toISOString(),
			dateBasis: measure === 'bor' ? 'reported' : 'occurred',
			completeness: {
				reported: rows.filter(({ covered }) => covered >= leastCovered).length,
				expected: rows.length
			},
			rows: { table: 'bed_use', where: month === null ? {} : { month } },
			...{ url, demo }
		}
	]);
	return Object.fromEntries(made) as Record<UseMeasure, Evidence>;
}
