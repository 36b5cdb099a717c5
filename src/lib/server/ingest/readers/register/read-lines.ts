/** A register's file as it streams in: CSV with a heading (comma, semicolon, tab or bar) or NDJSON, plain or gzip. */
import { parse } from 'csv-parse';
import { pipeline, Readable } from 'node:stream';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { squeeze } from '../sheet/squeeze.ts';
import { RegisterRefusal } from './register-refusal.ts';

/** A line's fields by name, as text; `null` for one that is none. */
export type RegisterLine = { number: number; fields: ReadonlyMap<string, string> | null };

/** Of a line: a quote that is never closed must not gather the whole file. */
const maxLineLength = 10_000;

/** Names of columns as offices write them, squeezed; the first is ours. */
const columnNames = {
	nik: ['nik', 'noindukkependudukan', 'noktp'],
	family: ['family', 'nokk', 'kk', 'nokartukeluarga', 'kartukeluarga'],
	kecamatan: ['kecamatan', 'kodekecamatan', 'namakecamatan'],
	status: ['status', 'statuspenduduk', 'statuskependudukan', 'statuspeserta', 'statusjkn'],
	statusSince: ['statussince', 'tanggalstatus', 'tanggalperubahan', 'sejak'],
	ektp: ['ektp', 'ektprekam', 'rekamektp', 'ktpel', 'statusrekam'],
	head: ['head', 'kepalakeluarga', 'ishead'],
	registeredSince: ['registeredsince', 'terdaftarsejak', 'tanggalterdaftar', 'tanggaldatang'],
	segment: ['segment', 'segmen', 'jeniskepesertaan']
} as const;
type Field = keyof typeof columnNames;

const fieldOf = new Map<string, Field>(
	Object.entries(columnNames).flatMap(([field, names]) =>
		names.map((name) => [name, field as Field] as const)
	)
);

const plainName = (heading: string) => squeeze(heading).replaceAll(' ', '');

/** @throws RegisterRefusal `unreadable` or `no-heading`, or what the bytes throw. */
export async function* readRegisterLines(
	bytes: AsyncIterable<Buffer>,
	needed: readonly string[]
): AsyncGenerator<RegisterLine> {
	const [head, whole] = await withHead(bytes);
	const plain =
		head[0] === 0x1f && head[1] === 0x8b ? pipeline(whole, createGunzip(), () => undefined) : whole;
	const [start, rest] = await withHead(plain as AsyncIterable<Buffer>);
	const text = start.toString('utf8').replace(/^\ufeff/, '');
	try {
		if (text.trimStart().startsWith('{')) yield* readObjects(rest);
		else yield* readRecords(rest, delimiterOf(text), needed);
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? String(error.code) : '';
		if (/^(CSV_|Z_)/.test(code)) throw new RegisterRefusal('unreadable');
		throw error;
	}
}

/** The first bytes, and all of them again as a stream. */
async function withHead(bytes: AsyncIterable<Buffer>): Promise<[Buffer, Readable]> {
	const iterator = bytes[Symbol.asyncIterator]();
	const chunks: Buffer[] = [];
	let isOver = false;
	while (!isOver && chunks.reduce((size, { length }) => size + length, 0) < 512) {
		const next = await iterator.next();
		isOver = next.done === true;
		if (!next.done) chunks.push(next.value);
	}
	const again = async function* () {
		yield* chunks;
		if (!isOver) yield* { [Symbol.asyncIterator]: () => iterator };
	};
	return [Buffer.concat(chunks), Readable.from(again(), { objectMode: false })];
}

function delimiterOf(text: string): string {
	const heading = text.split(/\r?\n/, 1)[0] ?? '';
	const counts = [',', ';', '\t', '|'].map((one) => [heading.split(one).length, one] as const);
	return counts.reduce((best, one) => (one[0] > best[0] ? one : best))[1];
}

async function* readRecords(
	bytes: Readable,
	delimiter: string,
	needed: readonly string[]
): AsyncGenerator<RegisterLine> {
	const parser = parse({
		delimiter,
		bom: true,
		relax_column_count: true,
		skip_empty_lines: false,
		max_record_size: maxLineLength
	});
	// An error ends the parser, which is read below.
	pipeline(bytes, parser, () => undefined);
	let number = 0;
	let names: (Field | undefined)[] = [];
	for await (const record of parser as AsyncIterable<string[]>) {
		number += 1;
		if (number === 1) names = namesOf(record, needed);
		else if (record.some((cell) => cell !== '')) yield { number, fields: fieldsOf(names, record) };
	}
	if (number === 0) throw new RegisterRefusal('no-heading');
}

function namesOf(heading: readonly string[], needed: readonly string[]): (Field | undefined)[] {
	const names = heading.map((name) => fieldOf.get(plainName(name)));
	if (needed.some((name) => !(names as (string | undefined)[]).includes(name)))
		throw new RegisterRefusal('no-heading');
	return names;
}

function fieldsOf(names: readonly (Field | undefined)[], record: readonly string[]): Map<string, string> {
	const fields = new Map<string, string>();
	for (const [index, name] of names.entries()) {
		const cell = record[index]?.trim();
		if (name !== undefined && cell) fields.set(name, cell);
	}
	return fields;
}

async function* readObjects(bytes: Readable): AsyncGenerator<RegisterLine> {
	let number = 0;
	for await (const text of createInterface({ input: bytes, crlfDelay: Infinity })) {
		number += 1;
		if (text.trim() !== '') yield { number, fields: objectFields(text) };
	}
}

function objectFields(text: string): Map<string, string> | null {
	try {
		const value: unknown = JSON.parse(text);
		if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
		const entries = Object.entries(value).flatMap(([name, cell]): [string, string][] => {
			const field = fieldOf.get(plainName(name));
			return field === undefined || cell === null || cell === '' ? [] : [[field, String(cell).trim()]];
		});
		return new Map(entries);
	} catch {
		return null;
	}
}
