import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AnalyticsError } from '../analytics-error.ts';
import { drawEndemicChannel, findZone } from './endemic-channel.ts';
import { drawMaxMinBand, placeInBand } from './max-min-band.ts';

const years = Object.freeze([
	[10, 1, null],
	[20, 2, 7],
	[30, 3, 9],
	[40, 4, null],
	[50, 5, 8, 12]
]);

describe('drawEndemicChannel', () => {
	it('draws quartiles a week, from the years that reported it', () => {
		expect(drawEndemicChannel(years)).toEqual([
			{ lowerQuartile: 20, median: 30, upperQuartile: 40, years: 5 },
			{ lowerQuartile: 2, median: 3, upperQuartile: 4, years: 5 },
			{ lowerQuartile: 7.5, median: 8, upperQuartile: 8.5, years: 3 },
			null
		]);
	});

	it('draws nothing from two years or none', () => {
		expect(drawEndemicChannel([[1], [2]])).toEqual([null]);
		expect(drawEndemicChannel([])).toEqual([]);
	});

	it('places a count on a line in the zone below it', () => {
		const [week] = drawEndemicChannel(years);
		if (!week) throw new Error('no channel');
		const zones = [19, 20, 30, 31, 40, 41].map((count) => findZone(count, week));
		expect(zones).toEqual(['success', 'safety', 'safety', 'alert', 'alert', 'epidemic']);
	});

	it('refuses NaN and negatives by their week', () => {
		expect(() => drawEndemicChannel([[1, NaN]])).toThrow('Count 2 of a past year is not a number.');
		expect(() => drawMaxMinBand([[-1]])).toThrow(AnalyticsError);
	});
});

describe('drawMaxMinBand', () => {
	it('keeps to the least and the most of past years', () => {
		expect(drawMaxMinBand(years)[0]).toEqual({ least: 10, mean: 30, most: 50, years: 5 });
		expect(drawMaxMinBand([[1], [2]])).toEqual([null]);
	});

	it('has the band around the channel, whatever the order of the years', () => {
		const year = fc.array(fc.nat(1000), { minLength: 3, maxLength: 3 });
		fc.assert(
			fc.property(fc.array(year, { minLength: 3, maxLength: 8 }), (past) => {
				const [channel] = drawEndemicChannel(past);
				const [band] = drawMaxMinBand(past);
				expect(channel?.upperQuartile).toBeLessThanOrEqual(band?.most ?? NaN);
				expect(channel?.lowerQuartile).toBeGreaterThanOrEqual(band?.least ?? NaN);
				expect(drawEndemicChannel([...past].reverse())).toEqual(drawEndemicChannel(past));
			})
		);
	});

	it('calls its own edges within', () => {
		const band = { least: 3, mean: 5, most: 9, years: 4 };
		expect([2, 3, 9, 10].map((count) => placeInBand(count, band))).toEqual([
			'below',
			'within',
			'within',
			'above'
		]);
	});
});
