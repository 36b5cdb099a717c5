import { describe, expect, it } from 'vitest';
import { ageHistogram } from './age-histogram';
import { areaMap } from './area-map';
import { barsByCategory } from './bars-by-category';
import { burnLine } from './burn-line';
import { escapeHtml } from './escape-html';
import { lineWithReference } from './line-with-reference';
import { stackedBars } from './stacked-bars';
import { namedTheme } from './theme';

const evil = '<img src=x onerror=alert(1)>';
const format = String;

/** Calls a tooltip's formatter as ECharts does. */
function callFormatter(tooltip: unknown, params: unknown): string {
	const holder = tooltip as { formatter?: (params: unknown) => string } | undefined;
	if (!holder?.formatter) throw new Error('no formatter');
	return holder.formatter(params);
}

const axisParams = [{ dataIndex: 0 }];
const map = areaMap(
	'city',
	[{ name: evil, value: 1, note: evil }],
	[{ name: evil, longitude: 107, latitude: -6.2, isStale: false, text: evil, size: 1 }],
	{ measure: evil, noData: '', format },
	namedTheme
);
const areaTooltip = (map.geo as { tooltip: unknown }).tooltip;
const pointTooltip = (map.series as { tooltip: unknown }[])[0]?.tooltip;

const tooltips: Record<string, () => string> = {
	lineWithReference: () =>
		callFormatter(
			lineWithReference(
				[{ label: evil, value: 1, reference: 2, alert: evil }],
				{ now: evil, reference: evil, preliminary: evil, forecast: evil, noData: evil, format },
				namedTheme
			).tooltip,
			axisParams
		),
	barsByCategory: () =>
		callFormatter(
			barsByCategory(
				[{ name: evil, value: 1, reference: 2 }],
				{ now: evil, reference: evil, format },
				namedTheme
			).tooltip,
			axisParams
		),
	stackedBars: () =>
		callFormatter(
			stackedBars(
				[evil],
				[{ name: evil, values: [1] }],
				0,
				{ format, total: evil, preliminary: evil },
				namedTheme
			).tooltip,
			axisParams
		),
	burnLine: () =>
		callFormatter(
			burnLine(
				[{ label: evil, spent: 1, plan: 2 }],
				3,
				{ spent: evil, committed: evil, plan: evil, projected: evil, band: evil, ceiling: evil, format },
				namedTheme
			).tooltip,
			axisParams
		),
	ageHistogram: () =>
		callFormatter(
			ageHistogram(
				[{ label: evil, count: 1, isStale: true }],
				{ count: evil, limit: evil, format },
				namedTheme
			).tooltip,
			axisParams
		),
	'areaMap, its areas': () => callFormatter(areaTooltip, { name: evil, dataIndex: 0 }),
	'areaMap, its points': () => callFormatter(pointTooltip, { dataIndex: 0 })
};

describe('tooltips', () => {
	it.each(Object.entries(tooltips))('shows a name from data as text in %s', (_name, tooltip) => {
		const html = tooltip();
		expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
		expect(html).not.toContain('<img');
	});
});

it('escapes what could end a text or an attribute', () => {
	expect(escapeHtml(`a & b < c > "d" 'e'`)).toBe('a &amp; b &lt; c &gt; &quot;d&quot; &#39;e&#39;');
});
