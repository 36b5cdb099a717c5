import { median } from '../support/table.ts';

/** Milliseconds of one call: median of the runs, after as many to warm up. */
export function timeOf(run: () => unknown, runs: number): number {
	for (let warm = 0; warm < runs; warm++) run();
	const times = Array.from({ length: runs }, () => {
		const begun = performance.now();
		run();
		return performance.now() - begun;
	});
	return median(times);
}
