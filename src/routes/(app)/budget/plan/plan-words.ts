import type { BudgetFault } from '$lib/domain/budget-decision';
import { m } from '$lib/i18n/paraglide/messages.js';

/** January to December, as the form names them. */
export const monthFields = Array.from({ length: 12 }, (_, index) => `month-${index + 1}` as const);

/** What is wrong with a decision, and what to do. */
export const faultName = (fault: BudgetFault): string =>
	({
		year: m.money_plan_fault_year,
		kind: m.money_plan_fault_kind,
		order: m.money_plan_fault_order,
		amount: m.money_plan_fault_amount,
		source: m.money_plan_fault_source,
		'cash-plan': m.money_plan_fault_cash_plan,
		'cash-plan-sum': m.money_plan_fault_cash_plan_sum
	})[fault]();
