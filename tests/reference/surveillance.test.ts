import { describe, expect, it } from 'vitest';
import { analyseOutbreak } from '../../src/cli/analyse/outbreak.ts';
import { hasReference, listReference, readReference, sayWhenMissing } from './reference-data.ts';

type Numbers = readonly (number | null)[];

interface RRun {
	readonly id: string;
	readonly fn: string;
	readonly range: readonly [number, number];
	readonly upperbound: Numbers;
	readonly alarm: Numbers;
	readonly expected?: Numbers;
	readonly mu?: Numbers;
}

interface MarkedFile {
	readonly meta: { readonly control: Record<string, Record<string, unknown>> };
	readonly series: readonly {
		readonly id: string;
		readonly observed: Numbers;
		readonly range?: readonly [number, number];
		readonly b?: number;
		readonly runs: Record<string, Omit<RRun, 'id' | 'fn' | 'range'>>;
	}[];
}

const tolerance = 1e-6;
/** The synthetic file says in prose which weeks were judged. */
const syntheticRange = [365, 468] as const;

function farthest(ours: Numbers, theirs: Numbers): number {
	expect(ours).toHaveLength(theirs.length);
	return Math.max(
		0,
		...ours.map((value, index) => {
			const other = theirs[index] ?? null;
			if (value === null || other === null) return value === other ? 0 : Infinity;
			// Bounds cut off at 0 are exact zeros in ours and sometimes not in theirs.
			return Math.abs(value - other) / Math.max(Math.abs(other), tolerance);
		})
	);
}

function expectLikeR(runs: readonly RRun[], input: unknown): void {
	const answers = analyseOutbreak(input);
	expect(answers.map(({ id }) => id)).toEqual(runs.map(({ id }) => id));
	runs.forEach((run, position) => {
		const answer = answers[position];
		if (!answer) throw new Error(`${run.id} has no answer.`);
		expect.soft(farthest(answer.upperbound, run.upperbound), `${run.id} bound`).toBeLessThan(tolerance);
		expect.soft(answer.alarm, `${run.id} alarm`).toEqual(run.alarm);
		const expected = run.expected ?? run.mu;
		if (expected) expect.soft(farthest(answer.expected, expected), `${run.id} mean`).toBeLessThan(tolerance);
	});
}

/** Gives a marked series the shape that the command reads. */
function asRuns(file: MarkedFile, series: MarkedFile['series'][number]): RRun[] {
	return Object.entries(series.runs).map(([id, run]) => {
		const [fn = id, method] = id.split('_');
		const given = file.meta.control[fn] ?? {};
		const control = method === undefined ? { ...given, b: series.b ?? 5, w: 3 } : given[method];
		return {
			...run,
			id,
			fn: method === undefined ? fn : 'earsC',
			range: series.range ?? syntheticRange,
			control
		};
	});
}

sayWhenMissing('surveillance');

describe.skipIf(!hasReference)('surveillance beside R', () => {
	for (const name of hasReference ? listReference('surveillance') : [])
		it(`sets the bounds and alarms of ${name} as R does`, () => {
			const file = readReference<{ runs: RRun[] }>(`surveillance/${name}.json`);
			expectLikeR(file.runs, file);
		});

	for (const name of ['_labelled_outbreaks', '_synthetic_outbreaks'])
		it(`sets the bounds and alarms of ${name} as R does`, () => {
			const file = readReference<MarkedFile>(`surveillance/${name}.json`);
			for (const series of file.series) {
				const runs = asRuns(file, series);
				expectLikeR(runs, { series: { ...series, frequency: 52 }, runs });
			}
		});
});
