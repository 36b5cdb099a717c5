/** Registers of an invented city as files: 1.4 million people in 518,000 families by default, the same each time. */
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { createGzip } from 'node:zlib';
import { pipeline } from 'node:stream';
import type { RegisterSource } from '../../../src/lib/domain/membership-validity.ts';

export type RegisterSize = { people: number; families: number };
export const fullSize: RegisterSize = { people: 1_400_000, families: 518_000 };

const two = (value: number) => String(value).padStart(2, '0');

/** Serial 0000, which no person has: so the area of first registration has to tell people of one birthday apart. */
export function nikOf(n: number): string {
	const day = n % 56;
	const month = Math.floor(n / 56) % 12;
	const year = Math.floor(n / 672) % 80;
	const area = 110_101 + Math.floor(n / 53_760);
	return `${area}${two(1 + (day % 28) + (day < 28 ? 0 : 40))}${two(1 + month)}${two((30 + year) % 100)}0000`;
}
/** No NIK: no month is 80 or more. */
const familyOf = (family: number) =>
	`327501${String(800_000 + (family % 200_000))}${String(Math.floor(family / 200_000)).padStart(4, '0')}`;

const headings: Record<RegisterSource, string> = {
	dukcapil: 'nik,family,kecamatan,status,ektp,head,registeredSince',
	dinsos: 'nik,family,segment',
	jkn: 'nik,status'
};

/** `turn` changes what the register says of a person. */
export function lineOf(source: RegisterSource, n: number, { families }: RegisterSize, turn = 0): string {
	const family = familyOf(n % families);
	if (source === 'dinsos') return `${nikOf(n)},${family},${turn > 0 ? 'sktm' : 'ks-nik'}`;
	const defect = (n + turn) % 100;
	if (source === 'jkn') return `${nikOf(n)},${defect < 3 ? 'pbi-apbn' : defect < 9 ? 'active' : 'inactive'}`;
	const status = defect < 2 ? 'moved' : defect < 3 ? 'deceased' : 'active';
	const isHead = n < families || n % 5_000 === 0;
	const since = defect === 50 ? '2026-09-01' : '2015-03-01';
	return `${nikOf(n)},${family},32.75.${two(1 + (n % 12))},${status},${defect === 60 ? 0 : 1},${isHead ? 1 : 0},${since}`;
}

/** Writes every person of `from` to `to`, one in `every`. */
export async function writeRegister(
	path: string,
	source: RegisterSource,
	size: RegisterSize,
	{ every = 1, turn = 0 }: { every?: number; turn?: number } = {}
): Promise<number> {
	const gzip = createGzip({ level: 1 });
	const file = createWriteStream(path);
	pipeline(gzip, file, () => undefined);
	let lines = 0;
	let text = `${headings[source]}\n`;
	for (let n = 0; n < size.people; n += every) {
		text += `${lineOf(source, n, size, turn)}\n`;
		lines += 1;
		if (text.length < 1 << 18) continue;
		if (!gzip.write(text)) await once(gzip, 'drain');
		text = '';
	}
	gzip.end(text);
	await once(file, 'close');
	return lines;
}
