import { AnalyticsError } from '../analytics-error.ts';
import { toIncremental } from './cumulate.ts';
import { checkTriangle, type Triangle } from './triangle.ts';

/** Increments expected as level[origin] × share[lag], with variance = dispersion × expectation. */
export interface OverDispersedPoisson {
	/** Expected ultimate of each origin. */
	readonly levels: Float64Array;
	/** Share of the ultimate that becomes known in each lag; they add up to 1. */
	readonly shares: Float64Array;
	/** Pearson's χ² ÷ degrees of freedom; null where none are left. */
	readonly dispersion: number | null;
	readonly degreesOfFreedom: number;
	/** The known increments in reading order, with what was expected of them. */
	readonly cells: readonly OdpCell[];
}

export interface OdpCell {
	readonly origin: number;
	readonly lag: number;
	readonly amount: number;
	readonly expected: number;
}

const tolerance = 1e-13;
const maxRounds = 20_000;

/**
 * The model behind the chain ladder's amounts that also has a distribution.
 *
 * England & Verrall 2002, "Stochastic claims reserving in general insurance", section 2.3: a quasi-Poisson regression with
 * log link on origin and lag. Its maximum likelihood solution reproduces row and column sums, so it is found by fitting
 * these in turn, from the chain ladder's answer on (exact at once for a triangle without holes).
 *
 * @param triangle origins × lags, cumulative; single increments may be negative, the sum of a lag or an origin not
 * @returns shares stop where the last column stops. O(cells) without holes; with holes O(cells × rounds).
 * @throws AnalyticsError as checkTriangle; `negative` where the increments of a lag or an origin add up to less than 0,
 * `too-short` where nothing is known of an origin or a lag, `not-converged`
 */
export function fitOverDispersedPoisson(triangle: Triangle): OverDispersedPoisson {
	const lags = checkTriangle(triangle);
	const known = readCells(triangle);
	const sums = sumCells(known, triangle.length, lags);
	const levels = Float64Array.from(sums.byOrigin);
	const shares = chainLadderShares(triangle, lags);
	fitInTurn(known, sums, levels, shares);
	const cells = known.map((cell) => ({
		...cell,
		expected: (levels[cell.origin] ?? 0) * (shares[cell.lag] ?? 0)
	}));
	const degreesOfFreedom = cells.length - (triangle.length + lags - 1);
	return { levels, shares, cells, degreesOfFreedom, dispersion: measureDispersion(cells, degreesOfFreedom) };
}

type KnownCell = Omit<OdpCell, 'expected'>;

function readCells(triangle: Triangle): KnownCell[] {
	return toIncremental(triangle).flatMap((row, origin) =>
		row.flatMap((amount, lag) => (amount === null ? [] : [{ origin, lag, amount }]))
	);
}

interface Sums {
	readonly byOrigin: Float64Array;
	readonly byLag: Float64Array;
}

function sumCells(cells: readonly KnownCell[], origins: number, lags: number): Sums {
	const byOrigin = new Float64Array(origins).fill(NaN);
	const byLag = new Float64Array(lags).fill(NaN);
	for (const { origin, lag, amount } of cells) {
		byOrigin[origin] = (byOrigin[origin] || 0) + amount;
		byLag[lag] = (byLag[lag] || 0) + amount;
	}
	checkSums(byOrigin, 'origin');
	checkSums(byLag, 'lag');
	return { byOrigin, byLag };
}

function checkSums(sums: Float64Array, name: string): void {
	const unknown = sums.findIndex(Number.isNaN);
	if (unknown >= 0)
		throw new AnalyticsError('too-short', `No increment of ${name} ${unknown} is known.`, unknown);
	const negative = sums.findIndex((sum) => sum < 0);
	if (negative >= 0)
		throw new AnalyticsError(
			'negative',
			`The increments of ${name} ${negative} add up to less than 0.`,
			negative
		);
}

/** Shares by amounts-weighted factors; good enough a start where holes or zeros make them inexact. */
function chainLadderShares(triangle: Triangle, lags: number): Float64Array {
	const known = new Float64Array(lags).fill(1);
	for (let lag = lags - 2; lag >= 0; lag--) {
		let from = 0;
		let to = 0;
		for (const row of triangle) {
			if ((row[lag] ?? null) === null || (row[lag + 1] ?? null) === null) continue;
			from += row[lag] ?? 0;
			to += row[lag + 1] ?? 0;
		}
		const share = from > 0 && to > 0 ? from / to : 0.5;
		known[lag] = (known[lag + 1] ?? 1) * share;
	}
	return known.map((share, lag) => share - (lag === 0 ? 0 : (known[lag - 1] ?? 0)));
}

/** Scales rows, then columns, until nothing moves: iterative proportional fitting. */
function fitInTurn(
	cells: readonly KnownCell[],
	sums: Sums,
	levels: Float64Array,
	shares: Float64Array
): void {
	for (let round = 0; round < maxRounds; round++) {
		scale(cells, 'origin', sums.byOrigin, levels, shares);
		const moved = scale(cells, 'lag', sums.byLag, shares, levels);
		const total = shares.reduce((sum, share) => sum + share, 0);
		if (total > 0) {
			for (const lag of shares.keys()) shares[lag] = (shares[lag] ?? 0) / total;
			for (const origin of levels.keys()) levels[origin] = (levels[origin] ?? 0) * total;
		}
		if (moved < tolerance) return;
	}
	throw new AnalyticsError(
		'not-converged',
		'The triangle has too many holes for its origins and lags to be told apart.'
	);
}

/** Makes one side's expected sums equal to the known ones; tells how far anything moved, as a share. */
function scale(
	cells: readonly KnownCell[],
	side: 'origin' | 'lag',
	sums: Float64Array,
	values: Float64Array,
	others: Float64Array
): number {
	const reach = new Float64Array(values.length);
	for (const cell of cells) {
		const other = side === 'origin' ? cell.lag : cell.origin;
		reach[cell[side]] = (reach[cell[side]] ?? 0) + (others[other] ?? 0);
	}
	let moved = 0;
	for (const [place, sum] of sums.entries()) {
		const value = sum === 0 ? 0 : sum / (reach[place] ?? 1);
		const before = values[place] ?? 0;
		if (value !== before) moved = Math.max(moved, Math.abs(value - before) / Math.max(value, before));
		values[place] = value;
	}
	return moved;
}

/** A cell of which nothing was expected and nothing came adds nothing. */
function measureDispersion(cells: readonly OdpCell[], degreesOfFreedom: number): number | null {
	if (degreesOfFreedom <= 0) return null;
	let squares = 0;
	for (const { amount, expected } of cells) if (expected > 0) squares += (amount - expected) ** 2 / expected;
	return squares / degreesOfFreedom;
}
