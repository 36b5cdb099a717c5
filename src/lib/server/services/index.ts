import { BedsService } from './beds.ts';
import { BudgetService } from './budget.ts';
import type { ServiceContext } from './context.ts';

export type Services = ReturnType<typeof createServices>;

/** One service a page's domain. */
export function createServices(context: ServiceContext) {
	return { context, beds: new BedsService(context), budget: new BudgetService(context) };
}
