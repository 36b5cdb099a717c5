import { AnalyticsError } from '../../analytics-error.ts';
import { type Hierarchy } from './hierarchy.ts';
import { shrinkageIntensity } from './shrinkage.ts';

/**
 * What is known of the base forecasts' errors: W = diagonal + share × E E′, never written out as nodes ×
 * nodes.
 */
export interface ErrorWeights {
	/** One a node, > 0. */
	readonly diagonal: Float64Array;
	/** Errors a node, where their joint movement counts; empty otherwise. */
	readonly errors: readonly Float64Array[];
	readonly share: number;
}

/**
 * `ols`: all nodes err alike. `structural`: a total errs as its leaves together. `variance`: by past errors.
 * `shrink`: and by how these move together.
 */
export type ReconciliationMethod = 'ols' | 'structural' | 'variance' | 'shrink';

/** Errors that are exactly 0 (a medicine nobody asks for) must not make a sum's weight 0. */
const smallestShare = 1e-8;

/**
 * Weights of MinT's variants (Wickramasuriya et al. 2019, section 2.4), up to a factor that does not matter.
 *
 * @param errors past one-step errors a node, in node order, equally many and at least 2 each; needed by
 * `variance` and `shrink`
 * @throws AnalyticsError `bad-shape` for missing or unequal errors, `not-a-number` with the node's index.
 */
export function weighErrors(
	hierarchy: Hierarchy,
	method: ReconciliationMethod,
	errors: readonly Float64Array[] = []
): ErrorWeights {
	const size = hierarchy.nodes.length;
	if (method === 'ols') return diagonalOnly(new Float64Array(size).fill(1));
	if (method === 'structural')
		return diagonalOnly(
			Float64Array.from({ length: size }, (_, i) => hierarchy.totals[i]?.leaves.length ?? 1)
		);
	requireErrors(errors, size);
	const times = errors[0]?.length ?? 0;
	const squares = Float64Array.from(errors, meanSquare);
	const floor = smallestShare * (squares.reduce((sum, value) => sum + value, 0) / size || 1);
	if (method === 'variance') return diagonalOnly(squares.map((value) => Math.max(floor, value)));
	const scaled = errors.map((series, i) => {
		const deviation = Math.sqrt(squares[i] as number); // one a node
		return series.map((error) => (deviation > 0 ? error / deviation : 0));
	});
	const intensity = shrinkageIntensity(scaled, times);
	return {
		diagonal: squares.map((value) => Math.max(floor, intensity * value)),
		errors,
		share: (1 - intensity) / times
	};
}

function diagonalOnly(diagonal: Float64Array): ErrorWeights {
	return { diagonal, errors: [], share: 0 };
}

function meanSquare(series: Float64Array): number {
	return series.reduce((sum, error) => sum + error * error, 0) / series.length;
}

function requireErrors(errors: readonly Float64Array[], size: number): void {
	const times = errors[0]?.length ?? 0;
	if (errors.length !== size || times < 2 || errors.some((series) => series.length !== times))
		throw new AnalyticsError(
			'bad-shape',
			`Past errors are needed, equally many (at least 2) for all ${size} nodes.`
		);
	const bad = errors.findIndex((series) => !series.every(Number.isFinite));
	if (bad >= 0)
		throw new AnalyticsError('not-a-number', `The past errors of node ${bad + 1} hold no number.`, bad);
}
