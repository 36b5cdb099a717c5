/** Forecasts beside R's (package forecast): fixed forms to the digit, the combination by its errors. */
import { describe, expect, it } from 'vitest';
import { estimateEts, rerunEts, type EtsEstimate } from '../../src/lib/analytics/forecast/ets/estimate.ts';
import { modelOf } from '../../src/lib/analytics/forecast/ets/ets.ts';
import { nameForm, stableForms, type EtsForm } from '../../src/lib/analytics/forecast/ets/form.ts';
import { fitSeasonalNaive } from '../../src/lib/analytics/forecast/seasonal-naive.ts';
import { fitTheta } from '../../src/lib/analytics/forecast/theta/theta.ts';
import { bootstrapRatio, mean, ratioOf, regularGroups, scoreRolling } from './forecast-scores.ts';
import { hasReference, readReference, sayWhenMissing } from './reference-data.ts';

interface Forecast {
	readonly mean: readonly number[];
	readonly hi95: readonly number[];
}
interface EtsFit extends Forecast {
	readonly par: Readonly<Record<string, number>>;
	readonly loglik: number;
	readonly aicc: number;
}
interface Golden {
	readonly id: string;
	readonly frequency: number;
	readonly y: readonly number[];
	readonly thetaf: Forecast;
	readonly snaive: Forecast;
}
interface Group {
	readonly series: readonly {
		readonly frequency: number;
		readonly train: readonly number[];
		readonly scale_mae_snaive: number;
		readonly peers: { readonly thetaf: Forecast };
	}[];
}

const normal95 = 1.959963984540054;

sayWhenMissing('forecast reference');

function readGolden(): readonly Golden[] {
	return readReference<{ series: Golden[] }>('forecast/_unit_golden.json').series;
}

/** The forms that R fitted, with its parameters: s0 is the newest initial season, the oldest follows from the sum. */
function fitsOf(golden: Golden): { name: string; form: EtsForm; fit: EtsFit }[] {
	return stableForms.flatMap((form) => {
		const name = nameForm(form);
		const fit = Reflect.get(golden, `ets_${name.replace(/ETS|[(),]/g, '')}`) as EtsFit | undefined;
		return fit ? [{ name, form, fit }] : [];
	});
}

function rerunWith({ par }: EtsFit, form: EtsForm, golden: Golden): EtsEstimate {
	const values = Float64Array.from(golden.y);
	const fitted = estimateEts(form, values, golden.frequency, { maxSteps: 0 });
	const season = new Float64Array(golden.frequency);
	if (form.season !== 'none') {
		const free = golden.frequency - 1;
		for (let back = 0; back < free; back += 1) season[free - back] = par[`s${back}`] ?? 0;
		const sum = season.reduce((total, index) => total + index, 0);
		season[0] = (form.season === 'additive' ? 0 : golden.frequency) - sum;
	}
	const { alpha = 0, beta = 0, gamma = 0, phi = 1, l: level = 0, b: slope = 0 } = par;
	const smoothing = { alpha, beta, gamma, phi };
	return rerunEts({ ...fitted, smoothing, initial: { level, slope, season } }, values);
}

describe.skipIf(!hasReference)('exponential smoothing beside R', () => {
	it('has the same likelihood, criterion and forecasts with the same parameters', () => {
		for (const golden of readGolden()) {
			for (const { form, name, fit } of fitsOf(golden)) {
				const estimate = rerunWith(fit, form, golden);
				expect(Math.abs(-estimate.likelihood / 2 / fit.loglik - 1)).toBeLessThan(1e-9);
				expect(Math.abs(estimate.aicc / fit.aicc - 1)).toBeLessThan(1e-9);
				// With ETS(M,Ad,M) R's forecasts do not damp the first step as its own fitted values do.
				const tolerance = name === 'ETS(M,Ad,M)' ? 3e-3 : 1e-9;
				const model = modelOf(estimate);
				model.mean(12).forEach((value, step) => {
					expect(Math.abs(value / (fit.mean[step] ?? 0) - 1)).toBeLessThan(tolerance);
				});
				// Eleven steps: at the twelfth of ETS(A,N,A) R counts the season's error a period early.
				model.sigma(11).forEach((sigma, step) => {
					const theirs = ((fit.hi95[step] ?? 0) - (fit.mean[step] ?? 0)) / normal95;
					expect(Math.abs(sigma / theirs - 1)).toBeLessThan(name === 'ETS(M,Ad,M)' ? 0.02 : 1e-8);
				});
			}
		}
	});

	it('finds parameters that are at least as likely, within a tenth', () => {
		for (const golden of readGolden()) {
			for (const { form, fit } of fitsOf(golden)) {
				const { likelihood } = estimateEts(form, Float64Array.from(golden.y), golden.frequency);
				expect(-likelihood / 2).toBeGreaterThan(fit.loglik - 0.1);
			}
		}
	});
});

describe.skipIf(!hasReference)('Theta and seasonal naive beside R', () => {
	it('forecast the same', () => {
		for (const { y, frequency, thetaf, snaive } of readGolden()) {
			const values = Float64Array.from(y);
			fitTheta(values, frequency)
				.mean(12)
				.forEach((value, step) => {
					expect(Math.abs(value / (thetaf.mean[step] ?? 0) - 1)).toBeLessThan(2e-4);
				});
			fitSeasonalNaive(values, frequency)
				.mean(12)
				.forEach((value, step) => expect(value).toBeCloseTo(snaive.mean[step] ?? 0, 9));
		}
	});

	it.each(['pbs_monthly', 'hospital_monthly'])('differ by less than 0.03 of a naive error on %s', (group) => {
		const { series } = readReference<Group>(`forecast/${group}.json`);
		for (const { train, frequency, scale_mae_snaive: scale, peers } of series) {
			const values = fitTheta(Float64Array.from(train), frequency).mean(peers.thetaf.mean.length);
			values.forEach((value, step) => {
				expect(Math.abs(value - (peers.thetaf.mean[step] ?? 0)) / scale).toBeLessThan(0.03);
			});
		}
	});
});

describe.skipIf(!hasReference)("the combination beside R's best", () => {
	it('errs less in each group, covers what it says with a better interval score', () => {
		const groups = regularGroups.map((group) => scoreRolling(group));
		const ratios = groups.map(ratioOf);
		for (const [at, scores] of groups.entries()) {
			expect(ratios[at]).toBeLessThanOrEqual(1);
			const covered = mean(scores.map(({ ours }) => ours.cover95));
			expect(covered).toBeGreaterThan(0.92);
			expect(covered).toBeLessThan(0.98);
			expect(mean(scores.map(({ ours }) => ours.msis95))).toBeLessThan(
				mean(scores.map(({ comb3 }) => comb3.msis95))
			);
		}
		expect(Math.sqrt(ratios.reduce((product, ratio) => product * ratio, 1))).toBeLessThan(0.94);
		expect(bootstrapRatio(groups, 0.9)).toBeLessThan(1);
	});
});
