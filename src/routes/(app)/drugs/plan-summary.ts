/** Next year's order plan in a line: what of it the page of stocks and use says. */
import type { DrugPlanView } from '$lib/protocol/views/drug-plan';

export type PlanSummary = {
	year: number;
	/** Why there are no figures; null where there are. */
	gap: 'none' | 'hidden' | 'no-forecast' | null;
	/** With a price and without. */
	items: number;
	unpriced: number;
	costRupiah: number;
	/** Of this the order is enough. */
	chance: number;
	/** Of the medicine that the page shows; null where the plan has none of it. */
	chosen: { item: string; quantity: number; costRupiah: number | null } | null;
	evidence: Pick<DrugPlanView['evidence'], 'cost' | 'quantity'>;
};

export function summaryOf(view: DrugPlanView, item: string | null): PlanSummary {
	const { year, chance, costRupiah, unpriced, evidence } = view;
	const lines = [...(view.lines ?? []), ...unpriced];
	const line = lines.find((one) => one.item === item);
	return {
		...{ year, gap: gapOf(view, lines.length), chance, costRupiah },
		...{ items: lines.length, unpriced: unpriced.length },
		chosen: line ? { item: line.item, quantity: line.quantity, costRupiah: line.costRupiah } : null,
		evidence: { cost: evidence.cost, quantity: evidence.quantity }
	};
}

function gapOf({ state, lines }: DrugPlanView, count: number): PlanSummary['gap'] {
	if (state === null) return 'none';
	if (lines === null) return 'hidden';
	return count === 0 ? 'no-forecast' : null;
}
