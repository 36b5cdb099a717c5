/** A workbook as a spreadsheet program reads it: its texts, its numbers, and its formulas reckoned anew. */
import { fromBufferPromise } from 'yauzl';

type Cell = { text: string } | { number: number } | { formula: string };
export type Book = Map<string, Map<string, Cell>>;

const unescape = (text: string) =>
	text
		.replaceAll('&lt;', '<')
		.replaceAll('&gt;', '>')
		.replaceAll('&quot;', '"')
		.replaceAll('&#13;', '\r')
		.replaceAll('&amp;', '&');

export async function openFormulas(bytes: Uint8Array): Promise<Book> {
	const files = new Map<string, string>();
	const zip = await fromBufferPromise(Buffer.from(bytes), { lazyEntries: true });
	for await (const entry of zip.eachEntry()) {
		if (!entry.fileName.endsWith('.xml')) continue;
		let xml = '';
		for await (const chunk of await zip.openReadStreamPromise(entry)) xml += String(chunk);
		files.set(entry.fileName, xml);
	}
	const strings = [...(files.get('xl/sharedStrings.xml') ?? '').matchAll(/<t(?: [^>]*)?>([^<]*)<\/t>/g)].map(
		([, text = '']) => unescape(text)
	);
	const names = [...(files.get('xl/workbook.xml') ?? '').matchAll(/<sheet [^>]*name="([^"]*)"/g)];
	return new Map(
		names.map(([, name = ''], place) => [
			name,
			cellsOf(files.get(`xl/worksheets/sheet${place + 1}.xml`) ?? '', strings)
		])
	);
}

function cellsOf(xml: string, strings: readonly string[]): Map<string, Cell> {
	const cells = new Map<string, Cell>();
	for (const [, attributes = '', inner = ''] of xml.matchAll(/<c ([^>]*?)(?:\/>|>(.*?)<\/c>)/g)) {
		const address = /r="([A-Z]+\d+)"/.exec(attributes)?.[1] ?? '';
		const formula = /<f>(.*?)<\/f>/.exec(inner)?.[1];
		const value = /<v>(.*?)<\/v>/.exec(inner)?.[1];
		if (formula !== undefined) cells.set(address, { formula: unescape(formula) });
		else if (value !== undefined)
			cells.set(
				address,
				attributes.includes('t="s"') ? { text: strings[Number(value)] ?? '' } : { number: Number(value) }
			);
	}
	return cells;
}

/** The address of the cell to the right of a text, in the column given. */
export function findRow(book: Book, sheet: string, text: string): number {
	for (const [address, cell] of book.get(sheet) ?? [])
		if ('text' in cell && cell.text === text) return Number(/\d+/.exec(address)?.[0]);
	throw new Error(`no cell of ${sheet} says ${text}`);
}

/**
 * The value of a cell; a formula is reckoned out of `+ - * / ^ ( )`, numbers, other cells, SUM of a column and ROUND to whole.
 *
 * @param changed cells that somebody typed over, as `Sheet!B4`
 */
export function reckon(
	book: Book,
	sheet: string,
	address: string,
	changed: Readonly<Record<string, number>> = {}
): number {
	const typed = changed[`${sheet}!${address}`];
	if (typed !== undefined) return typed;
	const cell = book.get(sheet)?.get(address);
	if (!cell) return 0;
	if ('number' in cell) return cell.number;
	if ('text' in cell) throw new Error(`${sheet}!${address} is a text: ${cell.text}`);
	const at = (place: string, own = sheet) => reckon(book, own, place.replaceAll('$', ''), changed);
	const said = cell.formula
		.replace(/SUM\(([A-Z]+)(\d+):([A-Z]+)(\d+)\)/g, (_, column: string, from: string, __, to: string) => {
			const rows = Array.from({ length: Number(to) - Number(from) + 1 }, (_, place) => Number(from) + place);
			return `(${rows.map((row) => at(`${column}${row}`)).join('+')})`;
		})
		.replace(/([A-Za-z]+)!(\$?[A-Z]+\$?\d+)/g, (_, other: string, place: string) => `(${at(place, other)})`)
		.replace(/(?<![A-Za-z.\d])\$?[A-Z]{1,2}\$?\d+/g, (place) => `(${at(place)})`)
		.replaceAll('^', '**');
	if (!/^[\d\s.+\-*/(),eE]*(ROUND\([\d\s.+\-*/(),eE]*\)[\d\s.+\-*/(),eE]*)*$/.test(said))
		throw new Error(`${sheet}!${address} cannot be reckoned: ${cell.formula}`);
	const round = 'const ROUND = (value) => Math.round(value);';
	// Nothing but figures and operators is left of it: the pattern above sees to that.
	return Number(new Function(`${round} return ${said};`)());
}
