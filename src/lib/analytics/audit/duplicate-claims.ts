import { type AuditReason, type ClaimRow, compareText } from './audit-rows.ts';
import { type ClaimTable, dayColumn } from './claim-table.ts';
import { type CodeColumn, crossColumns, encodeTexts, groupByCode } from './code-column.ts';

/**
 * The same care billed twice: same person (without one, same visit), facility, service, days and diagnosis
 * category. The claim with the smallest id stands as the first, each other one has a reason against it.
 *
 * `sameAmount` and `sameVisit` in the evidence (1 or 0) tell an exact copy from two visits on one day, which
 * an outpatient can honestly have; at stake is the smaller of the two amounts.
 *
 * @param table claims with neither person nor visit, or without diagnosis, are passed over
 * @returns in no particular order. Cost: linear.
 */
export function findDuplicateClaims(table: ClaimTable): AuditReason[] {
	const { rows, facility, service, category, from, to } = table;
	const whose = encodeTexts(rows, ({ personId, visitNo }) => personId ?? (visitNo && `visit ${visitNo}`));
	const columns: readonly CodeColumn[] = [facility, service, category, dayColumn(from), dayColumn(to)];
	return groupByCode(columns.reduce(crossColumns, whose), 2).flatMap((group) => {
		const idOf = (place: number) => rows[place]?.id ?? '';
		const [first = 0, ...later] = [...group].sort((a, b) => compareText(idOf(a), idOf(b)));
		return later.map((place) => reasonOf(rows, place, first));
	});
}

function reasonOf(rows: readonly ClaimRow[], place: number, first: number): AuditReason {
	const [own, other] = [rows[place], rows[first]];
	const [amount, before] = [own?.amountRupiah ?? 0, other?.amountRupiah ?? 0];
	const isSameVisit = own?.visitNo !== null && own?.visitNo === other?.visitNo;
	return {
		rule: 'duplicate-claim',
		claim: place,
		others: [first],
		atStakeRupiah: Math.min(amount, before),
		evidence: {
			first: other?.id ?? '',
			sameAmount: Number(amount === before),
			sameVisit: Number(isSameVisit)
		}
	};
}
