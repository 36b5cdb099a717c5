import { regularGroups } from '../../reference/forecast-scores.ts';
import { scoreOrders } from '../../reference/order-scores.ts';
import { hasReference, sayWhenMissing } from '../../reference/reference-data.ts';
import { round } from '../support/table.ts';

/** A year's order at three chances beside last year's use: how often it suffices, and what is bought too much and too little. */
export async function benchOrders(): Promise<void> {
	if (!hasReference) return sayWhenMissing('orders');
	console.log('\nA year ordered at six origins a series; over and under in mean years of the history');
	console.table(
		[...regularGroups.map((group) => [group]), regularGroups].flatMap((groups) =>
			scoreOrders(groups).map(({ rule, orders, sufficed, over, under, cost }) => ({
				...{ group: groups.join(' + '), order: rule, orders, sufficed: round(sufficed, 3) },
				...{ over: round(over, 4), under: round(under, 4), 'over + 19 × under': round(cost, 3) }
			}))
		)
	);
}
