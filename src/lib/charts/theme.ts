/** The colours of a chart, as CSS colours; `readChartTheme` takes them from the page, tests make their own. */
export interface ChartTheme {
	ink: string;
	muted: string;
	line: string;
	surface: string;
	now: string;
	nowSoft: string;
	reference: string;
	forecast: string;
	warn: string;
	bad: string;
	/** Okabe–Ito, for categories. */
	categories: readonly string[];
	/** One hue, from few to many. */
	ramp: readonly string[];
	fontFamily: string;
}

/** For tests: names instead of colours, so that an assertion reads as what is meant. */
export const namedTheme: ChartTheme = {
	ink: 'ink',
	muted: 'muted',
	line: 'line',
	surface: 'surface',
	now: 'now',
	nowSoft: 'now-soft',
	reference: 'reference',
	forecast: 'forecast',
	warn: 'warn',
	bad: 'bad',
	categories: ['c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7'],
	ramp: ['r1', 'r2', 'r3'],
	fontFamily: 'sans'
};
