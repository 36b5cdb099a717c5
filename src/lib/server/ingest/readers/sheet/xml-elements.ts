import type { Readable } from 'node:stream';
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { SheetRefusal } from './sheet-refusal.ts';

/** Names come without their namespace's prefix, which programs choose freely. */
export type XmlElement = { name: string; attributes: Record<string, string> };

export const bareName = (name: string) => name.slice(name.indexOf(':') + 1);

/** Small parts of a workbook hold no more than this. */
const maxElements = 100_000;

/** Every element of a small document, in order. @throws SheetRefusal `broken-sheet`. */
export async function readElements(stream: Readable): Promise<XmlElement[]> {
	const elements: XmlElement[] = [];
	const parser = new SaxesParser();
	parser.on('opentag', ({ name, attributes }: SaxesTagPlain) => {
		const bare = Object.fromEntries(Object.entries(attributes).map(([key, value]) => [bareName(key), value]));
		if (elements.push({ name: bareName(name), attributes: bare }) > maxElements)
			throw new SheetRefusal('broken-sheet');
	});
	for await (const _ of parseStream(parser, stream)) void _;
	return elements;
}

/** Feeds a document to its parser; yields after each chunk, when the parser's handlers have seen it. */
export async function* parseStream(parser: SaxesParser, stream: Readable): AsyncGenerator<number> {
	const decoder = new TextDecoder('utf-8');
	parser.on('error', () => {
		throw new SheetRefusal('broken-sheet');
	});
	try {
		for await (const chunk of stream as AsyncIterable<Buffer>) {
			parser.write(decoder.decode(chunk, { stream: true }));
			yield chunk.length;
		}
		parser.close();
		yield 0;
	} catch (error) {
		// The archive's own complaints (a wrong size, a broken stream) lie in the file too.
		throw isOurs(error) ? error : new SheetRefusal('broken-zip');
	} finally {
		stream.destroy();
	}
}

const isOurs = (error: unknown) =>
	error instanceof SheetRefusal || (error instanceof Error && error.name === 'AbortError');
