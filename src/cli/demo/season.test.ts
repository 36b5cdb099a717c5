import { describe, expect, it } from 'vitest';
import { kecamatan } from '../../lib/domain/area.ts';
import { type Stream, visitsPerYear } from './city.ts';
import { dengueCasesByYearsBack, dengueMonthPercent, ispaCasesByMonth, outbreak } from './city-diseases.ts';
import { dayNumberOf, dayText } from './calendar.ts';
import { Demand, diseases } from './season.ts';

const endDay = dayNumberOf('2026-11-22');
const demand = new Demand(17, endDay);

function casesOf(season: string, from: string, to: string): number {
	let sum = 0;
	for (const disease of diseases.filter((each) => each.season === season)) {
		for (let day = dayNumberOf(from); day < dayNumberOf(to); day++) {
			for (const stream of Object.keys(disease.visitsPerYear) as Stream[])
				sum += demand.expected(disease, stream, day);
		}
	}
	return sum;
}

describe('Demand', () => {
	it('carries the city’s yearly level of dengue, year by year', () => {
		const ratios = [
			casesOf('dengue', '2025-01-01', '2026-01-01') / dengueCasesByYearsBack[1],
			casesOf('dengue', '2024-01-01', '2025-01-01') / dengueCasesByYearsBack[2]
		];
		expect(Math.min(...ratios)).toBeGreaterThan(0.85);
		expect(Math.max(...ratios)).toBeLessThan(1.15);
	});

	it('spreads dengue over the months as the city’s own', () => {
		const months = dengueMonthPercent.map((_, index) => {
			const from = `2025-${String(index + 1).padStart(2, '0')}-01`;
			const to = index === 11 ? '2026-01-01' : `2025-${String(index + 2).padStart(2, '0')}-01`;
			return casesOf('dengue', from, to);
		});
		const total = months.reduce((sum, cases) => sum + cases, 0);
		for (const [index, percent] of dengueMonthPercent.entries()) {
			// Four percentage points: the weeks' noise and the sliding from month to month.
			expect(Math.abs(((months[index] ?? 0) / total) * 100 - percent)).toBeLessThan(4);
		}
	});

	it('carries the city’s level of ISPA', () => {
		const year = ispaCasesByMonth.reduce((sum, cases) => sum + cases, 0);
		expect(casesOf('ispa', '2025-01-01', '2026-01-01') / year).toBeGreaterThan(0.93);
		expect(casesOf('ispa', '2025-01-01', '2026-01-01') / year).toBeLessThan(1.07);
	});

	it('fills every stream to its visits a year', () => {
		for (const [stream, visits] of Object.entries(visitsPerYear)) {
			const sum = diseases.reduce(
				(total, disease) => total + (disease.visitsPerYear[stream as Stream] ?? 0),
				0
			);
			expect(sum).toBeCloseTo(visits, 3);
		}
	});

	it('has one outbreak: dengue in one kecamatan, from five weeks before the end', () => {
		const dengue = diseases.find(({ season }) => season === 'dengue');
		if (!dengue) throw new Error('no dengue');
		const place = kecamatan.findIndex(({ code }) => code === outbreak.kecamatan);
		const before = demand.placeShare(dengue, place, endDay - 40);
		const now = demand.placeShare(dengue, place, endDay - 1);
		expect(now).toBeGreaterThan(3 * before);
		expect(demand.placeShare(dengue, place, endDay + 120)).toBeLessThan(0.25);
	});

	it('shares every case among the kecamatan whole', () => {
		for (const disease of diseases.slice(0, 12)) {
			const sum = kecamatan.reduce((total, _, place) => total + demand.placeShare(disease, place, endDay), 0);
			expect([dayText(endDay), sum]).toEqual(['2026-11-22', expect.closeTo(1, 9)]);
		}
	});
});
