import { AnalyticsError } from '../../analytics-error.ts';
import { factorise } from './cholesky.ts';
import { type ErrorWeights, type ReconciliationMethod, weighErrors } from './error-weights.ts';
import { type Hierarchy, sumLeaves } from './hierarchy.ts';

/**
 * Forecasts of the leaves, summed up: coherent, and deaf to what the totals' own forecasts know.
 *
 * @param leaves one array a leaf, equally long: forecast by period
 * @returns one array a node, in node order
 * @throws AnalyticsError `bad-shape` for unequal lengths or a wrong number, `not-a-number` with the leaf's
 * index.
 */
export function reconcileBottomUp(hierarchy: Hierarchy, leaves: readonly Float64Array[]): Float64Array[] {
	const horizon = requireForecasts(leaves, hierarchy.leaves.length);
	return acrossPeriods(horizon, hierarchy, (period) => sumLeaves(hierarchy, at(leaves, period)));
}

export interface ReconcileOptions {
	readonly method: ReconciliationMethod;
	/** Past one-step errors, one array a node in node order; needed by `variance` and `shrink`. */
	readonly errors?: readonly Float64Array[];
	/** No leaf below 0: those that would be are set to 0 and the totals summed anew. */
	readonly nonNegative?: boolean;
}

/**
 * Makes forecasts of all levels add up with the least expected error: where the city's own forecast and the
 * sum of its facilities' disagree, each gives way by as much as it usually errs.
 *
 * Definition: MinT, Wickramasuriya, Athanasopoulos & Hyndman (2019), JASA 114, in its constraint form ỹ = ŷ −
 * W C′(C W C′)⁻¹ C ŷ, which solves one equation a total, not one a leaf. Unbiased forecasts stay unbiased,
 * forecasts that add up already pass unchanged. With `nonNegative` negative leaves are then set to 0
 * ("set-negative-to-zero", Di Fonzo & Girolimetto 2023), which lifts the totals by what was cut.
 *
 * @param base one array a node, in node order, equally long: forecast by period; finite. Columns may as well
 * be draws: reconciled path by path, a distribution adds up too
 * @returns the same shape; each total is the sum of its leaves to the last bit, taken in their order
 * @throws AnalyticsError `bad-shape`, `not-a-number` with the node's index; as `weighErrors`. Cost: totals³ +
 * totals × memberships once, then totals² + memberships a period; `shrink` adds nodes × errors².
 */
export function reconcile(
	hierarchy: Hierarchy,
	base: readonly Float64Array[],
	{ method, errors, nonNegative = false }: ReconcileOptions
): Float64Array[] {
	const horizon = requireForecasts(base, hierarchy.nodes.length);
	const adjust = createAdjustment(hierarchy, weighErrors(hierarchy, method, errors));
	return acrossPeriods(horizon, hierarchy, (period) => {
		const leaves = adjust(at(base, period));
		return sumLeaves(hierarchy, nonNegative ? leaves.map((value) => Math.max(0, value)) : leaves);
	});
}

/** All nodes' forecasts of one period → reconciled leaves. */
function createAdjustment(
	hierarchy: Hierarchy,
	weights: ErrorWeights
): (nodes: Float64Array) => Float64Array {
	const count = hierarchy.totals.length;
	const gapErrors = transposeGaps(hierarchy, weights);
	const solve = factorise(gapCovariance(hierarchy, weights, gapErrors), count);
	return (nodes) => {
		const pull = solve(gaps(hierarchy, nodes));
		const leaves = nodes.slice(count);
		hierarchy.totals.forEach(({ leaves: places }, i) => {
			for (const place of places)
				leaves[place] =
					(leaves[place] as number) + (weights.diagonal[count + place] as number) * (pull[i] as number);
		});
		subtractJoint(leaves, weights, gapErrors, pull, count);
		return leaves;
	};
}

/** C ŷ: by how much each total differs from the sum of its leaves. All indices are nodes'. */
function gaps({ totals }: Hierarchy, nodes: Float64Array): Float64Array {
	return Float64Array.from(totals, ({ leaves }, i) => {
		let gap = nodes[i] as number;
		for (const place of leaves) gap -= nodes[totals.length + place] as number;
		return gap;
	});
}

/** C E: the past errors' gaps, one array a point in time. */
function transposeGaps(hierarchy: Hierarchy, { errors }: ErrorWeights): Float64Array[] {
	return Array.from({ length: errors[0]?.length ?? 0 }, (_, time) => gaps(hierarchy, at(errors, time)));
}

/** C W C′, totals × totals. */
function gapCovariance(
	{ totals, leaves }: Hierarchy,
	{ diagonal, share }: ErrorWeights,
	gapErrors: readonly Float64Array[]
): Float64Array {
	const count = totals.length;
	const matrix = new Float64Array(count * count);
	const add = (row: number, column: number, value: number) => {
		matrix[row * count + column] = (matrix[row * count + column] as number) + value; // both below count
	};
	for (let i = 0; i < count; i++) add(i, i, diagonal[i] as number);
	membershipsOf(totals, leaves.length).forEach((memberOf, place) => {
		const weight = diagonal[count + place] as number;
		for (const a of memberOf) for (const b of memberOf) add(a, b, weight);
	});
	for (const gap of gapErrors)
		for (let a = 0; a < count; a++)
			for (let b = 0; b < count; b++) add(a, b, share * (gap[a] as number) * (gap[b] as number));
	return matrix;
}

function membershipsOf(totals: Hierarchy['totals'], leaves: number): number[][] {
	const memberships: number[][] = Array.from({ length: leaves }, () => []);
	totals.forEach(({ leaves: places }, i) => places.forEach((place) => memberships[place]?.push(i)));
	return memberships;
}

/** The part of W C′ that comes from errors moving together. */
function subtractJoint(
	leaves: Float64Array,
	{ errors, share }: ErrorWeights,
	gapErrors: readonly Float64Array[],
	pull: Float64Array,
	count: number
): void {
	gapErrors.forEach((gap, time) => {
		const moved = share * gap.reduce((sum, value, i) => sum + value * (pull[i] as number), 0);
		for (let place = 0; place < leaves.length; place++)
			leaves[place] = (leaves[place] as number) - moved * (errors[count + place]?.[time] ?? 0);
	});
}

function at(series: readonly Float64Array[], place: number): Float64Array {
	return Float64Array.from(series, (values) => values[place] as number); // equally long, checked
}

function acrossPeriods(
	horizon: number,
	{ nodes }: Hierarchy,
	valuesOf: (period: number) => Float64Array
): Float64Array[] {
	const result = nodes.map(() => new Float64Array(horizon));
	for (let period = 0; period < horizon; period++)
		valuesOf(period).forEach((value, node) => {
			const series = result[node];
			if (series) series[period] = value;
		});
	return result;
}

function requireForecasts(series: readonly Float64Array[], count: number): number {
	const horizon = series[0]?.length ?? 0;
	if (series.length !== count || horizon === 0 || series.some((values) => values.length !== horizon))
		throw new AnalyticsError('bad-shape', `Forecasts are needed, equally long, for all ${count} series.`);
	const bad = series.findIndex((values) => !values.every(Number.isFinite));
	if (bad >= 0)
		throw new AnalyticsError('not-a-number', `The forecast of series ${bad + 1} holds no number.`, bad);
	return horizon;
}
