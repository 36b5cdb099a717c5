import type { ChartTheme } from './theme';

/** The colours that stand on the page at `host` now, so that the stylesheet remains the only place that names them. */
export function readChartTheme(host: HTMLElement): ChartTheme {
	const probe = document.createElement('span');
	probe.hidden = true;
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
