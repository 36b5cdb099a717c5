/** Reads a whole file and says what would become of each row, by the very rules that will judge it; nothing is written. */
import type { EventRefusal } from '../../../../protocol/refusals.ts';
import type { Facility } from '../../../../domain/facility.ts';
import {
	harmlessNotes,
	type PreviewRow,
	type RowProblem,
	type SheetKind,
	type UploadCheck
} from '../../../../protocol/views/upload.ts';
import { screen } from '../../screen.ts';
import type { StatedEvent } from './build-events.ts';
import { isClaimExport, nameInKind } from './claim-exports.ts';
import { usedColumns, type UsedColumn } from './layout.ts';
import { readRows, type PassContext, type ReadRow } from './read-rows.ts';
import { sourceOf, toCloudEvent } from './row-identity.ts';
import { findSheetField } from './sheet-fields.ts';
import { shownCells } from './shown-cells.ts';
import { soundValue } from './sound-value.ts';

const shownFirst = 8;
const shownRefused = 50;
/** Enough for every cell of a row. */
const maxRefusals = 24;

/** What a row is judged by. */
export type JudgeContext = Pick<PassContext, 'layout' | 'sender' | 'pseudonymiser'> & {
	now: Date;
	findFacility: (code: string) => Facility | undefined;
};
export type CheckContext = PassContext & JudgeContext;

export async function checkRows(context: CheckContext): Promise<UploadCheck> {
	const columns = usedColumns(context.layout);
	const check: UploadCheck = {
		rows: 0,
		good: 0,
		bad: 0,
		skipped: 0,
		events: 0,
		unlisted: 0,
		first: [],
		refused: []
	};
	for await (const read of readRows(context, columns)) {
		if (read.stated === null) {
			check.skipped += 1;
			continue;
		}
		// All that is wrong with a row is looked for where it is shown; to count it one reason is enough.
		const isShown = check.first.length < shownFirst || check.refused.length < shownRefused;
		const problems = findProblems(read, context, isShown ? maxRefusals : 1);
		const isGood = problems.every(({ note }) => note !== null && harmlessNotes.includes(note));
		check.rows += 1;
		check[isGood ? 'good' : 'bad'] += 1;
		if (isGood) check.events += read.events.length;
		if (problems.some(({ note }) => note === 'item-unlisted')) check.unlisted += 1;
		keep(check, { read, problems, isGood, columns, is1904: context.book.is1904 });
	}
	return check;
}

type Judged = {
	read: ReadRow;
	problems: RowProblem[];
	isGood: boolean;
	columns: readonly UsedColumn[];
	is1904: boolean;
};

function keep(check: UploadCheck, { read, problems, isGood, columns, is1904 }: Judged): void {
	const isFirst = check.first.length < shownFirst;
	const isRefused = !isGood && check.refused.length < shownRefused;
	if (!isFirst && !isRefused) return;
	const shown: PreviewRow = { row: read.row.number, cells: shownCells(read.row, columns, is1904), problems };
	if (isFirst) check.first.push(shown);
	if (isRefused) check.refused.push(shown);
}

/** What the reader noticed of cells, and what the validated path says of the events. A note explains better than a refusal. */
export function findProblems(
	{ stated, events, isContradiction }: ReadRow,
	context: JudgeContext,
	limit = maxRefusals
): RowProblem[] {
	const refusals = new Map<string, RowProblem>();
	for (const { stated: event, digests } of events)
		for (const refusal of findRefusals(event, digests.content, context, limit)) {
			const { kind } = context.layout;
			const column = refusal.field === null ? null : event.columnOf(refusal.field);
			const shown = { ...refusal, field: nameInKind(kind, refusal.field) };
			// The columns of a weekly form may all fail for one reason: it is said once.
			refusals.set(JSON.stringify([column, shown]), { column, refusal: shown, note: null });
		}
	const isRefused = refusals.size > 0;
	const notes = (stated?.notes ?? [])
		.filter(({ note }) => isRefused || harmlessNotes.includes(note))
		.map(({ column, note }): RowProblem => ({ column, refusal: null, note }));
	const noted = new Set(notes.filter(({ note }) => note !== 'item-unlisted').map(({ column }) => column));
	const rest = [...refusals.values()].filter(({ column }) => column === null || !noted.has(column));
	const repeated: RowProblem[] = isContradiction
		? [{ column: null, refusal: null, note: 'key-repeated' }]
		: [];
	return [...notes, ...rest, ...repeated].sort((a, b) => (a.column ?? Infinity) - (b.column ?? Infinity));
}

/**
 * The path names the first thing that is wrong. To find the next, a sound value is put in its place, as long as what is
 * refused lies in one cell: of two cells together (an end before its beginning) the put value would be at fault.
 */
function findRefusals(
	event: StatedEvent,
	content: string,
	context: JudgeContext,
	limit: number
): EventRefusal[] {
	const found: EventRefusal[] = event.told?.refusal ? [event.told.refusal] : [];
	const seen = new Set<string>();
	const data = { ...event.data };
	let { time } = event;
	// A word that means nothing to the interface left the state open.
	if (event.told?.refusal) putSound(data, 'data.state', context.layout.kind);
	while (found.length < limit) {
		const value = toCloudEvent({ ...event, time, data }, sourceOf(context.sender), content, context.now);
		const screened = screen({ value }, 0, context);
		if (screened.ok) break;
		const { refusal } = screened.refused;
		const path = refusal.field ?? '';
		if (seen.has(path) || (found.length > 0 && !liesInOneCell(refusal))) break;
		found.push(refusal);
		seen.add(path);
		if (path === 'time') {
			// Of one cell: it would be refused a second time.
			if (data['reportedAt'] === time) putSound(data, 'data.reportedAt', context.layout.kind);
			time = null;
		} else if (!liesInOneCell(refusal) || !putSound(data, path, context.layout.kind)) break;
	}
	return found;
}

/** @returns false where nothing can be said for certain to be sound. */
function putSound(data: Record<string, unknown>, path: string, kind: SheetKind): boolean {
	const [, id = '', part = ''] = path.split('.');
	const items = data[id];
	if (isClaimExport(kind) && id === 'items' && typeof items === 'object') {
		data[id] = { ...items, [part]: 0 };
		return true;
	}
	// Their columns bear the interface's names; what they state is a claim of ours.
	const field = findSheetField(isClaimExport(kind) ? 'claim' : kind, id);
	if (field === undefined) return false;
	data[id] = soundValue(field);
	return true;
}

const cellReasons = new Set([
	'missing',
	'wrong-type',
	'not-in-list',
	'too-large',
	'too-small',
	'wrong-form',
	'unstorable',
	'year'
]);
const cellCodes = new Set(['bad-nik', 'identity-number', 'unknown-ward', 'unknown-code', 'future-time']);

const liesInOneCell = ({ code, detail }: EventRefusal) =>
	cellCodes.has(code) ||
	((code === 'bad-field' || code === 'bad-envelope') && cellReasons.has(detail['reason'] ?? ''));
