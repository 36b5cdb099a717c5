import { AnalyticsError } from '../analytics-error.ts';
import type { Generator } from '../stats/generator.ts';
import { fitWeighted, type WeightedFit } from './weighted-regression.ts';

/** One month's figure on the log scale. */
export interface TrendPoint {
	/** Months before now: 0 is the newest, −1 the one before. */
	readonly at: number;
	readonly log: number;
	/** Variance of `log` because the figure itself is estimated; 0 where it is known. */
	readonly variance: number;
}

export interface Trend {
	/** Expected growth of the log a month, now. */
	readonly growth: number;
	/** A course that the points are compatible with. */
	draw(generator: Generator): TrendDraw;
}

/** A bent line: `level` at month 0, one slope from the bend on and another before it. */
export interface TrendDraw {
	readonly level: number;
	readonly growth: number;
	readonly growthBefore: number;
	readonly bendAt: number;
	/** Share of its growth that a month ahead keeps of the month before. */
	readonly damping: number;
	/** Standard deviation of a month around the line. */
	readonly noise: number;
}

/** Before anything is seen, growth may be up to about ±12 % a month: in 2018 the programme's budget had to be raised 2.5-fold. */
const priorGrowth = 0.06;
/** Before anything is seen, a month strays by about a tenth; worth four months of evidence. */
const priorNoise = 0.1;
const priorMonths = 4;
/** The pace changes about once a year: a new budget, a new rule, a new tariff, a new hospital. */
const changeAMonth = 1 / 12;
/** Months count less the older they are (half after 17), for a line that bends once is a simplification. */
const memory = 0.96;
/** A trend goes on, but nobody knows how long: worlds differ between lasting and fading by a tenth a month. */
const leastDamping = 0.9;

/**
 * Level and growth of a monthly figure, with all that is not known about them, the moment of a change of pace included.
 *
 * Bayesian regression of the log on the month, with a bend at any month or none, averaged over the places of the bend by how
 * well each explains the points (Gelman et al. 2013, Bayesian Data Analysis, ch. 14; Hoeting et al. 1999, Bayesian model
 * averaging). Growth has a normal prior around 0 and the noise a scaled inverse χ² prior, so that three months give an
 * answer, and a wide one. Damping as in Gardner & McKenzie 1985.
 *
 * @param points in any order, at least one
 * @returns O(points²); a draw is constant cost
 * @throws AnalyticsError `too-short` for no points, `not-a-number`
 */
export function learnTrend(points: readonly TrendPoint[]): Trend {
	if (points.length === 0)
		throw new AnalyticsError('too-short', 'No month shows anything to learn a trend from.');
	const bad = points.findIndex(({ at, log, variance }) => !Number.isFinite(at + log) || !(variance >= 0));
	if (bad >= 0) throw new AnalyticsError('not-a-number', `Month ${bad} of the trend is no number.`, bad);
	const courses = weighCourses(points);
	return {
		growth: courses.reduce((sum, { chance, fit }) => sum + chance * (fit.coefficients[1] ?? 0), 0),
		draw: (generator) => drawCourse(courses, generator)
	};
}

/** Log expectation at a month: 0 is now, negative the past, positive ahead. */
export function followTrend(draw: TrendDraw, month: number): number {
	const { level, growth, growthBefore, bendAt, damping } = draw;
	if (month > 0) {
		const months = damping === 1 ? month : (damping * (1 - damping ** month)) / (1 - damping);
		return level + growth * months;
	}
	return month >= bendAt ? level + growth * month : level + growth * bendAt + growthBefore * (month - bendAt);
}

interface Course {
	/** Null = one line. */
	readonly bendAt: number | null;
	readonly fit: WeightedFit;
	readonly chance: number;
}

function weighCourses(points: readonly TrendPoint[]): Course[] {
	const first = Math.min(...points.map(({ at }) => at));
	// A bend needs a month on either side of it to mean anything.
	const bends = Array.from({ length: Math.max(0, -first - 1) }, (_, back) => -back - 1);
	let noiseVariance = priorNoise ** 2;
	let courses: Course[] = [];
	for (let round = 0; round < 3; round++) {
		courses = normalise(
			[null, ...bends].map((bendAt) => {
				const fit = fitCourse(points, bendAt, noiseVariance);
				const prior = bendAt === null ? (1 - changeAMonth) ** bends.length : changeAMonth;
				return { bendAt, fit, chance: Math.log(prior) + fit.logEvidence };
			})
		);
		noiseVariance = courses.reduce((sum, { chance, fit }) => sum + chance * fit.noiseVariance, 0);
	}
	return courses;
}

/** From log weights to chances. */
function normalise(courses: readonly Course[]): Course[] {
	const most = Math.max(...courses.map(({ chance }) => chance));
	const weights = courses.map(({ chance }) => Math.exp(chance - most));
	const sum = weights.reduce((total, weight) => total + weight, 0);
	return courses.map((course, index) => ({ ...course, chance: (weights[index] ?? 0) / sum }));
}

function fitCourse(points: readonly TrendPoint[], bendAt: number | null, noiseVariance: number): WeightedFit {
	const rows = points.map(({ at, log, variance }) => ({
		x: bendAt === null ? [1, at] : [1, Math.max(at, bendAt), Math.min(at - bendAt, 0)],
		y: log,
		weight: (memory ** -at * noiseVariance) / (noiseVariance + variance)
	}));
	const slope = (priorNoise / priorGrowth) ** 2;
	return fitWeighted(rows, {
		precision: bendAt === null ? [0, slope] : [0, slope, slope],
		variance: priorNoise ** 2,
		freedom: priorMonths
	});
}

function drawCourse(courses: readonly Course[], generator: Generator): TrendDraw {
	let left = generator.uniform();
	const course = courses.find(({ chance }) => (left -= chance) <= 0) ?? courses.at(-1);
	if (!course) throw new AnalyticsError('too-short', 'No month shows anything to learn a trend from.');
	const { coefficients, noise } = course.fit.draw(generator);
	const growth = coefficients[1] ?? 0;
	return {
		level: coefficients[0] ?? 0,
		growth,
		growthBefore: coefficients[2] ?? growth,
		bendAt: course.bendAt ?? -Infinity,
		damping: leastDamping + (1 - leastDamping) * generator.uniform(),
		noise
	};
}
