/** A workbook as its XML says it, formulas too: what a reader of values alone would not show. */
import { fromBufferPromise } from 'yauzl';

export type ReadSheet = {
	/** By place (`B7`); a text as it stands, a number as a number. */
	cells: Map<string, string | number>;
	formulas: Map<string, string>;
};

/** @returns the sheets in their order */
export async function readWorkbook(book: Uint8Array): Promise<ReadSheet[]> {
	const zip = await fromBufferPromise(Buffer.from(book), { lazyEntries: true });
	const files = new Map<string, string>();
	for await (const entry of zip.eachEntry()) {
		const parts: Buffer[] = [];
		for await (const part of await zip.openReadStreamPromise(entry)) parts.push(part as Buffer);
		files.set(entry.fileName, Buffer.concat(parts).toString('utf8'));
	}
	const strings = [...(files.get('xl/sharedStrings.xml') ?? '').matchAll(/<si>(.*?)<\/si>/gs)].map(
		([, si = '']) =>
			[...si.matchAll(/<t(?: [^>]*)?>([^<]*)<\/t>/g)].map(([, text = '']) => plain(text)).join('')
	);
	return [...files]
		.flatMap(([name, text]) => {
			const [, place] = /worksheets\/sheet(\d+)\.xml$/.exec(name) ?? [];
			return place === undefined ? [] : [{ place: Number(place), text }];
		})
		.sort((a, b) => a.place - b.place)
		.map(({ text }) => readSheet(text, strings));
}

function readSheet(xml: string, strings: readonly string[]): ReadSheet {
	const sheet: ReadSheet = { cells: new Map(), formulas: new Map() };
	for (const [, attributes = '', inside = ''] of xml.matchAll(/<c ([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)) {
		const place = /r="([A-Z]+\d+)"/.exec(attributes)?.[1] ?? '';
		const formula = /<f>([^<]*)<\/f>/.exec(inside)?.[1];
		const value = /<v>([^<]*)<\/v>/.exec(inside)?.[1];
		if (formula !== undefined) sheet.formulas.set(place, plain(formula));
		else if (/t="s"/.test(attributes)) sheet.cells.set(place, strings[Number(value)] ?? '');
		else if (/t="inlineStr"/.test(attributes))
			sheet.cells.set(place, plain(/<t(?: [^>]*)?>([^<]*)<\/t>/.exec(inside)?.[1] ?? ''));
		else if (value !== undefined) sheet.cells.set(place, Number(value));
	}
	return sheet;
}

const plain = (text: string) =>
	text
		.replaceAll('&lt;', '<')
		.replaceAll('&gt;', '>')
		.replaceAll('&quot;', '"')
		.replaceAll('&#13;', '\r')
		.replaceAll('&amp;', '&');
