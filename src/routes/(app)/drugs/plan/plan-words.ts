import { planChances, type PlanMove, type PlanState } from '$lib/domain/drug-plan';
import { formatNumber, formatRupiah, type Locale } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages.js';
import type { DrugPlanView, PlanFault, PlanLineView, PlanStepView } from '$lib/protocol/views/drug-plan';

/** What became of the last form that was sent. */
export type PlanResult = {
	move: PlanMove;
	fault: PlanFault | 'sent-before' | null;
	typed: { item: string; value: string; reason: string } | null;
};

export const stateName = (state: PlanState): string =>
	({
		draft: m.drugplan_state_draft,
		proposed: m.drugplan_state_proposed,
		approved: m.drugplan_state_approved,
		locked: m.drugplan_state_locked
	})[state]();

export const moveName = (move: PlanMove): string =>
	({
		begin: m.drugplan_move_begin,
		propose: m.drugplan_move_propose,
		approve: m.drugplan_move_approve,
		lock: m.drugplan_move_lock,
		return: m.drugplan_move_return,
		chance: m.drugplan_move_chance,
		cap: m.drugplan_move_cap,
		'item-chance': m.drugplan_move_item_chance,
		quantity: m.drugplan_move_quantity
	})[move]();

/** What went wrong, and what to do. */
export const faultText = (fault: NonNullable<PlanResult['fault']>): string =>
	({
		'not-yours': m.drugplan_fault_not_yours,
		'other-state': m.drugplan_fault_other_state,
		'signed-before': m.drugplan_fault_signed_before,
		'bad-value': m.drugplan_fault_bad_value,
		'no-item': m.drugplan_fault_no_item,
		'reason-short': m.drugplan_fault_reason_short,
		'reason-long': m.drugplan_fault_reason_long,
		stale: m.drugplan_fault_stale,
		'identity-number': m.drugplan_fault_identity_number,
		'no-forecast': m.drugplan_fault_no_forecast,
		'bad-year': m.drugplan_fault_bad_year,
		broken: m.drugplan_fault_broken,
		'sent-before': m.drugplan_fault_sent_before
	})[fault]();

/** `P80` */
export const chanceName = (chance: number) => `P${Math.round(100 * chance)}`;
export const chanceOptions = () =>
	planChances.map((chance) => ({ value: String(chance), text: chanceName(chance) }));

/** Not everything that is ordered can be bought. */
export const isShort = ({ bought, quantity }: PlanLineView) => (bought ?? 0) < quantity;

/** What a line of the history set, in words; null for a step. */
export function changeText(locale: Locale, { move, value }: PlanStepView): string | null {
	if (move === 'chance' || (move === 'item-chance' && value !== null))
		return m.drugplan_history_to({ value: chanceName(value ?? 0) });
	if (move === 'cap')
		return value === null
			? m.drugplan_history_no_cap()
			: m.drugplan_history_to({ value: formatRupiah(locale, value) });
	if (move === 'quantity' && value !== null)
		return m.drugplan_history_to({ value: formatNumber(locale, value) });
	return move === 'quantity' || move === 'item-chance' ? m.drugplan_history_off() : null;
}

export const hasFigures = ({ lines, unpriced }: DrugPlanView) => (lines?.length ?? 0) + unpriced.length > 0;
