import { AnalyticsError } from '../analytics-error.ts';
import { studentCdf } from '../stats/student.ts';
import { type Alpha, type Link, readLinks } from './link-ratios.ts';
import { checkTriangle, type Triangle } from './triangle.ts';

export interface LinkOutlier {
	readonly origin: number;
	/** The step starts at this lag. */
	readonly lag: number;
	readonly ratio: number;
	/** The factor without this origin. */
	readonly usual: number;
	/** Chance of a ratio at least so far off, if all were alike. */
	readonly p: number;
}

/** Each ratio is judged by the others of its lag, so three others are the least that show a spread. */
const fewestLinks = 4;

/**
 * Single steps that do not look like the others of their lag: a bill entered twice, a hospital that sent a year at once.
 *
 * Each ratio is compared with the factor and sigma of the other origins (externally studentised residual of Mack's weighted
 * regression; Belsley, Kuh & Welsch 1980); Bonferroni over all steps of the triangle.
 *
 * @param triangle origins × lags, cumulative
 * @param level chance that a triangle without any outlier shows one; 0.05 where left out
 * @returns the outliers, most surprising first. A lag with fewer than four steps is not judged. O(links²/lags).
 * @throws AnalyticsError as estimateLinks for amounts that have no ratio; `bad-option` for a level outside 0 to 1
 */
export function findOutlierLinks(triangle: Triangle, alpha: Alpha = 1, level = 0.05): LinkOutlier[] {
	if (!(level > 0 && level < 1))
		throw new AnalyticsError('bad-option', `The level has to lie between 0 and 1, not at ${level}.`);
	const lags = checkTriangle(triangle);
	const judged: LinkOutlier[] = [];
	for (let lag = 0; lag < lags - 1; lag++) {
		const links = readLinks(triangle, lag);
		if (links.length < fewestLinks) continue;
		for (const link of links) judged.push(judge(link, lag, links, alpha));
	}
	return judged.filter(({ p }) => p * judged.length < level).sort((a, b) => a.p - b.p);
}

function judge({ origin, from, to }: Link, lag: number, links: readonly Link[], alpha: Alpha): LinkOutlier {
	const others = links.filter((link) => link.origin !== origin);
	const weight = others.reduce((sum, link) => sum + link.from ** alpha, 0);
	const usual = others.reduce((sum, link) => sum + link.from ** alpha * (link.to / link.from), 0) / weight;
	const squares = others.reduce(
		(sum, link) => sum + link.from ** alpha * (link.to / link.from - usual) ** 2,
		0
	);
	const freedom = others.length - 1;
	const error = Math.sqrt((squares / freedom) * (1 / from ** alpha + 1 / weight));
	const off = Math.abs(to / from - usual);
	const p = error === 0 ? (off > 1e-12 * usual ? 0 : 1) : 2 * studentCdf(-off / error, freedom);
	return { origin, lag, ratio: to / from, usual, p };
}
