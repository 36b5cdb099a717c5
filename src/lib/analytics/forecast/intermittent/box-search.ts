const low = 0.01;
const high = 0.99;
const gridSteps = 14;
const halvings = 8;

/**
 * The smoothing weights in [0.01, 0.99]ⁿ with the least cost: a coarse grid, because these costs have several
 * valleys, then steps along the axes that halve until they are below 0.0003. Always the same answer for the
 * same input.
 *
 * @param cost any finite function of the weights
 * @param dimensions 1 or 2. Cost: 15ⁿ + about 2n × 9 evaluations and more while steps succeed.
 */
export function minimiseInBox(
	cost: (weights: readonly number[]) => number,
	dimensions: 1 | 2
): readonly number[] {
	let best = bestOnGrid(cost, dimensions);
	let step = (high - low) / gridSteps;
	for (let halving = 0; halving < halvings; halving++) {
		step /= 2;
		best = walk(cost, best, step);
	}
	return best.at;
}

interface Point {
	readonly at: readonly number[];
	readonly cost: number;
}

function bestOnGrid(cost: (weights: readonly number[]) => number, dimensions: 1 | 2): Point {
	const ticks = Array.from({ length: gridSteps + 1 }, (_, i) => low + ((high - low) * i) / gridSteps);
	const places = dimensions === 1 ? ticks.map((a) => [a]) : ticks.flatMap((a) => ticks.map((b) => [a, b]));
	return places
		.map((at) => ({ at, cost: cost(at) }))
		.reduce((best, point) => (point.cost < best.cost ? point : best));
}

/** Steps along the axes as long as one of them helps. */
function walk(cost: (weights: readonly number[]) => number, from: Point, step: number): Point {
	let best = from;
	for (;;) {
		const better = neighbours(best.at, step)
			.map((at) => ({ at, cost: cost(at) }))
			.find((point) => point.cost < best.cost);
		if (!better) return best;
		best = better;
	}
}

function neighbours(at: readonly number[], step: number): readonly number[][] {
	return at.flatMap((_, axis) =>
		[-step, step].map((move) =>
			at.map((value, i) => (i === axis ? Math.min(high, Math.max(low, value + move)) : value))
		)
	);
}
