/** Workbooks as other programs write them, to the letter: merged headings, formulas, styles, any XML. */
import { deflateRawSync } from 'node:zlib';

export type RawSheet = {
	name: string;
	/** The `<row>` elements. */
	rows: string;
};

export function makeXlsx(
	sheets: RawSheet[],
	options: { strings?: string[]; date1904?: boolean } = {}
): Buffer {
	const list = sheets.map(({ name }, i) => `<sheet name="${name}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`);
	const relations = sheets.map(
		(_, i) => `<Relationship Id="rId${i + 1}" Type="t" Target="worksheets/sheet${i + 1}.xml"/>`
	);
	const files: Record<string, string> = {
		'xl/workbook.xml': `<workbook xmlns="m" xmlns:r="r"><workbookPr${options.date1904 ? ' date1904="1"' : ''}/><sheets>${list.join('')}</sheets></workbook>`,
		'xl/_rels/workbook.xml.rels': `<Relationships>${relations.join('')}</Relationships>`
	};
	if (options.strings)
		files['xl/sharedStrings.xml'] =
			`<sst>${options.strings.map((text) => `<si><t>${text}</t></si>`).join('')}</sst>`;
	sheets.forEach(({ rows }, i) => {
		files[`xl/worksheets/sheet${i + 1}.xml`] = `<worksheet><sheetData>${rows}</sheetData></worksheet>`;
	});
	return makeZip(files);
}

/** A row of cells: texts in place, numbers as numbers, null left out. */
export function row(number: number, cells: readonly (string | number | null)[]): string {
	const letter = (index: number) => String.fromCharCode(65 + index);
	const inside = cells.map((cell, index) => {
		const at = `r="${letter(index)}${number}"`;
		if (cell === null) return '';
		if (typeof cell === 'number') return `<c ${at}><v>${cell}</v></c>`;
		return `<c ${at} t="inlineStr"><is><t>${escapeXml(cell)}</t></is></c>`;
	});
	return `<row r="${number}">${inside.join('')}</row>`;
}

const escapeXml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** A small archive has its entries stored as they are, so that a test can find bytes in it. */
export function makeZip(files: Record<string, string>): Buffer {
	const locals: Buffer[] = [];
	const central: Buffer[] = [];
	let offset = 0;
	for (const [name, text] of Object.entries(files)) {
		const raw = Buffer.from(text);
		const isLarge = raw.length > 100_000;
		const data = isLarge ? deflateRawSync(raw) : raw;
		const fields = Buffer.alloc(22);
		fields.writeUInt16LE(20, 0);
		fields.writeUInt16LE(isLarge ? 8 : 0, 4);
		fields.writeUInt32LE(crc32(raw), 10);
		fields.writeUInt32LE(data.length, 14);
		fields.writeUInt32LE(raw.length, 18);
		const names = Buffer.alloc(4);
		names.writeUInt16LE(Buffer.byteLength(name), 0);
		const local = Buffer.concat([
			Buffer.from('PK\u0003\u0004', 'latin1'),
			fields,
			names,
			Buffer.from(name),
			data
		]);
		const tail = Buffer.alloc(14);
		tail.writeUInt32LE(offset, 10);
		central.push(
			Buffer.concat([
				Buffer.from('PK\u0001\u0002\u0014\u0000', 'latin1'),
				fields,
				names,
				tail.subarray(0, 14),
				Buffer.from(name)
			])
		);
		locals.push(local);
		offset += local.length;
	}
	const directory = Buffer.concat(central);
	const end = Buffer.alloc(22);
	end.write('PK\u0005\u0006', 'latin1');
	end.writeUInt16LE(central.length, 8);
	end.writeUInt16LE(central.length, 10);
	end.writeUInt32LE(directory.length, 12);
	end.writeUInt32LE(offset, 16);
	return Buffer.concat([...locals, directory, end]);
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
	let crc = byte;
	for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
	return crc;
});

function crc32(data: Buffer): number {
	let crc = 0xffffffff;
	for (const byte of data) crc = (crc >>> 8) ^ (crcTable[(crc ^ byte) & 255] ?? 0);
	return (crc ^ 0xffffffff) >>> 0;
}
