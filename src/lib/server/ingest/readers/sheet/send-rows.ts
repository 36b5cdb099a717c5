/** Sends the rows of a checked file through the one validated path, batch by batch, and gathers what was refused. */
import { assertionRefusals } from '../../../../domain/claim-assertion.ts';
import type { BatchAnswer, EventError } from '../../../../protocol/events.ts';
import type { Locale } from '../../../../protocol/refusals.ts';
import { problemSentence } from '../../../../protocol/sheet-cells.ts';
import { harmlessNotes, type RowProblem, type SheetNote } from '../../../../protocol/views/upload.ts';
import type { Sql } from '../../../store/connect.ts';
import { forgetSaidRows } from '../../../store/sheets.ts';
import { RequestRefusal, type RawItem } from '../../batch.ts';
import type { Ingest } from '../../ingest.ts';
import type { Hand } from '../../judge-claims.ts';
import { screen } from '../../screen.ts';
import { findProblems, type JudgeContext } from './check-rows.ts';
import { claimItems, isClaimExport } from './claim-exports.ts';
import { columnLetter, usedColumns, type UsedColumn } from './layout.ts';
import { readRows, type DigestedEvent, type PassContext, type ReadRow } from './read-rows.ts';
import type { RefusedRows } from './refused-rows.ts';
import { asKept, sayRows, sourceOf, toCloudEvent } from './row-identity.ts';
import { findSheetField } from './sheet-fields.ts';
import { SheetRefusal } from './sheet-refusal.ts';
import { shownCells } from './shown-cells.ts';
import { allowedWords, writtenForm } from './written-form.ts';

const batchEvents = 500;
const retryAfterMs = 1_000;
/** A database that is away for longer is no passing fault. */
const mostTries = 30;

export type Sent = { rows: number; accepted: number; duplicate: number; quarantined: number; unsent: number };

export type SendContext = PassContext & {
	ingest: Ingest;
	sql: Sql;
	clock: () => Date;
	locale: Locale;
	by?: Hand;
	/** Counted up as batches are committed. */
	sent: Sent;
	refused: RefusedRows;
	/** In the uploader's language. */
	noteSentence: (note: SheetNote) => string;
};

type Batch = { rows: { read: ReadRow; events: DigestedEvent[] }[]; events: number };
const emptyBatch = (): Batch => ({ rows: [], events: 0 });

/** One batch is on its way while the next is read. */
export async function sendRows(context: SendContext): Promise<void> {
	const columns = usedColumns(context.layout);
	let batch = emptyBatch();
	let sending: Promise<void> = Promise.resolve();
	try {
		for await (const read of readRows(context, columns)) {
			if (read.stated === null) continue;
			context.sent.rows += 1;
			if (read.isContradiction) {
				context.sent.unsent += 1;
				refuse(context, columns, read, null, context.noteSentence('key-repeated'));
				continue;
			}
			batch.rows.push({ read, events: read.events });
			batch.events += read.events.length;
			if (batch.events < batchEvents) continue;
			await sending;
			sending = sendBatch(batch, columns, context);
			sending.catch(() => undefined);
			batch = emptyBatch();
		}
		await sending;
		if (batch.events > 0) await sendBatch(batch, columns, context);
	} finally {
		// Cancelled or not: what is on its way is waited for, so that the count is of what was committed.
		await sending.catch(() => undefined);
	}
}

async function sendBatch(batch: Batch, columns: readonly UsedColumn[], context: SendContext): Promise<void> {
	const { sender, sent, locale, by } = context;
	const flat = batch.rows.flatMap(({ read, events }) => events.map((event) => ({ read, ...event })));
	const items = await untilDone(context, () => itemsOf(flat, context));
	const answer = await untilDone(context, () =>
		context.ingest.take(sender, items, { mode: 'each', locale, ...(by && { by }) })
	);
	addTo(sent, answer);
	await untilDone(context, () => forgetUntimely(flat, answer.errors, context));
	const told = new Set<ReadRow>();
	for (const error of answer.errors) {
		const one = flat[error.index];
		// A row of a weekly form may fail in several counts: it stands once in the file.
		if (one === undefined || told.has(one.read)) continue;
		told.add(one.read);
		refuseEvent(context, columns, one.read, one, error);
	}
}

async function itemsOf(
	flat: readonly DigestedEvent[],
	{ layout: { kind }, ingest, sender, sql, clock, pseudonymiser }: SendContext
): Promise<RawItem[]> {
	const now = clock();
	if (isClaimExport(kind)) return claimItems(kind, flat.flatMap(tellClaim({ ingest, sender, now })), ingest);
	const digests = flat.map((event) => asKept(event.digests, pseudonymiser));
	const moments = await sayRows(sql, digests, now);
	const source = sourceOf(sender);
	return flat.map(({ stated, digests: { content } }, index) => ({
		value: toCloudEvent(stated, source, content, moments[index] ?? now)
	}));
}

const isUntimely = (code: string) => (assertionRefusals as readonly string[]).includes(code);

/** What was refused for how a claim stood is news when the file is sent again, and later than what it answers then. */
async function forgetUntimely(
	flat: readonly DigestedEvent[],
	errors: readonly EventError[],
	{ sql, pseudonymiser }: SendContext
): Promise<void> {
	const events = errors.flatMap(({ code, index }) => (isUntimely(code) ? (flat[index] ?? []) : []));
	const keys = events.map(({ digests }) => asKept(digests, pseudonymiser).key);
	if (keys.length > 0) await forgetSaidRows(sql, keys);
}

/**
 * A row is judged by what it says, as its preview was: what stands of its claim would else fill in for a cell that cannot be
 * used, and nobody would be told.
 */
function tellClaim({ ingest, sender, now }: Pick<SendContext, 'ingest' | 'sender'> & { now: Date }) {
	const { pseudonymiser, facilities } = ingest;
	const context = { sender, now, pseudonymiser, findFacility: (code: string) => facilities.find(code) };
	return ({ stated, digests }: DigestedEvent) => {
		if (!stated.told) return [];
		const value = toCloudEvent(stated, sourceOf(sender), digests.content, now);
		const judged = screen({ value }, 0, context);
		const refusal = stated.told.refusal ?? (judged.ok ? undefined : judged.refused.refusal);
		const facility = stated.subject ?? sender.facility;
		return [{ claim: { ...stated.told, ...(refusal && { refusal }) }, facility }];
	};
}

function addTo(sent: Sent, { accepted, duplicate, quarantined }: BatchAnswer): void {
	sent.accepted += accepted;
	sent.duplicate += duplicate;
	sent.quarantined += quarantined;
}

/**
 * The uploader knows columns by their headings, not by our fields, and is told all that is wrong with a row at once. What
 * only the store can know, such as a conflict, is said in its own words.
 */
function refuseEvent(
	context: SendContext,
	columns: readonly UsedColumn[],
	read: ReadRow,
	{ stated }: DigestedEvent,
	{ field, message }: EventError
): void {
	const problems = findProblems(read, judgeOf(context)).filter(
		({ note }) => note === null || !harmlessNotes.includes(note)
	);
	const column = problems.length > 0 ? problems[0]?.column : field === null ? null : stated.columnOf(field);
	const heading = columns.find(({ index }) => index === column)?.heading ?? null;
	const sentences = problems.map((problem) => sentenceOf(context, columns, read, problem));
	refuse(context, columns, read, heading, sentences.length > 0 ? sentences.join(' ') : message);
}

function judgeOf({ layout, sender, pseudonymiser, ingest, clock }: SendContext): JudgeContext {
	const findFacility = (code: string) => ingest.facilities.find(code);
	return { layout, sender, pseudonymiser, findFacility, now: clock() };
}

function sentenceOf(
	{ layout: { kind }, locale, book }: SendContext,
	columns: readonly UsedColumn[],
	{ row }: ReadRow,
	problem: RowProblem
): string {
	const place = columns.findIndex(({ index }) => index === problem.column);
	const column = columns[place];
	const cell = column && {
		letter: columnLetter(column.index),
		heading: column.heading,
		value: shownCells(row, columns, book.is1904)[place] ?? '',
		form: writtenForm(column.used),
		words: allowedWords(column.used)
	};
	const nameOf = (path: string | null) =>
		findSheetField(kind, path?.replace(/^data\./, '') ?? '')?.names[locale] ?? path;
	return problemSentence(problem, cell ?? null, nameOf, locale);
}

function refuse(
	{ refused, book }: SendContext,
	columns: readonly UsedColumn[],
	{ row }: ReadRow,
	heading: string | null,
	reason: string
): void {
	refused.add({
		row: row.number,
		cells: shownCells(row, columns, book.is1904),
		heading: heading ?? '',
		reason
	});
}

/** A full queue and a database that is away for a moment pass: nothing of the batch was stored, and sending it again counts nothing twice. */
async function untilDone<T>({ signal }: SendContext, work: () => Promise<T>): Promise<T> {
	for (let tries = 1; ; tries++) {
		signal.throwIfAborted();
		try {
			return await work();
		} catch (error) {
			if (tries === mostTries)
				throw error instanceof RequestRefusal ? new SheetRefusal('unavailable') : error;
			if (!(error instanceof RequestRefusal) && !isConnectionFault(error)) throw error;
			await new Promise((resolve) => setTimeout(resolve, retryAfterMs));
		}
	}
}

const isConnectionFault = (error: unknown) =>
	error instanceof Error &&
	'code' in error &&
	/^(CONNECTION_|CONNECT_|ECONN|EPIPE|57P)/.test(String(error.code));
