/**
 * Whether the hues of charts are told apart by readers without red or green cones. What such a reader sees is simulated after
 * Machado, Oliveira & Fernandes (2009), IEEE Trans. Vis. Comput. Graph. 15(6), severity 1.0, in linear RGB; how far two
 * colours are apart is their distance in CIELAB (1976), in which 2.3 is just noticed side by side.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { burnLine } from './burn-line';
import { demandFan } from './demand-fan';
import { epiCurve } from './epi-curve';
import { funnel } from './funnel';
import { lineWithReference } from './line-with-reference';
import type { EChartsOption } from './option';
import { scenarioFan } from './scenario-fan';
import { seasonBand } from './season-band';
import { stackedBars } from './stacked-bars';
import { namedTheme } from './theme';
import { waterfall } from './waterfall';

type Triple = readonly [number, number, number];
type Matrix = readonly [Triple, Triple, Triple];

const visions: Record<string, Matrix> = {
	protanopia: [
		[0.152286, 1.052583, -0.204868],
		[0.114503, 0.786281, 0.099216],
		[-0.003882, -0.048116, 1.051998]
	],
	deuteranopia: [
		[0.367322, 0.860646, -0.227968],
		[0.280085, 0.672501, 0.047413],
		[-0.01182, 0.04294, 0.968881]
	]
};
/** Nearer than this, two hues of one chart need something else that tells them apart. */
const leastDistance = 20;

const css = readFileSync(new URL('../../app.css', import.meta.url), 'utf8');
const palettes = { light: new Map<string, string>(), dark: new Map<string, string>() };
for (const [, name = '', light = '', dark = ''] of css.matchAll(
	/--([\w-]+): light-dark\(#(\w{6}), #(\w{6})\)/g
)) {
	palettes.light.set(name, light);
	palettes.dark.set(name, dark);
}

const toLinear = (part: number) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);

function linearOf(palette: Map<string, string>, name: string): Triple {
	const hex = palette.get(name);
	if (hex === undefined) throw new Error(`The stylesheet names no colour ${name}.`);
	const part = (at: number) => toLinear(parseInt(hex.slice(at, at + 2), 16) / 255);
	return [part(0), part(2), part(4)];
}

function seen([first, second, third]: Matrix, color: Triple): Triple {
	const dot = (row: Triple) =>
		Math.min(1, Math.max(0, row[0] * color[0] + row[1] * color[1] + row[2] * color[2]));
	return [dot(first), dot(second), dot(third)];
}

/** CIELAB under D65. */
function labOf([red, green, blue]: Triple): Triple {
	const curve = (share: number) =>
		share > 216 / 24389 ? Math.cbrt(share) : (24389 / 27) * (share / 116) + 16 / 116;
	const x = curve((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047);
	const y = curve(0.2126729 * red + 0.7151522 * green + 0.072175 * blue);
	const z = curve((0.0193339 * red + 0.119192 * green + 0.9503041 * blue) / 1.08883);
	return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function distance(palette: Map<string, string>, vision: Matrix, one: string, other: string): number {
	const [a, b] = [one, other].map((name) => labOf(seen(vision, linearOf(palette, name))));
	if (!a || !b) return NaN;
	return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

const views = Object.entries(visions).flatMap(([vision, matrix]) =>
	Object.entries(palettes).map(([theme, palette]) => ({ vision, theme, matrix, palette }))
);

/** A drawn part: its hue, and what tells it from others without a hue. */
type Part = { hue: string; cue: string };
type Styled = { color?: unknown; type?: unknown; width?: unknown; opacity?: unknown };
type Drawn = {
	type?: string;
	symbol?: unknown;
	itemStyle?: Styled;
	lineStyle?: Styled;
	data?: readonly unknown[];
	markLine?: { lineStyle?: Styled };
};

const hues = new Set(['now', 'reference', 'forecast', 'warn', 'bad']);

function partsOf(option: EChartsOption): Part[] {
	return ([option.series ?? []].flat() as Drawn[]).flatMap((series) => {
		const line = series.lineStyle ?? {};
		const isLine = series.type === 'line';
		const cue = isLine
			? `line ${JSON.stringify(line.type ?? 'solid')}`
			: `${series.type} ${String(series.symbol)}`;
		const isHidden = isLine && (line.width === 0 || line.opacity === 0);
		const items = (series.data ?? []).map(
			(item) => (item as { itemStyle?: Styled } | null)?.itemStyle?.color
		);
		const found = [isLine ? line.color : series.itemStyle?.color, ...items];
		const mark = series.markLine?.lineStyle?.color;
		return [
			...(isHidden ? [] : found.map((hue) => ({ hue: String(hue), cue }))),
			...(mark === undefined ? [] : [{ hue: String(mark), cue: 'mark with its name' }])
		].filter(({ hue }) => hues.has(hue));
	});
}

const format = String;
const ahead = { mean: 1, lower80: 1, upper80: 1, lower95: 1, upper95: 1 };
const bar = { label: 'a', longLabel: 'a', value: 1, reference: 1, isPreliminary: false, isOtherBasis: false };
const charts: Record<string, EChartsOption> = {
	'a burn line': burnLine(
		[{ label: 'a', spent: 1, plan: 1, committed: 1, projected: 1, band: { low: 1, high: 2 } }],
		1,
		{ spent: '', committed: '', plan: '', projected: '', band: '', ceiling: '', format },
		namedTheme
	),
	'a demand fan': demandFan(
		[
			{ label: 'a', longLabel: 'a', raw: 1, adjusted: 1, ahead: null, note: null },
			{ label: 'b', longLabel: 'b', raw: null, adjusted: null, ahead, note: null }
		],
		{ raw: '', adjusted: '', forecast: '', band80: '', band95: '', begins: '', noData: '', format },
		namedTheme
	),
	'an epidemic curve': epiCurve(
		[{ ...bar, alert: 'a', note: '', nowcast: { expected: 1, low: 1, high: 2 } }],
		{ now: '', reference: 'r', nowcast: 'n', noData: '', format },
		namedTheme
	),
	'a funnel': funnel(
		[true, false].map((isOut) => ({ name: '', claims: 1, meanZ: 1, limit95: 1, limit998: 1, isOut })),
		{ claims: '', distance: '', limit95: '', limit998: '', format, formatCount: format },
		namedTheme
	),
	'a line with its reference': lineWithReference(
		[
			{ label: 'a', value: 1, reference: 1, alert: 'a' },
			{ label: 'b', value: 1, isForecast: true, low: 1, high: 2 }
		],
		{ now: 'n', reference: 'r', preliminary: '', forecast: 'f', noData: '', format },
		namedTheme
	),
	'a scenario fan': scenarioFan(
		[{ label: 'a', usual: 1, scenario: 2, low: 1, high: 3 }],
		1,
		{ usual: '', scenario: '', band: '', ceiling: '', format },
		namedTheme
	),
	'a season': seasonBand(
		[{ label: 'a', longLabel: 'a', now: 1, isPreliminary: false, low: 1, middle: 1, high: 2 }],
		{ now: '', band: '', middle: '', noData: '', format },
		namedTheme
	),
	'columns in layers': stackedBars(
		['a'],
		(['reference', 'warn', 'now', 'forecast'] as const).map((color) => ({ name: color, values: [1], color })),
		null,
		{ format, total: '', preliminary: '' },
		namedTheme
	),
	'a waterfall': waterfall(
		1,
		[
			{ name: 'more', value: 1 },
			{ name: 'less', value: -1 }
		],
		{ from: '', to: '', format, formatStep: format },
		namedTheme
	)
};

describe.each(Object.entries(charts))('the hues of %s', (_, option) => {
	const parts = partsOf(option);

	it('are two or more', () => {
		expect(new Set(parts.map(({ hue }) => hue)).size).toBeGreaterThan(1);
	});

	it.each(views)(
		'are told apart, or by more than a hue, with $vision in the $theme',
		({ matrix, palette }) => {
			const near = parts.flatMap((one, place) =>
				parts
					.slice(place + 1)
					.filter(({ hue, cue }) => hue !== one.hue && cue === one.cue)
					.filter(({ hue }) => distance(palette, matrix, one.hue, hue) < leastDistance)
					.map(({ hue }) => `${one.hue} and ${hue}`)
			);
			expect(near).toEqual([]);
		}
	);
});

describe.each(views)('with $vision in the $theme', ({ matrix, palette }) => {
	it('a forecast has another hue than what is known', () => {
		expect(distance(palette, matrix, 'now', 'forecast')).toBeGreaterThan(leastDistance);
	});

	it('the map goes on from step to step', () => {
		const lightness = [1, 2, 3, 4, 5, 6].map(
			(step) => labOf(seen(matrix, linearOf(palette, `ramp-${step}`)))[0]
		);
		const steps = lightness.slice(1).map((value, place) => value - (lightness[place] ?? NaN));
		const sign = Math.sign(steps[0] ?? 0);
		for (const step of steps) expect(sign * step).toBeGreaterThan(5);
	});
});

it('finds the purple that was once near the hue of now', () => {
	const former = new Map([
		['now', '00667a'],
		['forecast', '93468b']
	]);
	for (const matrix of Object.values(visions))
		expect(distance(former, matrix, 'now', 'forecast')).toBeLessThan(leastDistance);
});
