/** Who looked at what, and whether the trail that says so is whole. Reading the trail is written into it as well. */
import { mayDo, mayOpen, pageOf } from '../../domain/access.ts';
import { endOfJakartaDay, isDay, startOfJakartaDay } from '../../domain/period.ts';
import { isTrailAction } from '../../domain/trail.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { byteOrderMark, toCsv } from '../../protocol/csv.ts';
import {
	trailPageRows,
	type TrailQueryFilter,
	type TrailRow,
	type TrailStanding,
	type TrailView
} from '../../protocol/views/trail.ts';
import type { TrailLine } from '../store/trail/line.ts';
import { readTrailNames, type TrailName } from '../store/trail/names.ts';
import { countTrail, readTrail, type TrailFilter } from '../store/trail/queries.ts';
import { InvalidFilter, momentOf, readView, type Moment, type ServiceContext } from './context.ts';
import { ToldLately } from './rows-seen.ts';
import { StandingAnswer } from './standing-answer.ts';

export type TrailQuery = {
	asOf: string | null;
	who: string | null;
	action: string | null;
	from: string | null;
	to: string | null;
	text: string | null;
	page: string | null;
};

const rowsShown = 6;
const mostExported = 50_000;
const longestText = 200;
const csvFields = [
	...['number', 'at', 'viewer', 'userName', 'role', 'facility', 'address', 'session', 'apiKey'],
	...['action', 'what', 'rows', 'rowCount', 'filter', 'reason']
];

export class TrailService {
	readonly #standing: StandingAnswer<TrailStanding>;
	readonly #refusals: ToldLately;

	constructor(readonly context: ServiceContext) {
		this.#standing = new StandingAnswer(() => this.#verify(), context.ticking);
		this.#refusals = new ToldLately(context.ticking);
	}

	/**
	 * A page of the trail, newest first.
	 * @throws InvalidFilter for an unknown action, a day that is none or a page that is no number.
	 */
	async load(viewer: Viewer, query: TrailQuery): Promise<TrailView> {
		if (viewer.role !== 'system' && !mayOpen(viewer.role, '/trail')) throw notForRole();
		const moment = momentOf(query.asOf, this.context.clock);
		const filter = readFilter(query);
		const fitting = fittingOf(filter, moment);
		const standing = await this.#standing.get();
		const view = await readView(this.context, moment, async (tx) => {
			const { total, ...facets } = await countTrail(tx, fitting);
			const lines = await readTrail(tx, fitting, {
				limit: trailPageRows,
				offset: (filter.page - 1) * trailPageRows
			});
			const named = [
				...lines.flatMap(({ viewer: who, rows }) => [who, ...rows]),
				...facets.viewers.map(valueOf)
			];
			return {
				...{ filter, standing, total, facets, mostExported },
				names: userNames(await readTrailNames(tx, [...named, filter.who])),
				rows: lines.map((line) => this.#row(line)),
				pages: Math.max(1, Math.ceil(total / trailPageRows))
			};
		});
		await this.#record(viewer, 'look-trail', '/trail', query, view.rows.length);
		return view;
	}

	/** The lines that fit, newest first, as CSV: for whoever must answer for them. */
	async exportCsv(viewer: Viewer, query: TrailQuery): Promise<string> {
		if (viewer.role !== 'system' && !mayDo(viewer.role, 'export-trail')) throw notForRole();
		const moment = momentOf(query.asOf, this.context.clock);
		const fitting = fittingOf(readFilter(query), moment);
		const { lines, names } = await readView(this.context, moment, async (tx) => {
			const found = await readTrail(tx, fitting, { limit: mostExported, offset: 0 });
			return {
				lines: found,
				names: await readTrailNames(
					tx,
					found.map(({ viewer: who }) => who)
				)
			};
		});
		await this.#record(viewer, 'export', '/trail', query, lines.length);
		const rows = lines.map((line) => ({ ...csvRow(line), userName: names.get(line.viewer)?.userName }));
		return byteOrderMark + toCsv(csvFields, rows);
	}

	/** Somebody signed in asked for a page of another role: once in a while for each page, however often they try. */
	async recordRefusal(viewer: Viewer, path: string): Promise<void> {
		const what = pageOf(path) ?? '';
		const key = `${viewer.name} ${what}`;
		if (this.#refusals.has(key)) return;
		this.#refusals.add(key);
		await this.context.recordLook(this.context.system, viewer, { action: 'refused', what });
	}

	/** Before anything is handed out. */
	#record(
		viewer: Viewer,
		action: 'look-trail' | 'export',
		what: string,
		query: TrailQuery,
		rowCount: number
	): Promise<number> {
		return this.context.recordLook(this.context.system, viewer, { action, what, filter: query, rowCount });
	}

	async #verify(): Promise<TrailStanding> {
		const checkedAt = this.context.ticking().toISOString();
		const { state, lines, problems, anchored } = await this.context.trail.verify();
		const [first] = problems;
		return {
			...{ state, lines, checkedAt },
			first: first ? { kind: first.kind, number: first.number } : null,
			problems: problems.length,
			anchored: anchored && { day: anchored.day, number: anchored.number }
		};
	}

	#row(line: TrailLine): TrailRow {
		const { number, at, viewer, role, facility, address, action, what, rows, rowCount, filter, reason } =
			line;
		const name = facility === null ? null : this.context.facilities.nameOf(facility);
		return {
			...{ number, viewer, role, address, action, what, reason },
			at: at.toISOString(),
			facility: facility === null || name === null ? null : { code: facility, name },
			rows: rows.slice(0, rowsShown),
			rowCount: rowCount ?? (rows.length > 0 ? rows.length : null),
			filter: Object.entries(filter).map(([label, value]) => ({ name: label, value }))
		};
	}
}

const valueOf = ({ value }: { value: string }) => value;
const userNames = (names: ReadonlyMap<string, TrailName>) =>
	Object.fromEntries([...names].map(([id, { userName }]) => [id, userName]));

const notForRole = () => new Error('the trail is not for this role');

function readFilter({ who, action, from, to, text, page }: TrailQuery): TrailQueryFilter {
	if (action && !isTrailAction(action)) throw new InvalidFilter('action', action);
	if (page && !/^[1-9]\d{0,5}$/.test(page)) throw new InvalidFilter('page', page);
	if (from && !isDay(from)) throw new InvalidFilter('from', from);
	if (to && !isDay(to)) throw new InvalidFilter('to', to);
	// The database takes no nought character.
	const typed = (given: string | null) => (given ?? '').replaceAll('\0', '').trim().slice(0, longestText);
	return {
		...{ who: typed(who), text: typed(text), from: from ?? '', to: to ?? '' },
		action: action && isTrailAction(action) ? action : '',
		page: Number(page ?? 1)
	};
}

/** As of a past day the trail ends with it. */
function fittingOf({ who, action, from, to, text }: TrailQueryFilter, { asOf }: Moment): TrailFilter {
	const days = [to, asOf].filter((day) => day !== null && day !== '') as string[];
	const last = days.sort()[0];
	return {
		...{ who: who || null, action: action || null, text: text || null },
		from: from === '' ? null : startOfJakartaDay(from),
		before: last === undefined ? null : endOfJakartaDay(last)
	};
}

/** One line as the cells of a file; lists in one cell, parted by a line's end. */
function csvRow(line: TrailLine): Record<string, unknown> {
	const filter = Object.entries(line.filter).map(([name, value]) => `${name}=${value}`);
	return { ...line, at: line.at.toISOString(), rows: line.rows.join('\n'), filter: filter.join('\n') };
}
