import { AnalyticsError } from '../analytics-error.ts';
import { extrapolateSigma, type SigmaMethod } from './extrapolate-sigma.ts';
import { type Alpha, estimateLinks } from './link-ratios.ts';
import { type Position, readPositions, type Triangle } from './triangle.ts';

/** Development past the last column, estimated or chosen; see estimateTail. */
export interface Tail {
	readonly factor: number;
	readonly factorError: number;
	readonly sigma: number;
}

export interface MackOptions {
	/** 1, the chain ladder, where left out. */
	readonly alpha?: Alpha;
	/** `Mack` where left out. */
	readonly sigmaMethod?: SigmaMethod;
	/** `Independence` keeps the product of two factors' errors, which `Mack` (left out) drops as small. */
	readonly mseMethod?: 'Mack' | 'Independence';
	readonly tail?: Tail;
}

/** In the triangle's unit; standard errors, not variances. */
export interface Reserve {
	readonly latest: number;
	readonly ultimate: number;
	/** What is still to come: ultimate − latest. Negative where amounts are taken back. */
	readonly ibnr: number;
	readonly standardError: number;
	/** Error because the future is random. */
	readonly processRisk: number;
	/** Error because the factors are estimated. */
	readonly parameterRisk: number;
}

export interface MackReserve {
	/** Step from each lag to the next, then the tail's (1 without one): as many as lags. */
	readonly factors: readonly number[];
	/** Of each estimated step, and of the tail where there is one. */
	readonly factorErrors: readonly number[];
	readonly sigma: readonly number[];
	/** One an origin, in the triangle's order. */
	readonly origins: readonly Reserve[];
	/** Errors are of the sum: origins share factors, so theirs do not simply add. */
	readonly total: Reserve;
	/** Origins × lags, plus a column for the tail where there is one: what is known, then what is expected. */
	readonly completed: readonly (readonly number[])[];
}

/**
 * How much of what happened is not known yet, and how wrong that may be: the chain ladder with Mack's standard errors.
 *
 * Mack 1993, "Distribution-free calculation of the standard error of chain ladder reserve estimates"; Mack 1999 for the
 * recursion, alpha and the tail; Murphy 1994 for the `Independence` term. It assumes that what an origin will show
 * depends on its latest amount only, that origins are independent, and that the variance grows with that amount.
 *
 * @param triangle origins × lags, cumulative, any unit. Holes inside are passed over; the newest known cell is developed.
 * An origin that stands at exactly 0 is developed to 0 without error: use Cape Cod for those.
 * @returns O(origins × lags)
 * @throws AnalyticsError `too-short` for fewer than 2 origins or lags, or no spread at all; otherwise as estimateLinks
 */
export function estimateMack(triangle: Triangle, options: MackOptions = {}): MackReserve {
	const { alpha = 1, sigmaMethod = 'Mack', mseMethod = 'Mack', tail } = options;
	const links = estimateLinks(triangle, alpha);
	if (links.length === 0 || triangle.length < 2)
		throw new AnalyticsError('too-short', 'A chain ladder needs at least two origins and two lags.');
	const sigma = extrapolateSigma(
		links.map((link) => link.sigma),
		sigmaMethod
	);
	const steps: Step[] = links.map(({ factor, weight }, step) => ({
		factor,
		factorError: (sigma[step] ?? 0) / Math.sqrt(weight),
		sigma: sigma[step] ?? 0
	}));
	if (tail) steps.push(checkTail(tail));
	const context = { steps, alpha, keepsProduct: checkMseMethod(mseMethod) };
	const positions = readPositions(triangle);
	checkPositions(positions, triangle);
	const projections = positions.map((position) => projectOrigin(position, context));
	return {
		factors: tail ? steps.map(({ factor }) => factor) : [...steps.map(({ factor }) => factor), 1],
		factorErrors: steps.map(({ factorError }) => factorError),
		sigma: steps.map((step) => step.sigma),
		origins: projections.map(({ reserve }) => reserve),
		total: sumReserves(projections, context),
		completed: triangle.map((row, origin) => complete(row, positions[origin], projections[origin]))
	};
}

type Step = Tail;

interface Context {
	readonly steps: readonly Step[];
	readonly alpha: Alpha;
	readonly keepsProduct: boolean;
}

interface Projection {
	readonly reserve: Reserve;
	/** Expected amount at the latest lag and at each after it. */
	readonly path: readonly number[];
}

function checkTail(tail: Tail): Tail {
	if (!(tail.factor > 0 && tail.factor < Infinity && tail.factorError >= 0 && tail.sigma >= 0))
		throw new AnalyticsError('bad-option', 'The tail needs a factor above 0 and errors of 0 or more.');
	return tail;
}

function checkMseMethod(method: string): boolean {
	if (method !== 'Mack' && method !== 'Independence')
		throw new AnalyticsError('bad-option', `There is no error method ${method}.`);
	return method === 'Independence';
}

/** A negative amount cannot be developed: its variance would be negative too. */
function checkPositions(positions: readonly Position[], triangle: Triangle): void {
	for (const [origin, { lag, amount }] of positions.entries()) {
		if (amount >= 0) continue;
		const lags = triangle[origin]?.length ?? 0;
		throw new AnalyticsError(
			'negative',
			`Origin ${origin} stands at ${amount}, below 0.`,
			origin * lags + lag
		);
	}
}

function projectOrigin({ lag, amount }: Position, { steps, alpha, keepsProduct }: Context): Projection {
	const path = [amount];
	let expected = amount;
	let process = 0;
	let parameter = 0;
	for (const { factor, factorError, sigma } of steps.slice(lag)) {
		const square = expected ** 2;
		process = factor ** 2 * process + (expected === 0 ? 0 : square * (sigma ** 2 / expected ** alpha));
		parameter =
			factor ** 2 * parameter + square * factorError ** 2 + (keepsProduct ? parameter * factorError ** 2 : 0);
		expected *= factor;
		path.push(expected);
	}
	return { path, reserve: makeReserve(amount, expected, process, parameter) };
}

function makeReserve(latest: number, ultimate: number, process: number, parameter: number): Reserve {
	return {
		latest,
		ultimate,
		ibnr: ultimate - latest,
		standardError: Math.sqrt(process + parameter),
		processRisk: Math.sqrt(process),
		parameterRisk: Math.sqrt(parameter)
	};
}

/** Process errors are independent; parameter errors are those of the sum of the origins that share each factor. */
function sumReserves(projections: readonly Projection[], { steps, keepsProduct }: Context): Reserve {
	const sum = (read: (reserve: Reserve) => number) =>
		projections.reduce((total, { reserve }) => total + read(reserve), 0);
	let parameter = 0;
	for (const [step, { factor, factorError }] of steps.entries()) {
		// Paths end at the last column, so counting from the end finds the same lag in each.
		const back = steps.length - step + 1;
		const exposed = projections.reduce((total, { path }) => total + (path.at(-back) ?? 0), 0);
		parameter =
			factor ** 2 * parameter +
			exposed ** 2 * factorError ** 2 +
			(keepsProduct ? parameter * factorError ** 2 : 0);
	}
	return makeReserve(
		sum(({ latest }) => latest),
		sum(({ ultimate }) => ultimate),
		sum(({ processRisk }) => processRisk ** 2),
		parameter
	);
}

/** What a hole before the latest cell held is not known: the next known total stands in for it. */
function complete(
	row: readonly (number | null)[],
	position: Position | undefined,
	projection: Projection | undefined
): number[] {
	const lag = position?.lag ?? 0;
	const known: number[] = [];
	let next = position?.amount ?? 0;
	for (let column = lag - 1; column >= 0; column--) known.unshift((next = row[column] ?? next));
	return [...known, ...(projection?.path ?? [])];
}
