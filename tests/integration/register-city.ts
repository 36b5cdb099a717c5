/** Registers of a small city, written out as their offices would: what the tests of memberships share. */
import { Readable } from 'node:stream';
import type { RegisterSource } from '../../src/lib/domain/membership-validity.ts';
import type { SyncResult } from '../../src/lib/server/ingest/readers/register/register-desk.ts';
import type { IngestCity } from './ingest-city.ts';

/** A woman's and a man's dates in turn; serial 0000, which no person has. */
export function nikOf(index: number): string {
	const kecamatan = String(1 + (Math.floor(index / 28) % 12)).padStart(2, '0');
	const day = String(1 + (index % 28) + (index % 2 === 0 ? 40 : 0)).padStart(2, '0');
	const month = String(1 + (Math.floor(index / 336) % 12)).padStart(2, '0');
	const year = String(60 + (Math.floor(index / 4032) % 30));
	return `3275${kecamatan}${day}${month}${year}0000`;
}
/** No NIK: no month is 80. */
export const familyOf = (index: number) => `327501${String(800_000 + index)}0000`;

export type Line = Record<string, string | number | boolean | null>;

export function csvOf(lines: readonly Line[]): string {
	const names = [...new Set(lines.flatMap((line) => Object.keys(line)))];
	return [names, ...lines.map((line) => names.map((name) => line[name] ?? ''))]
		.map((cells) => cells.join(','))
		.join('\n');
}

type Given = { mode?: 'snapshot' | 'delta'; force?: boolean };

export function sync(
	{ app }: IngestCity,
	source: RegisterSource,
	lines: readonly Line[] | string,
	{ mode = 'snapshot', force = false }: Given = {}
): Promise<SyncResult> {
	const text = typeof lines === 'string' ? lines : csvOf(lines);
	const bytes = Readable.from([Buffer.from(text)], { objectMode: false });
	return app.registers.sync({ source, mode, force, sender: 'register', bytes });
}
