import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { matchHospitalName } from '../../lib/domain/hospital-name.ts';
import { findWardClassBySiranapName } from '../../lib/domain/ward.ts';
import type { EventInput } from '../../lib/protocol/events.ts';
import { type Source, sourceOf } from './source.ts';

/**
 * Readings of SIRANAP, the ministry's public bed page, one row a ward: free beds without capacity, and the age of the
 * hospital's report in words. Times of reading are WIB (UTC+7).
 */
const rowSchema = z.object({
	scraped_at_wib: z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
	hospital: z.string(),
	ward: z.string(),
	free_beds: z.string(),
	queue: z.string(),
	report_age_text: z.string()
});
type Row = z.output<typeof rowSchema>;

const unitMinutes: Readonly<Record<string, number>> = {
	detik: 1 / 60,
	menit: 1,
	jam: 60,
	hari: 1_440,
	minggu: 10_080,
	bulan: 43_200
};

export async function readSiranap(path: string): Promise<Source> {
	const events = siranapEvents(await readFile(path, 'utf8'));
	const ageless = events.filter(({ data }) => 'reportedAt' in data && data.reportedAt === null).length;
	return sourceOf(events, `${ageless} readings do not say how old the report is.`);
}

/** @throws where the file has other columns. */
export function siranapEvents(csv: string): EventInput[] {
	const rows = z.array(rowSchema).parse(parse(csv, { columns: true, bom: true, skip_empty_lines: true }));
	const repeated = findRepeated(rows);
	const seen = new Map<string, number>();
	return rows.map((row) => {
		const line = 1 + (seen.get(readingOf(row)) ?? 0);
		seen.set(readingOf(row), line);
		return bedEvent(row, repeated.has(placeOf(row)) ? `baris ${line}` : '-', line);
	});
}

/** One hospital under two names is one place, or its two lines would replace each other. */
function placeOf({ hospital, ward }: Row): string {
	const match = matchHospitalName(hospital);
	return `${'code' in match ? match.code : hospital}|${ward}`;
}
const readingOf = (row: Row) => `${placeOf(row)}|${row.scraped_at_wib}`;

/** Wards that stand twice in some reading get numbered lines in every reading: they are two rooms of one ward. */
function findRepeated(rows: readonly Row[]): Set<string> {
	const readings = new Set<string>();
	const repeated = new Set<string>();
	for (const row of rows) {
		if (readings.has(readingOf(row))) repeated.add(placeOf(row));
		readings.add(readingOf(row));
	}
	return repeated;
}

function bedEvent(row: Row, room: string, line: number): EventInput {
	const time = `${row.scraped_at_wib.replace(' ', 'T')}+07:00`;
	const ageMinutes = parseAge(row.report_age_text);
	const id = createHash('sha256')
		.update(JSON.stringify([Object.values(row), line]))
		.digest('hex')
		.slice(0, 24);
	return {
		specversion: '1.0',
		id,
		source: '/import/siranap',
		type: 'id.denyut.bed.v1',
		time,
		subject: `name:${row.hospital}`.slice(0, 64),
		recordedtime: time,
		data: {
			ward: findWardClassBySiranapName(row.ward)?.id ?? slugOf(row.ward),
			room,
			free: countOf(row.free_beds),
			queue: countOf(row.queue),
			reportedAt: ageMinutes === null ? null : new Date(Date.parse(time) - ageMinutes * 60_000).toISOString()
		}
	};
}

/** "30 jam", "10 menit", "kurang dari 1 menit" (also without its blanks); null where nothing or nothing known is said. */
export function parseAge(text: string): number | null {
	const squeezed = text.toLowerCase().replace(/\s+/g, '');
	if (squeezed.startsWith('kurangdari')) return 0;
	const [, amount, unit] = /^(\d+)([a-z]+)$/.exec(squeezed) ?? [];
	const minutes = unitMinutes[unit ?? ''];
	return amount === undefined || minutes === undefined ? null : Number(amount) * minutes;
}

/** Not a number stays out: the event is then refused by name, not guessed. */
function countOf(text: string): number | null {
	return /^\d+$/.test(text.trim()) ? Number(text) : null;
}

function slugOf(ward: string): string {
	return (
		ward
			.toLowerCase()
			.replace(/[^a-z0-9]+/g, '-')
			.replace(/^-|-$/g, '') || 'tanpa-nama'
	);
}
