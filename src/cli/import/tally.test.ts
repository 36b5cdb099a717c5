import { describe, expect, it } from 'vitest';
import { eventTypes } from '../../lib/protocol/events.ts';
import { UsageError } from '../run-command.ts';
import { tallyEvents } from './tally.ts';

/** Figures of the real file: Open Data Jabar, Dinkes by the press (pospublik.co.id 2022-06, kilasbekasi.id, bakabar.com). */
const bekasi = JSON.stringify({
	annual_kota_bekasi: {
		open_data_jabar: { 2021: 1_844 },
		dinkes_2022_press: { 2021: [2_004, 11], _: '[cases, deaths]' }
	},
	monthly_kota_bekasi: { 2021: { '05': 471 } },
	per_kecamatan_2022_jan_jun: { 'Mustika Jaya': [175, 1] },
	ispa_kota_bekasi_2023: { '01': 10_129 }
});

const jabar = [
	'id,kode_provinsi,nama_provinsi,kode_kabupaten_kota,nama_kabupaten_kota,jumlah_kasus,satuan,tahun',
	'1,32,JAWA BARAT,3201,KABUPATEN BOGOR,3477,ORANG,2021',
	'2,32,JAWA BARAT,3275,KOTA BEKASI,1844,ORANG,2021'
].join('\n');

describe('tallyEvents', () => {
	const events = tallyEvents(bekasi);
	const brief = events.map(({ data, recordedtime }) => {
		const { reporter, measure, code, area, period, grain, value } =
			eventTypes['id.denyut.tally.v1'].parse(data);
		return [reporter, measure, code, area, grain, period, value, recordedtime?.slice(0, 10)];
	});

	it('keeps two sources that count the same year apart', () => {
		expect(brief).toContainEqual([
			'open-data-jabar',
			'cases',
			'dengue',
			'32.75',
			'year',
			'2021-01-01',
			1_844,
			'2022-07-01'
		]);
		expect(brief).toContainEqual([
			'dinkes-press',
			'cases',
			'dengue',
			'32.75',
			'year',
			'2021-01-01',
			2_004,
			'2022-07-01'
		]);
		expect(brief).toContainEqual([
			'dinkes-press',
			'deaths',
			'dengue',
			'32.75',
			'year',
			'2021-01-01',
			11,
			'2022-07-01'
		]);
	});

	it('reads months and half-years, known a fortnight after their end', () => {
		expect(brief).toContainEqual([
			'dinkes-press',
			'cases',
			'dengue',
			'32.75',
			'month',
			'2021-05-01',
			471,
			'2021-06-16'
		]);
		expect(brief).toContainEqual([
			'dinkes-press',
			'cases',
			'ispa',
			'32.75',
			'month',
			'2023-01-01',
			10_129,
			'2023-02-16'
		]);
		expect(brief).toContainEqual([
			'dinkes-press',
			'cases',
			'dengue',
			'32.75.11',
			'half-year',
			'2022-01-01',
			175,
			'2022-07-16'
		]);
	});

	it('takes the city’s rows of the province’s table and gives them the ids of the other file', () => {
		const [only, ...others] = tallyEvents(jabar);
		expect(others).toEqual([]);
		expect(only).toEqual(events.find(({ source }) => source === '/import/open-data-jabar'));
	});

	it('refuses a file of another shape', () => {
		expect(() => tallyEvents('{}')).toThrow(UsageError);
		expect(() => tallyEvents('a,b\n1,2')).toThrow(UsageError);
	});
});
