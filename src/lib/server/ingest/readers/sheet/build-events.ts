/** One row of a spreadsheet as the events it states, in the words of our schema; the schema itself judges them. */
import { city } from '../../../../domain/area.ts';
import { epiWeekStart, isDay } from '../../../../domain/period.ts';
import type { EventType } from '../../../../protocol/events.ts';
import type { ToldClaim } from '../bridging/claim-events.ts';
import type { SheetKind, SheetNote } from '../../../../protocol/views/upload.ts';
import { weekStart } from './headings.ts';
import { claimExports, columnOfClaim, facilityOfClaim, type ClaimExportKind } from './claim-exports.ts';
import type { Layout, UsedColumn } from './layout.ts';
import { readCell, type CellContext } from './read-cell.ts';
import { sheetShapes, virtualFields } from './sheet-fields.ts';
import type { SheetRow } from './sheet-row.ts';

export type StatedEvent = {
	type: EventType;
	subject: string | null;
	/** When the row says that it was so; null where it does not. */
	time: string | null;
	data: Record<string, unknown>;
	/** What the event is about, as the schema's natural keys are; null where the row does not say. */
	key: readonly unknown[] | null;
	/** Which column each field came from. */
	columnOf: (field: string) => number | null;
	/** Of a claim interface's export: what goes the interface's own way. */
	told?: ToldClaim;
};

export type CellNote = { column: number; note: SheetNote };
export type StatedRow = { events: StatedEvent[]; notes: CellNote[] };

export type BuildContext = CellContext & {
	/** Where the sender's own area is, for weekly counts that name none. */
	area: string | null;
};

type Values = Map<string, unknown>;

/** Null for a row that states nothing: a title, a section, a total, an example. */
export function stateRow(
	row: SheetRow,
	layout: Layout,
	columns: readonly UsedColumn[],
	context: BuildContext
): StatedRow | null {
	if (isExample(row) || isTotal(row, columns)) return null;
	const values: Values = new Map();
	const notes: CellNote[] = [];
	const at = new Map<string, number>();
	for (const { index, used } of columns) {
		at.set(used.id, index);
		const cell = row.cells[index] ?? null;
		if (cell === null) {
			if (row.uncalculated?.includes(index)) notes.push({ column: index, note: 'formula-empty' });
			continue;
		}
		const { value, note } = readCell(used, cell, context);
		if (note !== null) notes.push({ column: index, note });
		values.set(used.id, value);
	}
	if (values.size === 0 || !hasFigure(layout.kind, values)) return null;
	return { events: builders[layout.kind](values, at, layout, context), notes };
}

/** Templates carry one line to show how; the word stands in it until somebody deletes the line. */
const isExample = ({ cells }: SheetRow) =>
	cells.some((cell) => typeof cell === 'string' && /^contoh\b.*\bexample\b/i.test(cell));

const totals = /^(sub ?total|total|jumlah|grand total)\b\s*:?$/i;
const isName = ({ used }: UsedColumn) => used.form === 'item' || used.form === 'disease';

const isTotal = ({ cells }: SheetRow, columns: readonly UsedColumn[]) =>
	columns.filter(isName).some(({ index }) => totals.test(String(cells[index] ?? '')));

/** A section's title has a name and no figure; a signature stands anywhere, without a name and without a number. */
function hasFigure(kind: SheetKind, values: Values): boolean {
	const { figures } = sheetShapes[kind];
	if (figures === null) return true;
	const given = figures.filter((id) => values.has(id));
	const isNamed = values.has('item') || values.has('disease') || values.has('code');
	return given.some((id) => isNamed || typeof values.get(id) === 'number');
}

type Builder = (
	values: Values,
	at: Map<string, number>,
	layout: Layout,
	context: BuildContext
) => StatedEvent[];

const builders: Readonly<Record<SheetKind, Builder>> = {
	visit: one((data) => [data['visit']]),
	bed: one((data) => [data['ward'], data['room'] ?? '-']),
	claim: one((data) => [data['claim']]),
	eklaim: buildClaim('eklaim'),
	vclaim: buildClaim('vclaim'),
	member: one((data) => [data['nik']]),
	stock: buildStock,
	lplpo: buildStock,
	tally: one((data) => ['measure', 'code', 'area', 'period', 'grain'].map((name) => data[name])),
	w2: buildWeek
};

const subjectOf = (values: Values) => {
	const facility = values.get('facility');
	return typeof facility === 'string' && facility !== '' ? facility : null;
};

function dataOf(values: Values): Record<string, unknown> {
	return Object.fromEntries([...values].filter(([id]) => !virtualFields.has(id) && !id.includes(':')));
}

function one(keyOf: (data: Record<string, unknown>) => unknown[]): Builder {
	return (values, at, { kind }) => {
		const data = dataOf(values);
		joinDiagnoses(data);
		const time = values.get('updated') ?? soundMoment(data['reportedAt']);
		return [state(kind, values, at, data, keyOf(data), typeof time === 'string' ? time : null)];
	};
}

/** One that cannot be read is refused as the cell that it is, not as the time of its row. */
const soundMoment = (value: unknown) =>
	typeof value === 'string' && Number.isFinite(Date.parse(value)) && value.includes('T') ? value : null;

function buildClaim(kind: ClaimExportKind): Builder {
	return (values, at) => {
		const told = claimExports[kind].tell(values);
		const { data } = told;
		const stated = state(kind, values, at, data, [data.claim], null);
		const columnOf = (field: string) => columnOfClaim(kind, field, at);
		return [{ ...stated, subject: facilityOfClaim(stated.subject), columnOf, told }];
	};
}

/** Main and other diagnoses may have a column each; the schema has one list, the main one first. */
function joinDiagnoses(data: Record<string, unknown>): void {
	const { diagnoses, diagnoses2 } = data;
	if (!Array.isArray(diagnoses2)) return;
	delete data['diagnoses2'];
	data['diagnoses'] = [
		...new Set([...(Array.isArray(diagnoses) ? (diagnoses as unknown[]) : []), ...(diagnoses2 as unknown[])])
	];
}

function state(
	kind: SheetKind,
	values: Values,
	at: Map<string, number>,
	data: Record<string, unknown>,
	key: unknown[],
	time: string | null
): StatedEvent {
	return {
		type: sheetShapes[kind].type,
		subject: subjectOf(values),
		time,
		data,
		key: key.every((part) => part !== undefined && part !== null && part !== '') ? key : null,
		columnOf: (field) => columnOf(field, at)
	};
}

/** `data.drugs.0.item` came from the column of `drugs`, a lot from its two; the envelope's fields from the virtual columns. */
function columnOf(field: string, at: Map<string, number>): number | null {
	const [first = '', second = '', , leaf] = field.split('.');
	if (second === 'expiring') return at.get(leaf === 'month' ? 'expiryMonth' : 'expiryQuantity') ?? null;
	const name = first === 'data' ? second : ({ subject: 'facility', time: 'updated' }[first] ?? first);
	return at.get(name) ?? (first === 'time' ? at.get('reportedAt') : undefined) ?? null;
}

/** On the paper form an empty box means nought, and what is left is reckoned: opening and received less used and lost. */
function buildStock(values: Values, at: Map<string, number>, { kind, period }: Layout): StatedEvent[] {
	const data = dataOf(values);
	delete data['year'];
	const month = monthOf(values) ?? period;
	if (month !== null) data['month'] = month;
	if (kind === 'lplpo') fillForm(data);
	const expiring = expiringOf(values);
	if (expiring) data['expiring'] = expiring;
	return [state(kind, values, at, data, [data['item'], data['month']], null)];
}

/** One lot, the earliest; a nought or an empty box means that none was named. */
function expiringOf(values: Values): Record<string, unknown>[] | null {
	const [month, quantity] = [values.get('expiryMonth'), values.get('expiryQuantity')];
	if ((month === undefined && quantity === undefined) || quantity === 0) return null;
	return [{ ...(month !== undefined && { month }), ...(quantity !== undefined && { quantity }) }];
}

function fillForm(data: Record<string, unknown>): void {
	for (const name of ['opening', 'received', 'used', 'lost']) data[name] ??= 0;
	const [opening, received, used, lost] = ['opening', 'received', 'used', 'lost'].map((name) => data[name]);
	if (data['closing'] !== undefined) return;
	if ([opening, received, used, lost].every((part) => typeof part === 'number'))
		data['closing'] = Math.max(0, Number(opening) + Number(received) - Number(used) - Number(lost));
}

/** A month in its own column, or its number or name beside a column for the year. */
function monthOf(values: Values): string | null {
	const month = values.get('month');
	const year = values.get('year');
	const number = Number(month);
	if (typeof year === 'number' && Number.isInteger(number) && number >= 1 && number <= 12)
		return `${year}-${String(number).padStart(2, '0')}`;
	return month === undefined ? null : String(month);
}

/** A line a disease, or a line a week with a column a disease: an event for each count that is given. */
function buildWeek(
	values: Values,
	at: Map<string, number>,
	layout: Layout,
	context: BuildContext
): StatedEvent[] {
	const period = weekOf(values) ?? layout.period;
	const area = values.get('area') ?? context.area ?? city.code;
	const count = (measure: string, code: unknown, value: unknown, column: string): StatedEvent => {
		const data: Record<string, unknown> = { measure, code, area, grain: 'week', value };
		if (period !== null) data['period'] = period;
		const placed = new Map([
			...at,
			['value', at.get(column) ?? -1],
			['code', at.get('disease') ?? at.get(column) ?? -1]
		] as [string, number][]);
		if (!placed.has('period')) placed.set('period', at.get('week') ?? at.get('year') ?? -1);
		for (const [name, index] of placed) if (index < 0) placed.delete(name);
		return state(layout.kind, values, placed, data, [measure, code, area, period], null);
	};
	const events: StatedEvent[] = [];
	for (const [id, value] of values)
		if (id.startsWith('cases:')) events.push(count('cases', id.slice('cases:'.length), value, id));
	const disease = values.get('disease');
	if (disease !== undefined || events.length === 0) {
		if (values.has('value')) events.push(count('cases', disease, values.get('value'), 'value'));
		if (values.has('deaths')) events.push(count('deaths', disease, values.get('deaths'), 'deaths'));
	}
	return events;
}

function weekOf(values: Values): string | null {
	const period = values.get('period');
	if (typeof period === 'string') return isDay(period) ? epiWeekStart(period) : period;
	const [year, week] = [values.get('year'), values.get('week')];
	if (typeof year !== 'number' || typeof week !== 'number') return null;
	return weekStart(year, week);
}
