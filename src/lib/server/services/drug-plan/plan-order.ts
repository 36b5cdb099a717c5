/** A step or a change of an order plan, out of the fields of a form as they were typed. */
import { readRupiah } from '../../../domain/budget-decision.ts';
import type { PlanMove, PlanWish } from '../../../domain/drug-plan.ts';

export type PlanOrder = PlanWish & {
	year: number;
	/** Number of the last line that was seen; 0 where there was none. */
	seen: number;
};

/** An empty field takes off what stood; what cannot be read becomes NaN, which the rules refuse. */
export function readPlanOrder(move: PlanMove, form: FormData): PlanOrder {
	const text = (name: string) => String(form.get(name) ?? '').trim();
	const whole = (name: string) => (/^\d{1,9}$/.test(text(name)) ? Number(text(name)) : -1);
	const isOfItem = move === 'quantity' || move === 'item-chance';
	return {
		...{ move, year: whole('year'), seen: whole('seen'), reason: text('reason') },
		item: isOfItem && text('item') !== '' ? text('item') : null,
		value: valueOf(move, text('value'))
	};
}

function valueOf(move: PlanMove, text: string): number | null {
	if (text === '') return null;
	if (move === 'cap' || move === 'quantity') return readRupiah(text);
	return /^0?[.,]\d{1,2}$/.test(text) ? Number(text.replace(',', '.')) : NaN;
}
