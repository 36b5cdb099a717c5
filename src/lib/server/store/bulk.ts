/**
 * Writing many rows in one statement: `INSERT … SELECT … FROM unnest(…)`. COPY is no way here: a rejected COPY never
 * settles in the driver and leaks its connection, and COPY does not pass row-level security.
 */
import type postgres from 'postgres';
import type { Sql } from './connect.ts';

type DriverTypes = Sql extends postgres.Sql<infer Types> ? Types : never;
export type Transaction = postgres.TransactionSql<DriverTypes>;
export type Executor = Sql | Transaction;
type Cell = string | number | boolean | Date | Uint8Array | null | undefined;

export type Column<Row> = {
	name: string;
	/** Element type of the array that is sent. */
	type: 'text' | 'int4' | 'int8' | 'float8' | 'bool' | 'uuid' | 'date' | 'timestamptz' | 'bytea' | 'jsonb';
	value: (row: Row) => Cell;
	/** Expression over the sent element, `$` standing for it. */
	as?: string;
};

/** A PostgreSQL array literal of one dimension. */
export function arrayLiteral<Row>(rows: readonly Row[], value: (row: Row) => Cell): string {
	let literal = '{';
	let before = '';
	for (const row of rows) {
		literal += before + element(value(row));
		before = ',';
	}
	return literal + '}';
}

function element(value: Cell): string {
	if (value === null || value === undefined) return 'NULL';
	if (typeof value === 'number' || typeof value === 'boolean') return String(value);
	if (value instanceof Date) return instantElement(value);
	if (value instanceof Uint8Array) return `"\\\\x${Buffer.from(value).toString('hex')}"`;
	return special.test(value) ? `"${value.replace(/["\\]/g, '\\$&')}"` : `"${value}"`;
}

const special = /["\\]/;
let lastInstant: Date | undefined;
let lastElement = '';

/** The rows of a group share the moment when they were learned. */
function instantElement(instant: Date): string {
	if (instant !== lastInstant) {
		lastInstant = instant;
		lastElement = `"${instant.toISOString()}"`;
	}
	return lastElement;
}

/** `unnest($1::text[], …) AS given(name, …)`: the rows as a table inside a statement. */
function given<Row>(columns: readonly Column<Row>[]): string {
	const arrays = columns.map((column, i) => `$${i + 1}::${column.type}[]`).join(', ');
	return `unnest(${arrays}) AS given(${columns.map((column) => `"${column.name}"`).join(', ')})`;
}

function parameters<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string[] {
	return columns.map(({ value }) => arrayLiteral(rows, value));
}

/**
 * A statement over many given rows, its text made once. `text` receives the `unnest` as a table called `given`. It is on
 * its way when the call returns, so statements of one transaction run in the order of the calls, awaited or not.
 */
export function statement<Row>(columns: readonly Column<Row>[], text: (given: string) => string) {
	const prepared = text(given(columns));
	return <Result extends Record<string, unknown> = Record<string, unknown>>(
		sql: Executor,
		rows: readonly Row[]
	): Promise<Result[]> => {
		if (rows.length === 0) return Promise.resolve([]);
		return (sql as Sql).unsafe<Result[]>(prepared, parameters(columns, rows), { prepare: true }).execute();
	};
}

/** Small enough that the database begins on the first slice while the next is written out. */
const sliceRows = 250;

/**
 * Runs `send` for slices of the rows, in their order, and lets the event loop turn in between. Resolves when all are sent;
 * what it resolves to is settled when they are done.
 */
export async function sendInSlices<Row, Result>(
	rows: readonly Row[],
	send: (slice: readonly Row[]) => Promise<Result>
): Promise<{ done: Promise<Result[]> }> {
	const sent: Promise<Result>[] = [];
	for (let start = 0; start < rows.length; start += sliceRows) {
		if (start > 0) await new Promise(setImmediate);
		sent.push(send(rows.slice(start, start + sliceRows)));
	}
	return { done: told(Promise.all(sent)) };
}

/** A failure is told where the promise is awaited, which may be later than it happens. */
export function told<T>(promise: Promise<T>): Promise<T> {
	promise.catch(() => undefined);
	return promise;
}

export function insertInto<Row>(table: string, columns: readonly Column<Row>[], after = '') {
	const names = columns.map((column) => `"${column.name}"`).join(', ');
	const selected = columns
		.map((column) => (column.as ?? '$').replaceAll('$', `given."${column.name}"`))
		.join(', ');
	return statement(
		columns,
		(rows) => `INSERT INTO "${table}" (${names}) SELECT ${selected} FROM ${rows} ${after}`
	);
}

/** Adds the measures onto what stands under the same key. Rows must come with distinct keys, sorted (deadlocks). */
export function addInto<Row>(table: string, keys: readonly Column<Row>[], measures: readonly Column<Row>[]) {
	const target = keys.map((column) => `"${column.name}"`).join(', ');
	const sums = measures.map(
		(column) => `"${column.name}" = "${table}"."${column.name}" + excluded."${column.name}"`
	);
	return insertInto(
		table,
		[...keys, ...measures],
		`ON CONFLICT (${target}) DO UPDATE SET ${sums.join(', ')}`
	);
}
