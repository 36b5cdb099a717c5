import { describe, expect, it } from 'vitest';
import { namedTheme } from '$lib/charts/theme';
import { BedBoard } from '$lib/live/bed-board.svelte';
import { PublicBoard } from '$lib/live/public-board.svelte';
import type { BedsView } from '$lib/protocol/views/beds';
import type { PublicView } from '$lib/protocol/views/public';
import { bedSlides, programmeSlides, type WallSlide } from './slides';

const at = '2026-11-22T07:00:00.000Z';
const hoursAgo = (hours: number) => new Date(Date.parse(at) - hours * 3_600_000).toISOString();
const snapshot = { change: 1, now: at, asOf: null, demo: true };

const room = (facility: string, ward: string, free: number, ago: number) => ({
	...{ facility, ward, way: 'events' as const, room: '-', capacity: 10, occupied: 10 - free, free, queue: 0 },
	reportedAt: hoursAgo(ago)
});
const steps = [0, 24, 72].map((hoursAhead) => ({ hoursAhead, share: 0.5, occupied: 20, low: 18, high: 23 }));
const forecast = {
	...{ at, computedAt: at, evidence: {} },
	wards: [{ ward: null, capacity: 40, steps, record: [], past: [{ at, share: 0.5 }] }]
};

function bedsOf(rest: Partial<Record<keyof BedsView, unknown>> = {}) {
	const view = {
		...{ snapshot, filter: { kecamatan: null, ward: null, onlyFree: false, sort: 'free' } },
		rooms: [room('a', 'inpatient-3', 4, 1), room('a', 'icu', 2, 1), room('b', 'inpatient-3', 6, 20)],
		hospitals: [
			{ code: 'a', name: 'RS Demo 01', kecamatan: '32.75.01', location: null, demo: true },
			{ code: 'b', name: 'RS Demo 02', kecamatan: '32.75.04', location: null, demo: true }
		],
		...{ forgotten: 0, curve: [], curveExpected: 2, forecast, evidence: {} },
		...rest
	} as unknown as BedsView;
	const board = new BedBoard(
		view,
		() => at,
		() => undefined
	);
	return { slides: bedSlides({ locale: 'id', view, board }), board };
}
const values = (slide: WallSlide | undefined) => slide?.figures.map(({ value }) => value);

describe('the slides of a wall', () => {
	it('show what is confirmed, what is only possible and how full it is', () => {
		const { slides } = bedsOf();
		expect(slides.map(({ id }) => id)).toEqual(['beds', 'forecast', 'classes']);
		// 4 + 2 fresh; 6 of yesterday; 18 of 30 beds.
		expect(values(slides[0])).toEqual(['6', '6', '60\u00a0%']);
		expect(values(slides[1])).toEqual(['20', '20', '20']);
		expect(values(slides[2])).toEqual(['4', '2', '–']);
	});

	it('leave out a forecast that there is not, and beds that nobody reported', () => {
		expect(bedsOf({ forecast: null }).slides.map(({ id }) => id)).toEqual(['beds', 'classes']);
		expect(bedsOf({ rooms: [] }).slides).toEqual([]);
	});

	it('have each a sentence, three figures, a picture that can be drawn, and the page of their evidence', () => {
		for (const { answer, figures, picture, completeness, href } of bedsOf().slides) {
			expect(answer).toMatch(/\w/);
			expect(figures).toHaveLength(3);
			expect(completeness).toMatch(/\d/);
			expect(href).toBe('/beds');
			if (picture.kind === 'chart') expect(picture.build(namedTheme)).toHaveProperty('series');
		}
	});

	it('show of persons what the public page shows, visits in steps of five', () => {
		const view = {
			...{
				snapshot,
				today: '2026-11-22',
				filter: { ward: 'icu', kecamatan: null },
				bedTotals: [],
				found: []
			},
			...{
				hospitals: { fresh: 0, all: 0 },
				members: 1_234_565,
				visits: { weekStart: '2026-11-22', week: 1_233, year: 9 }
			},
			money: { year: 2026, ceilingRupiah: 400e9, paidRupiah: 100e9, owedRupiah: 200e9, yearGone: 0.9 },
			evidence: {}
		} as unknown as PublicView;
		const board = new PublicBoard(view, () => undefined);
		const [slide] = programmeSlides({ locale: 'id', view, board });
		expect(values(slide)?.slice(0, 2)).toEqual(['1.234.565', '1.235']);
		expect(slide?.picture).toMatchObject({
			kind: 'bar',
			parts: [{ share: 0.25 }, { share: 0.5 }, { share: 0.25 }]
		});
		const bare = { ...view, members: null, money: { ...view.money, ceilingRupiah: null } };
		expect(
			programmeSlides({ locale: 'id', view: bare, board: new PublicBoard(bare, () => undefined) })
		).toEqual([]);
	});
});
