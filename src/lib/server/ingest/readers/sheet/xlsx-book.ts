/** An XLSX workbook: a ZIP archive, read entry by entry through the system's own inflate, each XML as a stream. */
import type { Readable } from 'node:stream';
import * as yauzl from 'yauzl';
import type { SealedFile } from './sealed-file.ts';
import { SharedStrings } from './shared-strings.ts';
import { SheetRefusal } from './sheet-refusal.ts';
import type { Book, ReadOptions, SheetRow } from './sheet-row.ts';
import { readSheetRows } from './xlsx-rows.ts';
import { readElements } from './xml-elements.ts';

/** A workbook has a handful of entries; a thousand are no workbook. */
const maxEntries = 2_000;
/** Inflated. A sheet of 200,000 full rows has about 250 MB; beyond lies a bomb. */
const maxEntryBytes = 1024 ** 3;
const maxSheets = 50;

type Archive = { zip: yauzl.ZipFile; entries: Map<string, yauzl.Entry> };

class SealedReader extends yauzl.RandomAccessReader {
	constructor(readonly file: SealedFile) {
		super();
	}
	override _readStreamForRange(start: number, end: number): Readable {
		return this.file.read(start, end);
	}
}

export async function openXlsx(file: SealedFile): Promise<Book> {
	const archive = await openArchive(file);
	const { sheets, is1904 } = await readWorkbook(archive);
	if (sheets.length === 0) throw new SheetRefusal('not-a-sheet');
	let strings: Promise<SharedStrings> | undefined;
	return {
		sheets: sheets.map(({ name }) => name),
		is1904,
		async *rows(sheet, options) {
			strings ??= readStrings(archive);
			yield* readSheet(archive, sheets[sheet]?.path ?? '', await strings, options);
		}
	};
}

async function openArchive(file: SealedFile): Promise<Archive> {
	try {
		const options = { autoClose: false, lazyEntries: true, strictFileNames: false };
		const zip = await yauzl.fromRandomAccessReaderPromise(new SealedReader(file), file.size, options);
		if (zip.entryCount > maxEntries) throw new SheetRefusal('not-a-sheet');
		const entries = new Map<string, yauzl.Entry>();
		for await (const entry of zip.eachEntry())
			entries.set(entry.fileName.replace(/^\//, '').toLowerCase(), entry);
		return { zip, entries };
	} catch (error) {
		throw asRefusal(error);
	}
}

async function openEntry(
	{ zip, entries }: Archive,
	path: string
): Promise<{ stream: Readable; bytes: number } | null> {
	const entry = entries.get(path.toLowerCase());
	if (entry === undefined) return null;
	if (entry.uncompressedSize > maxEntryBytes) throw new SheetRefusal('too-large');
	try {
		return { stream: await zip.openReadStreamPromise(entry), bytes: entry.uncompressedSize };
	} catch (error) {
		throw asRefusal(error);
	}
}

/** What the archive's reader finds wrong lies in the file, whatever it is called. */
function asRefusal(error: unknown): unknown {
	return error instanceof SheetRefusal ? error : new SheetRefusal('broken-zip');
}

type SheetPlace = { name: string; path: string };

async function readWorkbook(archive: Archive): Promise<{ sheets: SheetPlace[]; is1904: boolean }> {
	const book = await openEntry(archive, 'xl/workbook.xml');
	if (book === null) throw new SheetRefusal('not-a-sheet');
	const targets = await readTargets(archive);
	const sheets: SheetPlace[] = [];
	let is1904 = false;
	for (const { name, attributes } of await readElements(book.stream)) {
		if (name === 'workbookPr') is1904 ||= /^(1|true)$/.test(attributes['date1904'] ?? '');
		if (name !== 'sheet' || (attributes['state'] ?? 'visible') !== 'visible') continue;
		const path = targets.get(attributes['id'] ?? '');
		if (path !== undefined && sheets.length < maxSheets)
			sheets.push({ name: (attributes['name'] ?? '').slice(0, 64), path });
	}
	return { sheets, is1904 };
}

/** Which file holds which sheet. */
async function readTargets(archive: Archive): Promise<Map<string, string>> {
	const relations = await openEntry(archive, 'xl/_rels/workbook.xml.rels');
	if (relations === null) throw new SheetRefusal('not-a-sheet');
	const targets = new Map<string, string>();
	for (const { attributes } of await readElements(relations.stream)) {
		const { Id: id, Target: target } = attributes;
		if (id === undefined || target === undefined) continue;
		targets.set(id, target.startsWith('/') ? target.slice(1) : `xl/${target}`);
	}
	return targets;
}

async function readStrings(archive: Archive): Promise<SharedStrings> {
	const entry = await openEntry(archive, 'xl/sharedStrings.xml');
	return entry === null ? new SharedStrings() : SharedStrings.read(entry.stream);
}

async function* readSheet(
	archive: Archive,
	path: string,
	strings: SharedStrings,
	options: ReadOptions = {}
): AsyncGenerator<SheetRow> {
	const entry = await openEntry(archive, path);
	if (entry === null) throw new SheetRefusal('broken-zip');
	yield* readSheetRows(entry.stream, entry.bytes, strings, options);
}
