import {
	geometricMean,
	intermittentGroups,
	ratioOf,
	scoreGroup
} from '../../reference/intermittent-scores.ts';
import { hasReference, sayWhenMissing } from '../../reference/reference-data.ts';

/** Errors, bias and pinball losses on the public intermittent groups, also where they lose. */
export async function benchIntermittent(): Promise<void> {
	if (!hasReference) return sayWhenMissing('intermittent demand');
	// Once unmeasured, so that the first group does not pay for the compiler.
	scoreGroup('abx_hospital_monthly');
	const scores = intermittentGroups.map((group) => ({ group, ...scoreGroup(group) }));
	console.log('\nIntermittent demand, mean forecast (RMSSE, scaled bias)');
	console.table(
		scores.map((score) => ({
			group: score.group,
			series: score.series,
			rmsse: round(score.rmsse),
			ses: round(score.peers.ses.rmsse),
			tsb_a01: round(score.peers.tsb_a01.rmsse),
			ratio: round(ratioOf(score)),
			bias: round(score.bias),
			'bias ses': round(score.peers.ses.bias),
			'bias tsb_a01': round(score.peers.tsb_a01.bias),
			'ms/series': round(score.msPerSeries)
		}))
	);
	console.log(`geometric mean of the ratios: ${round(geometricMean(scores.map(ratioOf)))}`);
	console.log(
		"\nPinball loss of the year's total ÷ 12 mean months (baseline: type-7 quantile of the overlapping totals)"
	);
	console.table(
		scores.flatMap(({ group, pinball }) =>
			pinball.map(({ chance, loss, baseline, sufficed, baselineSufficed }) => ({
				group,
				quantile: `P${chance * 100}`,
				loss: round(loss),
				baseline: round(baseline),
				ratio: round(loss / baseline),
				sufficed: round(sufficed),
				'baseline sufficed': round(baselineSufficed)
			}))
		)
	);
}

function round(value: number): number {
	return Number(value.toFixed(4));
}
