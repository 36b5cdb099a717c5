import type { Readable } from 'node:stream';
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { unguardText } from '../../../../protocol/csv.ts';
import type { SharedStrings } from './shared-strings.ts';
import { maxCellLength, maxColumns, type Cell, type ReadOptions, type SheetRow } from './sheet-row.ts';
import { bareName, parseStream } from './xml-elements.ts';

/** The rows of one worksheet that hold anything, as its XML streams by. */
export async function* readSheetRows(
	stream: Readable,
	bytes: number,
	strings: SharedStrings,
	{ signal, onShare }: ReadOptions
): AsyncGenerator<SheetRow> {
	const reader = new RowReader(strings);
	let read = 0;
	for await (const length of parseStream(reader.parser, stream)) {
		signal?.throwIfAborted();
		read += length;
		onShare?.(bytes > 0 ? read / bytes : 1);
		yield* reader.takeRows();
	}
}

class RowReader {
	readonly parser = new SaxesParser();
	readonly #strings: SharedStrings;
	#rows: SheetRow[] = [];
	#row: SheetRow | null = null;
	#number = 0;
	#column = -1;
	#type = 'n';
	#text = '';
	#isValue = false;
	#hasFormula = false;

	constructor(strings: SharedStrings) {
		this.#strings = strings;
		this.parser.on('opentag', (tag: SaxesTagPlain) => this.#open(bareName(tag.name), tag.attributes));
		this.parser.on('text', (text) => {
			if (this.#isValue && this.#text.length < maxCellLength) this.#text += text;
		});
		this.parser.on('closetag', (tag) => this.#close(bareName(tag.name)));
	}

	takeRows(): SheetRow[] {
		const rows = this.#rows;
		this.#rows = [];
		return rows;
	}

	#open(name: string, attributes: Record<string, string>): void {
		switch (name) {
			case 'row':
				this.#number = countOf(attributes['r']) ?? this.#number + 1;
				this.#row = { number: this.#number, cells: [] };
				this.#column = -1;
				return;
			case 'c':
				this.#column = columnOf(attributes['r']) ?? this.#column + 1;
				this.#type = attributes['t'] ?? 'n';
				this.#text = '';
				this.#hasFormula = false;
				return;
			case 'f':
				this.#hasFormula = true;
				return;
			case 'v':
			case 't':
				this.#isValue = true;
				return;
			case 'rPh':
				this.#isValue = false;
		}
	}

	#close(name: string): void {
		if (name === 'v' || name === 't') this.#isValue = false;
		else if (name === 'c') this.#closeCell();
		else if (name === 'row') this.#closeRow();
	}

	#closeCell(): void {
		const row = this.#row;
		if (row === null || this.#column >= maxColumns) return;
		const cell = this.#cell();
		if (cell === null && this.#hasFormula) (row.uncalculated ??= []).push(this.#column);
		if (cell === null) return;
		// No holes: what lies between is empty.
		while (row.cells.length < this.#column) row.cells.push(null);
		row.cells[this.#column] = cell;
	}

	#closeRow(): void {
		const row = this.#row;
		this.#row = null;
		if (row && (row.cells.length > 0 || row.uncalculated)) this.#rows.push(row);
	}

	#cell(): Cell {
		const text = this.#type === 's' ? (this.#strings.find(Number(this.#text)) ?? '') : this.#text;
		if (this.#type === 'b') return text === '' ? null : text === '1';
		if (this.#type === 'n') return numberOf(text);
		const trimmed = unguardText(text).trim();
		return trimmed === '' ? null : trimmed;
	}
}

/**
 * A number of sixteen digits whose last is not nought was written by a program that keeps them all: as text, exact. One
 * that ends in nought may have been cut off by a spreadsheet and stays a number.
 */
function numberOf(text: string): Cell {
	const trimmed = text.trim();
	if (trimmed === '') return null;
	if (/^\d{15,}[1-9]$/.test(trimmed)) return trimmed;
	const value = Number(trimmed);
	return Number.isFinite(value) ? value : trimmed;
}

function countOf(text: string | undefined): number | undefined {
	return text !== undefined && /^\d{1,7}$/.test(text) ? Number(text) : undefined;
}

/** `AB12` → 27. */
function columnOf(reference: string | undefined): number | undefined {
	const [letters] = /^[A-Z]{1,3}/.exec(reference ?? '') ?? [];
	if (letters === undefined) return undefined;
	let index = 0;
	for (const letter of letters) index = 26 * index + letter.charCodeAt(0) - 64;
	return index - 1;
}
