/** The line list of a disease: its visits under pseudonyms, for whoever sees all visits, each reading written down. */
import { scopeOf } from '../../domain/access.ts';
import { findKecamatan } from '../../domain/area.ts';
import { addDays, daysBetween, isDay } from '../../domain/period.ts';
import { findDiseaseGroup } from '../../domain/surveillance-diseases.ts';
import { rowName, type TrailAction } from '../../domain/trail.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { byteOrderMark, toCsv } from '../../protocol/csv.ts';
import type { DiseaseLine, DiseaseLinesView } from '../../protocol/views/disease-lines.ts';
import { readDiseaseLines, type StoredLine } from '../store/disease-lines.ts';
import { InvalidFilter, momentOf, readView, type Moment, type ServiceContext } from './context.ts';

export type LinesQuery = {
	disease: string | null;
	kecamatan: string | null;
	from: string | null;
	to: string | null;
	page: string | null;
	asOf: string | null;
};

const pageSize = 50;
const mostExported = 10_000;
/** A line list is for looking into what goes on, not for taking a year away. */
const mostDays = 92;
const usualDays = 28;
const shownIdLength = 8;
const csvFields = [
	...[
		'person',
		'facility',
		'name',
		'visitNo',
		'day',
		'kecamatan',
		'service',
		'diagnosis',
		'outcome',
		'knownOn'
	]
];

export class DiseaseLinesService {
	constructor(readonly context: ServiceContext) {}

	/** May this service's viewer see single visits of everybody? */
	get isOpen(): boolean {
		const { role } = this.context.viewer;
		return role === 'system' || scopeOf(role, 'visits') === 'all';
	}

	/** @throws InvalidFilter for a disease, kecamatan, day or page that does not exist, or more than 92 days. */
	async load(viewer: Viewer, query: LinesQuery): Promise<DiseaseLinesView> {
		const { names, ...view } = await this.#read(query, pageSize);
		await this.#record(viewer, 'look-rows', query, names);
		return view;
	}

	async exportCsv(viewer: Viewer, query: LinesQuery): Promise<string> {
		const { names, rows } = await this.#read({ ...query, page: null }, mostExported);
		await this.#record(viewer, 'export', query, names);
		return byteOrderMark + toCsv(csvFields, rows);
	}

	#read(query: LinesQuery, limit: number) {
		if (!this.isOpen) throw new Error('single visits are not for this role');
		const moment = momentOf(query.asOf, this.context.clock);
		const filter = filterOf(query, moment);
		const { disease, kecamatan, from, to, page } = filter;
		const codes = findDiseaseGroup(disease)?.icd10 ?? [];
		const asked = { codes, kecamatan, from, to, asOf: moment.asOf };
		return readView(this.context, moment, async (tx) => {
			const found = await readDiseaseLines(tx, asked, { limit, offset: (page - 1) * limit });
			return {
				...{ filter, mostExported, pageSize, total: found.total },
				pages: Math.max(1, Math.ceil(found.total / pageSize)),
				names: found.rows.flatMap(namesOf),
				rows: found.rows.map((row) => this.#lineOf(row)),
				evidence: this.#evidence(filter, moment)
			};
		});
	}

	#lineOf({ personId, diagnoses, occurredOn, postedOn, ...row }: StoredLine): DiseaseLine {
		return {
			...row,
			name: this.context.facilities.nameOf(row.facility),
			person: personId?.slice(0, shownIdLength) ?? null,
			diagnosis: diagnoses[0] ?? '',
			...{ day: occurredOn, knownOn: postedOn }
		};
	}

	/** Before anything is handed out: which visits, and whose. */
	#record(
		viewer: Viewer,
		action: TrailAction,
		{ disease, kecamatan, from, to, asOf }: LinesQuery,
		rows: string[]
	): Promise<number> {
		const visits = rows.filter((name) => name.startsWith('visit:')).length;
		return this.context.recordLook(this.context.system, viewer, {
			...{ action, what: '/diseases/lines', rows, rowCount: visits },
			filter: { disease, kecamatan, from, to, asOf }
		});
	}

	#evidence(filter: DiseaseLinesView['filter'], { now, asOf }: Moment): DiseaseLinesView['evidence'] {
		const { disease, kecamatan, from, to } = filter;
		const where = { icd3: (findDiseaseGroup(disease)?.icd10 ?? []).join(' | '), from, to };
		const query = new URLSearchParams({ disease, from, to });
		if (kecamatan !== null) query.set('kecamatan', kecamatan);
		if (asOf !== null) query.set('asOf', asOf);
		return {
			...{ measure: 'diseases_measure_visits', formula: 'diseases_formula_lines', unit: 'visits' },
			...{ asOf: now.toISOString(), dateBasis: 'occurred', completeness: null, demo: this.context.demo },
			rows: { table: 'visit', where: kecamatan === null ? where : { ...where, kecamatan } },
			url: `/diseases/lines?${query}`
		};
	}
}

function namesOf({ facility, visitNo, personId }: StoredLine): string[] {
	const visit = rowName('visit', facility, visitNo);
	return personId === null ? [visit] : [visit, rowName('person', personId)];
}

function filterOf(
	{ disease, kecamatan, from, to, page }: LinesQuery,
	{ today }: Moment
): DiseaseLinesView['filter'] {
	const group = findDiseaseGroup(disease ?? 'dengue');
	if (!group) throw new InvalidFilter('disease', disease ?? '');
	if (kecamatan !== null && !findKecamatan(kecamatan)) throw new InvalidFilter('kecamatan', kecamatan);
	if (to !== null && !isDay(to)) throw new InvalidFilter('to', to);
	const last = to ?? today;
	const first = from ?? addDays(last, 1 - usualDays);
	if (!isDay(first) || first > last || daysBetween(first, last) >= mostDays)
		throw new InvalidFilter('from', first);
	if (page !== null && !/^[1-9]\d{0,4}$/.test(page)) throw new InvalidFilter('page', page);
	return { disease: group.id, kecamatan, from: first, to: last, page: Number(page ?? 1) };
}
