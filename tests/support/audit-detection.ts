/** How well each rule finds what was injected, beside as many claims drawn at random: the same hours of a verifier. */
import { auditDesk } from '../../src/lib/analytics/audit/audit-desk.ts';
import { auditRules, type AuditRule } from '../../src/lib/analytics/audit/audit-rows.ts';
import { createGenerator } from '../../src/lib/analytics/stats/generator.ts';
import { createDefectiveCity, measureDetection, type Detection } from './defective-claims.ts';

export type RuleDetection = {
	rule: AuditRule;
	/** Mean over the seeds. */
	flagged: number;
	found: Detection;
	atRandom: Detection;
};

/** @param spread of prices among peers, see `createDefectiveCity` */
export function measureRules(seeds: readonly number[], count: number, spread: number): RuleDetection[] {
	const runs = seeds.map((seed) => detect(seed, count, spread));
	const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
	return auditRules.map((rule) => {
		const own = runs.map((run) => run[rule]);
		const meanOf = (which: 'found' | 'atRandom'): Detection => ({
			precision: mean(own.map((one) => one[which].precision)),
			recall: mean(own.map((one) => one[which].recall))
		});
		return {
			rule,
			flagged: mean(own.map(({ flagged }) => flagged)),
			found: meanOf('found'),
			atRandom: meanOf('atRandom')
		};
	});
}

function detect(seed: number, count: number, spread: number) {
	const { claims, members, truth } = createDefectiveCity(seed, count, spread);
	const open = claims.map((row) => ({
		...row,
		budgetYear: 2026,
		isOpen: true,
		letter: null,
		letterFault: null
	}));
	const { risks } = auditDesk({ claims: open, members });
	const draw = createGenerator(seed + 1_000);
	const ids = claims.map(({ id }) => id);
	const results = auditRules.map((rule) => {
		const flagged = new Set(
			risks.filter(({ findings }) => findings.some((one) => one.rule === rule)).map(({ id }) => id)
		);
		const random = new Set<string>();
		while (random.size < flagged.size) random.add(ids[draw.index(ids.length)] ?? '');
		const [found, atRandom] = [measureDetection(flagged, truth[rule]), measureDetection(random, truth[rule])];
		return [rule, { flagged: flagged.size, found, atRandom }] as const;
	});
	return Object.fromEntries(results) as Record<AuditRule, (typeof results)[number][1]>;
}
