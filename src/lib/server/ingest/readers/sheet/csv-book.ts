/** A CSV file of any program: comma, semicolon or tab; UTF-8, UTF-16 or the code page of old Windows; BOM or none. */
import { parse, CsvError } from 'csv-parse';
import { pipeline } from 'node:stream';
import { unguardText } from '../../../../protocol/csv.ts';
import type { SealedFile } from './sealed-file.ts';
import { SheetRefusal } from './sheet-refusal.ts';
import { maxCellLength, maxColumns, type Book, type ReadOptions, type SheetRow } from './sheet-row.ts';

/** Enough to tell encoding and delimiter by. */
const headBytes = 64 * 1024;
/** A quote that is never closed must not gather the whole file. */
const maxRecordLength = 1_000_000;
const delimiters = [';', ',', '\t', '|'];

export async function openCsv(file: SealedFile): Promise<Book> {
	const head = await readHead(file);
	const encoding = encodingOf(head);
	const text = new TextDecoder(encoding).decode(head);
	// A spreadsheet's text has no NUL; what has is another kind of file.
	if (text.includes('\u0000')) throw new SheetRefusal('not-a-sheet');
	const stated = /^\ufeff?sep=(.)\r?\n/i.exec(text)?.[1];
	const shape = { encoding, delimiter: stated ?? delimiterOf(text), skip: stated === undefined ? 0 : 1 };
	return { sheets: ['CSV'], is1904: false, rows: (_, options) => readRows(file, shape, options) };
}

async function readHead(file: SealedFile): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of file.read(0, Math.min(headBytes, file.size))) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks);
}

function encodingOf(head: Buffer): string {
	if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
	if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
	try {
		// The last character may be cut in two.
		new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
		return 'utf-8';
	} catch {
		return 'windows-1252';
	}
}

/** The one that parts most lines the most evenly: a comma in names or amounts does not. */
function delimiterOf(text: string): string {
	const lines = text
		.replace(/"(?:[^"]|"")*"/g, '')
		.split(/\r?\n/)
		.filter((line) => line.trim() !== '')
		.slice(0, 50);
	const score = (delimiter: string) => {
		const counts = lines.map((line) => line.split(delimiter).length - 1).sort((a, b) => a - b);
		return counts[Math.floor(counts.length / 2)] ?? 0;
	};
	const scores = delimiters.map((delimiter) => score(delimiter));
	const best = Math.max(...scores);
	return delimiters[scores.indexOf(best)] ?? ',';
}

type Shape = { encoding: string; delimiter: string; skip: number };

async function* readRows(
	file: SealedFile,
	{ encoding, delimiter, skip }: Shape,
	{ signal, onShare }: ReadOptions = {}
): AsyncGenerator<SheetRow> {
	let read = 0;
	const decoder = new TextDecoder(encoding);
	const decode = async function* (bytes: AsyncIterable<Buffer>) {
		for await (const chunk of bytes) {
			read += chunk.length;
			onShare?.(read / file.size);
			yield decoder.decode(chunk, { stream: true });
		}
	};
	const parser = parse({
		delimiter,
		bom: false,
		info: true,
		relax_column_count: true,
		relax_quotes: true,
		skip_empty_lines: false,
		skip_records_with_empty_values: false,
		max_record_size: maxRecordLength
	});
	// An error ends the parser, which is read below.
	pipeline(file.read(), decode, parser, () => undefined);
	let number = 0;
	try {
		for await (const chunk of parser as AsyncIterable<{ record: string[] }>) {
			signal?.throwIfAborted();
			number += 1;
			if (number <= skip) continue;
			const cells = chunk.record.slice(0, maxColumns).map((text) => cellOf(text));
			if (number === 1 && typeof cells[0] === 'string') cells[0] = cells[0].replace(/^\ufeff/, '') || null;
			if (cells.some((cell) => cell !== null)) yield { number, cells };
		}
	} catch (error) {
		if (error instanceof CsvError) throw new SheetRefusal('broken-csv', number + 1);
		throw error;
	} finally {
		parser.destroy();
	}
}

/** A cell that our own exports guarded against being run as a formula comes back as it was. */
function cellOf(text: string): string | null {
	const trimmed = unguardText(text.slice(0, maxCellLength)).trim();
	return trimmed === '' ? null : trimmed;
}
