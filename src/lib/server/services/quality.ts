/** Which source is silent, late or wrong, and what waits to be put right. */
import type { Evidence } from '../../domain/evidence.ts';
import { addDays, eachDay, endOfJakartaDay } from '../../domain/period.ts';
import { usualIntervalHours } from '../../domain/source-silence.ts';
import { rowName } from '../../domain/trail.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { eventRefusals } from '../../protocol/refusals.ts';
import {
	heldPageRows,
	type Facet,
	type HeldRow,
	type QualityFilter,
	type QualityView,
	type SourceRow
} from '../../protocol/views/quality.ts';
import {
	countHeld,
	readHeld,
	readSourceDays,
	type HeldCount,
	type HeldItem,
	type SourceDayRow
} from '../store/quality-queries.ts';
import { readSharedClasses } from './beds.ts';
import { InvalidFilter, momentOf, readView, type Moment, type ServiceContext } from './context.ts';
import { RowsSeen } from './rows-seen.ts';
import { senderOf } from './sender-of.ts';
import { readUnjoined } from './unjoined.ts';

export type QualityQuery = {
	asOf: string | null;
	reason: string | null;
	source: string | null;
	type: string | null;
	page: string | null;
	/** Path and query of the view. */
	url: string;
};

/** A source that has sent nothing for longer is no longer expected to. */
const expectedDays = 60;
const shownDays = 14;
export const heldDays = 30;
const dayMs = 86_400_000;

export class QualityService {
	readonly #seen: RowsSeen;

	constructor(readonly context: ServiceContext) {
		this.#seen = new RowsSeen(context);
	}

	/** Who is shown what waits, by its id: before it is handed out, also where the reading was another's. */
	recordLook(viewer: Viewer, heldIds: readonly string[], filter: Partial<QualityFilter> = {}): Promise<void> {
		const { reason = '', source = '', type = '' } = filter;
		const rows = heldIds.map((id) => rowName('quarantine', id));
		return this.#seen.record(viewer, { what: '/quality', rows, filter: { reason, source, type } });
	}

	/** @throws InvalidFilter for an unknown reason or a page that is no number. */
	async load(query: QualityQuery): Promise<QualityView> {
		const moment = momentOf(query.asOf, this.context.clock);
		const asked = readFilter(query);
		const span = spanOf(moment);
		return readView(this.context, moment, async (tx) => {
			const days = await readSourceDays(tx, addDays(moment.today, 1 - expectedDays), moment.today);
			const counts = await countHeld(tx, span);
			const total = sumOf(counts.filter((one) => fits(one, asked)));
			const pages = Math.max(1, Math.ceil(total / heldPageRows));
			// Behind the last page nothing stands, which would read as if nothing waited.
			const filter = { ...asked, page: Math.min(asked.page, pages) };
			const offset = (filter.page - 1) * heldPageRows;
			const items = await readHeld(tx, span, filter, { limit: heldPageRows, offset });
			const shared = await readSharedClasses(tx, moment);
			const sources = sourceRows(days, moment.today, this.context);
			const unjoined = await readUnjoined(tx, moment, this.context);
			return {
				today: moment.today,
				filter,
				sources,
				sharedBeds: shared.map((one) => ({ ...one, name: this.context.facilities.nameOf(one.facility) })),
				waiting: sumOf(counts),
				held: {
					rows: items.map((item) => heldRow(item, this.context, moment.asOf !== null)),
					total,
					pages
				},
				facets: facetsOf(counts, filter, this.context),
				unjoined,
				evidence: evidenceOf(sources, moment, query.url, this.context)
			};
		});
	}
}

function readFilter({ reason, source, type, page }: QualityQuery): QualityFilter {
	if (reason && !Object.hasOwn(eventRefusals, reason)) throw new InvalidFilter('reason', reason);
	if (page && !/^[1-9]\d{0,5}$/.test(page)) throw new InvalidFilter('page', page);
	return { reason: reason ?? '', source: source ?? '', type: type ?? '', page: Number(page ?? 1) };
}

/** What was sent is held for thirty days; after that nobody can put it right any more. */
function spanOf({ now, asOf }: Moment) {
	const before = asOf === null ? new Date(now.getTime() + dayMs) : endOfJakartaDay(asOf);
	return { from: new Date(now.getTime() - heldDays * dayMs), before };
}

const sumOf = (counts: readonly { count: number }[]) => counts.reduce((sum, { count }) => sum + count, 0);

function fits(one: HeldCount, filter: QualityFilter, except?: keyof HeldCount): boolean {
	return (['reason', 'source', 'type'] as const).every(
		(name) => name === except || filter[name] === '' || filter[name] === one[name]
	);
}

/** Each filter's choices are counted under the other filters. */
function facetsOf(
	counts: readonly HeldCount[],
	filter: QualityFilter,
	{ facilities }: ServiceContext
): QualityView['facets'] {
	const facet = (name: 'reason' | 'source' | 'type'): Facet[] => {
		const sums = new Map<string, number>(filter[name] === '' ? [] : [[filter[name], 0]]);
		for (const one of counts)
			if (fits(one, filter, name)) sums.set(one[name], (sums.get(one[name]) ?? 0) + one.count);
		const nameOf = (value: string) => (name === 'source' ? (facilities.find(value)?.name ?? null) : null);
		return [...sums]
			.map(([value, count]) => ({ value, count, name: nameOf(value) }))
			.sort((a, b) => b.count - a.count);
	};
	return { reasons: facet('reason'), sources: facet('source'), types: facet('type') };
}

function sourceRows(rows: readonly SourceDayRow[], today: string, context: ServiceContext): SourceRow[] {
	const groups = new Map<string, SourceDayRow[]>();
	for (const row of rows) {
		const key = `${row.reporter}\u0001${row.source}`;
		const group = groups.get(key) ?? [];
		group.push(row);
		groups.set(key, group);
	}
	const shown = eachDay(addDays(today, 1 - shownDays), today);
	return [...groups.values()].flatMap((group) => {
		const row = sourceRow(group, shown, context);
		return row === null ? [] : [row];
	});
}

function sourceRow(
	group: readonly SourceDayRow[],
	shown: readonly string[],
	context: ServiceContext
): SourceRow | null {
	const last = group.at(-1);
	if (!last) return null;
	const byDay = new Map(group.map((row) => [row.day, row]));
	const recent = shown.map((day) => byDay.get(day));
	const now = recent.at(-1);
	const sum = (field: 'within1h' | 'within6h' | 'within24h' | 'within7d' | 'later') =>
		recent.reduce((total, row) => total + (row?.[field] ?? 0), 0);
	const facility = context.facilities.find(last.reporter);
	return {
		reporter: last.reporter,
		name: facility?.name ?? null,
		isHospital: facility?.kind === 'hospital',
		source: last.source,
		lastSeenAt: new Date(Math.max(...group.map((row) => row.lastSeenAt.getTime()))).toISOString(),
		today: {
			accepted: now?.accepted ?? 0,
			duplicate: now?.duplicate ?? 0,
			quarantined: now?.quarantined ?? 0
		},
		days: recent.map((row) => row?.accepted ?? 0),
		delays: [sum('within1h'), sum('within6h'), sum('within24h'), sum('within7d'), sum('later')],
		usualHours: usualIntervalHours(group.map(({ day }) => day))
	};
}

export function heldRow(item: HeldItem, context: ServiceContext, isPast: boolean): HeldRow {
	const { id, code, field, detail, facility, source, eventId, eventType, receivedAt, times } = item;
	return {
		id,
		refusal: { code, field, detail },
		party: senderOf(item).party,
		facility: facility === null ? null : { code: facility, name: context.facilities.nameOf(facility) },
		source,
		eventId,
		eventType,
		receivedAt: receivedAt.toISOString(),
		times: isPast ? null : times
	};
}

function evidenceOf(
	sources: readonly SourceRow[],
	moment: Moment,
	url: string,
	{ demo }: ServiceContext
): QualityView['evidence'] {
	const hospitals = new Set(sources.filter((row) => row.isHospital).map((row) => row.reporter));
	const sent = new Set(
		sources
			.filter((row) => row.isHospital && row.today.accepted + row.today.duplicate + row.today.quarantined > 0)
			.map((row) => row.reporter)
	);
	const of = (name: string, unit: Evidence['unit'], rows: Evidence['rows']): Evidence => ({
		measure: `quality_${name}_measure`,
		formula: `quality_${name}_formula`,
		unit,
		asOf: moment.now.toISOString(),
		dateBasis: 'known',
		completeness: ['waiting', 'unjoined'].includes(name)
			? null
			: { reported: sent.size, expected: hospitals.size },
		rows,
		url,
		demo
	});
	const today = { table: 'source_day', where: { day: moment.today } };
	return {
		hospitals: of('hospitals', 'facilities', today),
		waiting: of('waiting', 'events', { table: 'quarantine', where: { resolved_at: 'null' } }),
		silent: of('silent', 'facilities', { table: 'source_day', where: {} }),
		accepted: of('accepted', 'events', today),
		unjoined: of('unjoined', 'resources', { table: 'fhir_resource', where: { missing: 'not null' } })
	};
}
