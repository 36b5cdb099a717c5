import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { city, findKecamatanByName } from '../../lib/domain/area.ts';
import { addDays, addMonths } from '../../lib/domain/period.ts';
import type { EventInput, TallyData } from '../../lib/protocol/events.ts';
import { UsageError } from '../run-command.ts';
import { type Source, sourceOf } from './source.ts';

/**
 * Counts that somebody else has made. Two sources that count the same stay two reporters; nothing is added.
 *
 * When the product would have learned a figure (`recordedtime`): the period's end plus the usual time to publication,
 * since the files do not say it: a fortnight for a month or half-year told to the press, half a year for a
 * year's table.
 */
const publicationDays = { month: 15, 'half-year': 15, year: 181 } as const;
const periodMonths = { month: 1, 'half-year': 6, year: 12 } as const;

const pair = z.tuple([z.number(), z.number()]);
const byYear = z.record(z.string(), z.number());
const bekasiSchema = z.object({
	annual_kota_bekasi: z.object({
		open_data_jabar: byYear,
		dinkes_2022_press: z.record(z.string(), z.union([pair, z.string()]))
	}),
	monthly_kota_bekasi: z.record(z.string(), byYear),
	per_kecamatan_2022_jan_jun: z.record(z.string(), pair),
	ispa_kota_bekasi_2023: byYear
});

const jabarRowSchema = z.object({
	kode_kabupaten_kota: z.string(),
	jumlah_kasus: z.coerce.number().int(),
	tahun: z.coerce.number().int()
});

export async function readTallies(path: string): Promise<Source> {
	return sourceOf(tallyEvents(await readFile(path, 'utf8')));
}

/** @throws UsageError where the file has neither shape. */
export function tallyEvents(text: string): EventInput[] {
	const counts = text.trimStart().startsWith('{') ? bekasiCounts(text) : jabarCounts(text);
	return counts.map(tallyEvent);
}

type Counted = TallyData & { grain: keyof typeof periodMonths };

function bekasiCounts(text: string): Counted[] {
	const parsed = bekasiSchema.safeParse(JSON.parse(text));
	if (!parsed.success) throw new UsageError('This JSON file has not the shape of dengue-bekasi.json.');
	const { annual_kota_bekasi: annual, monthly_kota_bekasi: monthly, ...rest } = parsed.data;
	const press = Object.entries(annual.dinkes_2022_press).flatMap(([year, counted]) =>
		typeof counted === 'string'
			? []
			: casesAndDeaths(counted, { area: city.code, period: `${year}-01-01`, grain: 'year' })
	);
	const months = Object.entries(monthly).flatMap(([year, cases]) =>
		Object.entries(cases).map(([month, value]) =>
			count('dinkes-press', 'dengue', `${year}-${month}-01`, 'month', value)
		)
	);
	const kecamatan = Object.entries(rest.per_kecamatan_2022_jan_jun).flatMap(([name, counted]) =>
		casesAndDeaths(counted, { area: kecamatanCode(name), period: '2022-01-01', grain: 'half-year' })
	);
	const ispa = Object.entries(rest.ispa_kota_bekasi_2023).map(([month, value]) =>
		count('dinkes-press', 'ispa', `2023-${month}-01`, 'month', value)
	);
	const jabar = Object.entries(annual.open_data_jabar).map(([year, value]) => jabarYear(Number(year), value));
	return [...jabar, ...press, ...months, ...kecamatan, ...ispa];
}

function jabarCounts(csv: string): Counted[] {
	const parsed = z
		.array(jabarRowSchema)
		.safeParse(parse(csv, { columns: true, bom: true, skip_empty_lines: true }));
	if (!parsed.success)
		throw new UsageError(
			'This CSV file has not the columns of Open Data Jabar (kode_kabupaten_kota, jumlah_kasus, tahun).'
		);
	return parsed.data
		.filter(({ kode_kabupaten_kota: code }) => code === city.code.replace('.', ''))
		.map(({ tahun, jumlah_kasus: value }) => jabarYear(tahun, value));
}

const jabarYear = (year: number, value: number) =>
	count('open-data-jabar', 'dengue', `${year}-01-01`, 'year', value);

function count(
	reporter: string,
	code: string,
	period: string,
	grain: Counted['grain'],
	value: number
): Counted {
	return { reporter, measure: 'cases', code, area: city.code, period, grain, value };
}

function casesAndDeaths(
	[cases, deaths]: [number, number],
	where: Pick<Counted, 'area' | 'period' | 'grain'>
): Counted[] {
	const common = { reporter: 'dinkes-press', code: 'dengue', ...where };
	return [
		{ ...common, measure: 'cases', value: cases },
		{ ...common, measure: 'deaths', value: deaths }
	];
}

function kecamatanCode(name: string): string {
	const found = findKecamatanByName(name);
	if (!found) throw new UsageError(`The kecamatan ${name} is not known.`);
	return found.code;
}

function tallyEvent(data: Counted): EventInput {
	const end = addMonths(data.period, periodMonths[data.grain]);
	const published = `${addDays(end, publicationDays[data.grain])}T09:00:00+07:00`;
	return {
		specversion: '1.0',
		id: [data.measure, data.code, data.area, data.grain, data.period, data.value].join('/'),
		source: `/import/${data.reporter ?? 'tally'}`,
		type: 'id.denyut.tally.v1',
		time: published,
		recordedtime: published,
		data
	};
}
