/** What drives the change of the bills since the month before. */
import { explainChange } from '../../../analytics/budget/explain-change.ts';
import { blurCount } from '../../../domain/blur.ts';
import type { Evidence, EvidenceUnit } from '../../../domain/evidence.ts';
import {
	driverFigures,
	type BudgetDriversView,
	type DrivenMonth,
	type DriverFigure
} from '../../../protocol/views/budget-drivers.ts';
import { momentOf, readView, type Moment, type ServiceContext } from '../context.ts';
import { seesOnlyTotals } from '../frozen.ts';
import { driversKind, driversSubject, findDriverFacts } from './driver-facts.ts';

export class BudgetDriversService {
	constructor(readonly context: ServiceContext) {}

	load({ asOf }: { asOf: string | null }): Promise<BudgetDriversView> {
		const moment = momentOf(asOf, this.context.clock);
		return readView(this.context, moment, async (tx) => {
			const analysis = await findDriverFacts(tx, moment.today);
			const computedAt = analysis?.computedAt.toISOString() ?? null;
			// Before the reasons are told apart, so that nothing in them says more than the rounded visits do.
			const shown = seesOnlyTotals(this.context.viewer) ? blurVisits : (month: DrivenMonth) => month;
			const months = (analysis?.result.months ?? []).map(shown);
			const [before, after] = months;
			const steps = before && after ? explainChange(factsOf(before), factsOf(after)) : null;
			return {
				computedAt,
				months,
				steps: steps?.map((step) => ({ ...step })) ?? null,
				evidence: evidenceOf(moment, { demo: this.context.demo, computedAt, asOf })
			};
		});
	}
}

const factsOf = ({ visits, bypassVisits, claims, billedRupiah }: DrivenMonth) => ({
	...{ claims, billedRupiah, bypassVisits },
	referredVisits: Math.max(0, visits - bypassVisits)
});

const blurVisits = (month: DrivenMonth): DrivenMonth => ({
	...month,
	visits: blurCount(month.visits),
	bypassVisits: blurCount(month.bypassVisits)
});

const units: Record<DriverFigure, EvidenceUnit> = {
	billed: 'rupiah',
	step: 'rupiah',
	monthVisits: 'visits',
	bypassVisits: 'visits',
	claims: 'claims'
};

function evidenceOf(
	moment: Moment,
	{ demo, computedAt, asOf }: { demo: boolean; computedAt: string | null; asOf: string | null }
): Record<DriverFigure, Evidence> {
	const of = (figure: DriverFigure): Evidence => {
		const key = figure.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
		return {
			measure: `money_measure_driver_${key}`,
			unit: units[figure],
			asOf: computedAt ?? moment.now.toISOString(),
			dateBasis: 'occurred',
			completeness: null,
			formula: `money_formula_driver_${key}`,
			rows: { table: 'analysis', where: { kind: driversKind, subject: driversSubject } },
			url: asOf === null ? '/budget/drivers' : `/budget/drivers?asOf=${asOf}`,
			demo
		};
	};
	return Object.fromEntries(driverFigures.map((figure) => [figure, of(figure)])) as Record<
		DriverFigure,
		Evidence
	>;
}
