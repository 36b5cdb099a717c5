import { AnalyticsError } from '../../lib/analytics/analytics-error.ts';
import type { SigmaMethod } from '../../lib/analytics/claims/extrapolate-sigma.ts';
import { estimateMack } from '../../lib/analytics/claims/mack.ts';
import type { Triangle } from '../../lib/analytics/claims/triangle.ts';
import { UsageError } from '../run-command.ts';

interface NamedTriangle {
	readonly id: string;
	readonly cumulative: Triangle;
}

/** Lists run over origins in the file's order; `factors` over lags (the last 1: no tail), `sigma` over steps. */
export interface ReserveAnswer {
	readonly id: string;
	readonly sigmaMethod: SigmaMethod;
	readonly factors: readonly number[];
	readonly sigma: readonly number[];
	readonly ultimate: readonly number[];
	readonly ibnr: readonly number[];
	readonly se: readonly number[];
	readonly totalIbnr: number;
	readonly totalSe: number;
}

const sigmaMethods: readonly SigmaMethod[] = ['Mack', 'log-linear'];

/**
 * Chain-ladder reserves of every triangle in a file.
 *
 * @param input `{triangle: {id, cumulative}}`, a list of such, or `{triangles: […]}`; a triangle may also stand bare
 * @returns two answers a triangle, one a sigma method
 * @throws UsageError that names the triangle and the cell
 */
export function analyseReserve(input: unknown): ReserveAnswer[] {
	return readTriangles(input).flatMap((triangle) => sigmaMethods.map((method) => answer(triangle, method)));
}

function answer({ id, cumulative }: NamedTriangle, sigmaMethod: SigmaMethod): ReserveAnswer {
	const { factors, sigma, origins, total } = estimate(id, cumulative, sigmaMethod);
	return {
		id,
		sigmaMethod,
		factors,
		sigma,
		ultimate: origins.map(({ ultimate }) => ultimate),
		ibnr: origins.map(({ ibnr }) => ibnr),
		se: origins.map(({ standardError }) => standardError),
		totalIbnr: total.ibnr,
		totalSe: total.standardError
	};
}

function estimate(id: string, cumulative: Triangle, sigmaMethod: SigmaMethod) {
	try {
		return estimateMack(cumulative, { sigmaMethod });
	} catch (error) {
		if (error instanceof AnalyticsError) throw new UsageError(`Triangle ${id}: ${error.message}`);
		throw error;
	}
}

function readTriangles(input: unknown): NamedTriangle[] {
	const found = isRecord(input) && Array.isArray(input.triangles) ? input.triangles : input;
	const list: readonly unknown[] = Array.isArray(found) ? found : [found];
	if (list.length === 0) throw new UsageError('The file holds no triangle.');
	return list.map((entry, index) => {
		const triangle = isRecord(entry) && 'triangle' in entry ? entry.triangle : entry;
		if (!isRecord(triangle))
			throw new UsageError(`Triangle ${index} is no object with the key "cumulative".`);
		const id = isName(triangle.id) ? String(triangle.id) : String(index);
		return { id, cumulative: readCumulative(id, triangle.cumulative) };
	});
}

function readCumulative(id: string, rows: unknown): Triangle {
	if (!Array.isArray(rows))
		throw new UsageError(`Triangle ${id}: "cumulative" is missing or is no list of rows.`);
	return rows.map((row: unknown, origin) => {
		if (!Array.isArray(row))
			throw new UsageError(`Triangle ${id}: cumulative[${origin}] is no row of amounts.`);
		return row.map((cell: unknown, lag) => readCell(cell, `Triangle ${id}: cumulative[${origin}][${lag}]`));
	});
}

function readCell(cell: unknown, place: string): number | null {
	if (cell === null || (typeof cell === 'number' && Number.isFinite(cell))) return cell;
	const shown = typeof cell === 'object' ? 'a list or an object' : String(cell);
	throw new UsageError(`${place} is ${shown.slice(0, 40)}, not a number.`);
}

function isName(id: unknown): id is string | number {
	return typeof id === 'string' || typeof id === 'number';
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
