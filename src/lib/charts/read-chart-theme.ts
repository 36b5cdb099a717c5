import type { ChartTheme } from './theme';

/**
 * The colours that stand on the page at `host` now, so that the stylesheet remains the only place that names them.
 *
 * @param onPaper as on white paper, whichever appearance the page has
 */
export function readChartTheme(host: HTMLElement, onPaper = false): ChartTheme {
	const probe = document.createElement('span');
	probe.hidden = true;
	if (onPaper) probe.className = 'on-paper';
	host.append(probe);
	// A computed `color` is resolved; a computed custom property would still say `light-dark(…)`.
	const read = (name: string) => {
		probe.style.color = `var(--${name})`;
		return getComputedStyle(probe).color;
	};
	const theme: ChartTheme = {
		ink: read('ink'),
		muted: read('muted'),
		line: read('line'),
		surface: read('surface'),
		now: read('now'),
		nowSoft: read('now-soft'),
		reference: read('reference'),
		forecast: read('forecast'),
		warn: read('warn'),
		bad: read('bad'),
		categories: [1, 2, 3, 4, 5, 6, 7].map((index) => read(`category-${index}`)),
		ramp: [1, 2, 3, 4, 5, 6].map((index) => read(`ramp-${index}`)),
		fontFamily: getComputedStyle(host).fontFamily
	};
	probe.remove();
	return theme;
}

/** Calls back when the reader or the system turns to the other appearance. Returns the stop. */
export function onChartThemeChange(callback: () => void): () => void {
	const system = matchMedia('(prefers-color-scheme: dark)');
	const observer = new MutationObserver(callback);
	observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
	system.addEventListener('change', callback);
	return () => {
		observer.disconnect();
		system.removeEventListener('change', callback);
	};
}

/**
 * Calls back with whether the page is being printed, before the browser takes the picture of it and again after. The event
 * comes before the stylesheet's `print` holds, and a reader who only looks at the print's layout hears of no event.
 * Returns the stop.
 */
export function onPrinting(callback: (isPrinting: boolean) => void): () => void {
	const paper = matchMedia('print');
	const begin = () => callback(true);
	const end = () => callback(false);
	const turn = () => callback(paper.matches);
	addEventListener('beforeprint', begin);
	addEventListener('afterprint', end);
	paper.addEventListener('change', turn);
	return () => {
		removeEventListener('beforeprint', begin);
		removeEventListener('afterprint', end);
		paper.removeEventListener('change', turn);
	};
}
