import type { Readable } from 'node:stream';
import { SaxesParser } from 'saxes';
import { SheetRefusal } from './sheet-refusal.ts';
import { maxCellLength } from './sheet-row.ts';
import { bareName, parseStream } from './xml-elements.ts';

const blockBytes = 1024 * 1024;
/** All texts of a workbook together. */
const maxBytes = 64 * blockBytes;

/**
 * The texts that cells refer to by number, kept as bytes: as strings they would hold on to the XML they were cut from, and
 * cost the heap three times as much.
 */
export class SharedStrings {
	#blocks: Buffer[] = [];
	#used = blockBytes;
	/** Block, start and end of each text, in threes. */
	#places = new Uint32Array(3 * 1024);
	#count = 0;

	static async read(stream: Readable): Promise<SharedStrings> {
		const strings = new SharedStrings();
		const parser = new SaxesParser();
		let text = '';
		let isText = false;
		let isPhonetic = false;
		parser.on('opentag', ({ name }) => {
			const bare = bareName(name);
			if (bare === 'si') text = '';
			else if (bare === 'rPh') isPhonetic = true;
			else isText = bare === 't' && !isPhonetic;
		});
		parser.on('text', (part) => {
			if (isText && text.length < maxCellLength) text += part;
		});
		parser.on('closetag', ({ name }) => {
			const bare = bareName(name);
			if (bare === 't') isText = false;
			else if (bare === 'rPh') isPhonetic = false;
			else if (bare === 'si') strings.#add(text);
		});
		for await (const _ of parseStream(parser, stream)) void _;
		return strings;
	}

	/** Undefined where the workbook has no such text. */
	find(index: number): string | undefined {
		if (!(index >= 0 && index < this.#count)) return undefined;
		const [block = 0, start = 0, end = 0] = this.#places.subarray(3 * index, 3 * index + 3);
		return this.#blocks[block]?.toString('utf8', start, end);
	}

	#add(text: string): void {
		const bytes = Buffer.byteLength(text);
		if (this.#used + bytes > blockBytes) this.#addBlock();
		if (3 * this.#count === this.#places.length) this.#grow();
		const block = this.#blocks.at(-1);
		block?.write(text, this.#used);
		this.#places.set([this.#blocks.length - 1, this.#used, this.#used + bytes], 3 * this.#count);
		this.#used += bytes;
		this.#count += 1;
	}

	#addBlock(): void {
		if (this.#blocks.length * blockBytes >= maxBytes) throw new SheetRefusal('too-large');
		this.#blocks.push(Buffer.allocUnsafeSlow(blockBytes));
		this.#used = 0;
	}

	#grow(): void {
		const wider = new Uint32Array(2 * this.#places.length);
		wider.set(this.#places);
		this.#places = wider;
	}
}
