/**
 * An order plan as readers of totals may know it. Stored and signed is the exact one, for whoever orders by it; they are told
 * the same plan reckoned from uses in steps of five, rounded up as the forecast's page tells them, so that quantities, money,
 * what the cap buys and the files say of nobody's use more than that page does. Items that it hides are not in it.
 */
import type { PlannedLine } from '../../../domain/drug-plan-line.ts';
import { planChances } from '../../../domain/drug-plan.ts';
import { readDrugForecasts } from '../../store/drug-forecasts.ts';
import type { Transaction } from '../../store/bulk.ts';
import { isToldToAll, upToStep } from '../shown-forecast.ts';
import { orderLines } from './plan-lines.ts';

/** Items that the forecast's page lists to readers of totals on that day. */
export async function readToldItems(tx: Transaction, asOf: string): Promise<ReadonlySet<string>> {
	const found = await readDrugForecasts(tx, { asOf, facility: null });
	return new Set(found.filter(isToldToAll).map(({ item }) => item));
}

/** @param lines exact or of any step, as they were stored. Months stay as they are: what is told of them is rounded as a sum. */
export function linesInSteps(
	lines: readonly PlannedLine[],
	{ told, capRupiah }: { told: ReadonlySet<string>; capRupiah: number | null }
): PlannedLine[] {
	const sources = lines
		.filter(({ item }) => told.has(item))
		.map((line) => {
			const { item, ven, priceRupiah, stock, chance, override, ...basis } = line;
			const { stockReported, stockExpected, madeOn, lastMonth, months } = basis;
			return {
				item: {
					...{ id: item, ven, unitPriceRupiah: priceRupiah, stock, chance, override },
					uses: usesInSteps(line)
				},
				basis: { stockReported, stockExpected, madeOn, lastMonth, months }
			};
		});
	return orderLines(sources, capRupiah);
}

/** Of a chance at which nothing is ordered and no use is kept it is only known that it is no less than at the chances below it. */
function usesInSteps(line: PlannedLine): { chance: number; units: number }[] {
	let least = 0;
	return planChances.map((chance) => {
		least = Math.max(least, upToStep(useAt(line, chance) ?? least));
		return { chance, units: least };
	});
}

function useAt({ chance: own, use, medianUse, stock, options }: PlannedLine, chance: number): number | null {
	if (chance === own) return use;
	if (chance === 0.5) return medianUse;
	const quantity = options.find((option) => option.chance === chance)?.quantity ?? 0;
	return quantity > 0 ? quantity + Math.max(0, stock ?? 0) : null;
}
