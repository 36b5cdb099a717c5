/** Forms of the desk, read once: what was typed becomes orders, and what came of them a status. */
import { isTariffItem } from '$lib/domain/tariff-items';
import { isClaimMove, type Correction } from '$lib/domain/claim-desk';
import { readTypedRupiah } from '$lib/domain/typed-rupiah';
import type { DeskOrder, DeskResult } from '$lib/server/services/claim-desk';

export type Said = DeskResult | { outcome: 'refused'; refusal: 'none-chosen'; claimNo: null };

const noneChosen: Said = { outcome: 'refused', refusal: 'none-chosen', claimNo: null };

/** Chosen rows, each as `chosenValue` writes it. */
export function readChosen(form: FormData): DeskOrder[] | Said {
	const move = String(form.get('move') ?? '');
	const chosen = form.getAll('chosen').map(String);
	if (!isClaimMove(move) || chosen.length === 0) return noneChosen;
	const reason = String(form.get('reason') ?? '');
	return chosen.flatMap((text) => {
		const [, facility, seenKey, claimNo] = /^(\S+) ([0-9a-f]{32}) (.+)$/.exec(text) ?? [];
		return facility && seenKey && claimNo ? [{ facility, claimNo, seenKey, move, reason, isBulk: true }] : [];
	});
}

/** One claim's form: an amount as a whole, or items of which those that differ are corrections. */
export function readOrder(form: FormData, name: { facility: string; claimNo: string }): DeskOrder | null {
	const text = (field: string) => String(form.get(field) ?? '').trim();
	const move = text('move');
	const seenKey = text('seen');
	if (!isClaimMove(move) || !/^[0-9a-f]{32}$/.test(seenKey)) return null;
	const amount = text('amount');
	return {
		...{ ...name, seenKey, move, reason: text('reason') },
		amountRupiah: amount === '' ? null : rupiahOf(amount),
		corrections: move === 'verify' ? correctionsOf(form) : []
	};
}

/** What is no whole amount is refused by the desk. */
const rupiahOf = (text: string): number => readTypedRupiah(text) ?? NaN;

function correctionsOf(form: FormData): Correction[] {
	return [...form].flatMap(([field, value]) => {
		const item = field.replace(/^item-/, '');
		if (!field.startsWith('item-') || typeof value !== 'string' || !isTariffItem(item)) return [];
		const toRupiah = rupiahOf(value.trim());
		return toRupiah === Number(form.get(`billed-${item}`)) ? [] : [{ item, toRupiah }];
	});
}

/** HTTP status of a refusal. */
export const statusOf = (said: Said): number =>
	said.outcome === 'failed' ? 503 : said.outcome === 'refused' && said.refusal === 'stale' ? 409 : 422;
