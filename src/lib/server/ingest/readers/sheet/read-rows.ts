/** The rows of a sheet as events, one pass over the file: what checking and sending have in common. */
import type { Pseudonymiser } from '../../pseudonym.ts';
import type { Sender } from '../../sender.ts';
import { stateRow, type BuildContext, type StatedEvent, type StatedRow } from './build-events.ts';
import { usedColumns, type Layout, type UsedColumn } from './layout.ts';
import { RepeatedKeys } from './repeated-keys.ts';
import { digestEvent, type Digests } from './row-identity.ts';
import { SheetRefusal } from './sheet-refusal.ts';
import type { Book, ReadOptions, SheetRow } from './sheet-row.ts';

export const maxRows = 200_000;

export type PassContext = {
	book: Book;
	layout: Layout;
	sender: Sender;
	pseudonymiser: Pseudonymiser;
	build: BuildContext;
	signal: AbortSignal;
	onProgress: (share: number, row: number) => void;
};

export type DigestedEvent = { stated: StatedEvent; digests: Digests };
export type ReadRow = {
	row: SheetRow;
	/** Null where the row states nothing. */
	stated: StatedRow | null;
	events: DigestedEvent[];
	/** An earlier row of this file says something else of the same. */
	isContradiction: boolean;
};

/** @throws SheetRefusal, or an AbortError when cancelled. */
export async function* readRows(
	context: PassContext,
	columns: readonly UsedColumn[] = usedColumns(context.layout)
): AsyncGenerator<ReadRow> {
	const { book, layout, sender, pseudonymiser, build, signal } = context;
	const repeated = new RepeatedKeys();
	let share = 0;
	const options: ReadOptions = { signal, onShare: (read) => (share = read) };
	let count = 0;
	for await (const row of book.rows(layout.sheet, options)) {
		if (row.number <= layout.lastHeadingRow) continue;
		count += 1;
		if (count > maxRows) throw new SheetRefusal('too-many-rows', row.number);
		context.onProgress(share, row.number);
		const stated = stateRow(row, layout, columns, build);
		const events = (stated?.events ?? []).map((event) => ({
			stated: event,
			digests: digestEvent(event, sender, pseudonymiser)
		}));
		const isContradiction = events
			.map(({ stated: { key }, digests }) => key !== null && repeated.contradicts(digests))
			.includes(true);
		yield { row, stated, events, isContradiction };
	}
}
