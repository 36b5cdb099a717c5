/** What a wall shows, one at a time: a sentence, three figures and a picture, each as its own page has it. */
import { areaMap } from '$lib/charts/area-map';
import { lineWithReference } from '$lib/charts/line-with-reference';
import type { ChartMap } from '$lib/charts/load-echarts';
import type { BuildOption } from '$lib/charts/option';
import { kecamatan } from '$lib/domain/area';
import { kecamatanFeatureCollection } from '$lib/domain/area-boundaries';
import { type Locale, formatDayShort, formatNumber, formatRupiahShort, formatShare } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages.js';
import type { BedBoard } from '$lib/live/bed-board.svelte';
import type { OverviewBoard } from '$lib/live/overview-board.svelte';
import type { PublicBoard } from '$lib/live/public-board.svelte';
import type { BedsView } from '$lib/protocol/views/beds';
import type { OverviewView } from '$lib/protocol/views/overview';
import type { PublicView } from '$lib/protocol/views/public';
import { curveMode, curveOption, curvePoints, curveRows, formatCurveValue } from '../../(app)/beds/bed-curve';
import { findStep, forecastOption, forecastPoints, stepText } from '../../(app)/beds/bed-forecast';
import { answerSentence as bedAnswer, upperFirst, wardName } from '../../(app)/beds/bed-words';
import { answerOf } from '../../(app)/overview-answer';
import { answerSentence as publicAnswer, roundToFive } from '../../(app)/public/public-words';

export type WallFigure = { name: string; value: string; note: string };

export type WallPicture =
	| { kind: 'chart'; name: string; build: BuildOption; map?: ChartMap }
	/** Of a whole: named parts from left to right, as shares. */
	| { kind: 'bar'; name: string; parts: { name: string; share: number; tone: 'now' | 'warn' | 'rest' }[] };

export type WallSlide = {
	id: 'beds' | 'forecast' | 'classes' | 'programme' | 'overview';
	question: string;
	answer: string;
	figures: readonly [WallFigure, WallFigure, WallFigure];
	picture: WallPicture;
	/** Until when it knows of changes, as an ISO instant, and who of all reported. */
	at: string;
	completeness: string;
	/** The page on which every figure opens its evidence. */
	href: string;
};

type Beds = { locale: Locale; view: BedsView; board: BedBoard };

export function bedSlides(beds: Beds): WallSlide[] {
	if (beds.board.sums.hospitals === 0) return [];
	return [bedsNow(beds), ...bedsToCome(beds), bedClasses(beds)];
}

const reporting = ({ locale, board }: Beds) =>
	m.beds_reporting({
		fresh: formatNumber(locale, board.sums.hospitalsFresh),
		all: formatNumber(locale, board.sums.hospitals)
	});

function bedsNow(beds: Beds): WallSlide {
	const { locale, view, board } = beds;
	const { sums } = board;
	const number = (value: number) => formatNumber(locale, value);
	const mode = curveMode(view.curve);
	const measure = mode === 'share' ? m.beds_curve_now() : m.beds_curve_free();
	const format = (value: number) => formatCurveValue(locale, mode, value);
	const points = curvePoints(locale, curveRows(view, mode), view.curveExpected);
	return {
		...{ id: 'beds', question: m.beds_question(), answer: bedAnswer(locale, sums, view.filter) },
		figures: [
			{
				...{ name: m.beds_confirmed(), value: number(sums.confirmedFree) },
				note: m.beds_note_confirmed({ places: number(sums.hospitalsConfirmed) })
			},
			{ name: m.beds_possible(), value: number(sums.possibleFree), note: m.beds_note_possible() },
			occupancy(locale, sums)
		],
		picture: {
			...{ kind: 'chart', name: m.wall_picture_curve() },
			build: (theme) => curveOption(points, { measure, format }, theme)
		},
		...{ at: board.knownTo, completeness: reporting(beds), href: '/beds' }
	};
}

function occupancy(locale: Locale, { occupied, capacity }: BedBoard['sums']): WallFigure {
	if (occupied === null || !capacity)
		return { name: m.beds_occupancy(), value: '–', note: m.beds_note_unknown() };
	const beds = { occupied: formatNumber(locale, occupied), capacity: formatNumber(locale, capacity) };
	return {
		...{ name: m.beds_occupancy(), value: formatShare(locale, occupied / capacity) },
		note: m.beds_note_occupancy(beds)
	};
}

function bedsToCome(beds: Beds): WallSlide[] {
	const { locale, view } = beds;
	const { forecast } = view;
	const row = forecast?.wards.find(({ ward }) => ward === null);
	if (!forecast || !row || !findStep(row, 24)) return [];
	const points = forecastPoints(locale, row, forecast);
	const figure = (hours: number, name: string): WallFigure => {
		const step = findStep(row, hours);
		return {
			...{ name, value: step ? formatNumber(locale, step.occupied) : '–' },
			note: step && step.low !== null ? stepText(locale, step) : m.wall_no_interval()
		};
	};
	const texts = { occupied: figure(0, '').value, capacity: formatNumber(locale, row.capacity) };
	return [
		{
			...{ id: 'forecast', question: m.wall_question_forecast() },
			answer: m.wall_answer_forecast({ ...texts, day: figure(24, '').note }),
			figures: [figure(0, m.bedcast_h0()), figure(24, m.bedcast_h24()), figure(72, m.bedcast_h72())],
			picture: {
				...{ kind: 'chart', name: m.wall_picture_forecast() },
				build: (theme) => forecastOption(points, locale, theme)
			},
			...{ at: forecast.at, completeness: reporting(beds), href: '/beds' }
		}
	];
}

/** What a card holder is sent to most, then what is scarcest. */
const shownClasses = ['inpatient-3', 'icu', 'nicu'] as const;

function bedClasses(beds: Beds): WallSlide {
	const { locale, board } = beds;
	const number = (value: number) => formatNumber(locale, value);
	const figureOf = (ward: string): WallFigure => {
		const sums = board.byWard.find((row) => row.ward === ward)?.sums;
		const note = m.wall_note_possible({ count: number(sums?.possibleFree ?? 0) });
		return { name: wardName(locale, ward), value: sums ? number(sums.confirmedFree) : '–', note };
	};
	const [first, second, third] = shownClasses;
	const areas = kecamatan.map(({ code, name }) => {
		const sums = board.byKecamatan.find((row) => row.kecamatan === code)?.sums;
		return { name, value: sums && sums.hospitalsFresh > 0 ? sums.confirmedFree : null };
	});
	const texts = { measure: m.beds_confirmed(), noData: m.beds_map_no_fresh(), format: number };
	return {
		...{ id: 'classes', question: m.wall_question_classes() },
		answer: upperFirst(mapFinding(locale, areas)),
		figures: [figureOf(first), figureOf(second), figureOf(third)],
		picture: {
			...{ kind: 'chart', name: m.wall_picture_map() },
			build: (theme) => areaMap('kecamatan', areas, [], texts, theme),
			map: cityMap
		},
		...{ at: board.knownTo, completeness: reporting(beds), href: '/beds' }
	};
}

function mapFinding(locale: Locale, areas: readonly { name: string; value: number | null }[]): string {
	const best = areas.reduce((most, area) => ((area.value ?? 0) > (most.value ?? 0) ? area : most));
	const count = best.value ?? 0;
	if (count === 0) return m.beds_map_title_none();
	return m.beds_map_title_most({ kecamatan: best.name, count: formatNumber(locale, count) });
}

/** The map's shapes go by name; ECharts' own type asks for mutable arrays. */
const cityMap: ChartMap = {
	name: 'kecamatan',
	shapes: {
		...kecamatanFeatureCollection,
		features: kecamatanFeatureCollection.features.map((feature) => ({
			...feature,
			properties: { name: kecamatan.find(({ code }) => code === feature.properties.name)?.name ?? '' }
		}))
	} as never
};

type Programme = { locale: Locale; view: PublicView; board: PublicBoard };

/** As the public page has it, whoever looks. */
export function programmeSlides({ locale, view, board }: Programme): WallSlide[] {
	const number = (value: number) => formatNumber(locale, value);
	const { ceilingRupiah, year } = view.money;
	if (board.members === null && !ceilingRupiah) return [];
	const rupiah = (amount: number) => formatRupiahShort(locale, amount);
	const share = (amount: number) => (ceilingRupiah ? amount / ceilingRupiah : 0);
	const [paid, owed] = [share(board.paidRupiah), share(board.owedRupiah)];
	return [
		{
			...{ id: 'programme', question: m.wall_question_programme() },
			answer: ceilingRupiah
				? m.wall_answer_programme({
						...{ year: String(year), ceiling: rupiah(ceilingRupiah), paid: formatShare(locale, paid) },
						owed: formatShare(locale, owed)
					})
				: publicAnswer(locale, board),
			figures: [
				{
					...{ name: m.wall_members(), note: m.wall_members_note() },
					value: board.members === null ? '–' : number(board.members)
				},
				{
					...{ name: m.wall_visits_week(), note: m.wall_rounded() },
					value: number(roundToFive(board.visitsWeek))
				},
				{ name: m.wall_owed(), value: rupiah(board.owedRupiah), note: m.wall_owed_note() }
			],
			picture: {
				...{ kind: 'bar', name: m.wall_picture_money({ year: String(year) }) },
				parts: [
					{ name: m.wall_paid(), share: paid, tone: 'now' },
					{ name: m.wall_owed(), share: owed, tone: 'warn' },
					{ name: m.wall_left(), share: Math.max(0, 1 - paid - owed), tone: 'rest' }
				]
			},
			...{ at: board.knownTo, completeness: m.wall_city_totals(), href: '/public' }
		}
	];
}

type Overview = { locale: Locale; view: OverviewView; board: OverviewBoard };

/** For whoever opens the Overview, in the figures that it shows them. */
export function overviewSlide({ locale, view, board }: Overview): WallSlide {
	const { diseases, sources } = view;
	const { money } = board;
	const number = (value: number) => formatNumber(locale, value);
	const points = diseases.trend.map(({ now, lastYear }, index) => ({
		...{ label: String(index + 1), value: now, reference: lastYear }
	}));
	const texts = {
		...{ now: m.wall_this_year(), reference: m.wall_last_year(), preliminary: '', forecast: '' },
		...{ noData: m.ui_no_data(), format: number }
	};
	return {
		...{ id: 'overview', question: m.wall_question_overview() },
		answer: answerOf(locale, { money, diseases }),
		figures: [
			{
				...{ name: m.overview_tile_money(), value: moneyEnd(locale, money) },
				note: money.projection
					? m.overview_tile_money_chance({ share: formatShare(locale, money.projection.probability) })
					: m.overview_tile_money_simple()
			},
			{
				...{ name: m.overview_tile_owed(), value: formatRupiahShort(locale, money.owedRupiah) },
				note: m.overview_tile_owed_claims({ count: number(money.owedClaims) })
			},
			{
				...{ name: m.overview_tile_diseases(), note: m.overview_tile_diseases_unit() },
				value: diseases.isCounted ? number(diseases.alerts.length) : '–'
			}
		],
		picture: {
			...{ kind: 'chart', name: m.wall_picture_disease({ disease: diseases.trendGroup.names[locale] }) },
			build: (theme) => lineWithReference(points, texts, theme)
		},
		at: board.movedAt,
		completeness: m.wall_sources({ fresh: number(sources.reported), all: number(sources.expected) }),
		href: '/'
	};
}

function moneyEnd(locale: Locale, { runRate, projection, year }: OverviewView['money']): string {
	if (runRate.status === 'reached') return m.overview_tile_money_reached();
	const day = projection
		? projection.date.median
		: runRate.status === 'unknown'
			? undefined
			: runRate.reachedOn;
	if (day === undefined) return '–';
	return day === null ? m.overview_tile_money_until({ year: String(year) }) : formatDayShort(locale, day);
}
