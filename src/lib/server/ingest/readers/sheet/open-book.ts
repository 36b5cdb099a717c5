import { openCsv } from './csv-book.ts';
import type { SealedFile } from './sealed-file.ts';
import { SheetRefusal } from './sheet-refusal.ts';
import type { Book } from './sheet-row.ts';
import { openXlsx } from './xlsx-book.ts';

const zipMark = Buffer.from('PK\u0003\u0004', 'latin1');
/** The container of Excel 97–2003, and of a workbook with a password. */
const oldExcelMark = Buffer.from('d0cf11e0a1b11ae1', 'hex');

/** Told by the first bytes; a file's name proves nothing. @throws SheetRefusal. */
export async function openBook(file: SealedFile): Promise<Book> {
	if (file.size === 0) throw new SheetRefusal('empty');
	const chunks: Buffer[] = [];
	for await (const chunk of file.read(0, Math.min(8, file.size))) chunks.push(chunk as Buffer);
	const head = Buffer.concat(chunks);
	if (head.subarray(0, 4).equals(zipMark)) return openXlsx(file);
	if (head.equals(oldExcelMark)) throw new SheetRefusal('old-excel');
	return openCsv(file);
}
